//! Mails as files: where nobody has set up a mail server, the operator reads what would have been sent.

use std::{
    fs::{self, DirBuilder, Permissions},
    io,
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
};

use async_trait::async_trait;
use shared::{
    adapters::mail,
    domain::mail::{MailError, Mailer, OutgoingMail, Sender},
};
use tokio::task;

use crate::data_dir::write_atomically;

/// Puts each mail into a file of its own, `<time>-<id>.eml`, for its owner alone. The same mail again is the same file.
#[derive(Debug)]
pub struct MailFolder {
    folder: PathBuf,
    from: Sender,
}

impl MailFolder {
    /// The name of the folder in the data directory.
    pub const NAME: &str = "mail";

    /// Opens the folder in `data_dir`, and makes it (mode 0700) if there is none.
    pub fn open(data_dir: &Path, from: Sender) -> io::Result<Self> {
        let folder = data_dir.join(Self::NAME);
        DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
        fs::set_permissions(&folder, Permissions::from_mode(0o700))?;
        Ok(Self { folder, from })
    }

    fn file(&self, mail: &OutgoingMail) -> PathBuf {
        // In the order of the names they are in the order of time.
        self.folder.join(format!("{}-{}.eml", mail.created_at.strftime("%Y%m%dT%H%M%SZ"), mail.id))
    }
}

#[async_trait]
impl Mailer for MailFolder {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), MailError> {
        let bytes = mail::to_bytes(mail, &self.from).map_err(|error| MailError::Permanent(error.into()))?;
        let file = self.file(mail);
        let written = task::spawn_blocking(move || write_atomically(&file, &bytes)).await;
        // A full disk, or the end of the process.
        written.map_err(io::Error::other).flatten().map_err(|error| MailError::Transient(error.into()))
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt;

    use shared::domain::mail::{Mail, MailKind};

    use super::*;

    fn mail() -> OutgoingMail {
        let at = "2026-01-01T12:34:56Z".parse().unwrap();
        let (to, subject, text) = ("anna@example.com".parse().unwrap(), "Hello".to_owned(), "Anna".to_owned());
        OutgoingMail {
            id: "019b76da-a800-7000-8000-000000000001".parse().unwrap(),
            kind: MailKind::IdentityLinked,
            mail: Mail { to, subject, text },
            attempts: 1,
            created_at: at,
            due_at: at,
        }
    }

    #[tokio::test]
    async fn a_mail_is_a_file_for_its_owner_alone() {
        let data_dir = tempfile::tempdir().unwrap();
        let folder = MailFolder::open(data_dir.path(), "Paseport <no-reply@example.com>".parse().unwrap()).unwrap();
        // A crash in the middle left half of it behind.
        fs::write(folder.file(&mail()).with_added_extension("tmp"), "half").unwrap();
        for _ in 0..2 {
            folder.send(&mail()).await.unwrap();
        }
        let path = data_dir.path().join("mail");
        let files: Vec<_> = fs::read_dir(&path).unwrap().map(|file| file.unwrap().path()).collect();
        let name = "20260101T123456Z-019b76da-a800-7000-8000-000000000001.eml";
        assert_eq!(files, [path.join(name)], "twice the same mail is once the same file");
        assert_eq!(fs::metadata(&files[0]).unwrap().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o700);
        let text = fs::read_to_string(&files[0]).unwrap();
        assert!(text.contains("\r\nTo: anna@example.com\r\n") && text.ends_with("\r\n\r\nAnna\r\n"), "{text}");
    }

    #[tokio::test]
    async fn a_folder_that_is_gone_loses_no_mail() {
        let data_dir = tempfile::tempdir().unwrap();
        let folder = MailFolder::open(data_dir.path(), "no-reply@example.com".parse().unwrap()).unwrap();
        fs::remove_dir(data_dir.path().join("mail")).unwrap();
        assert!(matches!(folder.send(&mail()).await, Err(MailError::Transient(_))));
    }
}
