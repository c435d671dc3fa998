//! The migrations and the built app are compiled in, so a change of them is a change of the program.

use std::path::Path;

/// Where the app is, and where it will be built.
const APP: &str = "../../frontend";
const BUILT_APP: &str = "../../frontend/build";

fn main() {
    println!("cargo::rerun-if-changed=migrations");
    // Cargo takes a folder that is absent for one that always changes. So as long as nothing was built, the folder is
    // watched in which it will appear.
    let watched = [BUILT_APP, APP].into_iter().find(|folder| Path::new(folder).is_dir());
    if let Some(folder) = watched {
        println!("cargo::rerun-if-changed={folder}");
    }
}
