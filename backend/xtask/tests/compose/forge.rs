//! What a public forge is told to run.

use std::fs;

use crate::root;

fn workflow(name: &str) -> String {
    fs::read_to_string(root().join(".github/workflows").join(name)).unwrap()
}

#[test]
fn actions_are_pinned_by_version_and_nobody_may_write_unasked() {
    for name in ["ci.yml", "images.yml"] {
        let text = workflow(name);
        let actions: Vec<_> =
            text.lines().filter_map(|line| line.trim_start_matches([' ', '-']).strip_prefix("uses: ")).collect();
        assert!(!actions.is_empty(), "{name}");
        for action in actions {
            let (_, version) = action.split(' ').next().unwrap().split_once('@').unwrap();
            let numbers = version.strip_prefix('v').unwrap_or_else(|| panic!("{name}: {action}"));
            assert_eq!(
                numbers.split('.').filter(|number| number.parse::<u32>().is_ok()).count(),
                3,
                "{name}: {action}"
            );
        }
        assert!(text.contains("\npermissions:\n  contents: read\n"), "{name}");
        assert!(
            text.lines().all(|line| !line.contains("write")
                || line.trim().starts_with("packages: write")
                || line.trim().starts_with("id-token: write")
                || line.trim().starts_with("attestations: write")),
            "{name}"
        );
        assert!(text.contains("timeout-minutes:"), "{name}");
    }
}

#[test]
fn the_forge_runs_what_everybody_runs() {
    assert!(workflow("ci.yml").contains("run: .ci/run\n"));
    let images = workflow("images.yml");
    for what in
        ["target: issuer }", "target: api }", "docker/frontend/Dockerfile", "docker/rust_app/Dockerfile", "sbom: true"]
    {
        assert!(images.contains(what), "{what}");
    }
}
