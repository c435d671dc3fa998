use super::*;

const ONE: &str = "q7Zt1m0YHcXv5rWn8sKdLb2fGj4uPaEe3iToC9xN6wA";
const TWO: &str = "b8Nf2Kp6Vx4Jq0Sd9Lg7Hz3Rt5Wm1CyTeUaIoPrMkE";
const NAMES: [&str; 5] =
    ["PASSWORD_PEPPER", "PASSWORD_PEPPER_PREVIOUS", "REFRESH_TOKEN_PEPPER", "REDIS_PASSWORD", "MARIADB_URL"];

fn found(variables: &[(&str, &str)], environment: Environment) -> Vec<Code> {
    let variables = Variables::from_pairs(variables.iter().copied());
    let mut report = Report::default();
    check(&mut report, &Secrets::read(&variables, &Problems::default(), &NAMES), environment);
    for (name, value) in variables.iter().filter(|(name, _)| !name.ends_with("_FILE")) {
        assert!(!report.to_string().contains(value), "the value of {name} is shown: {report}");
    }
    report.findings().iter().map(|finding| finding.code).collect()
}

#[test]
fn random_secrets_of_their_own_are_fine() {
    let hex = "0f1e2d3c4b5a69788796a5b4c3d2e1f00123cdef4567ab89fedc9876ba543210";
    for pepper in [ONE, &ONE[..32], hex] {
        let good = [("PASSWORD_PEPPER", pepper), ("REFRESH_TOKEN_PEPPER", TWO), ("MARIADB_URL", "mysql://a@b/c")];
        assert_eq!(found(&good, Environment::Production), []);
    }
}

#[test]
fn a_pepper_with_a_pattern_is_weak_in_every_environment() {
    for pepper in
        ["abcdefghijklmnopqrstuvwxyz012345", "aaaaaaaabbbbbbbbccccddddeeffgghhijk", "98765432109876543210zyxwvutsrqpo"]
    {
        for environment in [Environment::Production, Environment::Development] {
            assert_eq!(found(&[("PASSWORD_PEPPER", pepper)], environment), [Code::WeakSecret], "{pepper}");
        }
    }
}

#[test]
fn passwords_of_servers_are_looked_at_in_production() {
    for (name, value) in [("REDIS_PASSWORD", "hunter2-short"), ("MARIADB_URL", "mysql://a:password-of-mariadb-1@b/c")] {
        assert_eq!(found(&[(name, value)], Environment::Production), [Code::WeakSecret], "{name}");
        assert_eq!(found(&[(name, value)], Environment::Development), [], "{name}");
    }
}

#[test]
fn one_value_for_two_purposes_and_a_rotation_that_was_none_are_told() {
    let twice = [("PASSWORD_PEPPER", ONE), ("REFRESH_TOKEN_PEPPER", ONE)];
    assert_eq!(found(&twice, Environment::Production), [Code::SameSecret]);
    let unrotated = [("PASSWORD_PEPPER", ONE), ("PASSWORD_PEPPER_PREVIOUS", ONE)];
    assert_eq!(found(&unrotated, Environment::Production), [Code::PreviousSecretCurrent]);
    assert_eq!(found(&[("PASSWORD_PEPPER", ONE), ("PASSWORD_PEPPER_PREVIOUS", TWO)], Environment::Production), []);
}

#[test]
fn a_file_that_others_can_read_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pepper");
    fs::write(&path, ONE).unwrap();
    for (mode, expected) in [
        (0o600, vec![]),
        (0o400, vec![]),
        (0o640, vec![Code::SecretFileExposed]),
        (0o644, vec![Code::SecretFileExposed]),
    ] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let file = [("PASSWORD_PEPPER_FILE", path.to_str().unwrap())];
        assert_eq!(found(&file, Environment::Production), expected, "{mode:o}");
    }
}
