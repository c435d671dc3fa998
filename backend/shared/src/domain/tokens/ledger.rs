//! The account of a signer: what became of every signature that it made.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::key::KeyVersion;

/// Signatures by one version of the key. Those made are issued, thrown away or still on their way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signatures {
    /// That the signer made.
    pub made: u64,
    /// Of these, how many were handed out in a token.
    pub issued: u64,
    /// How many never will be.
    pub thrown_away: u64,
}

/// Counts signatures by version. There is one more version whenever an operator rotates the key. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Ledger(Arc<Mutex<BTreeMap<KeyVersion, Signatures>>>);

impl Ledger {
    /// Enters a signature that was made just now.
    pub fn enter(&self, version: KeyVersion, bytes: [u8; 64]) -> Signature {
        self.change(version, |signatures| signatures.made += 1);
        Signature { bytes, version, ledger: self.clone(), handed_out: false }
    }

    /// The signatures of every version that signed anything, in order.
    pub fn versions(&self) -> BTreeMap<KeyVersion, Signatures> {
        self.lock().clone()
    }

    /// Those of all versions together.
    pub fn total(&self) -> Signatures {
        self.lock().values().fold(Signatures::default(), |sum, one| Signatures {
            made: sum.made + one.made,
            issued: sum.issued + one.issued,
            thrown_away: sum.thrown_away + one.thrown_away,
        })
    }

    fn change(&self, version: KeyVersion, how: impl FnOnce(&mut Signatures)) {
        how(self.lock().entry(version).or_default());
    }

    /// Nothing under this lock can be left half done, so a panic of another holder is of no interest.
    fn lock(&self) -> MutexGuard<'_, BTreeMap<KeyVersion, Signatures>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A signature on its way to whom it is for. Wherever it is lost on that way, it counts as thrown away: where something
/// fails after it, where it does not fit its key, and where nobody waits for it any more.
pub struct Signature {
    bytes: [u8; 64],
    version: KeyVersion,
    ledger: Ledger,
    handed_out: bool,
}

impl Signature {
    /// The signature itself (RFC 8032).
    pub fn bytes(&self) -> &[u8; 64] {
        &self.bytes
    }

    /// Counts it as issued.
    pub fn hand_out(mut self) {
        self.handed_out = true;
    }
}

impl Drop for Signature {
    fn drop(&mut self) {
        let handed_out = self.handed_out;
        self.ledger.change(self.version, |signatures| {
            let count = if handed_out { &mut signatures.issued } else { &mut signatures.thrown_away };
            *count += 1;
        });
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signature").field("version", &self.version).finish_non_exhaustive()
    }
}
