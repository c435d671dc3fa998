//! Nothing that opens anything ever stands in the output, however talkative the log is.

use std::fs;

use http::Method;
use serde_json::json;

use crate::{
    browser::{Browser, new_user},
    program::{Launch, folder},
};

const OWNER: (&str, &str) = ("olga.owner@example.org", "nine-quiet-herons-1");
const GRACE: (&str, &str) = ("grace.hopper@example.org", "seven-loud-compilers-2");
const CHANGED: &str = "eight-small-relays-3";
const WRONG: &str = "a-wrong-guess-of-it-4";

/// Uses everything that takes or gives a secret, wrongly too, and gives back all that a log must not hold.
async fn use_everything(owner: &mut Browser, token: &str) -> Vec<String> {
    let body =
        |token: &str| json!({ "token": token, "email": OWNER.0, "display_name": "Olga Owner", "password": OWNER.1 });
    owner.post("/auth/v1/setup", body("a-wrong-setup-token-5")).await;
    assert_eq!(owner.post("/auth/v1/setup", body(token)).await.status, 201);
    assert_eq!(owner.sign_in((OWNER.0, WRONG)).await.status, 401);
    assert_eq!(owner.sign_in(("nobody.at.all@example.org", WRONG)).await.status, 401);
    assert_eq!(owner.post("/auth/v1/login/local", json!({ "email": OWNER.0, "password": [WRONG] })).await.status, 422);
    assert_eq!(owner.post("/auth/v1/login/local", json!({ WRONG: 1 })).await.status, 422);
    assert_eq!(owner.sign_in(OWNER).await.status, 200);

    let path = owner.post("/users/v1", new_user(GRACE.0, GRACE.1)).await.header("location").to_owned();
    assert_eq!(owner.post("/users/v1", new_user(GRACE.0, GRACE.1)).await.status, 409);
    assert_eq!(owner.get(&format!("/users/v1?q={}", GRACE.0)).await.status, 200);
    let mut grace = owner.clone();
    grace.cookies.clear();
    assert_eq!(grace.sign_in(GRACE).await.status, 200);
    let mut thief = grace.clone();
    let change = |current: &str| json!({ "current_password": current, "new_password": CHANGED });
    assert_eq!(grace.put("/account/v1/password", change(WRONG)).await.status, 422);
    assert_eq!(grace.put("/account/v1/password", change(GRACE.1)).await.status, 204);
    for _ in 0..2 {
        assert_eq!(grace.refresh().await.unwrap().status, 200);
    }
    for path in ["/userinfo", "/account/v1/me", "/account/v1/sessions", "/api/dashboard", "/api/admin"] {
        grace.get(path).await;
    }
    assert_eq!(thief.refresh().await.unwrap().status, 401);
    assert_eq!(grace.refresh().await.unwrap().status, 401);
    assert_eq!(grace.get(&format!("/account/v1/me?access_token={CHANGED}")).await.status, 401);

    let body = json!({ "email": GRACE.0, "display_name": "Grace", "roles": ["User"], "status": "locked" });
    assert_eq!(owner.put(&path, body).await.status, 200);
    assert_eq!(owner.get("/audit/v1").await.status, 200);
    assert_eq!(owner.delete(&path).await.status, 204);
    assert_eq!(owner.call(Method::POST, "/auth/v1/logout", None).await.status, 204);
    owner.get("/.well-known/paserk.json").await;

    let known = [OWNER.0, OWNER.1, GRACE.0, GRACE.1, CHANGED, WRONG, "a-wrong-setup-token-5", "nobody.at.all", "Olga"];
    let mut secrets: Vec<_> = known.map(str::to_owned).into();
    for secret in [&*owner, &grace, &thief].into_iter().flat_map(|browser| &browser.secrets) {
        secrets.push(secret.clone());
        // The part that nobody can make up, should the rest have been cut off.
        secrets.extend(secret.rsplit('.').next().filter(|part| part.len() >= 32).map(str::to_owned));
        secrets.extend(secret.split('.').nth(2).map(|part| part[part.len().saturating_sub(32)..].to_owned()));
    }
    secrets
}

#[tokio::test]
async fn i6_no_secret_and_no_personal_data_stand_in_the_log_at_its_most_talkative() {
    for format in ["json", "pretty"] {
        let (_folder, data_dir) = folder();
        let launch = Launch::production(&data_dir).with("RUST_LOG", "trace").with("LOG_FORMAT", format);
        let program = launch.with("BCRYPT_COST", "10").start().await;
        let token = program.setup_token().await;
        let mut secrets = use_everything(&mut program.browser(), &token).await;
        for name in ["access-token-key", "data.key", "password.pepper", "refresh_token.pepper"] {
            let secret = fs::read_to_string(data_dir.join(name)).unwrap().trim().to_owned();
            secrets.push(secret[secret.len() - 32..].to_owned());
            secrets.push(secret);
        }
        let ended = program.stop().await;
        let output = ended.stdout + &ended.stderr;
        assert!(output.contains("http.request"), "the log was on");
        assert_eq!(output.matches(&token).count(), 1, "the setup token is said once, to the operator");
        assert!(secrets.len() > 50, "{}", secrets.len());
        for secret in secrets {
            assert!(secret.len() >= 4);
            let line = output.lines().find(|line| line.contains(&secret));
            assert_eq!(line, None, "{format}: {secret}");
        }
    }
}
