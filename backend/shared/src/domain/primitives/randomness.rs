//! Randomness as a port.

use std::fmt::Debug;

/// Where unpredictable bytes come from.
///
/// Contract: every byte is independent and uniformly distributed, fit for keys and one-time tokens.
pub trait Randomness: Debug + Send + Sync {
    /// Fills `bytes` completely.
    fn fill(&self, bytes: &mut [u8]);
}

/// `N` random bytes.
pub fn random_bytes<const N: usize>(randomness: &dyn Randomness) -> [u8; N] {
    let mut bytes = [0; N];
    randomness.fill(&mut bytes);
    bytes
}
