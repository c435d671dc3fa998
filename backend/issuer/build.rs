//! The migrations are compiled in, so a change of them is a change of the program.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
}
