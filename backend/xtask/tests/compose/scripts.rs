//! What the small scripts of the containers do, run by the shell of the image that has them.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

use crate::root;

/// Runs a script of `docker/` as its container does, which has no other programs than `BusyBox`'s.
pub(crate) fn run(script: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new("busybox");
    command.arg("sh").arg(root().join("docker").join(script)).args(arguments);
    command.output().unwrap()
}

/// Secrets as the container of development makes them.
pub(crate) fn secrets() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let made = run("secrets/secrets.sh", &["make", folder.path().to_str().unwrap()]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    folder
}

fn contents(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.append(&mut contents(&path));
        } else {
            found.insert(path.to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap());
        }
    }
    found
}

#[test]
fn secrets_are_made_once_and_no_two_are_alike() {
    let folder = secrets();
    let made = contents(folder.path());
    assert_eq!(made.len(), 16, "{:?}", made.keys());
    let again = run("secrets/secrets.sh", &["make", folder.path().to_str().unwrap()]);
    assert!(again.status.success());
    assert_eq!(contents(folder.path()), made);

    let other = contents(secrets().path());
    let values = |files: &BTreeMap<String, String>| files.values().cloned().collect::<Vec<_>>();
    assert!(values(&made).iter().all(|value| !values(&other).contains(value)), "two machines share a secret");
}

#[test]
fn the_passwords_of_redis_are_known_to_redis_by_their_hashes_alone() {
    let folder = secrets();
    let read = |file: &str| fs::read_to_string(folder.path().join(file)).unwrap();
    for (password, file) in [
        ("issuer/redis_password", "redis/users.acl"),
        ("api/redis_password", "redis/users.acl"),
        ("issuer/redis_sentinel_password", "sentinel/login.conf"),
    ] {
        assert!(!read(file).contains(&read(password)) && read(password).len() == 43, "{password}");
    }
    assert!(!read("redis/users.acl").contains('@') || !read("redis/users.acl").contains("@ISSUER@"));
}

#[test]
fn what_is_missing_or_unfit_is_named_before_anything_starts() {
    let check = |folder: &TempDir, more: &[&str]| {
        run("secrets/secrets.sh", &[&["check", folder.path().to_str().unwrap()], more].concat())
    };
    let folder = secrets();
    assert!(check(&folder, &[]).status.success());
    let missing = check(&folder, &["nginx/certificate.pem"]);
    assert_eq!((missing.status.code(), says(&missing).contains("nginx/certificate.pem is missing")), (Some(1), true));

    for (file, content, complaint) in [
        ("issuer/password_pepper", "short", "shorter than 32 bytes"),
        ("issuer/password_pepper", "", "missing or empty"),
        ("mariadb/root_password", "changeme", "placeholder"),
        ("issuer/refresh_token_pepper", "@PEPPER@", "placeholder"),
    ] {
        let folder = secrets();
        let path = folder.path().join(file);
        fs::remove_file(&path).unwrap();
        fs::write(&path, content).unwrap();
        let refused = check(&folder, &[]);
        assert_eq!(refused.status.code(), Some(1), "{file}");
        assert!(says(&refused).contains(file) && says(&refused).contains(complaint), "{}", says(&refused));
    }

    let folder = secrets();
    fs::remove_file(folder.path().join("issuer/password_pepper")).unwrap();
    fs::copy(folder.path().join("issuer/refresh_token_pepper"), folder.path().join("issuer/password_pepper")).unwrap();
    assert!(says(&check(&folder, &[])).contains("both peppers are the same"));
}

fn says(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_new_app_takes_the_place_of_the_old_one_and_open_pages_keep_their_scripts() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let write = |file: &str, text: &str| {
        let path = from.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let publish = || {
        let done = run("frontend/publish.sh", &[from.path().to_str().unwrap(), to.path().to_str().unwrap()]);
        assert!(done.status.success(), "{}", says(&done));
    };
    let published = |file: &str| fs::read_to_string(to.path().join(file)).ok();

    write("index.html", "one");
    write("_app/immutable/a.js", "a");
    write("fonts/old.woff2", "font");
    publish();
    assert_eq!(published("index.html").as_deref(), Some("one"));

    fs::remove_dir_all(from.path().join("_app")).unwrap();
    fs::remove_dir_all(from.path().join("fonts")).unwrap();
    write("index.html", "two");
    write("_app/immutable/b.js", "b");
    write(".well-known/x", "x");
    publish();
    assert_eq!(published("index.html").as_deref(), Some("two"));
    assert_eq!(published("_app/immutable/a.js").as_deref(), Some("a"));
    assert_eq!(published("_app/immutable/b.js").as_deref(), Some("b"));
    assert_eq!(published(".well-known/x").as_deref(), Some("x"));
    assert_eq!((published("fonts/old.woff2"), published(".new")), (None, None));
}
