//! Something is stolen: the measures of `documents/operations.md`, taken on a running stack, and when they have effect.

use std::{fs, time::Duration};

use secrecy::ExposeSecret;
use testkit::{
    app::TestApp,
    servers::vault::AppRole,
    stack::{Browser, Service, Stack, StackOptions},
};
use tokio::{task::block_in_place, time::Instant};

use crate::{rolling_restart::one_after_the_other, turn, waiting::wait_for};

const PAGE: &str = "/api/dashboard";
const PATIENCE: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_stolen_is_worth_nothing_after_the_measures() {
    let _turn = turn::alone().await;
    let options = StackOptions::default().with("BCRYPT_COST", "4").with("LOGIN_FREE_FAILURES", "100");
    let mut stack = block_in_place(|| Stack::start(&options));
    writing_to_redis(&stack).await;
    the_cookies_of_everybody(&stack).await;
    the_refresh_pepper(&stack).await;
    a_login_to_vault(&stack).await;
    a_secret_id(&mut stack).await;
    the_login_to_the_database(&stack).await;
    unseal_key_and_root_token(&mut stack).await;
}

/// Whoever writes to Redis can make himself an admin there. Emptied, it is made anew from the record.
async fn writing_to_redis(stack: &Stack) {
    let (mut admin, mut thief) = (admin(stack).await, user(stack).await);
    let [admins, thiefs] = [id(&mut admin).await, id(&mut thief).await];
    stack.redis.ask_node(stack.redis.master(), &format!("COPY role:{admins} role:{thiefs} REPLACE"));
    let is_admin = async || thief.clone().get("/api/admin").await.unwrap().status == 200;
    wait_for(PATIENCE, "the thief is an admin", is_admin).await;
    let began = Instant::now();
    stack.redis.empty();
    let is_none = async || thief.clone().get("/api/admin").await.unwrap().status == 401;
    wait_for(PATIENCE, "what he wrote is gone", is_none).await;
    assert_eq!(thief.refresh().await.unwrap().status, 200, "his session is his own");
    assert_eq!(thief.get("/api/admin").await.unwrap().status, 403);
    eprintln!("Redis emptied: a forged role is gone after {:.1?}", began.elapsed());
}

/// Everybody is signed out at once.
async fn the_cookies_of_everybody(stack: &Stack) {
    let mut people = [admin(stack).await, user(stack).await];
    let began = Instant::now();
    block_in_place(|| {
        stack.mariadb.execute(
            "UPDATE paseport_0.sessions SET ended_at = ROUND(UNIX_TIMESTAMP(NOW(3)) * 1000),
                 end_reason = 'ended_by_admin' WHERE ended_at IS NULL",
        );
        stack.redis.empty();
    });
    all_refused(stack, &people).await;
    eprintln!("everybody is signed out after {:.1?}", began.elapsed());
    for person in &mut people {
        assert_eq!(person.refresh().await.unwrap().status, 401);
    }
    admin(stack).await;
}

/// With it and a copy of the database anybody's refresh token can be made. One that nobody knows, and no previous one.
async fn the_refresh_pepper(stack: &Stack) {
    let mut person = user(stack).await;
    block_in_place(|| {
        for issuer in &stack.issuers {
            issuer.change(&[("REFRESH_TOKEN_PEPPER", "t5Gh9Kd2Zq7Wn4Xc1Vb8Mf3Jr6Ls0PyEaUiOoTwQxN")]);
        }
        one_after_the_other(&stack.issuers);
    });
    assert_eq!(person.get(PAGE).await.unwrap().status, 200, "an access token lives on");
    assert_eq!(person.clone().refresh().await.unwrap().status, 401, "and gets no successor");
    stack.redis.empty();
    all_refused(stack, &[person]).await;
    user(stack).await;
}

/// All tokens of all logins are revoked; the services log in anew.
async fn a_login_to_vault(stack: &Stack) {
    let token = log_in(stack, &stack.key.issuer).unwrap();
    assert!(is_good(stack, &token));
    let began = Instant::now();
    stack.vault.cli_ok(&["lease", "revoke", "-sync", "-prefix", "auth/approle/login"]);
    assert!(!is_good(stack, &token));
    eprintln!("a stolen token is dead {:.1?} after the command", began.elapsed());
    everybody_can_sign_in(stack).await;
}

/// A new one is made and handed out before the old one is destroyed; then what was got by the old one goes.
async fn a_secret_id(stack: &mut Stack) {
    let stolen = stack.key.issuer.clone();
    let token = log_in(stack, &stolen).unwrap();
    let file = stack.files().into_iter().find(|file| file.ends_with("issuer.secret-id")).unwrap();
    fs::remove_file(file).unwrap();
    stack.key = block_in_place(|| stack.vault.provision("access-token", &[]));
    let new = stack.key.issuer.secret_id.expose_secret();
    assert_ne!(new, stolen.secret_id.expose_secret());
    block_in_place(|| {
        stack.issuers.iter().for_each(|issuer| issuer.change(&[("VAULT_SECRET_ID", new)]));
        one_after_the_other(&stack.issuers);
    });
    let destroy = format!("auth/approle/role/{}-issuer/secret-id/destroy", stack.key.prefix);
    stack.vault.cli_ok(&["write", "-f", &destroy, &format!("secret_id={}", stolen.secret_id.expose_secret())]);
    assert!(log_in(stack, &stolen).is_none(), "the old one logs nobody in");
    assert!(is_good(stack, &token), "but what it was traded for lives on");
    stack.vault.cli_ok(&["lease", "revoke", "-sync", "-prefix", "auth/approle/login"]);
    assert!(!is_good(stack, &token));
    everybody_can_sign_in(stack).await;
}

/// A second account first, so that nobody waits; then the first one goes, with whoever is connected by it.
async fn the_login_to_the_database(stack: &Stack) {
    let old = stack.database().to_owned();
    let new = old.replace("paseport:", "paseport2:");
    stack.mariadb.execute(
        "CREATE USER paseport2@127.0.0.1 IDENTIFIED BY 'paseport-test-password' REQUIRE SSL;
         GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, REFERENCES ON paseport_0.*
             TO paseport2@127.0.0.1",
    );
    block_in_place(|| {
        stack.issuers.iter().for_each(|issuer| issuer.change(&[("MARIADB_URL", &new)]));
        one_after_the_other(&stack.issuers);
        stack.mariadb.execute("DROP USER paseport@127.0.0.1; KILL USER paseport");
    });
    let [port] = testkit::servers::free_ports();
    let changes = [("MARIADB_URL", &*old), ("SERVER_PORT", &*port.to_string())];
    let refused = block_in_place(|| {
        stack.issuers[0].command(
            &["admin", "create", "--email=x@example.com", "--display-name=X"],
            &changes,
            "a-long-enough-phrase",
        )
    });
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");
    everybody_can_sign_in(stack).await;
}

/// New unseal keys, and no root token at all until somebody makes one with them.
async fn unseal_key_and_root_token(stack: &mut Stack) {
    let stolen = stack.vault.keys().clone();
    let begun =
        stack.vault.cli_json(&["operator", "rekey", "-init", "-key-shares=1", "-key-threshold=1", "-format=json"]);
    let nonce = format!("-nonce={}", begun["nonce"].as_str().unwrap());
    let done = stack.vault.cli_json(&["operator", "rekey", &nonce, "-format=json", &stolen.unseal_key]);
    let unseal_key = done["keys_base64"][0].as_str().unwrap().to_owned();
    stack.vault.seal();
    let status = stack.vault.cli(&["operator", "unseal", "-format=json", &stolen.unseal_key]);
    assert!(!status.status.success(), "{status:?}");
    stack.vault.unseal_with(testkit::servers::vault::VaultKeys { unseal_key, ..stolen });
    stack.vault.cli_ok(&["token", "revoke", "-self"]);
    assert!(!stack.vault.cli(&["secrets", "list"]).status.success());
    everybody_can_sign_in(stack).await;
}

async fn admin(stack: &Stack) -> Browser {
    signed_in(stack.browser(), TestApp::ADMIN).await
}

async fn user(stack: &Stack) -> Browser {
    signed_in(stack.browser(), TestApp::USER).await
}

async fn signed_in(mut browser: Browser, (email, password): (&str, &str)) -> Browser {
    let reply = browser.sign_in(email, password).await.unwrap();
    assert_eq!(reply.status, 200, "{reply:?}");
    browser
}

async fn id(browser: &mut Browser) -> String {
    browser.get("/account/v1/me").await.unwrap().body["id"].as_str().unwrap().to_owned()
}

/// Every API comes to refuse them.
async fn all_refused(stack: &Stack, people: &[Browser]) {
    for api in stack.apis.iter().map(address) {
        for person in people {
            let is_refused = async || person.at(&api).get(PAGE).await.unwrap().status == 401;
            wait_for(PATIENCE, "the access token is refused", is_refused).await;
        }
    }
}

/// At each issuer, at once.
async fn everybody_can_sign_in(stack: &Stack) {
    for issuer in &stack.issuers {
        let browser = signed_in(stack.browser().at(&address(issuer)), TestApp::USER).await;
        assert_eq!(browser.at(&stack.address()).get(PAGE).await.unwrap().status, 200);
    }
}

fn address(service: &Service) -> String {
    format!("http://{}", service.address())
}

/// The token that a role's login gets.
fn log_in(stack: &Stack, role: &AppRole) -> Option<String> {
    let (role_id, secret_id) =
        (format!("role_id={}", role.role_id), format!("secret_id={}", role.secret_id.expose_secret()));
    let answer = stack.vault.cli(&["write", "-field=token", "auth/approle/login", &role_id, &secret_id]);
    answer.status.success().then(|| String::from_utf8(answer.stdout).unwrap().trim().to_owned())
}

/// Whether a token is worth anything to a thief.
fn is_good(stack: &Stack, token: &str) -> bool {
    let key = format!("{}/keys/{}", stack.key.mount, stack.key.key);
    stack.vault.cli_as(token, &["read", &key]).status.success()
}
