//! Production: no account comes from us, and cookies are as strict as the address allows.

use serde_json::{Value, json};

use crate::{
    browser::{ADMIN, Answer, Browser, USER},
    program::{Launch, folder},
};

const OWNER: (&str, &str) = ("owner@example.org", "nine-quiet-herons-1");

async fn set_up(browser: &mut Browser, token: &str) -> Answer {
    let (email, password) = OWNER;
    let body = json!({ "token": token, "email": email, "display_name": "Olga Owner", "password": password });
    browser.post("/auth/v1/setup", body).await
}

fn set_cookies(answer: &Answer) -> Vec<&str> {
    answer.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap()).collect()
}

#[tokio::test]
async fn the_first_admin_is_made_once_with_the_printed_token() {
    let (_folder, data_dir) = folder();
    let launch = Launch::production(&data_dir).with("BCRYPT_COST", "10");
    let program = launch.start().await;
    let first = program.setup_token().await;
    let ended = program.stop().await;
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(ended.stdout.matches(&first).count(), 1);

    let program = launch.start().await;
    let token = program.setup_token().await;
    let mut browser = program.browser();
    assert_ne!(token, first);
    assert_eq!(set_up(&mut browser, &first).await.status, 401, "the token of an earlier start is gone");
    let made = set_up(&mut browser, &token).await;
    assert_eq!((made.status, made.json()["roles"].clone()), (201, json!(["Admin", "User"])));
    assert_eq!(set_up(&mut browser, &token).await.status, 401, "the token works once");
    assert_eq!(browser.sign_in(OWNER).await.status, 200);
    assert_eq!(browser.get("/api/admin").await.status, 200);
    assert_eq!(program.stop().await.status.code(), Some(0));

    let program = launch.start().await;
    assert_eq!(set_up(&mut program.browser(), &token).await.status, 401);
    let said = program.stop().await.stdout;
    assert!(said.contains("ready") && !said.contains("valid once"), "{said}");
}

#[tokio::test]
async fn there_is_no_default_account() {
    let (_folder, data_dir) = folder();
    let program = Launch::production(&data_dir).with("BCRYPT_COST", "10").start().await;
    for account in [ADMIN, USER] {
        assert_eq!(program.browser().sign_in(account).await.status, 401, "{}", account.0);
        assert!(!program.output().contains(account.1));
    }
}

#[tokio::test]
async fn cookies_are_secure_and_bound_to_the_host_behind_https() {
    let (_folder, data_dir) = folder();
    let launch = Launch::production(&data_dir).with("BCRYPT_COST", "10").with("PUBLIC_URL", "https://id.example.org");
    let program = launch.start().await;
    let mut browser = program.browser();
    set_up(&mut browser, &program.setup_token().await).await;
    let signed_in = browser.sign_in(OWNER).await;
    let cookies = set_cookies(&signed_in);
    assert_eq!(cookies.len(), 2);
    for (cookie, name) in cookies.iter().zip(["__Host-refresh=", "__Host-known="]) {
        assert!(cookie.starts_with(name), "{cookie}");
        for attribute in ["; HttpOnly", "; Secure", "; SameSite=Strict", "; Path=/", "; Max-Age="] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
    assert!(signed_in.header("strict-transport-security").starts_with("max-age="));
    assert_eq!(browser.refresh().await.unwrap().status, 200);
    let mut stranger = browser.clone();
    stranger.come_from(&program.address());
    assert_eq!(stranger.refresh().await.unwrap().status, 403, "the address inside is not the origin outside");
    assert_eq!(payload_of(&browser)["iss"], "https://id.example.org");
}

#[tokio::test]
async fn on_a_loopback_address_without_https_cookies_still_work() {
    let (_folder, data_dir) = folder();
    let program = Launch::production(&data_dir).with("BCRYPT_COST", "10").start().await;
    let mut browser = program.browser();
    set_up(&mut browser, &program.setup_token().await).await;
    let signed_in = browser.sign_in(OWNER).await;
    for (cookie, name) in set_cookies(&signed_in).iter().zip(["refresh=", "known="]) {
        assert!(cookie.starts_with(name) && cookie.contains("; HttpOnly; SameSite=Strict"), "{cookie}");
        assert!(!cookie.contains("Secure"), "{cookie}");
    }
    assert_eq!(signed_in.header("strict-transport-security"), "");
    assert_eq!(browser.refresh().await.unwrap().status, 200);
}

/// What the access token says; nobody verifies it here.
fn payload_of(browser: &Browser) -> Value {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let token = browser.access_token.as_deref().unwrap();
    let bytes = URL_SAFE_NO_PAD.decode(token.split('.').nth(2).unwrap()).unwrap();
    serde_json::from_slice(&bytes[..bytes.len() - 64]).unwrap()
}
