//! The key of secrets at rest as a file of this process: the embedded edition's stand-in for Vault.

use std::{fmt, path::Path, sync::Arc};

use async_trait::async_trait;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::{
    ExposeSecret, SecretString,
    zeroize::{Zeroize, Zeroizing},
};
use shared::domain::{
    providers::{DataKey, DataKeyError, SealedSecret},
    randomness::{Randomness, random_bytes},
};

use crate::data_dir::{SecretFileError, read_secret_file, write_secret_file};

const KEY_BYTES: usize = 32;
/// Before what was sealed: whoever changes the form of it counts up.
const FORM: &str = "v1.";

/// Seals with AES-256-GCM under the key in the file, with a random nonce and the purpose as associated data.
pub struct LocalDataKey {
    key: LessSafeKey,
    randomness: Arc<dyn Randomness>,
}

impl LocalDataKey {
    /// The name of the file in the data directory: 32 bytes as base64url.
    pub const FILE_NAME: &str = "data.key";

    /// The key in `data_dir`, if there is one.
    pub fn read(data_dir: &Path, randomness: Arc<dyn Randomness>) -> Result<Option<Self>, SecretFileError> {
        let path = data_dir.join(Self::FILE_NAME);
        let Some(text) = read_secret_file(&path)?.map(Zeroizing::new) else { return Ok(None) };
        let bytes = URL_SAFE_NO_PAD.decode(&*text).map(Zeroizing::new);
        let key = bytes.ok().and_then(|bytes| UnboundKey::new(&AES_256_GCM, &bytes).ok());
        match key {
            Some(key) => Ok(Some(Self { key: LessSafeKey::new(key), randomness })),
            None => Err(SecretFileError::Malformed { path, what: "must hold 32 bytes as base64url".to_owned() }),
        }
    }

    /// Makes a key where there is none, and nothing was sealed with one that is lost.
    pub fn make(data_dir: &Path, randomness: Arc<dyn Randomness>) -> Result<Self, SecretFileError> {
        let bytes = Zeroizing::new(random_bytes::<KEY_BYTES>(&*randomness));
        let path = data_dir.join(Self::FILE_NAME);
        write_secret_file(&path, &Zeroizing::new(URL_SAFE_NO_PAD.encode(*bytes)))?;
        let unread = || SecretFileError::Malformed { path, what: "vanished while it was made".to_owned() };
        Self::read(data_dir, randomness)?.ok_or_else(unread)
    }
}

#[async_trait]
impl DataKey for LocalDataKey {
    async fn seal(&self, purpose: &str, secret: &SecretString) -> Result<SealedSecret, DataKeyError> {
        let nonce = random_bytes::<NONCE_LEN>(&*self.randomness);
        let mut bytes = secret.expose_secret().as_bytes().to_vec();
        // It fails beyond 64 GiB.
        self.key
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(purpose), &mut bytes)
            .map_err(|error| DataKeyError::Unavailable(error.into()))?;
        Ok(SealedSecret::new(format!("{FORM}{}", URL_SAFE_NO_PAD.encode([&nonce[..], &bytes].concat()))))
    }

    async fn open(&self, purpose: &str, sealed: &SealedSecret) -> Result<SecretString, DataKeyError> {
        self.opened(purpose, sealed.as_str()).ok_or(DataKeyError::Unopened)
    }
}

impl LocalDataKey {
    fn opened(&self, purpose: &str, sealed: &str) -> Option<SecretString> {
        let mut bytes = URL_SAFE_NO_PAD.decode(sealed.strip_prefix(FORM)?).ok()?;
        let (nonce, sealed) = bytes.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let secret = self.key.open_in_place(nonce, Aad::from(purpose), sealed).ok()?;
        let opened = str::from_utf8(secret).ok().map(SecretString::from);
        secret.zeroize();
        opened
    }
}

impl fmt::Debug for LocalDataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LocalDataKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use std::{
        fs,
        os::unix::fs::{MetadataExt, PermissionsExt},
    };

    use shared::adapters::os_randomness::OsRandomness;

    use super::*;

    fn randomness() -> Arc<dyn Randomness> {
        Arc::new(OsRandomness)
    }

    #[tokio::test]
    async fn a_key_is_made_once_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        assert!(LocalDataKey::read(folder.path(), randomness()).unwrap().is_none());
        let made = LocalDataKey::make(folder.path(), randomness()).unwrap();
        let file = folder.path().join(LocalDataKey::FILE_NAME);
        assert_eq!(fs::metadata(&file).unwrap().mode() & 0o777, 0o600);
        assert_eq!(URL_SAFE_NO_PAD.decode(fs::read_to_string(&file).unwrap().trim_end()).unwrap().len(), KEY_BYTES);
        let read = LocalDataKey::read(folder.path(), randomness()).unwrap().unwrap();
        let sealed = made.seal("a", &"secret".into()).await.unwrap();
        assert_eq!(read.open("a", &sealed).await.unwrap().expose_secret(), "secret");
    }

    #[test]
    fn a_key_that_others_may_read_or_that_is_damaged_is_refused_and_not_shown() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(LocalDataKey::FILE_NAME);
        let refused = || LocalDataKey::read(folder.path(), randomness()).unwrap_err().to_string();
        for damaged in ["", "short", &"A".repeat(42), &"A".repeat(44), &"=".repeat(43)] {
            fs::write(&file, damaged).unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
            let message = refused();
            assert!(message.contains("32 bytes") && message.contains("data.key"), "{damaged}: {message}");
            assert!(damaged.len() < 40 || !message.contains(damaged), "{message}");
        }
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(refused().contains("chmod 600"));
    }
}
