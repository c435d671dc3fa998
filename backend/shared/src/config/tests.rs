use std::{io::Write, net::IpAddr};

use serde::Deserialize;
use tempfile::NamedTempFile;

use super::*;
use crate::middleware::client_ip::TrustedProxies;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Settings {
    server_port: Option<Whole<1, 65_535>>,
    cookie_secure: Option<Switch>,
    server_address: Option<Parsed<IpAddr>>,
    trusted_proxies: Option<Parsed<TrustedProxies>>,
    audience: Option<Claim>,
    pepper: Option<Pepper>,
    plain: Option<u16>,
}

const PEPPER: &str = "q7Zt1m0YHcXv5rWn8sKdLb2fGj4uPaEe3iToC9xN6wA";

fn read_pairs(pairs: &[(&str, &str)]) -> (Settings, Problems) {
    let mut problems = Problems::default();
    let settings = read(&Variables::from_pairs(pairs.iter().copied()), &mut problems);
    (settings, problems)
}

#[test]
fn sound_variables_are_read_and_others_ignored() {
    let (settings, problems) = read_pairs(&[
        ("SERVER_PORT", "8081"),
        ("COOKIE_SECURE", "false"),
        ("SERVER_ADDRESS", "::1"),
        ("TRUSTED_PROXIES", "10.0.0.0/8, 192.168.1.1,fd00::/8"),
        ("PEPPER", PEPPER),
        ("AUDIENCE", ""),
        ("server_port", "1"),
        ("SOMETHING_ELSE", "of another program"),
    ]);
    assert_eq!(problems, Problems::default());
    assert_eq!(settings.server_port.unwrap().get(), 8081);
    assert!(!settings.cookie_secure.unwrap().is_on());
    assert!(settings.server_address.unwrap().0.is_loopback());
    let proxies = TrustedProxies::parse("10.0.0.0/8,192.168.1.1,fd00::/8").unwrap();
    assert_eq!(settings.trusted_proxies.unwrap().0, proxies);
    assert_eq!(settings.audience, None);
    assert_eq!(settings.pepper.unwrap().expose_bytes(), PEPPER.as_bytes());
}

#[test]
fn every_mistake_is_named_at_once_and_no_value_is_shown() {
    let pairs = [
        ("SERVER_PORT", "eighty-eighty"),
        ("COOKIE_SECURE", "perhaps"),
        ("SERVER_ADDRESS", "host.example"),
        ("TRUSTED_PROXIES", "10.0.0.0/8,0.0.0.0/0"),
        ("AUDIENCE", "one|two"),
        ("PEPPER", "hunter2-hunter2"),
        ("PLAIN", "a-secret-in-the-wrong-place"),
    ];
    let (settings, problems) = read_pairs(&pairs);
    assert_eq!(problems.iter().count(), pairs.len());
    let text = problems.to_string();
    assert_eq!(text.lines().count(), pairs.len());
    for (name, value) in pairs {
        assert!(problems.concern(&[name]), "{name} is not named");
        assert!(!text.contains(value), "{value} is shown");
    }
    assert!(settings.server_port.is_none() && settings.plain.is_none());
    assert!(text.contains("SERVER_PORT must be a whole number from 1 to 65535"), "{text}");
    assert!(text.contains("PLAIN isn't valid"), "{text}");
}

#[test]
fn a_number_keeps_its_bounds() {
    for (text, fits) in [("0", false), ("1", true), ("65535", true), ("65536", false), ("-1", false), ("1.5", false)] {
        let (settings, problems) = read_pairs(&[("SERVER_PORT", text)]);
        assert_eq!(settings.server_port.is_some(), fits, "{text}");
        assert_eq!(problems.concern(&["SERVER_PORT"]), !fits, "{text}");
    }
}

fn file(content: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(content).unwrap();
    file
}

fn path(file: &NamedTempFile) -> &str {
    file.path().to_str().unwrap()
}

fn read_files(pairs: &[(&str, &str)]) -> (Variables, Problems) {
    let (mut variables, mut problems) = (Variables::from_pairs(pairs.iter().copied()), Problems::default());
    variables.read_secret_files(&["PEPPER", "OTHER"], &mut problems);
    (variables, problems)
}

#[test]
fn a_secret_can_stand_in_a_file() {
    let secret = file(format!("{PEPPER}\r\n").as_bytes());
    let pairs = [("PEPPER_FILE", path(&secret)), ("PEPPER", ""), ("NO_SECRET_FILE", "/nowhere")];
    let (variables, problems) = read_files(&pairs);
    assert_eq!(problems, Problems::default());
    assert_eq!(variables.get("PEPPER"), Some(PEPPER));
}

#[test]
fn a_secret_given_twice_or_in_a_bad_file_is_a_problem() {
    let (empty, latin, long) = (file(b"\n"), file(b"caf\xe9"), file(&vec![b'a'; 64 * 1024 + 1]));
    let twice = [("PEPPER", PEPPER), ("PEPPER_FILE", path(&empty))];
    assert_eq!(read_files(&twice).1.to_string(), "PEPPER and PEPPER_FILE are both set; keep one");

    for (path, expected) in [
        ("/nowhere/secret", "PEPPER_FILE names a file that can't be read: entity not found"),
        (path(&empty), "PEPPER_FILE names an empty file"),
        (path(&long), "PEPPER_FILE names a file of more than 65536 bytes"),
        (path(&latin), "PEPPER_FILE names a file that can't be read: invalid data"),
    ] {
        assert_eq!(read_files(&[("PEPPER_FILE", path)]).1.to_string(), expected);
    }
}

#[test]
fn the_environment_goes_before_the_dotenv_file() {
    let variables = Variables::from_pairs([("ONE", "environment"), ("TWO", "")]);
    let variables = variables.with_dotenv(&b"ONE=file\nTWO=file\nTHREE='a b'\n"[..]).unwrap();
    assert_eq!(variables.get("ONE"), Some("environment"));
    assert_eq!(variables.get("TWO"), Some("file"));
    assert_eq!(variables.get("THREE"), Some("a b"));
}

#[test]
fn a_broken_dotenv_file_is_named_without_its_content() {
    let problems = Variables::default().with_dotenv(&b"PEPPER hunter2\n"[..]).unwrap_err();
    assert_eq!(problems.to_string(), ".env can't be read: each line must be NAME=value");
}

#[test]
fn an_empty_variable_is_present_but_not_set() {
    let variables = Variables::from_pairs([("VAULT_SKIP_VERIFY", "")]);
    assert!(variables.is_present("VAULT_SKIP_VERIFY"));
    assert_eq!(variables.get("VAULT_SKIP_VERIFY"), None);
}

#[test]
fn debug_shows_names_only() {
    let shown = format!("{:?}", Variables::from_pairs([("PEPPER", PEPPER)]));
    assert!(shown.contains("PEPPER") && !shown.contains(PEPPER), "{shown}");
}
