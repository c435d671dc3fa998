//! Starts that are refused: with a plain message that names what to change, a status that scripts see, and no more.

use std::{fs, os::unix::fs::PermissionsExt};

use serde_json::json;

use crate::{
    browser::{ADMIN, USER, new_user},
    program::{Ended, Launch, folder},
};

/// The message of a refused start.
fn message(ended: &Ended) -> &str {
    assert_eq!(ended.status.code(), Some(1), "{ended:?}");
    assert_eq!(ended.stdout, "", "nothing was served");
    assert!(ended.stderr.starts_with("paseport: "), "{}", ended.stderr);
    for word in ["backtrace", "panicked", ".rs:", "Error {", "Some("] {
        assert!(!ended.stderr.contains(word), "{}", ended.stderr);
    }
    &ended.stderr
}

#[tokio::test]
async fn active_seeded_accounts_are_not_served_in_production() {
    let (_folder, data_dir) = folder();
    let (development, production) = (Launch::development(&data_dir), Launch::production(&data_dir));
    let program = development.start().await;
    let mut admin = program.browser();
    admin.sign_in(ADMIN).await;
    let mut owner = new_user("owner@example.org", "nine-quiet-herons-1");
    owner["roles"] = json!(["Admin", "User"]);
    admin.post("/users/v1", owner).await;
    assert_eq!(program.stop().await.status.code(), Some(0));

    let refused = production.refused().await;
    assert!(message(&refused).contains("seeded for development"), "{}", refused.stderr);
    assert!(refused.stderr.contains("PASEPORT_ENV=development"), "it says what to do: {}", refused.stderr);

    // What the message says helps.
    let program = development.start().await;
    let mut owner = program.browser();
    owner.sign_in(("owner@example.org", "nine-quiet-herons-1")).await;
    for user in owner.get("/users/v1").await.json()["items"].as_array().unwrap() {
        let path = format!("/users/v1/{}", user["id"].as_str().unwrap());
        if user["email"] == ADMIN.0 {
            assert_eq!(owner.delete(&path).await.status, 204);
        } else if user["email"] == USER.0 {
            let body = json!({ "email": USER.0, "display_name": "U", "roles": ["User"], "status": "disabled" });
            assert_eq!(owner.put(&path, body).await.status, 200);
        }
    }
    assert_eq!(program.stop().await.status.code(), Some(0));
    production.start().await;
}

#[tokio::test]
async fn a_data_directory_belongs_to_one_process() {
    let (_folder, data_dir) = folder();
    let first = Launch::development(&data_dir).start().await;
    let second = Launch::development(&data_dir).refused().await;
    assert!(message(&second).contains("in use by another paseport process"), "{}", second.stderr);
    assert_eq!(first.browser().sign_in(USER).await.status, 200, "the first goes on");
}

#[tokio::test]
async fn a_port_in_use_is_named() {
    let (folder, data_dir) = folder();
    let first = Launch::development(&data_dir).start().await;
    let second = Launch::development(&folder.path().join("other")).on_port(first.port).refused().await;
    assert!(message(&second).contains(&format!("can't listen on 127.0.0.1:{}", first.port)), "{}", second.stderr);
}

#[tokio::test]
async fn settings_that_cannot_be_used_are_named_and_never_shown() {
    let (_folder, data_dir) = folder();
    for (variable, value) in [
        ("PASEPORT_ENV", "staging-mode"),
        ("PUBLIC_URL", "http://id.example.org"),
        ("PASSWORD_PEPPER", "too-short-a-pepper"),
        ("REFRESH_TOKEN_PEPPER_FILE", "/nowhere/at-all"),
        ("BCRYPT_COST", "9"),
        ("KEY_RELOAD", "7777"),
        ("TRUSTED_PROXIES", "the-proxy"),
        ("RUST_LOG", "deafening-noise"),
        ("VAULT_SKIP_VERIFY", "of-course"),
        ("SMTP_URL", "smtps://post:open-sesame@mail.example.org"),
        ("SMTP_URL_FILE", "/nowhere/in-particular"),
        ("MAIL_FROM", "not-an-address"),
        ("OUTBOUND_ALLOW_HOSTS", "id.internal.example.org"),
    ] {
        let refused = Launch::production(&data_dir).with(variable, value).refused().await;
        let name = if variable == "SMTP_URL" { "MAIL_FROM" } else { variable.trim_end_matches("_FILE") };
        assert!(message(&refused).contains(name), "{variable}: {}", refused.stderr);
        assert!(value == "9" || !refused.stderr.contains(value), "{variable}: {}", refused.stderr);
        assert!(!data_dir.exists(), "{variable}: nothing was begun");
    }
}

#[tokio::test]
async fn all_bad_settings_are_told_at_once() {
    let (_folder, data_dir) = folder();
    let launch = Launch::production(&data_dir).with("LOGIN_BURST", "0").with("COOKIE_SECURE", "perhaps");
    let refused = launch.refused().await;
    let lines: Vec<_> = message(&refused).lines().collect();
    assert_eq!(lines.len(), 3, "{}", refused.stderr);
    assert!(refused.stderr.contains("\nCOOKIE_SECURE ") && refused.stderr.contains("\nLOGIN_BURST "));
}

#[tokio::test]
async fn what_cannot_be_the_data_directory_is_refused() {
    let (folder, data_dir) = folder();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let refused = Launch::production(&file).refused().await;
    assert!(message(&refused).contains("data directory"), "{}", refused.stderr);

    fs::create_dir(&data_dir).unwrap();
    fs::write(data_dir.join("something"), "").unwrap();
    fs::set_permissions(&data_dir, fs::Permissions::from_mode(0o755)).unwrap();
    let refused = Launch::production(&data_dir).refused().await;
    assert!(message(&refused).contains("chmod 700"), "{}", refused.stderr);
}

#[tokio::test]
async fn what_is_lost_or_damaged_is_not_made_anew() {
    let (_folder, data_dir) = folder();
    let launch = Launch::production(&data_dir);
    assert_eq!(launch.start().await.stop().await.status.code(), Some(0));
    for name in ["password.pepper", "refresh_token.pepper", "access-token-key", "data.key", "paseport.sqlite"] {
        let path = data_dir.join(name);
        let content = fs::read(&path).unwrap();
        fs::write(&path, "nothing that belongs here\n").unwrap();
        let refused = launch.refused().await;
        assert!(message(&refused).contains(name), "{name}: {}", refused.stderr);
        assert!(!refused.stderr.contains("belongs here"), "{name}: {}", refused.stderr);
        if name.ends_with(".pepper") {
            fs::remove_file(&path).unwrap();
            assert!(message(&launch.refused().await).contains(name), "a lost {name}");
        }
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }
    launch.start().await;
}

/// The variable of a rotation was forgotten, so the first file counts again.
#[tokio::test]
async fn a_pepper_that_no_password_was_made_with_is_refused() {
    let (folder, data_dir) = folder();
    let launch = Launch::development(&data_dir).with("BCRYPT_COST", "4");
    assert_eq!(launch.start().await.stop().await.status.code(), Some(0));
    let next = folder.path().join("password-2.pepper");
    fs::write(&next, "mR4tYc8WzQ1nVb6Kx3Jp9Hs5Lf7Gd2DaEuOiTwZkSvB").unwrap();
    fs::set_permissions(&next, fs::Permissions::from_mode(0o600)).unwrap();
    let first = data_dir.join("password.pepper");
    let rotated = Launch::development(&data_dir)
        .with("BCRYPT_COST", "4")
        .with("PASSWORD_PEPPER_FILE", next.to_str().unwrap())
        .with("PASSWORD_PEPPER_PREVIOUS_FILE", first.to_str().unwrap());
    let program = rotated.start().await;
    assert_eq!(program.browser().sign_in(ADMIN).await.status, 200);
    assert_eq!(program.stop().await.status.code(), Some(0));
    let half = launch.start().await;
    assert_eq!(half.browser().sign_in(USER).await.status, 200, "who has the old one");
    assert_eq!(half.browser().sign_in(ADMIN).await.status, 401);
    let ended = half.stop().await;
    assert!(ended.stdout.contains("password.peppers_missing"), "{ended:?}");

    let program = rotated.start().await;
    assert_eq!(program.browser().sign_in(USER).await.status, 200);
    assert_eq!(program.stop().await.status.code(), Some(0));
    let refused = launch.refused().await;
    assert!(message(&refused).contains("PASSWORD_PEPPER_PREVIOUS"), "{}", refused.stderr);
    rotated.start().await;
}
