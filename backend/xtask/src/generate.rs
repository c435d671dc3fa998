//! `cargo xtask generate`: every committed file that a program makes, made anew or compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::app;
use crate::openapi;
use crate::process;
use crate::sql_metadata::{self, Package};
use crate::workspace::Workspace;

/// Whether to write or to compare.
#[derive(Args, Debug)]
pub(crate) struct Options {
    /// Change nothing; fail when a committed file is stale.
    #[arg(long)]
    check: bool,
}

/// Makes all files of one committed folder. Nothing else may live in that folder.
struct Generator {
    name: &'static str,
    /// The committed folder, relative to the root of the repository.
    folder: &'static str,
    needs: Needs,
    /// Writes the files into the folder given, which exists and is empty.
    make: fn(&Workspace, &Path) -> Result<()>,
}

/// What must be installed to make the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    Tools,
    App,
    Servers,
}

/// In this order: `embedded` is compiled with the issuer, and the app's types are made from the documents.
const GENERATORS: [Generator; 4] = [
    Generator {
        name: "SQL metadata of issuer",
        folder: "backend/issuer/.sqlx",
        needs: Needs::Servers,
        make: |workspace, into| {
            sql_metadata::of_mariadb(workspace, Package { name: "rust-backend-issuer", folder: "issuer" }, into)
        },
    },
    Generator {
        name: "SQL metadata of embedded",
        folder: "backend/embedded/.sqlx",
        needs: Needs::Tools,
        make: |workspace, into| {
            sql_metadata::of_sqlite(workspace, Package { name: "embedded", folder: "embedded" }, into)
        },
    },
    Generator { name: "OpenAPI documents", folder: "documents/openapi", needs: Needs::Tools, make: openapi::documents },
    Generator { name: "types of the app", folder: "frontend/src/lib/api/types", needs: Needs::App, make: app::types },
];

/// Makes the committed generated files anew, or with `--check` only compares.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<()> {
    if options.check { check(workspace, &GENERATORS) } else { write(workspace) }
}

fn write(workspace: &Workspace) -> Result<()> {
    for generator in &GENERATORS {
        let made = process::timed(generator.name, || generator.made(workspace))?;
        let differences = differences(&workspace.root.join(generator.folder), &made)?;
        for difference in &differences {
            println!("    {difference}");
            difference.mend()?;
        }
        println!("    {}: {} of its files changed", generator.folder, differences.len());
    }
    Ok(())
}

/// Checks the committed files that are made with what is needed.
pub(crate) fn check_those_of(workspace: &Workspace, needs: Needs) -> Result<()> {
    check(workspace, GENERATORS.iter().filter(|generator| generator.needs == needs))
}

/// Fails, naming every stale file and the command that mends it, unless all committed files are as made now.
fn check<'a>(workspace: &Workspace, generators: impl IntoIterator<Item = &'a Generator>) -> Result<()> {
    let mut stale = Vec::new();
    for generator in generators {
        let made = process::timed(generator.name, || generator.made(workspace))?;
        stale.extend(differences(&workspace.root.join(generator.folder), &made)?);
    }
    for difference in &stale {
        println!("    {difference}");
    }
    if !stale.is_empty() {
        bail!("stale generated files: {}; mend with `cargo xtask generate` and commit", stale.len());
    }
    Ok(())
}

impl Generator {
    /// Makes the files in a scratch folder and tells where that is.
    fn made(&self, workspace: &Workspace) -> Result<PathBuf> {
        let scratch = workspace.target.join("generate").join(self.folder);
        match fs::remove_dir_all(&scratch) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(error).context("can't empty the scratch folder");
            }
            _ => {}
        }
        fs::create_dir_all(&scratch).with_context(|| format!("can't make {}", scratch.display()))?;
        (self.make)(workspace, &scratch).with_context(|| format!("{} could not be made", self.name))?;
        Ok(scratch)
    }
}

/// How one committed file differs from what is made now.
#[derive(Debug, PartialEq, Eq)]
enum Difference {
    /// It is absent or has other contents.
    Stale { committed: PathBuf, contents: Vec<u8> },
    /// Nothing makes it any more.
    Superfluous { committed: PathBuf },
}

impl Difference {
    fn mend(&self) -> Result<()> {
        match self {
            Self::Stale { committed, contents } => {
                let folder = committed.parent().context("a generated file is in a folder")?;
                fs::create_dir_all(folder).and_then(|()| fs::write(committed, contents))
            }
            Self::Superfluous { committed } => fs::remove_file(committed),
        }
        .with_context(|| format!("can't mend: {self}"))
    }
}

impl Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stale { committed, .. } => write!(formatter, "stale or missing: {}", committed.display()),
            Self::Superfluous { committed } => write!(formatter, "no longer made: {}", committed.display()),
        }
    }
}

/// Compares the committed folder, which may be absent, with the one just made.
fn differences(committed: &Path, made: &Path) -> Result<Vec<Difference>> {
    let old = files_of(committed)?;
    let new = files_of(made)?;
    let names = old.keys().chain(new.keys()).collect::<BTreeSet<_>>();
    let difference = |name: &PathBuf| match (old.get(name), new.get(name)) {
        (Some(_), None) => Some(Difference::Superfluous { committed: committed.join(name) }),
        (before, Some(now)) if before != Some(now) => {
            Some(Difference::Stale { committed: committed.join(name), contents: now.clone() })
        }
        _ => None,
    };
    Ok(names.into_iter().filter_map(difference).collect())
}

/// Every file below `folder` by its relative path; none when the folder is absent.
fn files_of(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(current) = waiting.pop() {
        let entries = match fs::read_dir(&current) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            entries => entries.with_context(|| format!("can't list {}", current.display()))?,
        };
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let contents = fs::read(&path).with_context(|| format!("can't read {}", path.display()))?;
                files.insert(path.strip_prefix(folder)?.to_path_buf(), contents);
            }
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, contents) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, contents).unwrap();
        }
        folder
    }

    #[test]
    fn changed_new_and_dropped_files_are_told_and_mended() {
        let committed = folder_with(&[("same", "1"), ("changed", "1"), ("dropped", "1")]);
        let made = folder_with(&[("same", "1"), ("changed", "2"), ("deep/new", "1")]);
        let found = differences(committed.path(), made.path()).unwrap();
        let told = found.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].starts_with("stale") && told[0].ends_with("/changed"), "{told:?}");
        assert!(told[1].starts_with("stale") && told[1].ends_with("/deep/new"), "{told:?}");
        assert!(told[2].starts_with("no longer made") && told[2].ends_with("/dropped"), "{told:?}");

        for difference in &found {
            difference.mend().unwrap();
        }
        assert_eq!(differences(committed.path(), made.path()).unwrap(), []);
        assert!(!committed.path().join("dropped").exists());
    }

    #[test]
    fn an_absent_committed_folder_is_like_an_empty_one() {
        let made = folder_with(&[("new", "1")]);
        let absent = made.path().join("absent");
        assert_eq!(differences(&absent, made.path()).unwrap().len(), 1);
        assert_eq!(differences(&absent, &absent).unwrap(), []);
    }
}
