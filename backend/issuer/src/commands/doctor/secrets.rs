//! Secrets that are easily guessed, used twice, or lie open.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use shared::config::{Environment, Problems, Variables, is_placeholder};
use url::Url;

use super::{Code, Finding, Report};

/// What a password of a server should have at least, in bytes.
const SERVER_PASSWORD_BYTES: usize = 16;
/// Of the text of a pepper, by how often its characters come. A random one of 32 characters has more than 110.
const LEAST_BITS: f64 = 96.0;
/// Docker and its like mount secrets here, where nobody but the service can look.
const MOUNTED: [&str; 2] = ["/run/secrets", "/run/vault"];

/// A secret and the variable it came by.
struct Secret {
    variable: String,
    value: String,
}

/// The secrets that are set, and the files they are in.
pub(super) struct Secrets {
    values: Vec<Secret>,
    files: Vec<(String, PathBuf)>,
}

impl Secrets {
    /// `variables` as they were given, before the files were read. What can't be read is left out: that is told elsewhere.
    pub(super) fn read(variables: &Variables, problems: &Problems, names: &[&str]) -> Self {
        let mut with_files = variables.clone();
        with_files.read_secret_files(names, &mut Problems::default());
        let sound = names.iter().filter(|name| !problems.concern(&[name, &format!("{name}_FILE")]));
        let values = sound.filter_map(|name| {
            let value = with_files.get(name)?;
            let value = if name.ends_with("_URL") { password_of(value)? } else { value.to_owned() };
            Some(Secret { variable: (*name).to_owned(), value })
        });
        let values = values.collect();
        let variables_of_files = names.iter().map(|name| format!("{name}_FILE"));
        let mut files: Vec<_> = variables_of_files
            .filter_map(|name| variables.get(&name).map(|path| (name.clone(), path.into())))
            .collect();
        files.extend(dotenv(names).map(|path| (".env".to_owned(), path)));
        Self { values, files }
    }
}

/// The password in an address.
fn password_of(url: &str) -> Option<String> {
    Url::parse(url).ok()?.password().map(str::to_owned)
}

/// The `.env` file that settings were read from, if it holds any of the secrets.
fn dotenv(names: &[&str]) -> Option<PathBuf> {
    let folder = std::env::current_dir().ok()?;
    let path = folder.ancestors().map(|folder| folder.join(".env")).find(|path| path.is_file())?;
    let variables = Variables::default().with_dotenv(fs::File::open(&path).ok()?).ok()?;
    names.iter().any(|name| variables.get(name).is_some()).then_some(path)
}

pub(super) fn check(report: &mut Report, secrets: &Secrets, environment: Environment) {
    report.check(secrets.values.iter().filter_map(|secret| weak(secret, environment)));
    report.check(twice(&secrets.values));
    report.check(secrets.values.iter().filter_map(|secret| unrotated(secret, &secrets.values)));
    report.check(secrets.files.iter().filter_map(|(variable, path)| exposed(variable, path)));
}

fn weak(Secret { variable, value }: &Secret, environment: Environment) -> Option<Finding> {
    let is_pepper = variable.contains("PEPPER");
    let why = if is_pepper && (bits(value) < LEAST_BITS || is_sequence(value)) {
        "is easily guessed: it has a pattern, or few different characters"
    } else if environment.is_development() || is_pepper {
        return None;
    } else if is_placeholder(value) {
        "holds a password that everybody guesses"
    } else if value.len() < SERVER_PASSWORD_BYTES && !variable.starts_with("VAULT_") {
        "holds a password of fewer than 16 characters"
    } else {
        return None;
    };
    let remedy = if is_pepper {
        "Make a random one with `openssl rand -base64 32` and rotate to it (documents/operations.md, \"Peppers\")."
    } else {
        "Make a random one with `openssl rand -base64 32`, give it to the server first, then to this variable."
    };
    Some(Finding::new(Code::WeakSecret, format!("{variable} {why}."), remedy))
}

/// How much a text tells if nobody knows more of it than how often each byte comes.
#[expect(clippy::cast_precision_loss, reason = "lengths of secrets are small")]
fn bits(text: &str) -> f64 {
    let length = text.len() as f64;
    let mut counts = [0_u32; 256];
    text.bytes().for_each(|byte| counts[usize::from(byte)] += 1);
    let shares = counts.iter().filter(|count| **count > 0).map(|count| f64::from(*count) / length);
    shares.map(|share| -share * share.log2()).sum::<f64>() * length
}

/// Whether most characters are the neighbour of the one before, as in `abcdef` and `654321`.
fn is_sequence(text: &str) -> bool {
    let steps = text.as_bytes().windows(2).filter(|pair| pair[0].abs_diff(pair[1]) <= 1).count();
    steps * 2 > text.len()
}

fn twice(secrets: &[Secret]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, one) in secrets.iter().enumerate() {
        // The one before is looked at elsewhere.
        let same = |other: &&Secret| other.value == one.value && stem(&other.variable) != stem(&one.variable);
        if let Some(other) = secrets[index + 1..].iter().find(same) {
            let problem = format!(
                "{} and {} have the same value: whoever learns one knows the other.",
                one.variable, other.variable
            );
            let remedy = "Give each a random value of its own; peppers are rotated as documents/operations.md says.";
            found.push(Finding::new(Code::SameSecret, problem, remedy));
        }
    }
    found
}

fn stem(variable: &str) -> &str {
    variable.strip_suffix("_PREVIOUS").unwrap_or(variable)
}

fn unrotated(secret: &Secret, all: &[Secret]) -> Option<Finding> {
    let current = secret.variable.strip_suffix("_PREVIOUS")?;
    let same = all.iter().any(|other| other.variable == current && other.value == secret.value);
    same.then(|| {
        Finding::new(
            Code::PreviousSecretCurrent,
            format!(
                "{} has the value of {current}: nothing was rotated, and every look-up is made twice.",
                secret.variable
            ),
            format!("Set {current} to a new value, or leave {} out.", secret.variable),
        )
    })
}

fn exposed(variable: &str, path: &Path) -> Option<Finding> {
    if MOUNTED.iter().any(|folder| path.starts_with(folder)) {
        return None;
    }
    let mode = fs::metadata(path).ok()?.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then(|| {
        let what = if variable == ".env" { "The .env file".to_owned() } else { format!("The file of {variable}") };
        Finding::new(
            Code::SecretFileExposed,
            format!(
                "{what} holds secrets and is open to other users of this machine (mode {mode:04o}): {}.",
                path.display()
            ),
            format!("Run: chmod 600 {}. If strangers have accounts here, replace the secrets too.", path.display()),
        )
    })
}

#[cfg(test)]
mod tests {
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
        for pepper in [
            "abcdefghijklmnopqrstuvwxyz012345",
            "aaaaaaaabbbbbbbbccccddddeeffgghhijk",
            "98765432109876543210zyxwvutsrqpo",
        ] {
            for environment in [Environment::Production, Environment::Development] {
                assert_eq!(found(&[("PASSWORD_PEPPER", pepper)], environment), [Code::WeakSecret], "{pepper}");
            }
        }
    }

    #[test]
    fn passwords_of_servers_are_looked_at_in_production() {
        for (name, value) in
            [("REDIS_PASSWORD", "hunter2-short"), ("MARIADB_URL", "mysql://a:password-of-mariadb-1@b/c")]
        {
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
}
