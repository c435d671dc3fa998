//! Randomness that is the same in every run.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use shared::domain::randomness::Randomness;

/// The key stream of `ChaCha20` under a seed: distributed like the real thing, and repeatable.
#[derive(Debug)]
pub struct SeededRandomness {
    stream: Mutex<ChaCha20Rng>,
}

impl SeededRandomness {
    /// The stream that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        Self { stream: Mutex::new(ChaCha20Rng::seed_from_u64(seed)) }
    }

    /// A stream that no other call in this process gets, for what is started on a temporary folder: a second start on
    /// the same folder must not make the identifiers of the first again.
    pub fn from_entropy_of(folder: &Path) -> Self {
        static STARTS: AtomicU64 = AtomicU64::new(0);
        let mut hasher = DefaultHasher::new();
        (folder, STARTS.fetch_add(1, Ordering::Relaxed)).hash(&mut hasher);
        Self::new(hasher.finish())
    }
}

impl Randomness for SeededRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        self.stream.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
    }
}

#[cfg(test)]
mod tests {
    use shared::domain::randomness::random_bytes;

    use super::*;

    #[test]
    fn a_seed_gives_one_stream_and_another_seed_another() {
        let (a, b, other) = (SeededRandomness::new(1), SeededRandomness::new(1), SeededRandomness::new(2));
        let first: [u8; 32] = random_bytes(&a);
        assert_eq!(first, random_bytes(&b));
        assert_ne!(first, random_bytes(&other));
        assert_ne!(first, random_bytes(&a));
    }

    #[test]
    fn a_second_start_on_a_folder_gets_another_stream() {
        let folder = Path::new("folder");
        let (first, second) = (SeededRandomness::from_entropy_of(folder), SeededRandomness::from_entropy_of(folder));
        assert_ne!(random_bytes::<32>(&first), random_bytes::<32>(&second));
    }
}
