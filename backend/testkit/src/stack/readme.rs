//! The walk of the README, taken literally: its shell blocks are run by bash on a running edition.

use std::{fs, process::Command};

use http::Method;
use serde_json::Value;

use crate::{app::TestApp, servers::repository, stack::Browser};

const HEADING: &str = "## A walk with curl";
/// Printed after each block.
const END: &str = "-- end of the block --";

/// Walks on the edition at `address`, such as `http://127.0.0.1:8080`. Every status that a comment of a block promises
/// must be shown, in order, and nothing may go wrong. Takes a quarter of a minute, for that long a token has to age.
///
/// # Panics
/// With all that was said, where the edition does otherwise.
pub fn walk(address: &str) {
    let blocks = blocks();
    let script: String = blocks.iter().flat_map(|block| [&**block, "\necho '", END, "'\n"]).collect();
    let folder = tempfile::tempdir().unwrap();
    let mut bash = Command::new("bash");
    bash.args(["--noprofile", "--norc", "-c", &script]).env("BASE", address).current_dir(folder.path());
    let output = bash.output().expect("bash is installed");
    let [said, complaints] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert_eq!(complaints, "", "{said}");
    let parts: Vec<_> = said.split(END).collect();
    assert_eq!(parts.len(), blocks.len() + 1, "{said}");
    for (block, part) in blocks.iter().zip(&parts) {
        assert_eq!(shown(part), promised(block), "{block}\nsaid:\n{part}");
        assert!(!part.lines().any(|line| line.trim() == "null"), "{block}\nsaid:\n{part}");
    }
    assert!(said.contains("\n\"disabled\"\n"), "{said}");
}

/// Does at `address` what the README says about Swagger UI: signs in with what the page shows, and tries any route.
///
/// # Panics
/// Where it can't be done.
pub async fn try_routes_of_swagger_ui(address: &str) {
    let mut browser = Browser::new(address);
    assert_eq!(browser.get("/swagger-ui/").await.unwrap().status, 200);
    assert_eq!(browser.sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await.unwrap().status, 200);
    let mut tried = 0;
    for document in ["/auth/v1/openapi.json", "/api/openapi.json"] {
        let document = browser.get(document).await.unwrap().body;
        for path in document["paths"].as_object().unwrap().iter().filter_map(|(path, item)| plain_get(path, item)) {
            let answer = browser.call(Method::GET, path, None).await.unwrap();
            assert_eq!(answer.status, 200, "{path}: {}", answer.body);
            tried += 1;
        }
    }
    assert!(tried >= 8, "{tried} routes");
}

/// A route that can be read with a token and nothing else.
fn plain_get<'a>(path: &'a str, item: &Value) -> Option<&'a str> {
    let get = &item["get"];
    let is_protected = get["security"].as_array().is_some_and(|schemes| !schemes.is_empty());
    (is_protected && !path.contains('{')).then_some(path)
}

/// What stands in the fences of the walk.
fn blocks() -> Vec<String> {
    let readme = fs::read_to_string(repository().join("README.md")).unwrap();
    let (_, walk) = readme.split_once(HEADING).expect("the README has a walk");
    let walk = walk.split("\n## ").next().unwrap();
    let blocks: Vec<_> =
        walk.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect();
    assert!(blocks.len() >= 5, "the walk has a block for each step");
    blocks
}

/// The statuses in the comments at the ends of the lines.
fn promised(block: &str) -> Vec<u16> {
    block.lines().filter_map(|line| status(line.rsplit_once("# ")?.1)).collect()
}

/// The statuses that were printed, alone or as the member of a problem.
fn shown(said: &str) -> Vec<u16> {
    said.lines()
        .filter_map(|line| status(line.trim().trim_start_matches("\"status\": ").trim_end_matches(',')))
        .collect()
}

/// The status that a text begins with.
fn status(text: &str) -> Option<u16> {
    let digits = text.split(|character: char| !character.is_ascii_digit()).next()?;
    if digits.len() == 3 { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_is_kept_by_what_is_shown() {
        assert_eq!(promised("curl a     # 200: fine\ncurl b # not a status\nnext # 401\n"), [200, 401]);
        assert_eq!(shown("200\n{\n  \"status\": 401,\n  \"title\": \"403\"\n}\n\"disabled\"\n1234\n"), [200, 401]);
    }

    #[test]
    fn the_walk_promises_something_at_most_of_its_steps() {
        let promised: Vec<_> = blocks().iter().flat_map(|block| promised(block)).collect();
        assert!(promised.len() >= 10, "{promised:?}");
    }
}
