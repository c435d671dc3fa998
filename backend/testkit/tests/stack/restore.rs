//! Everything is thrown away, and comes back from a backup by the commands of `documents/operations.md`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use http::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use testkit::{
    app::TestApp,
    stack::{Browser, Service, Stack, StackOptions},
};
use tokio::{task::block_in_place, time::Instant};

use crate::turn;

const PASSWORD: &str = "a-long-enough-phrase";
const KEPT: &str = "kept@example.com";
const LOCKED: &str = "locked@example.com";
const LATER: &str = "later@example.com";
/// Others who are in the database, and sessions of each.
const CROWD: u32 = 10_000;
const SESSIONS_OF_EACH: u32 = 3;
const SEALED: &str = "dGhlIHNlY3JldCBvZiBhIHByb3ZpZGVy";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_stack_that_lost_everything_comes_back_from_its_backup() {
    let _turn = turn::alone().await;
    let options = StackOptions::default().with("BCRYPT_COST", "4").with("LOGIN_FREE_FAILURES", "100");
    let mut stack = block_in_place(|| Stack::start(&options));
    let before = Before::of(&stack).await;
    make_crowd(&stack);
    let tools = Tools::prepare(&stack);

    let began = Instant::now();
    let backup = block_in_place(|| tools.backup());
    let (took, size) = (began.elapsed(), size_of(&backup));
    eprintln!("backup of {CROWD} users and {} sessions: {took:.1?}, {} MB", CROWD * SESSIONS_OF_EACH, size / 1_000_000);
    let mut before = before.go_on(&stack).await;

    // Afterwards nothing is there but the backup, and what an operator keeps elsewhere: peppers, secret ids, unseal keys.
    let unseal_keys = stack.vault.keys().clone();
    block_in_place(|| {
        stack.issuers.iter().chain(&stack.apis).for_each(Service::kill);
        stack.mariadb.replace();
        stack.redis.replace();
        stack.vault.replace();
        stack.mariadb.execute(&format!("CREATE DATABASE {}", Tools::DATABASE));
    });

    let began = Instant::now();
    let said = block_in_place(|| tools.restore(&stack, &backup));
    assert!(said.contains(&format!("{} users are back", CROWD + 4)), "{said}");
    stack.vault.unseal_with(unseal_keys);
    let restored = began.elapsed();
    block_in_place(|| {
        let services = || stack.issuers.iter().chain(&stack.apis);
        services().for_each(Service::run);
        services().for_each(Service::wait_until_ready);
    });
    let mut kept = stack.browser();
    assert_eq!(kept.sign_in(KEPT, PASSWORD).await.unwrap().status, 200);
    eprintln!("restored in {restored:.1?}, first sign-in {:.1?} after the begin", began.elapsed());

    before.nobody_is_signed_in(&stack).await;
    before.what_was_written_is_there(&stack, &mut kept).await;
    a_session_is_dead_because_the_restore_ended_it(&stack, before.silent).await;
    let again = block_in_place(|| tools.restored(&stack, &backup));
    assert!(!again.0 && again.1.contains("not empty"), "{again:?}");
}

/// What there was.
struct Before {
    keys: Value,
    /// Sealed with the data key.
    sealed: String,
    /// Signed in at the time of the backup, and seen again after the restore.
    stays: Browser,
    /// Signed out after the backup.
    leaves: Browser,
    /// Signed in at the time of the backup, and not seen until the very end.
    silent: Browser,
}

impl Before {
    async fn of(stack: &Stack) -> Self {
        let mut admin = stack.browser();
        assert_eq!(admin.sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await.unwrap().status, 200);
        make_user(&mut admin, KEPT).await;
        let user = json!({ "email": LOCKED, "display_name": "Max", "roles": ["User"], "status": "locked" });
        let path = make_user(&mut admin, LOCKED).await;
        assert_eq!(admin.call(Method::PUT, &path, Some(&user)).await.unwrap().status, 200);
        let [stays, leaves, silent] = [signed_in(stack).await, signed_in(stack).await, signed_in(stack).await];
        let sealed = stack.vault.cli_json(&[
            "write",
            "-format=json",
            &format!("transit/encrypt/{}", stack.key.data_key),
            &format!("plaintext={SEALED}"),
        ]);
        let keys = admin.get("/.well-known/paserk.json").await.unwrap().body;
        Self { keys, sealed: sealed["data"]["ciphertext"].as_str().unwrap().to_owned(), stays, leaves, silent }
    }

    /// What happens between the backup and the loss.
    async fn go_on(mut self, stack: &Stack) -> Self {
        let mut admin = stack.browser();
        assert_eq!(admin.sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await.unwrap().status, 200);
        make_user(&mut admin, LATER).await;
        let token = self.leaves.clone();
        assert_eq!(self.leaves.sign_out().await.unwrap().status, 204);
        self.leaves = token;
        assert_eq!(self.stays.refresh().await.unwrap().status, 200);
        self
    }

    /// Neither cookies nor access tokens of before are good for anything.
    async fn nobody_is_signed_in(&mut self, stack: &Stack) {
        let apis = stack.apis.iter().map(|api| (format!("http://{}", api.address()), "/api/dashboard"));
        let issuers = stack.issuers.iter().map(|issuer| (format!("http://{}", issuer.address()), "/account/v1/me"));
        let places: Vec<_> = apis.chain(issuers).collect();
        for (name, browser) in [("stays", &mut self.stays), ("leaves", &mut self.leaves)] {
            for round in ["before", "after"] {
                for (address, path) in &places {
                    let reply = browser.at(address).get(path).await.unwrap();
                    assert_eq!(reply.status, 401, "{name} at {address}, {round} the refresh: {reply:?}");
                }
                assert_eq!(browser.clone().refresh().await.unwrap().status, 401, "{name}");
            }
        }
    }

    async fn what_was_written_is_there(&self, stack: &Stack, kept: &mut Browser) {
        assert_eq!(kept.get("/api/admin").await.unwrap().status, 403, "no more rights than before");
        let sessions = kept.get("/account/v1/sessions").await.unwrap().body;
        assert_eq!(sessions["items"].as_array().unwrap().len(), 1, "the new one: {sessions}");
        for address in [LOCKED, LATER] {
            let refused = stack.browser().sign_in(address, PASSWORD).await.unwrap();
            assert_eq!(refused.status, 401, "{address}");
        }
        let mut admin = stack.browser();
        assert_eq!(admin.sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await.unwrap().status, 200);
        assert_eq!(admin.get("/api/admin").await.unwrap().status, 200);
        let status = async |admin: &mut Browser, q: &str| {
            let found = admin.get(&format!("/users/v1?q={q}")).await.unwrap().body;
            found["items"].as_array().unwrap().iter().map(|user| user["status"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(status(&mut admin, LOCKED).await, ["locked"]);
        assert_eq!(status(&mut admin, LATER).await, [""; 0], "made after the backup");
        let made = admin.get("/audit/v1?kind=user.created").await.unwrap();
        assert!(made.body["items"].as_array().is_some_and(|items| !items.is_empty()), "{made:?}");

        assert_eq!(admin.get("/.well-known/paserk.json").await.unwrap().body, self.keys, "the same signing key");
        let opened = stack.vault.cli_json(&[
            "write",
            "-format=json",
            &format!("transit/decrypt/{}", stack.key.data_key),
            &format!("ciphertext={}", self.sealed),
        ]);
        assert_eq!(opened["data"]["plaintext"], SEALED);
    }
}

/// Without that step it would have lived again.
async fn a_session_is_dead_because_the_restore_ended_it(stack: &Stack, mut silent: Browser) {
    let session = silent.refresh_token().unwrap().split('.').next().unwrap().to_owned();
    let revive =
        format!("UPDATE {}.sessions SET ended_at = NULL, end_reason = NULL WHERE id = '{session}'", Tools::DATABASE);
    block_in_place(|| stack.mariadb.execute(&revive));
    assert_eq!(silent.refresh().await.unwrap().status, 200);
}

async fn make_user(admin: &mut Browser, email: &str) -> String {
    let mut user = json!({ "email": email, "display_name": "Ulla", "roles": ["User"] });
    user["password"] = json!(PASSWORD);
    let made = admin.call(Method::POST, "/users/v1", Some(&user)).await.unwrap();
    assert_eq!(made.status, 201, "{made:?}");
    format!("/users/v1/{}", made.body["id"].as_str().unwrap())
}

async fn signed_in(stack: &Stack) -> Browser {
    let mut browser = stack.browser();
    assert_eq!(browser.sign_in(KEPT, PASSWORD).await.unwrap().status, 200);
    browser
}

/// People who do nothing but be there.
fn make_crowd(stack: &Stack) {
    let database = Tools::DATABASE;
    stack.mariadb.execute(&format!(
        "INSERT INTO {database}.users SELECT UUID(), CONCAT('crowd-', seq, '@example.com'),
             CONCAT('crowd-', seq, '@example.com'), 'One Of Many', CONCAT('crowd-', seq, '@example.com one of many'),
             roles, status, email_verified, registration, password_hash, authz_version, credential_version, created_at,
             updated_at, last_login_at
         FROM {database}.users JOIN {database}.seq_1_to_{CROWD} WHERE email = '{KEPT}'"
    ));
    stack.mariadb.execute(&format!(
        "INSERT INTO {database}.sessions SELECT SUBSTR(SHA2(CONCAT(crowd.id, seq), 256), 1, 24), crowd.id, NULL,
             client_id, scope, auth_time, amr, salt, pepper_id, session.created_at, expires_at, generation, rotated_at,
             started_at, started_ip, started_user_agent, last_seen_at, last_seen_ip, last_seen_user_agent, NULL, NULL
         FROM (SELECT id FROM {database}.users WHERE display_name = 'One Of Many') AS crowd
         JOIN {database}.seq_1_to_{SESSIONS_OF_EACH} JOIN (SELECT * FROM {database}.sessions LIMIT 1) AS session"
    ));
}

/// What an operator has at hand.
struct Tools {
    folder: TempDir,
    vault: PathBuf,
    address: String,
    backup_token: String,
}

impl Tools {
    const DATABASE: &'static str = "paseport_0";

    /// Accounts that may read and nothing else, for backups.
    fn prepare(stack: &Stack) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (host, port) = stack.mariadb.address().split_once(':').map(|(h, p)| (h.to_owned(), p.to_owned())).unwrap();
        stack.mariadb.execute("CREATE USER backup@127.0.0.1 IDENTIFIED BY 'the-password-of-backups'");
        stack.mariadb.execute(&format!("GRANT SELECT ON {}.* TO backup@127.0.0.1", Self::DATABASE));
        let owner = stack.mariadb.operator();
        for (file, (user, password)) in [("backup.cnf", ("backup", "the-password-of-backups")), ("owner.cnf", owner)] {
            let text = format!("[client]\nhost={host}\nport={port}\nuser={user}\npassword={password}\n");
            fs::write(folder.path().join(file), text).unwrap();
        }
        fs::create_dir(folder.path().join("backups")).unwrap();
        let policy = repository().join("docker/vault/policies/backup.hcl");
        stack.vault.cli_ok(&["policy", "write", "paseport-backup", policy.to_str().unwrap()]);
        let token = stack.vault.cli_ok(&[
            "token",
            "create",
            "-policy=paseport-backup",
            "-period=768h",
            "-no-default-policy",
            "-field=token",
        ]);
        let address = stack.vault.address().to_owned();
        Self { folder, vault: stack.vault.program().to_owned(), address, backup_token: token.trim().to_owned() }
    }

    fn backup(&self) -> PathBuf {
        let backups = self.folder.path().join("backups");
        let (succeeded, said) =
            Self::run(self.script("backup.sh", "backup.cnf", &self.backup_token).env("BACKUP_DIR", backups));
        assert!(succeeded, "{said}");
        PathBuf::from(said.trim())
    }

    fn restore(&self, stack: &Stack, backup: &Path) -> String {
        let (succeeded, said) = self.restored(stack, backup);
        assert!(succeeded, "{said}");
        said
    }

    fn restored(&self, stack: &Stack, backup: &Path) -> (bool, String) {
        Self::run(self.script("restore.sh", "owner.cnf", stack.vault.root_token()).arg(backup))
    }

    fn script(&self, name: &str, options: &str, token: &str) -> Command {
        let mut script = Command::new(repository().join("docker/backup").join(name));
        script.env("MARIADB_CNF", self.folder.path().join(options)).env("MARIADB_DATABASE", Self::DATABASE);
        // The CLI must neither read nor write the home folder of whoever runs the tests.
        script.env("HOME", self.folder.path());
        script.env("VAULT_BIN", &self.vault).env("VAULT_ADDR", &self.address).env("VAULT_TOKEN", token);
        script
    }

    /// Whether it succeeded, and what it said.
    fn run(script: &mut Command) -> (bool, String) {
        let output = script.output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(said).unwrap())
    }
}

fn size_of(folder: &Path) -> u64 {
    fs::read_dir(folder).unwrap().map(|file| file.unwrap().metadata().unwrap().len()).sum()
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
