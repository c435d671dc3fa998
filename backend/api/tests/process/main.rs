//! The program as its operator starts it, with nothing else in reach.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::{collections::BTreeMap, path::Path, process::Output};

use serde_json::{Value, json};
use shared::domain::tokens::paseto;
use tempfile::TempDir;
use testkit::stack::{Browser, Service};

/// Nobody listens at port 1.
const SETTINGS: [(&str, &str); 7] = [
    ("ACCESS_TOKEN_ISSUER", "https://id.example.com"),
    ("REDIS_SENTINELS", "127.0.0.1:1"),
    ("VAULT_URL", "http://127.0.0.1:1"),
    ("VAULT_ALLOW_HTTP", "true"),
    ("VAULT_TOKEN", "hvs.CAESIJ"),
    ("MOUNT_PATH", "transit"),
    ("TRANSIT_KEY", "access-token"),
];

fn program(settings: &[(&str, &str)]) -> (TempDir, Service) {
    let variables: BTreeMap<_, _> =
        settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let folder = tempfile::tempdir().unwrap();
    let service = Service::new(folder.path(), "api", Path::new(env!("CARGO_BIN_EXE_api")), &variables);
    (folder, service)
}

fn refusal(output: &Output) -> String {
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), &*output.stdout), (Some(1), &b""[..]), "{error}");
    assert!(error.starts_with("api: "), "{error}");
    error
}

#[test]
fn help_says_what_it_is() {
    let (_folder, program) = program(&[]);
    let output = program.command(&["--help"], &[], "");
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stdout).contains("Everything is set by variables"));
    assert_eq!(program.command(&["keys", "list"], &[], "").status.code(), Some(2), "keys are the issuer's");
}

#[test]
fn everything_that_is_missing_is_named_at_once() {
    let (_folder, program) = program(&[]);
    let error = refusal(&program.command(&[], &[], ""));
    for (variable, _) in SETTINGS.iter().filter(|(name, _)| *name != "VAULT_ALLOW_HTTP") {
        assert!(error.contains(&format!("\n{variable} ")), "{variable}: {error}");
    }
    assert!(!error.contains("MARIADB") && !error.contains("PEPPER"), "it needs neither: {error}");
}

#[test]
fn settings_that_cannot_be_used_are_named_and_never_shown() {
    let (_folder, program) = program(&SETTINGS);
    for (variable, value) in [
        ("ACCESS_TOKEN_ISSUER", "https://id|example"),
        ("KEY_RELOAD", "7777"),
        ("VAULT_SKIP_VERIFY", "of-course"),
        ("REDIS_SENTINELS", "sentinel-without-a-port"),
        ("REDIS_PASSWORD_FILE", "/nowhere/at-all"),
    ] {
        let error = refusal(&program.command(&[], &[(variable, value)], ""));
        assert!(error.contains(&format!("\n{variable} ")), "{variable}: {error}");
        assert!(!error.contains(value), "{variable}: {error}");
    }
}

/// A token that nobody signed, by a key that nobody published: who can't read the keys doesn't know that.
fn token() -> String {
    let payload = json!({
        "iss": "https://id.example.com", "aud": "paseport", "sub": "0190a3c2-7f00-7000-8000-000000000001",
        "exp": "2099-01-01T00:00:00Z", "nbf": "2026-01-01T00:00:00Z", "iat": "2026-01-01T00:00:00Z",
        "jti": "0190a3c2-7f00-7000-8000-000000000002", "sid": "Zm9vYmFyYmF6cXV4MTIzNDU2", "client_id": "bff",
        "scope": "paseport",
    });
    let kid = format!("k4.pid.{}", "A".repeat(44));
    let footer = json!({ "kid": kid }).to_string();
    paseto::assemble(payload.to_string().as_bytes(), &[0; 64], footer.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn with_nothing_in_reach_it_lives_says_so_and_lets_nobody_in() {
    let (_folder, program) = program(&SETTINGS);
    program.run();
    assert_eq!(program.get("/health/live").unwrap(), r#"{"status":"live"}"#);
    let readiness: Value = serde_json::from_str(&program.readiness()).unwrap();
    let status = |health: &str| json!({ "status": health });
    let expected = json!({ "change_feed": status("degraded"), "keys": status("down"), "sessions": status("down") });
    assert_eq!((&readiness["status"], &readiness["dependencies"]), (&json!("down"), &expected));

    let mut browser = Browser::new(&format!("http://{}", program.address()));
    assert_eq!(browser.get("/api/dashboard").await.unwrap().status, 401, "no token is no token");
    let mut holder = browser.with_access_token(&token());
    assert_eq!(holder.get("/api/dashboard").await.unwrap().status, 503, "it can't say that the token is bad");
    // As its container asks it.
    let error = refusal(&program.command(&["health"], &[], ""));
    assert!(error.contains("the service isn't ready") && error.contains(r#""keys":{"status":"down"}"#), "{error}");
    program.stop();
    let error = refusal(&program.command(&["health"], &[], ""));
    assert!(error.contains(&format!("nobody answers on {}", program.address())), "{error}");
}
