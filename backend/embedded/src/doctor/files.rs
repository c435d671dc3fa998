//! The data directory and its key files.

use std::{fs, io, path::Path, sync::Arc};

use issuer::{
    commands::doctor::{Code, Finding, PeppersInUse, Report},
    config::{CoreConfig, PepperConfig},
};
use shared::adapters::os_randomness::OsRandomness;

use crate::{
    adapters::{
        data_key::LocalDataKey,
        local_key::{LocalKey, LocalKeyError},
    },
    data_dir::{DATABASE, PASSWORD_PEPPER, REFRESH_TOKEN_PEPPER, SecretFileError, is_exposed, read_pepper},
};

/// Below this many bytes a few days of audit entries fill the disk.
const LEAST_FREE: u64 = 100 << 20;
const BACKUP: &str = "Stop the service and bring the file back from the backup of the data directory.";

/// Looks at the folder and the files with secrets; whether there is a record to look at.
pub(super) fn check(report: &mut Report, data_dir: &Path, core: &CoreConfig) -> bool {
    let shown = data_dir.display();
    let metadata = match fs::metadata(data_dir).and_then(|metadata| fs::read_dir(data_dir).map(|_| metadata)) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            report.skip(format!("the data directory {shown}: it is not there yet, the first start makes it."));
            return false;
        }
        Err(error) => {
            report.check([Finding::new(
                Code::DataDirUnusable,
                format!("The data directory {shown} can't be looked into ({error}): a start fails."),
                "Set DATA_DIR (or --data-dir) to the right folder, and run the doctor as the user that the service runs as.",
            )]);
            return false;
        }
    };
    report.check(None);
    report.check(is_exposed(&metadata).then(|| {
        Finding::new(
            Code::DataDirExposed,
            format!("The data directory {shown} is open to other users of this machine: a start is refused."),
            format!("Run: chmod 700 {shown}. If strangers have accounts here, treat what lies there as stolen."),
        )
    }));
    report.check(rustix::fs::statvfs(data_dir).ok().and_then(|disk| {
        let free = disk.f_bavail.saturating_mul(disk.f_frsize);
        full(data_dir, free)
    }));
    let has_record = data_dir.join(DATABASE).is_file();
    peppers(report, data_dir, core, has_record);
    report.check(LocalKey::read(data_dir).err().map(|error| signing_key(&error)));
    report.check(LocalDataKey::read(data_dir, Arc::new(OsRandomness)).err().map(|error| secret_file(&error)));
    has_record
}

fn full(data_dir: &Path, free: u64) -> Option<Finding> {
    (free < LEAST_FREE).then(|| {
        Finding::new(
            Code::DiskFull,
            format!(
                "The disk of the data directory {} has {} MB left: when it is full, nobody can sign in.",
                data_dir.display(),
                free >> 20
            ),
            "Make room on it, or move the data directory while the service is stopped.",
        )
    })
}

/// Those that were not set by variables.
fn peppers(report: &mut Report, data_dir: &Path, core: &CoreConfig, has_record: bool) {
    for file in [PASSWORD_PEPPER, REFRESH_TOKEN_PEPPER] {
        if settings_of(file, core).1.current.is_some() {
            continue;
        }
        let path = data_dir.join(file);
        report.check(match read_pepper(&path) {
            Ok(None) if has_record => Some(Finding::new(
                Code::KeyFileMissing,
                format!("{} is missing although there is a database: a start is refused.", path.display()),
                format!("{BACKUP} Without it no password, or no session, can be checked."),
            )),
            Ok(_) => None,
            Err(error) => Some(secret_file(&error)),
        });
    }
}

/// The variable that stands above a file with a pepper, and what it was set to.
fn settings_of<'a>(file: &str, core: &'a CoreConfig) -> (&'static str, &'a PepperConfig) {
    if file == PASSWORD_PEPPER {
        ("PASSWORD_PEPPER", &core.password_pepper)
    } else {
        ("REFRESH_TOKEN_PEPPER", &core.refresh_token_pepper)
    }
}

/// The peppers that a start would take; none where they can't be read, which is told with the files.
pub(super) fn peppers_in_use(file: &str, data_dir: &Path, core: &CoreConfig) -> Option<PeppersInUse> {
    let (variable, set) = settings_of(file, core);
    let path = data_dir.join(file);
    let (source, current) = match &set.current {
        Some(current) => (variable.to_owned(), current.clone()),
        None => (path.display().to_string(), read_pepper(&path).ok()??),
    };
    Some(PeppersInUse { variable, source, ring: set.ring(&current).ok()? })
}

fn exposed(path: &Path) -> Finding {
    Finding::new(
        Code::SecretFileExposed,
        format!("The secret file {} is open to other users of this machine: a start is refused.", path.display()),
        format!("Run: chmod 600 {}. If strangers have accounts here, treat it as stolen.", path.display()),
    )
}

fn secret_file(error: &SecretFileError) -> Finding {
    match error {
        SecretFileError::Exposed { path } => exposed(path),
        SecretFileError::Io { path, source } => {
            let problem = format!("The secret file {} can't be read: {source}.", path.display());
            let remedy = "Give it to the user that the service runs as, mode 0600.";
            Finding::new(Code::KeyFileDamaged, problem, remedy)
        }
        SecretFileError::Malformed { .. } => Finding::new(Code::KeyFileDamaged, sentence(&error.to_string()), BACKUP),
    }
}

fn signing_key(error: &LocalKeyError) -> Finding {
    match error {
        LocalKeyError::Exposed { path, .. } => exposed(path),
        LocalKeyError::File { .. } | LocalKeyError::Malformed { .. } => Finding::new(
            Code::KeyFileDamaged,
            sentence(&error.to_string()),
            format!(
                "{BACKUP} A new signing key does as well: remove the file, and people go on at their next refresh."
            ),
        ),
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

/// The data key is missing although something was sealed with it.
pub(super) fn data_key_missing(data_dir: &Path) -> Finding {
    Finding::new(
        Code::KeyFileMissing,
        format!(
            "{} is missing although secrets of providers were sealed with it: a start is refused.",
            data_dir.join(LocalDataKey::FILE_NAME).display()
        ),
        format!("{BACKUP} If it is lost for good, documents/operations.md says how to enter the secrets anew."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_room_is_told_in_megabytes() {
        assert_eq!(full(Path::new("/srv/data"), 5 << 30), None);
        let found = full(Path::new("/srv/data"), 7 << 20).unwrap();
        assert!(found.code == Code::DiskFull && found.problem.contains("/srv/data has 7 MB left"), "{found:?}");
    }
}
