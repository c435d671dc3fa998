use shared::adapters::os_randomness::OsRandomness;
use tempfile::TempDir;

use super::*;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// A folder for the test, and the path of a data directory that isn't there yet.
fn place() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("one/paseport-data");
    (folder, path)
}

/// The pepper file as the operator sees it, holding `content`.
fn pepper_file(path: &Path, content: &str) -> PathBuf {
    let file = path.join("password_pepper");
    fs::write(&file, content).unwrap();
    chmod(&file, 0o600);
    file
}

fn refused(directory: &DataDir) -> String {
    directory.pepper("password_pepper", &OsRandomness).unwrap_err().to_string()
}

#[test]
fn a_new_directory_belongs_to_its_owner_alone() {
    let (_folder, path) = place();
    let directory = DataDir::open(&path).unwrap();
    assert_eq!(mode(&path), 0o700);
    assert_eq!(mode(&path.join("paseport.lock")), 0o600);
    assert_eq!(directory.path(), path);
}

#[test]
fn an_empty_directory_is_closed_and_a_full_open_one_is_refused() {
    let (_folder, path) = place();
    fs::create_dir_all(&path).unwrap();
    chmod(&path, 0o755);
    drop(DataDir::open(&path).unwrap());
    assert_eq!(mode(&path), 0o700);

    chmod(&path, 0o750);
    let refused = DataDir::open(&path).unwrap_err().to_string();
    assert!(refused.contains("chmod 700"), "{refused}");
    assert_eq!(mode(&path), 0o750);
}

#[test]
fn two_processes_cannot_use_one_directory() {
    let (_folder, path) = place();
    let first = DataDir::open(&path).unwrap();
    let refused = DataDir::open(&path).unwrap_err().to_string();
    assert!(refused.contains("in use by another paseport process"), "{refused}");
    drop(first);
    assert!(DataDir::open(&path).is_ok());
}

#[test]
fn a_file_in_the_place_of_the_directory_is_told() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, "").unwrap();
    assert!(matches!(DataDir::open(&path), Err(DataDirError::Io { .. })));
}

#[test]
fn a_pepper_is_made_once_and_kept() {
    let (_folder, path) = place();
    let directory = DataDir::open(&path).unwrap();
    let made = directory.pepper("password_pepper", &OsRandomness).unwrap();
    let other = directory.pepper("refresh_token_pepper", &OsRandomness).unwrap();
    drop(directory);

    assert_eq!(made.expose_bytes().len(), 43);
    assert_ne!(made.expose_bytes(), other.expose_bytes());
    let file = path.join("password_pepper");
    assert_eq!(mode(&file), 0o600);
    assert_eq!(fs::read(&file).unwrap().trim_ascii_end(), made.expose_bytes());
    let again = DataDir::open(&path).unwrap().pepper("password_pepper", &OsRandomness).unwrap();
    assert_eq!(again.expose_bytes(), made.expose_bytes());
}

#[test]
fn what_a_crash_left_behind_is_no_hindrance() {
    let (_folder, path) = place();
    let directory = DataDir::open(&path).unwrap();
    fs::write(path.join("password_pepper.tmp"), "half a pep").unwrap();
    assert!(directory.pepper("password_pepper", &OsRandomness).is_ok());
    assert!(!path.join("password_pepper.tmp").exists());
}

#[test]
fn a_pepper_that_others_may_read_is_refused() {
    let (_folder, path) = place();
    let directory = DataDir::open(&path).unwrap();
    directory.pepper("password_pepper", &OsRandomness).unwrap();
    for mode in [0o640, 0o604, 0o620, 0o602] {
        chmod(&path.join("password_pepper"), mode);
        assert!(refused(&directory).contains("chmod 600"), "{mode:o}");
    }
}

#[test]
fn a_damaged_pepper_is_refused_and_not_shown() {
    let (_folder, path) = place();
    let directory = DataDir::open(&path).unwrap();
    for (content, expected) in [
        ("", "must hold at least 32 bytes"),
        ("q7Zt1m0YHcXv5rWn8sKdLb2fGj4uPaEe3iToC9xN", "must hold at least 32 bytes"),
        ("q7Zt1m0YHcXv5rWn8sKdLb2fGj4uPaEe3iToC9xN6w+", "must be base64url"),
        ("q7Zt1m0YHcXv5rWn8sKdLb2fGj4uPaEe3iToC9xN6wA=", "must be base64url"),
        ("q7Zt1m0YHcXv5rWn8sKdLb2fGj4uPaEe\nq7Zt1m0YHcXv5rWn8sKdLb2fGj4uPaEe", "must be base64url"),
        ("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "not a placeholder"),
    ] {
        let file = pepper_file(&path, content);
        let message = refused(&directory);
        assert!(message.contains(expected) && message.contains(file.to_str().unwrap()), "{content}: {message}");
        assert!(content.is_empty() || !message.contains(content), "{message}");
    }
}

#[test]
fn a_pepper_that_is_gone_while_the_database_is_there_is_not_made_again() {
    let (_folder, path) = place();
    let directory = DataDir::open(&path).unwrap();
    directory.pepper("password_pepper", &OsRandomness).unwrap();
    fs::write(path.join(DATABASE), "").unwrap();
    drop(directory);

    fs::remove_file(path.join("password_pepper")).unwrap();
    let directory = DataDir::open(&path).unwrap();
    assert!(refused(&directory).contains("backup"));
    assert!(!path.join("password_pepper").exists());
}
