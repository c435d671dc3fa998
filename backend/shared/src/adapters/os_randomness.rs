//! The operating system's randomness.

use crate::domain::randomness::Randomness;

/// Reads `getrandom(2)`.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsRandomness;

impl Randomness for OsRandomness {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the operating system's randomness")]
    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness nothing that follows is safe, and the kernel offers no way to go on.
        getrandom::fill(bytes).expect("the operating system has randomness");
    }
}
