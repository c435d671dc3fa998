//! The program as its operator starts it, with nothing else in reach.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::{collections::BTreeMap, path::Path, process::Output};

use http::StatusCode;
use serde_json::{Value, json};
use tempfile::TempDir;
use testkit::stack::{Browser, Service};

/// Nobody listens at port 1.
const SETTINGS: [(&str, &str); 10] = [
    ("PUBLIC_URL", "https://id.example.com"),
    ("MARIADB_URL", "mysql://paseport:hunter2-of-the-database@127.0.0.1:1/paseport?ssl-mode=REQUIRED"),
    ("REDIS_SENTINELS", "127.0.0.1:1"),
    ("VAULT_URL", "http://127.0.0.1:1"),
    ("VAULT_ALLOW_HTTP", "true"),
    ("VAULT_TOKEN", "hvs.CAESIJ"),
    ("MOUNT_PATH", "transit"),
    ("TRANSIT_KEY", "access-token"),
    ("PASSWORD_PEPPER", "q7Zt1m0YHcXv5rWn8sKdLb2fGj4uPaEe3iToC9xN6wA"),
    ("REFRESH_TOKEN_PEPPER", "w7Zt1m0YHcXv5rWn8sKdLb2fGj4uPaEe3iToC9xN6qA"),
];

fn program(settings: &[(&str, &str)]) -> (TempDir, Service) {
    let variables: BTreeMap<_, _> =
        settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let folder = tempfile::tempdir().unwrap();
    let service = Service::new(folder.path(), "issuer", Path::new(env!("CARGO_BIN_EXE_issuer")), &variables);
    (folder, service)
}

/// What a refused start or command says to a person.
fn refusal(output: &Output) -> String {
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), &*output.stdout), (Some(1), &b""[..]), "{error}");
    assert!(error.starts_with("issuer: "), "{error}");
    for word in ["backtrace", "panicked", ".rs:", "Error {", "Some(", "hunter2"] {
        assert!(!error.contains(word), "{error}");
    }
    error
}

#[test]
fn help_tells_what_an_operator_can_do() {
    let (_folder, program) = program(&[]);
    for (arguments, words) in [
        (&["--help"][..], &["serve", "keys", "admin", "providers"][..]),
        (&["keys", "--help"], &["list", "rotate", "retire"]),
        (&["keys", "retire", "--help"], &["--now"]),
        (&["admin", "create", "--help"], &["--email", "--display-name"]),
        (&["providers", "apply", "--help"], &["--file", "client_secret_file"]),
    ] {
        let output = program.command(arguments, &[], "");
        let told = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(words.iter().all(|word| told.contains(word)), "{arguments:?}: {told}");
    }
}

#[test]
fn everything_that_is_missing_is_named_at_once() {
    let (_folder, program) = program(&[]);
    let error = refusal(&program.command(&["serve"], &[], ""));
    for (variable, _) in SETTINGS.iter().filter(|(name, _)| *name != "VAULT_ALLOW_HTTP") {
        assert!(error.contains(&format!("\n{variable} ")), "{variable}: {error}");
    }
}

#[test]
fn settings_that_cannot_be_used_are_named_and_never_shown() {
    let (_folder, program) = program(&SETTINGS);
    for (variable, value) in [
        ("PASEPORT_ENV", "staging-mode"),
        ("PUBLIC_URL", "http://id.example.org"),
        ("PASSWORD_PEPPER", "too-short-a-pepper"),
        ("REFRESH_TOKEN_PEPPER_PREVIOUS_FILE", "/nowhere/at-all"),
        ("BCRYPT_COST", "9"),
        ("KEY_RELOAD", "7777"),
        ("VAULT_ALLOW_HTTP", "false"),
        ("VAULT_SKIP_VERIFY", "of-course"),
        ("MARIADB_URL", "postgres://somebody:hunter2@db/paseport"),
        ("REDIS_SENTINELS", "sentinel-without-a-port"),
        ("TRUSTED_PROXIES", "the-proxy"),
        ("RUST_LOG", "deafening-noise"),
        ("DATA_KEY", "../data-key"),
        ("SMTP_URL", "smtps://post:hunter2-of-the-mails@mail.example.org"),
        ("SMTP_CACERT", "/nowhere/at-all"),
        ("MAIL_FROM", "not-an-address"),
        ("OUTBOUND_ALLOW_HOSTS", "id.internal.example.org"),
    ] {
        let error = refusal(&program.command(&["serve"], &[(variable, value)], ""));
        let name = match variable {
            "VAULT_ALLOW_HTTP" => "VAULT_URL",
            "SMTP_URL" => "MAIL_FROM",
            variable => variable,
        };
        assert!(error.contains(&format!("\n{name} ")), "{variable}: {error}");
        assert!(value.len() < 6 || !error.contains(value), "{variable}: {error}");
    }
}

#[test]
fn commands_for_the_key_need_the_settings_of_vault_and_no_others() {
    let (_folder, bare) = program(&[]);
    let error = refusal(&bare.command(&["keys", "list"], &[], ""));
    for name in ["VAULT_URL", "VAULT_TOKEN", "MOUNT_PATH", "TRANSIT_KEY"] {
        assert!(error.contains(&format!("\n{name} ")), "{error}");
    }
    assert!(!error.contains("MARIADB_URL") && !error.contains("PEPPER"), "{error}");

    let vault: Vec<_> =
        SETTINGS.into_iter().filter(|(name, _)| name.starts_with("VAULT") || name.ends_with("_KEY")).collect();
    let (_folder, program) = program(&[&vault[..], &[("MOUNT_PATH", "transit")]].concat());
    for arguments in [&["keys", "list"][..], &["keys", "rotate"], &["keys", "retire", "1", "--now"]] {
        let error = refusal(&program.command(arguments, &[], ""));
        assert!(error.contains("Vault is not reachable"), "{error}");
    }
    let unsure = program.command(&["keys", "retire", "1"], &[], "");
    assert_eq!(unsure.status.code(), Some(2), "{unsure:?}");
}

#[test]
fn an_admin_is_not_made_without_the_database() {
    let (_folder, program) = program(&SETTINGS);
    let arguments = ["admin", "create", "--email", "olga@example.org", "--display-name", "Olga"];
    let error = refusal(&program.command(&arguments, &[], "nine-quiet-herons-1\n"));
    assert!(!error.contains("nine-quiet-herons"), "{error}");
}

#[test]
fn a_port_in_use_is_named() {
    let (_folder, program) = program(&SETTINGS);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let error = refusal(&program.command(&["serve"], &[("SERVER_PORT", &port)], ""));
    assert!(error.contains(&format!("can't listen on 127.0.0.1:{port}")), "{error}");
}

#[test]
fn where_no_server_takes_mails_the_start_says_so_once() {
    let smtp = [("SMTP_URL", "smtp://127.0.0.1:1"), ("MAIL_FROM", "no-reply@example.com")];
    for (own, times) in [(&[][..], 1), (&smtp, 0)] {
        let (_folder, program) = program(&[&SETTINGS, own].concat());
        program.run();
        assert_eq!(program.log().matches("mails.off").count(), times, "{own:?}: {}", program.log());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_nothing_in_reach_it_lives_says_so_and_refuses_with_503() {
    let (_folder, program) = program(&SETTINGS);
    program.run();
    assert_eq!(program.get("/health/live").unwrap(), r#"{"status":"live"}"#);
    let readiness: Value = serde_json::from_str(&program.readiness()).unwrap();
    let status = |health: &str| json!({ "status": health });
    let expected = json!({
        "change_feed": status("degraded"), "keys": status("down"), "record": status("degraded"),
        "sessions": status("down"), "signer": status("degraded"),
    });
    assert_eq!((&readiness["status"], &readiness["dependencies"]), (&json!("down"), &expected));
    let mut browser = Browser::new(&format!("http://{}", program.address()));
    let reply = browser.sign_in("olga@example.org", "nine-quiet-herons-1").await.unwrap();
    assert_eq!((reply.status, reply.retry_after.is_some()), (StatusCode::SERVICE_UNAVAILABLE, true));
    assert_eq!(browser.get("/account/v1/me").await.unwrap().status, 401, "no token is no token");
    program.stop();
    assert!(!program.log().contains("hunter2"), "{}", program.log());
}
