//! The key file: one line, PASERK `k4.secret` (seed and public key in base64url), for its owner only.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Read, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ed25519_compact::{KeyPair, Seed};
use secrecy::zeroize::Zeroizing;
use shared::domain::{
    clock::Timestamp,
    randomness::{Randomness, random_bytes},
};

use super::{KeyStatus, Ledger, LocalKey, LocalKeyError, PublicKey, PublishedKey};

const PREFIX: &str = "k4.secret.";
/// Prefix, 64 bytes in base64url, end of line.
const FILE_BYTES: usize = PREFIX.len() + 86 + 1;
const OWNER_ONLY: u32 = 0o600;

/// The key in the file, or `None` if there is no file.
pub(super) fn read(path: &Path) -> Result<Option<LocalKey>, LocalKeyError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(path, "opened", error)),
    };
    // Of the open file, so that it can't be exchanged between the look and the reading.
    let metadata = file.metadata().map_err(|error| failed(path, "read", error))?;
    let mode = metadata.permissions().mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(LocalKeyError::Exposed { path: path.to_owned(), mode });
    }
    let created_at = metadata.modified().map_err(|error| failed(path, "read", error))?;
    let text = read_bounded(file).map_err(|error| failed(path, "read", error))?;
    let malformed = || LocalKeyError::Malformed { path: path.to_owned() };
    let pair = decode(&text).ok_or_else(malformed)?;
    let key = PublicKey::try_from(pair.pk.as_slice()).map_err(|_| malformed())?;
    let created_at = Timestamp::try_from(created_at).map_err(|_| malformed())?;
    let published = PublishedKey::new(LocalKey::VERSION, key, KeyStatus::Current, created_at);
    Ok(Some(LocalKey { pair, published, ledger: Ledger::default() }))
}

/// Puts a new key at `path`, unless a file is there by then: that one stays, and the new key is forgotten.
pub(super) fn create(path: &Path, randomness: &dyn Randomness) -> Result<(), LocalKeyError> {
    let seed = Seed::new(random_bytes(randomness));
    let draft = Draft::at(path, randomness);
    draft.write(&encode(&KeyPair::from_seed(seed))).map_err(|error| failed(&draft.0, "written", error))?;
    // A link never replaces a file, as a rename would, and what it shows is complete.
    match fs::hard_link(&draft.0, path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(failed(path, "made", error)),
        _ => {}
    }
    drop(draft);
    sync_directory(path).map_err(|error| failed(path, "made", error))
}

/// A file beside the key's that is removed when it has done its work.
struct Draft(PathBuf);

impl Draft {
    fn at(path: &Path, randomness: &dyn Randomness) -> Self {
        let unique = URL_SAFE_NO_PAD.encode(random_bytes::<12>(randomness));
        let mut name = OsString::from(path);
        name.push(format!(".{unique}.tmp"));
        Self(name.into())
    }

    fn write(&self, text: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(OWNER_ONLY).open(&self.0)?;
        file.write_all(text)?;
        file.sync_all()
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // Left behind it would be a key that nobody uses, readable by its owner only.
        let _ = fs::remove_file(&self.0);
    }
}

fn sync_directory(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |directory| File::open(directory)?.sync_all())
}

fn read_bounded(file: File) -> io::Result<Zeroizing<Vec<u8>>> {
    // Room for one byte more than is right, so that nothing is moved in memory and a longer file is noticed.
    let mut text = Zeroizing::new(Vec::with_capacity(FILE_BYTES + 64));
    file.take(FILE_BYTES as u64 + 1).read_to_end(&mut text)?;
    Ok(text)
}

fn encode(pair: &KeyPair) -> Zeroizing<Vec<u8>> {
    let mut text = Zeroizing::new(vec![0; FILE_BYTES]);
    text[..PREFIX.len()].copy_from_slice(PREFIX.as_bytes());
    let end = FILE_BYTES - 1;
    URL_SAFE_NO_PAD.encode_slice(*pair.sk, &mut text[PREFIX.len()..end]).expect("86 characters hold 64 bytes");
    text[end] = b'\n';
    text
}

/// The pair, if the text is exactly what [`encode`] writes (a missing end of line is forgiven).
fn decode(text: &[u8]) -> Option<KeyPair> {
    let encoded = text.strip_suffix(b"\n").unwrap_or(text).strip_prefix(PREFIX.as_bytes())?;
    let mut bytes = Zeroizing::new([0; 66]);
    let length = URL_SAFE_NO_PAD.decode_slice(encoded, &mut *bytes).ok()?;
    let pair = KeyPair::from_slice(&bytes[..length]).ok()?;
    pair.validate().ok()?;
    Some(pair)
}

fn failed(path: &Path, action: &'static str, source: io::Error) -> LocalKeyError {
    LocalKeyError::File { path: path.to_owned(), action, source }
}
