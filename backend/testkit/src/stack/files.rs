//! What the running edition has written.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::Stack;

impl Stack {
    /// Every file of every server and service: settings, logs, databases, dumps. Those that go away meanwhile are left out.
    pub fn files(&self) -> Vec<PathBuf> {
        let folders =
            [self.folder.path(), self.nginx.folder(), self.vault.folder(), self.redis.folder(), self.mariadb.folder()];
        let mut files = Vec::new();
        for folder in folders {
            collect(folder, &mut files);
        }
        files
    }

    /// Those of [`Self::files`] that are logs: of services, servers and requests, and Vault's audit log.
    pub fn logs(&self) -> Vec<PathBuf> {
        let is_log = |file: &PathBuf| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            name == "log" || name.ends_with(".log") || name.ends_with(".err")
        };
        self.files().into_iter().filter(is_log).collect()
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => collect(&entry.path(), files),
            Ok(kind) if kind.is_file() => files.push(entry.path()),
            _ => {}
        }
    }
}
