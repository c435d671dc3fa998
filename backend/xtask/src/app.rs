//! The web app: built before the program, which takes it in.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, Result, bail};

use crate::npm::{Package, modified};
use crate::workspace::Workspace;

/// What is made from the sources, and what is none of ours.
const NO_SOURCES: [&str; 4] = [".svelte-kit", "build", "node_modules", "test-results"];

/// The folder of the app.
pub(crate) fn package(workspace: &Workspace) -> Package {
    Package::at(workspace.root.join("frontend"))
}

/// Builds the app unless it is newer than all of its sources.
pub(crate) fn bring_up_to_date(workspace: &Workspace) -> Result<()> {
    let package = package(workspace);
    package.install()?;
    let built = modified(&page(&package));
    if built.is_some_and(|built| newest(package.folder()).is_none_or(|source| source <= built)) {
        println!("    the app is up to date");
        return Ok(());
    }
    build(workspace)
}

/// Builds the app.
pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    let package = package(workspace);
    package.run("build")?;
    if !page(&package).is_file() {
        bail!("the build of the app left no {}", page(&package).display());
    }
    Ok(())
}

/// The folder that the last build left, if there was one.
pub(crate) fn built(workspace: &Workspace) -> Option<PathBuf> {
    let page = page(&package(workspace));
    if page.is_file() { page.parent().map(Path::to_path_buf) } else { None }
}

/// Makes the types of both servers' answers from the OpenAPI documents.
///
/// The script writes beside its sources, so what stood there is put back: whether it may change is not decided here.
pub(crate) fn types(workspace: &Workspace, into: &Path) -> Result<()> {
    let package = package(workspace);
    let committed = package.folder().join("src/lib/api/types");
    let before = contents(&committed)?;
    let ran = package.run("generate");
    for (file, text) in contents(&committed)? {
        fs::write(into.join(file.file_name().context("a file has a name")?), text)?;
    }
    for (file, text) in before {
        fs::write(file, text)?;
    }
    ran
}

/// The document of every page; the last thing that a build makes.
fn page(package: &Package) -> PathBuf {
    package.folder().join("build/index.html")
}

/// The files of a folder with what is in them; none when the folder is absent.
fn contents(folder: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let read = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry?.path();
        fs::read(&path).map(|text| (path, text))
    };
    fs::read_dir(folder)?.map(read).collect::<std::io::Result<_>>().with_context(|| folder.display().to_string())
}

/// When a source was last changed. A folder counts too: it changes when something is taken out of it.
fn newest(folder: &Path) -> Option<SystemTime> {
    let entries = fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let sources = entries.filter(|entry| !NO_SOURCES.iter().any(|name| entry.file_name() == *name));
    let times = sources.flat_map(|entry| {
        let path = entry.path();
        [modified(&path), if path.is_dir() { newest(&path) } else { None }]
    });
    times.flatten().max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touch(file: &Path, seconds: u64) {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        let file = fs::File::create(file).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds)).unwrap();
    }

    fn seconds(time: Option<SystemTime>) -> Option<u64> {
        time.map(|time| time.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs())
    }

    #[test]
    fn what_was_made_from_sources_is_none() {
        let folder = tempfile::tempdir().unwrap();
        touch(&folder.path().join("package.json"), 1000);
        assert_eq!(seconds(newest(folder.path())), Some(1000));
        for made in NO_SOURCES {
            touch(&folder.path().join(made).join("file"), 2000);
        }
        assert_eq!(seconds(newest(folder.path())), Some(1000));
        // The folder of a new file is as new as the file.
        touch(&folder.path().join("src/routes/page.svelte"), 3000);
        assert!(seconds(newest(folder.path())) > Some(3000));
    }

    #[test]
    fn an_absent_folder_has_no_files_and_no_time() {
        assert!(contents(Path::new("/nowhere/absent")).unwrap().is_empty());
        assert_eq!(newest(Path::new("/nowhere/absent")), None);
    }
}
