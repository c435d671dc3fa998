//! The stack in production at its most talkative: no secret in any log, and the private key in nothing but Vault.

use std::{fs, path::PathBuf, sync::Arc, time::Duration};

use crate::{
    memory::{Wanted, family},
    turn,
    waiting::wait_for,
};
use http::Method;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use testkit::{
    servers::vault::AppRole,
    stack::{Browser, Service, Stack, StackOptions},
};

const OWNER: (&str, &str) = ("olga.owner@example.org", "nine-quiet-herons-1");
const SECOND: (&str, &str) = ("second.admin@example.org", "six-wooden-bridges-6");
const GRACE: (&str, &str) = ("grace.hopper@example.org", "seven-loud-compilers-2");
const CHANGED: &str = "eight-small-relays-3";
const WRONG: &str = "a-wrong-guess-of-it-4";
const WRONG_TOKEN: &str = "a-wrong-setup-token-5";
const CLIENT_SECRET: &str = "our-secret-at-the-provider-7";
const OTHER_CLIENT_SECRET: &str = "our-next-secret-at-the-provider-8";

const PATIENCE: Duration = Duration::from_secs(20);

/// A private key that nobody else has: known here only to look for it.
fn seed() -> [u8; 32] {
    let mut seed = [0; 32];
    seed[..16].copy_from_slice(uuid_bytes().as_slice());
    seed[16..].copy_from_slice(uuid_bytes().as_slice());
    seed
}

fn uuid_bytes() -> [u8; 16] {
    let text = std::fs::read_to_string("/proc/sys/kernel/random/uuid").unwrap().replace('-', "");
    u128::from_str_radix(text.trim(), 16).unwrap().to_be_bytes()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn i6_no_secret_stands_in_a_log_and_the_private_key_nowhere_but_in_vault() {
    let _turn = turn::beside_another().await;
    let seed = seed();
    let options = StackOptions { signing_key: Some(seed), ..StackOptions::default() }
        .with("PASEPORT_ENV", "production")
        .with("RUST_LOG", "trace")
        .with("BCRYPT_COST", "10")
        .with("LOGIN_BURST", "100000")
        .with("LOGIN_PER_SECOND", "100000");
    let stack = Arc::new(tokio::task::spawn_blocking(move || Stack::start(&options)).await.unwrap());
    let mut secrets = Secrets::default();
    let mut owner = the_first_admin_is_made_once_with_the_printed_token(&stack, &mut secrets).await;
    an_admin_is_made_by_the_command(&stack).await;
    providers_are_set_up_by_the_command(&stack, &mut owner).await;
    use_everything(&stack, &mut owner, &mut secrets).await;
    fail(&stack, &mut owner, &mut secrets).await;
    sign_often(&stack, &mut secrets).await;
    it_is_the_known_key_that_signs(&stack, &seed, owner.access_token().unwrap());

    no_log_holds_a_secret(&stack, &secrets);
    no_file_holds_what_was_given_out(&stack, &secrets);
    the_private_key_is_nowhere_but_in_vault(&stack, &Wanted::private_key(&seed));
    nobody_gets_the_private_key_out(&stack);
}

/// What must not be written down.
#[derive(Debug, Default)]
struct Secrets {
    /// What a person has or was given.
    given_out: Vec<(String, String)>,
    /// Tokens for the first admin: the start prints them, and nothing else does.
    setup: Vec<String>,
}

impl Secrets {
    /// Notes everything that a browser holds.
    fn note(&mut self, browser: &Browser) {
        if let Some(token) = browser.access_token() {
            // The signature is what nobody can make up.
            let body = token.split('.').nth(2).unwrap();
            self.given_out.push(("the signature of an access token".into(), body[body.len() - 43..].to_owned()));
        }
        if let Some(token) = browser.refresh_token() {
            let mac = token.rsplit('.').next().unwrap();
            self.given_out.push(("the MAC of a refresh token".into(), mac.to_owned()));
        }
    }

    /// Those of people, and what the services are told.
    fn all(&self, stack: &Stack) -> Vec<(String, String)> {
        let mut all = self.given_out.clone();
        all.extend(known_secrets());
        for service in stack.issuers.iter().chain(&stack.apis) {
            let variables = service.variables();
            let named = ["PASSWORD_PEPPER", "REFRESH_TOKEN_PEPPER", "VAULT_SECRET_ID"];
            let told = named.iter().filter_map(|name| Some(((*name).to_owned(), variables.get(*name)?.clone())));
            all.extend(told);
        }
        all.push(("the database's password".into(), stack.mariadb.operator().1.into()));
        all.push(("Vault's root token".into(), stack.vault.root_token().into()));
        all
    }
}

fn known_secrets() -> impl Iterator<Item = (String, String)> {
    let known = [OWNER.1, SECOND.1, GRACE.1, CHANGED, WRONG, WRONG_TOKEN, CLIENT_SECRET, OTHER_CLIENT_SECRET];
    known.into_iter().map(|secret| (format!("the secret {secret}"), secret.to_owned()))
}

async fn the_first_admin_is_made_once_with_the_printed_token(stack: &Stack, secrets: &mut Secrets) -> Browser {
    for issuer in &stack.issuers {
        secrets.setup.push(printed_token(issuer).await);
    }
    let mut owner = stack.browser();
    let mut made = Vec::new();
    let tokens = secrets.setup.clone();
    for token in tokens.iter().map(String::as_str).chain([WRONG_TOKEN]).chain(tokens.iter().map(String::as_str)) {
        let body = json!({ "token": token, "email": OWNER.0, "display_name": "Olga Owner", "password": OWNER.1 });
        made.push(owner.call(Method::POST, "/auth/v1/setup", Some(&body)).await.unwrap().status.as_u16());
    }
    made.sort_unstable();
    assert_eq!(made, [201, 401, 401, 401, 401], "the token of the latest start, once");
    for seed in issuer::seed::SEEDS {
        let reply = stack.browser().sign_in(seed.email, seed.password).await.unwrap();
        assert_eq!(reply.status, 401, "there is no default account");
    }
    assert_eq!(owner.sign_in(OWNER.0, OWNER.1).await.unwrap().status, 200);
    secrets.note(&owner);
    owner
}

/// What the start says to whoever reads its output.
async fn printed_token(issuer: &Service) -> String {
    let token = || {
        let log = issuer.log();
        let mut lines = log.lines().skip_while(|line| !line.ends_with("valid once:"));
        lines.nth(1).filter(|line| line.starts_with("  ")).map(|line| line.trim().to_owned())
    };
    wait_for(PATIENCE, "a token for the first admin is printed", async || token().is_some()).await;
    token().unwrap()
}

async fn an_admin_is_made_by_the_command(stack: &Arc<Stack>) {
    let create = |email: &'static str, password: &'static str| {
        let stack = stack.clone();
        let arguments = ["admin", "create", "--email", email, "--display-name", "Sven Second"];
        tokio::task::spawn_blocking(move || stack.issuers[1].command(&arguments, &[], &format!("{password}\n")))
    };
    let made = create(SECOND.0, SECOND.1).await.unwrap();
    let told = String::from_utf8_lossy(&made.stdout).into_owned();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    assert!(told.contains("second.admin@example.org can sign in now, with the roles Admin,User."), "{told}");
    let mut second = stack.browser();
    assert_eq!(second.sign_in(SECOND.0, SECOND.1).await.unwrap().status, 200);
    assert_eq!(second.get("/api/admin").await.unwrap().status, 200);
    for (email, password, reason) in [
        (SECOND.0, SECOND.1, "belongs to another user"),
        ("not-an-address", SECOND.1, "--email"),
        ("third@example.org", "too-short", "the password"),
    ] {
        let refused = create(email, password).await.unwrap();
        let error = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(1), "{error}");
        assert!(error.starts_with("issuer: ") && error.contains(reason) && !error.contains(password), "{error}");
    }
}

/// From a file, as whoever sets up a machine does it, again and again.
async fn providers_are_set_up_by_the_command(stack: &Arc<Stack>, owner: &mut Browser) {
    let folder = tempfile::tempdir().unwrap();
    let (file, secret) = (folder.path().join("providers.json"), folder.path().join("client-secret"));
    let apply = async |name: &str, secret_text: &str, more: Value| {
        let mut provider = json!({
            "slug": "rauthy", "display_name": name, "issuer": "https://id.example.org/auth/v1/",
            "client_id": "paseport", "client_secret_file": secret, "allow_signup": true,
        });
        provider.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        fs::write(&secret, format!("{secret_text}\n")).unwrap();
        fs::write(&file, provider.to_string()).unwrap();
        let (stack, file) = (stack.clone(), file.to_str().unwrap().to_owned());
        let command = move || stack.issuers[0].command(&["providers", "apply", "--file", &file], &[], "");
        let output = tokio::task::spawn_blocking(command).await.unwrap();
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let same = json!({});
    for (name, secret, more, told) in [
        ("Rauthy", CLIENT_SECRET, &same, "rauthy: made\n"),
        ("Rauthy", CLIENT_SECRET, &same, "rauthy: unchanged\n"),
        ("Our Rauthy", CLIENT_SECRET, &same, "rauthy: changed\n"),
        ("Our Rauthy", OTHER_CLIENT_SECRET, &same, "rauthy: changed\n"),
        ("Our Rauthy", OTHER_CLIENT_SECRET, &same, "rauthy: unchanged\n"),
    ] {
        assert_eq!(apply(name, secret, more.clone()).await, (told.to_owned(), String::new()));
    }
    let offered = async || stack.browser().get("/auth/v1/login/options").await.unwrap().body["providers"].clone();
    assert_eq!(offered().await, json!([{ "slug": "rauthy", "display_name": "Our Rauthy" }]));

    // Whom an admin switched off stays off, unless the file says otherwise.
    let list = owner.get("/auth/v1/providers").await.unwrap().body;
    let path = format!("/auth/v1/providers/{}", list["items"][0]["id"].as_str().unwrap());
    assert_eq!(owner.call(Method::DELETE, &path, None).await.unwrap().status, 204);
    assert_eq!(apply("Our Rauthy", OTHER_CLIENT_SECRET, same).await.0, "rauthy: unchanged\n");
    assert_eq!(offered().await, json!([]));
    assert_eq!(apply("Our Rauthy", OTHER_CLIENT_SECRET, json!({ "enabled": true })).await.0, "rauthy: changed\n");
    assert_eq!(offered().await, json!([{ "slug": "rauthy", "display_name": "Our Rauthy" }]));

    let (told, error) = apply("Our Rauthy", WRONG, json!({ "default_roles": ["Admin"], "client_secert": WRONG })).await;
    assert_eq!(told, "");
    assert!(
        error.contains("default_roles must not contain Admin") && error.contains("client_secert is not"),
        "{error}"
    );
    let kinds = owner.get("/audit/v1?kind=provider.updated").await.unwrap().body;
    assert_eq!(kinds["items"].as_array().unwrap().len(), 3, "{kinds}");
    assert_eq!(kinds["items"][0]["actor_kind"], "system", "{kinds}");
}

/// Everything that takes or gives a secret, wrongly too.
async fn use_everything(stack: &Stack, owner: &mut Browser, secrets: &mut Secrets) {
    let mut grace = stack.browser();
    for (body, status) in [
        (json!({ "email": OWNER.0, "password": WRONG }), 401),
        (json!({ "email": "nobody@example.org", "password": WRONG }), 401),
        (json!({ "email": OWNER.0, "password": [WRONG] }), 422),
        (json!({ WRONG: 1 }), 422),
        (json!({ "email": OWNER.0, "password": OWNER.1, "token": WRONG_TOKEN }), 422),
    ] {
        let reply = grace.call(Method::POST, "/auth/v1/login/local", Some(&body)).await.unwrap();
        assert_eq!(reply.status, status, "{body}");
    }
    let user = json!({ "email": GRACE.0, "display_name": "Grace", "password": GRACE.1, "roles": ["User"] });
    let made = owner.call(Method::POST, "/users/v1", Some(&user)).await.unwrap();
    assert_eq!(made.status, 201);
    assert_eq!(owner.call(Method::POST, "/users/v1", Some(&user)).await.unwrap().status, 409);
    assert_eq!(grace.sign_in(GRACE.0, GRACE.1).await.unwrap().status, 200);
    secrets.note(&grace);
    let mut thief = grace.clone();
    for (current, status) in [(WRONG, 422), (GRACE.1, 204)] {
        let body = json!({ "current_password": current, "new_password": CHANGED });
        let reply = grace.call(Method::PUT, "/account/v1/password", Some(&body)).await.unwrap();
        assert_eq!(reply.status, status);
        secrets.note(&grace);
    }
    for _ in 0..2 {
        assert_eq!(grace.refresh().await.unwrap().status, 200);
        secrets.note(&grace);
    }
    for path in ["/userinfo", "/account/v1/me", "/account/v1/sessions", "/api/dashboard", "/api/admin", "/audit/v1"] {
        grace.get(path).await.unwrap();
    }
    assert_eq!(grace.get(&format!("/account/v1/me?access_token={CHANGED}")).await.unwrap().status, 200);
    assert_eq!(thief.refresh().await.unwrap().status, 401);
    assert_eq!(grace.refresh().await.unwrap().status, 401, "the family is over");
    let path = format!("/users/v1/{}", made.body["id"].as_str().unwrap());
    let body = json!({
        "email": GRACE.0, "display_name": "Grace", "roles": ["User"], "status": "locked", "password": CHANGED
    });
    assert_eq!(owner.call(Method::PUT, &path, Some(&body)).await.unwrap().status, 200);
    assert_eq!(owner.call(Method::DELETE, &path, None).await.unwrap().status, 204);
}

/// Each server fails while somebody needs it: what goes wrong is logged with its causes.
async fn fail(stack: &Stack, owner: &mut Browser, secrets: &mut Secrets) {
    stack.vault.seal();
    assert_eq!(stack.browser().sign_in(SECOND.0, SECOND.1).await.unwrap().status, 503);
    assert_eq!(owner.refresh().await.unwrap().status, 503);
    stack.vault.unseal();
    stack.mariadb.kill();
    assert_eq!(stack.browser().sign_in(SECOND.0, SECOND.1).await.unwrap().status, 503);
    stack.mariadb.revive();
    stack.redis.ask_node(stack.redis.master(), "CLIENT KILL TYPE normal SKIPME yes");
    let works = async || stack.browser().sign_in(SECOND.0, SECOND.1).await.unwrap().status == 200;
    wait_for(PATIENCE, "sign-in works again", works).await;
    assert_eq!(owner.refresh().await.unwrap().status, 200, "nothing was consumed");
    secrets.note(owner);
}

async fn sign_often(stack: &Stack, secrets: &mut Secrets) {
    for _ in 0..6 {
        let mut browser = stack.browser();
        assert_eq!(browser.sign_in(SECOND.0, SECOND.1).await.unwrap().status, 200);
        for _ in 0..20 {
            assert_eq!(browser.refresh().await.unwrap().status, 200);
            assert_eq!(browser.get("/api/admin").await.unwrap().status, 200);
            secrets.note(&browser);
        }
    }
}

/// Otherwise looking for it would show nothing.
fn it_is_the_known_key_that_signs(stack: &Stack, seed: &[u8; 32], token: &str) {
    let pair = ed25519_compact::KeyPair::from_seed(ed25519_compact::Seed::new(*seed));
    let key = shared::domain::tokens::PublicKey::try_from(pair.pk.as_slice()).unwrap();
    assert!(testkit::access_token::footer(token).contains(key.id().as_str()));
    let published = stack.issuers[0].get("/.well-known/paserk.json").unwrap();
    assert!(published.contains(&key.paserk()), "{published}");
}

fn no_log_holds_a_secret(stack: &Stack, secrets: &Secrets) {
    let all = secrets.all(stack);
    let logs = stack.logs();
    eprintln!("{} secrets are looked for in {} logs", all.len(), logs.len());
    for name in ["issuer-1", "issuer-2", "api-1", "api-2"] {
        let log = stack.issuers.iter().chain(&stack.apis).find(|service| service.name() == name).unwrap().log();
        assert!(log.contains("\"level\":\"TRACE\""), "{name} is not talkative");
        // Logins to Vault, whatever they are.
        assert!(!log.contains("hvs."), "{name} tells its token of Vault");
    }
    assert!(logs.iter().any(|log| log.ends_with("access.log")) && logs.iter().any(|log| log.ends_with("audit.log")));
    let wanted = wanted(all);
    for log in &logs {
        assert_eq!(wanted.in_file(log), Vec::<String>::new(), "{}", log.display());
    }
    // Both tokens for the first admin were printed once, on a line of their own, by the one that made it.
    for token in &secrets.setup {
        let told: usize = logs.iter().map(|log| text(log).matches(&**token).count()).sum();
        assert_eq!(told, 1, "a token for the first admin");
    }
}

/// Neither databases nor dumps hold what would open anything: only the settings of the services hold what they are told.
fn no_file_holds_what_was_given_out(stack: &Stack, secrets: &Secrets) {
    let mut given_out = secrets.given_out.clone();
    given_out.extend(known_secrets());
    let wanted = wanted(given_out);
    // As the databases would restore it.
    stack.redis.ask_node(stack.redis.master(), "BGREWRITEAOF");
    let dump = stack.mariadb.execute("SELECT GROUP_CONCAT(password_hash) FROM paseport_0.users");
    assert!(dump.contains("$2b$") || dump.contains("b1"), "the dump holds hashes: {dump}");
    let files = stack.files();
    eprintln!("{} files are looked through", files.len());
    for file in &files {
        assert_eq!(wanted.in_file(file), Vec::<String>::new(), "{}", file.display());
    }
}

fn wanted(secrets: Vec<(String, String)>) -> Wanted {
    Wanted::new(secrets.into_iter().map(|(name, secret)| (name, secret.into_bytes())).collect())
}

fn text(file: &PathBuf) -> String {
    String::from_utf8_lossy(&fs::read(file).unwrap_or_default()).into_owned()
}

/// In the memory of no process that could be broken into, and in no file, Vault's own included. It is in Vault's memory:
/// the search finds it where it is.
fn the_private_key_is_nowhere_but_in_vault(stack: &Stack, key: &Wanted) {
    let services = stack.issuers.iter().chain(&stack.apis).map(|service| (service.name(), service.pid().unwrap()));
    for (name, id) in services.chain([("nginx", stack.nginx.pid()), ("mariadb", stack.mariadb.pid())]) {
        for process in family(id) {
            let seen = key.in_process(process);
            eprintln!("{name} {process}: {} MB looked through", seen.bytes >> 20);
            assert!(seen.bytes > 1 << 20, "{name} can't be looked into");
            assert_eq!(seen.found, Vec::<String>::new(), "{name}");
        }
    }
    for (id, address) in stack.redis.node_endpoints() {
        assert_eq!(key.in_process(id).found, Vec::<String>::new(), "Redis at {address}");
    }
    for file in stack.files() {
        assert_eq!(key.in_file(&file), Vec::<String>::new(), "{}", file.display());
    }
    let vault = key.in_process(stack.vault.pid());
    assert!(vault.found.contains(&"seed, raw".to_owned()), "the search finds it where it is: {vault:?}");
}

/// With the logins of the services and of the rotator, and with root's.
fn nobody_gets_the_private_key_out(stack: &Stack) {
    let key = &stack.key;
    let logins = [&key.issuer, &key.api, &key.rotator].map(|role| token_of(stack, role));
    let (name, data) = (&key.key, &key.data_key);
    let reads = [
        format!("transit/export/signing-key/{name}"),
        format!("transit/export/signing-key/{name}/1"),
        format!("transit/export/encryption-key/{name}"),
        format!("transit/export/hmac-key/{name}"),
        format!("transit/export/public-key/{name}"),
        format!("transit/export/encryption-key/{data}"),
        format!("transit/backup/{name}"),
        format!("transit/backup/{data}"),
        format!("transit/byok-export/{name}/{name}"),
        "transit/wrapping_key".to_owned(),
        "transit/cache-config".to_owned(),
        "sys/raw/core/keyring".to_owned(),
        "sys/storage/raft/snapshot".to_owned(),
        "sys/policies/acl/root".to_owned(),
    ];
    let writes = [
        format!("transit/keys/{name}/config exportable=true"),
        format!("transit/keys/{name}/config allow_plaintext_backup=true"),
        format!("transit/keys/{name}/config deletion_allowed=true"),
        format!("transit/keys/{data}/config exportable=true"),
        format!("transit/keys/{name}/trim min_available_version=1"),
        format!("transit/keys/{name}/import_version ciphertext=AAAA"),
        format!("transit/restore/{name} backup=AAAA"),
        format!("transit/hmac/{name} input=AAAA"),
        format!("transit/datakey/plaintext/{data} bits=256"),
        format!("transit/rewrap/{data} ciphertext=vault:v1:AAAA"),
        format!("auth/approle/role/{}-issuer/secret-id ttl=1h", key.prefix),
        "auth/token/create policies=root".to_owned(),
        "sys/policies/acl/mine policy=".to_owned(),
    ];
    for login in &logins {
        for path in &reads {
            denied(stack, login, &["read", path]);
        }
        for write in &writes {
            let arguments: Vec<_> = std::iter::once("write").chain(write.split(' ')).collect();
            denied(stack, login, &arguments);
        }
    }
    // Root may ask, and Vault has no key that could be given.
    for path in &reads[..4] {
        assert!(!stack.vault.cli(&["read", path]).status.success(), "{path} is given out");
    }
    assert!(!stack.vault.cli(&["read", &format!("transit/backup/{name}")]).status.success());
}

fn token_of(stack: &Stack, role: &AppRole) -> String {
    let secret_id = format!("secret_id={}", role.secret_id.expose_secret());
    let role_id = format!("role_id={}", role.role_id);
    stack.vault.cli_ok(&["write", "-field=token", "auth/approle/login", &role_id, &secret_id]).trim().to_owned()
}

fn denied(stack: &Stack, login: &str, arguments: &[&str]) {
    let output = stack.vault.cli_as(login, arguments);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && error.contains("permission denied"), "{arguments:?}: {error}");
}
