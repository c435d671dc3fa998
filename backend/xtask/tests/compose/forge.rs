//! What a public forge is told to run.

use std::fs;

use crate::root;

const WORKFLOWS: [&str; 3] = ["workflows/ci.yml", "workflows/images.yml", "workflows/release.yml"];
const IMAGE: &str = "actions/image/action.yml";

fn file(name: &str) -> String {
    fs::read_to_string(root().join(".github").join(name)).unwrap()
}

/// What a file uses of others, with what stands behind it.
fn uses(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.trim_start_matches([' ', '-']).strip_prefix("uses: ")).collect()
}

/// A tag can be moved to other code; a commit can't. The version beside it is for people, and for tools that raise it.
#[test]
fn actions_are_pinned_by_commit() {
    for name in WORKFLOWS.into_iter().chain([IMAGE]) {
        let text = file(name);
        let actions = uses(&text);
        assert!(!actions.is_empty(), "{name}");
        for action in actions.into_iter().filter(|action| !action.starts_with("./")) {
            let (what, version) = action.split_once(" # v").unwrap_or_else(|| panic!("{name}: {action}"));
            let (_, commit) = what.split_once('@').unwrap();
            assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}: {action}");
            assert_eq!(
                version.split('.').filter(|number| number.parse::<u32>().is_ok()).count(),
                3,
                "{name}: {action}"
            );
        }
    }
}

/// A pull request runs code of whoever sends it.
#[test]
fn only_a_version_may_write_anything() {
    for name in WORKFLOWS {
        let text = file(name);
        assert!(text.contains("\npermissions:\n  contents: read\n"), "{name}");
        assert!(text.contains("timeout-minutes:"), "{name}");
        let writes: Vec<_> = text.lines().map(str::trim).filter(|line| line.ends_with(": write")).collect();
        if name.ends_with("release.yml") {
            assert_eq!(writes, ["packages: write"]);
            assert!(text.contains("    uses: ./.github/workflows/ci.yml\n") && text.contains("    needs: test\n"));
            assert!(text.contains("\non:\n  push: { tags: [\"v*\"] }\n"));
        } else {
            assert!(writes.is_empty() && !text.contains("secrets."), "{name}: {writes:?}");
        }
    }
}

#[test]
fn the_forge_runs_what_everybody_runs() {
    assert!(file("workflows/ci.yml").contains("run: .ci/run\n"));
    assert!(file(IMAGE).contains("sbom: true"));
    for name in ["workflows/images.yml", "workflows/release.yml"] {
        let images = file(name);
        for what in ["target: issuer }", "target: api }", "docker/frontend/Dockerfile", "docker/rust_app/Dockerfile"] {
            assert!(images.contains(what), "{name}: {what}");
        }
        assert!(uses(&images).contains(&"./.github/actions/image"), "{name}");
    }
}
