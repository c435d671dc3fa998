//! Files that hold one secret each.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use super::is_exposed;

/// No secret of ours is longer.
const MAX_BYTES: u64 = 4096;

/// A file with a secret can't be used. No message holds any of its content.
#[derive(Debug, thiserror::Error)]
pub enum SecretFileError {
    /// Read or written it can't be.
    #[error("the secret file {path} can't be used")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },

    /// Others may read it.
    #[error("the secret file {path} is open to other users; run: chmod 600 {path}")]
    Exposed {
        /// The file.
        path: PathBuf,
    },

    /// It doesn't hold what it should.
    #[error("the secret file {path} is damaged: it {what}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong: the rest of a sentence.
        what: String,
    },
}

/// The text of the file without the line end; nothing, if there is no file.
pub(crate) fn read_secret_file(path: &Path) -> Result<Option<String>, SecretFileError> {
    let failed = |source| SecretFileError::Io { path: path.to_owned(), source };
    let malformed = |what: &str| SecretFileError::Malformed { path: path.to_owned(), what: what.to_owned() };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    if is_exposed(&file.metadata().map_err(failed)?) {
        return Err(SecretFileError::Exposed { path: path.to_owned() });
    }
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(malformed("is too long"));
    }
    let text = String::from_utf8(bytes).map_err(|_| malformed("must be text"))?;
    Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
}

/// Writes the text and a line end, mode 0600. A crash leaves either the whole file or none.
///
/// Whoever calls it holds the data directory, so nobody else writes the same file.
pub(crate) fn write_secret_file(path: &Path, text: &str) -> Result<(), SecretFileError> {
    write_atomically(path, format!("{text}\n").as_bytes())
        .map_err(|source| SecretFileError::Io { path: path.to_owned(), source })
}

/// Writes a file of mode 0600. A crash leaves either the whole of it or none.
pub(crate) fn write_atomically(path: &Path, content: &[u8]) -> io::Result<()> {
    let temporary = path.with_added_extension("tmp");
    match fs::remove_file(&temporary) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&temporary)?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&temporary, path)?;
    // Without this the name itself can be lost, and with it everything made with the secret.
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}
