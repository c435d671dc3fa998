//! The signing key of access tokens as a file of this process: the embedded edition's stand-in for Vault.

mod file;
#[cfg(test)]
mod tests;

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use async_trait::async_trait;
use ed25519_compact::KeyPair;
use shared::domain::{
    randomness::Randomness,
    tokens::{
        KeyStatus, KeyVersion, KeysUnavailable, Ledger, PublicKey, PublicKeys, PublishedKey, SignError, Signature,
        TokenSigner,
    },
};

/// Why there is no signing key. Every message names the file, so that the operator knows where to look.
#[derive(Debug, thiserror::Error)]
pub enum LocalKeyError {
    /// The file can't be read or made.
    #[error("the signing key {} can't be {action}", path.display())]
    File {
        /// The file in question.
        path: PathBuf,
        /// What was tried with it.
        action: &'static str,
        /// What the operating system said.
        #[source]
        source: io::Error,
    },
    /// Others on this machine may have read the key, so it is not used.
    #[error("the signing key {} is open to other users (mode {mode:04o}); replace it, or set its mode to 0600", path.display())]
    Exposed {
        /// The file in question.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The file is not what this edition wrote. It is left as it is: perhaps a backup has the right one.
    #[error("the signing key {} is damaged; restore it from the backup, or remove it to have a new one made", path.display())]
    Malformed {
        /// The file in question.
        path: PathBuf,
    },
}

/// One Ed25519 key, version 1 and current for ever. Signing takes microseconds, so it is done in place.
pub struct LocalKey {
    pair: KeyPair,
    published: PublishedKey,
    ledger: Ledger,
}

impl LocalKey {
    /// The version of the only key.
    pub const VERSION: KeyVersion = KeyVersion(1);

    /// The name of the file in the data directory.
    pub const FILE_NAME: &str = "access-token-key";

    /// The key in `data_dir`, if there is one.
    pub fn read(data_dir: &Path) -> Result<Option<Self>, LocalKeyError> {
        file::read(&data_dir.join(Self::FILE_NAME))
    }

    /// Reads the key in `data_dir`, or makes one at the first start. The directory must exist.
    ///
    /// Processes that start at once end with the same key. A file that is there is never written to.
    pub fn open(data_dir: &Path, randomness: &dyn Randomness) -> Result<Self, LocalKeyError> {
        let path = data_dir.join(Self::FILE_NAME);
        if let Some(key) = file::read(&path)? {
            return Ok(key);
        }
        file::create(&path, randomness)?;
        file::read(&path)?.ok_or_else(|| LocalKeyError::File {
            path,
            action: "read",
            source: io::Error::new(io::ErrorKind::NotFound, "it vanished while it was made"),
        })
    }
}

impl fmt::Debug for LocalKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalKey").field("published", &self.published).finish_non_exhaustive()
    }
}

#[async_trait]
impl TokenSigner for LocalKey {
    async fn sign(&self, version: KeyVersion, message: &[u8]) -> Result<Signature, SignError> {
        if version != Self::VERSION {
            return Err(SignError::version_refused(format!("there is no key version {}", version.0)));
        }
        Ok(self.ledger.enter(version, *self.pair.sk.sign(message, None)))
    }

    fn ledger(&self) -> &Ledger {
        &self.ledger
    }
}

#[async_trait]
impl PublicKeys for LocalKey {
    async fn load(&self) -> Result<Vec<PublishedKey>, KeysUnavailable> {
        Ok(vec![self.published.clone()])
    }
}
