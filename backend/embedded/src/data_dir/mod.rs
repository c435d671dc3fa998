//! The data directory: one process at a time, nobody else may look into it.

mod secret_file;
#[cfg(test)]
mod tests;

use std::{
    fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions, TryLockError},
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use shared::{
    config::Pepper,
    domain::randomness::{Randomness, random_bytes},
};

pub use self::secret_file::SecretFileError;
pub(crate) use self::secret_file::{read_secret_file, write_atomically, write_secret_file};

/// The name of the database in the data directory.
pub const DATABASE: &str = "paseport.sqlite";

/// The names of the peppers in the data directory.
pub const PASSWORD_PEPPER: &str = "password.pepper";
pub const REFRESH_TOKEN_PEPPER: &str = "refresh_token.pepper";

const LOCK: &str = "paseport.lock";

/// The data directory can't be used. The messages are for the operator.
#[derive(Debug, thiserror::Error)]
pub enum DataDirError {
    /// Made, read or locked it can't be.
    #[error("the data directory {path} can't be used")]
    Io {
        /// The directory.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },

    /// Others may look into it.
    #[error("the data directory {path} is open to other users; run: chmod 700 {path}")]
    Exposed {
        /// The directory.
        path: PathBuf,
    },

    /// Another process works in it.
    #[error("the data directory {path} is in use by another paseport process")]
    InUse {
        /// The directory.
        path: PathBuf,
    },

    /// A new pepper would make every password and session of the database worthless.
    #[error("{path} is missing although there is a database; bring it back from the backup of the data directory")]
    MissingSecret {
        /// The file.
        path: PathBuf,
    },

    /// A file with a secret is exposed or damaged.
    #[error(transparent)]
    SecretFile(#[from] SecretFileError),
}

/// An open data directory. The directory belongs to this process until the value is dropped.
#[derive(Debug)]
pub struct DataDir {
    path: PathBuf,
    /// Locked as long as it is open; the operating system unlocks it when the process ends, however it ends.
    _lock: File,
    had_database: bool,
}

impl DataDir {
    /// Opens the directory, and makes it (mode 0700) if there is none.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, DataDirError> {
        let path = path.into();
        let failed = |source| DataDirError::Io { path: path.clone(), source };
        DirBuilder::new().recursive(true).mode(0o700).create(&path).map_err(failed)?;
        if is_exposed(&fs::metadata(&path).map_err(failed)?) {
            // An empty one was made for us a moment ago. In any other, what lies there may have been read already.
            if fs::read_dir(&path).map_err(failed)?.next().is_some() {
                return Err(DataDirError::Exposed { path });
            }
            fs::set_permissions(&path, Permissions::from_mode(0o700)).map_err(failed)?;
        }
        let lock = OpenOptions::new().create(true).append(true).mode(0o600).open(path.join(LOCK)).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(DataDirError::InUse { path }),
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        let had_database = path.join(DATABASE).try_exists().map_err(failed)?;
        Ok(Self { path, _lock: lock, had_database })
    }

    /// The directory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The pepper in the file `name`, made at first start: 32 random bytes as base64url, mode 0600.
    ///
    /// The pepper is the text of the file, so that the same file can be given as `X_FILE`. Once there is a database, a
    /// missing file is an error: what was made with the old pepper could never be checked again. So all peppers must
    /// be asked for before the database is made.
    pub fn pepper(&self, name: &str, randomness: &dyn Randomness) -> Result<Pepper, DataDirError> {
        let path = self.path.join(name);
        if let Some(pepper) = read_pepper(&path)? {
            return Ok(pepper);
        }
        if self.had_database {
            return Err(DataDirError::MissingSecret { path });
        }
        let text = URL_SAFE_NO_PAD.encode(random_bytes::<{ Pepper::MIN_BYTES }>(randomness));
        write_secret_file(&path, &text)?;
        Ok(parse_pepper(&path, text)?)
    }
}

/// The pepper in the file, if there is one.
pub(crate) fn read_pepper(path: &Path) -> Result<Option<Pepper>, SecretFileError> {
    read_secret_file(path)?.map(|text| parse_pepper(path, text)).transpose()
}

fn parse_pepper(path: &Path, text: String) -> Result<Pepper, SecretFileError> {
    let malformed = |what: &str| SecretFileError::Malformed { path: path.to_owned(), what: what.to_owned() };
    let bytes = URL_SAFE_NO_PAD.decode(&text).map_err(|_| malformed("must be base64url without padding"))?;
    if bytes.len() < Pepper::MIN_BYTES {
        return Err(malformed("must hold at least 32 bytes"));
    }
    Pepper::try_from(text).map_err(|invalid| malformed(&invalid.to_string()))
}

/// Whether the group or others have any right to it.
pub(crate) fn is_exposed(metadata: &Metadata) -> bool {
    metadata.permissions().mode() & 0o077 != 0
}
