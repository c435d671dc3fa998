//! Keys come and go under load: two issuers, two APIs, and the operator's real commands.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use jiff::Timestamp;
use shared::{adapters::system_clock::SystemClock, domain::clock::Clock};
use testkit::{
    access_token::claims,
    app::TestApp,
    stack::{Browser, Stack, StackOptions},
};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep},
};

use crate::{figures::Figures, turn, waiting::wait_for};

/// A rotation is over within a test.
const TTL: u64 = 4;
const PUBLISH_AHEAD: u64 = 6;
const RELOAD: u64 = 2;
const ROTATIONS: u32 = 5;
const ROTATE_EVERY: Duration = Duration::from_secs(3);
const PEOPLE: usize = 6;

fn options() -> StackOptions {
    StackOptions::default()
        .with("ACCESS_TOKEN_TTL", &TTL.to_string())
        .with("KEY_PUBLISH_AHEAD", &PUBLISH_AHEAD.to_string())
        .with("KEY_RELOAD", &RELOAD.to_string())
        .with("BCRYPT_COST", "4")
        .with("LOGIN_BURST", "100000")
        .with("LOGIN_PER_SECOND", "100000")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn h6_rotation_under_load_refuses_no_token_before_its_end_and_none_of_a_retired_key_is_accepted() {
    let _turn = turn::alone().await;
    let stack = Arc::new(tokio::task::spawn_blocking(|| Stack::start(&options())).await.unwrap());
    let load = Load::start(&stack);
    rotate_under_load(&stack).await;
    let (checks, failures) = load.end().await;
    assert!(failures.is_empty(), "{} of {checks} failed: {:?}", failures.len(), &failures[..failures.len().min(5)]);
    eprintln!("{checks} checks of live tokens over {} versions of the key: none refused", ROTATIONS + 1);
    assert!(checks > 200, "{checks}");

    audit_log_and_issuers_agree(&stack);
    retire_under_load(&stack).await;
    audit_log_and_issuers_agree(&stack);
}

/// Rotates by the command, and waits until the last version signs.
async fn rotate_under_load(stack: &Arc<Stack>) {
    assert_eq!(rows(&keys(stack, &["list"]).await), [(1, "current".to_owned())]);
    for version in 2..=ROTATIONS + 1 {
        let told = keys(stack, &["rotate"]).await;
        assert_eq!(rows(&told).last().unwrap(), &(version, "next".to_owned()), "{told}");
        assert!(told.starts_with("version  status           age  created"), "{told}");
        sleep(ROTATE_EVERY).await;
    }
    eprint!("{}", keys(stack, &["list"]).await);
    wait_for(Duration::from_secs(2 * PUBLISH_AHEAD), "the last version signs", async || {
        rows(&keys(stack, &["list"]).await).contains(&(ROTATIONS + 1, "current".to_owned()))
    })
    .await;
    sleep(Duration::from_secs(RELOAD)).await;
}

/// Version and status of each line that `issuer keys` prints.
fn rows(table: &str) -> Vec<(u32, String)> {
    let row = |line: &str| {
        let mut words = line.split_whitespace();
        (words.next().unwrap().parse().unwrap(), words.next().unwrap().to_owned())
    };
    table.lines().skip(1).map(row).collect()
}

/// What `issuer keys …` prints.
async fn keys(stack: &Arc<Stack>, arguments: &[&str]) -> String {
    let (stack, arguments) = (stack.clone(), arguments.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
    let output =
        tokio::task::spawn_blocking(move || stack.keys(&arguments.iter().map(String::as_str).collect::<Vec<_>>()));
    let output = output.await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// People who sign in, refresh, and use every token at both APIs until it ends.
struct Load {
    stop: Arc<AtomicBool>,
    people: JoinSet<(usize, Vec<String>)>,
}

impl Load {
    fn start(stack: &Stack) -> Self {
        let (stop, mut people) = (Arc::<AtomicBool>::default(), JoinSet::new());
        for _ in 0..PEOPLE {
            let apis = stack.apis.iter().map(|api| format!("http://{}", api.address())).collect();
            people.spawn(use_tokens(stack.address(), apis, stop.clone()));
        }
        Self { stop, people }
    }

    /// How many checks there were, and what failed.
    async fn end(self) -> (usize, Vec<String>) {
        self.stop.store(true, Ordering::Relaxed);
        let people = self.people.join_all().await;
        people
            .into_iter()
            .fold((0, Vec::new()), |(checks, failures), (more, worse)| (checks + more, [failures, worse].concat()))
    }
}

async fn use_tokens(address: String, apis: Vec<String>, stop: Arc<AtomicBool>) -> (usize, Vec<String>) {
    let (mut live, mut checks, mut failures) = (Vec::new(), 0, Vec::new());
    let (clock, mut browser) = (SystemClock::new(), Browser::new(&address));
    for round in 0.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let (email, password) = TestApp::USER;
        let got = if round % 8 == 0 {
            // In another browser: a sign-in over a session ends it, and its tokens with it.
            browser = Browser::new(&address);
            browser.sign_in(email, password).await
        } else {
            browser.refresh().await
        };
        if !matches!(&got, Ok(reply) if reply.status == 200) {
            failures.push(format!("no token: {got:?}"));
            continue;
        }
        let exp: Timestamp = claims(browser.access_token().unwrap())["exp"].as_str().unwrap().parse().unwrap();
        live.push((browser.clone(), exp));
        live.retain(|(_, exp)| clock.now() < *exp);
        for (holder, exp) in &live {
            for api in &apis {
                let reply = holder.at(api).get("/api/dashboard").await;
                checks += 1;
                if !matches!(&reply, Ok(reply) if reply.status == 200) && clock.now() < *exp {
                    failures.push(format!("refused before {exp}: {reply:?}"));
                }
            }
        }
        sleep(Duration::from_millis(100)).await;
    }
    (checks, failures)
}

/// Per version: signatures in Vault's audit log are tokens issued and thrown away.
fn audit_log_and_issuers_agree(stack: &Stack) {
    let audited = stack.vault.audited(&format!("{}/sign/{}", stack.key.mount, stack.key.key));
    let mut signed = BTreeMap::<u64, u64>::new();
    let results = audited.iter().filter_map(|entry| entry["response"]["data"]["batch_results"].as_array()).flatten();
    for item in results {
        // What was refused has an error, and no version.
        if let Some(version @ 1..) = item["key_version"].as_u64() {
            *signed.entry(version).or_default() += 1;
        }
    }
    let issuers: Vec<_> = stack.issuers.iter().map(Figures::of).collect();
    let sum = |name: &str, labels: &[&str]| -> u64 { issuers.iter().map(|figures| figures.sum(name, labels)).sum() };
    assert_eq!(sum("paseport_vault_signatures_total", &["unclaimed"]), 0);
    let count = |version: &u64, outcome: &str| {
        sum("paseport_token_signatures_total", &[&format!("key_version=\"{version}\""), outcome])
    };
    for (version, signatures) in &signed {
        let (issued, thrown_away) = (count(version, "issued"), count(version, "thrown_away"));
        eprintln!("key version {version}: {signatures} signatures, {issued} issued, {thrown_away} thrown away");
        assert_eq!(*signatures, issued + thrown_away, "key version {version}");
    }
    assert_eq!(signed.values().sum::<u64>(), sum("paseport_token_signatures_total", &[]), "no version is missing");
    assert_eq!(sum("paseport_token_signing_failures_total", &["bad_signature"]), 0);
}

/// Takes the version away that signs: its tokens die at every API with the next reload, and new ones are signed at once.
async fn retire_under_load(stack: &Arc<Stack>) {
    let mut holder = stack.browser();
    holder.sign_in(TestApp::USER.0, TestApp::USER.1).await.unwrap();
    let apis: Vec<_> = stack.apis.iter().map(|api| format!("http://{}", api.address())).collect();
    for api in &apis {
        assert_eq!(holder.at(api).get("/api/dashboard").await.unwrap().status, 200);
    }
    let told = keys(stack, &["retire", &(ROTATIONS + 1).to_string(), "--now"]).await;
    let retired = Instant::now();
    assert_eq!(rows(&told), [(ROTATIONS + 2, "current".to_owned())], "{told}");

    // No issuer waits for its next reload.
    for issuer in &stack.issuers {
        let mut browser = stack.browser().at(&format!("http://{}", issuer.address()));
        let reply = browser.sign_in(TestApp::USER.0, TestApp::USER.1).await.unwrap();
        assert_eq!(reply.status, 200, "sign-in at {}: {reply:?}", issuer.name());
        assert_eq!(browser.refresh().await.unwrap().status, 200, "refresh at {}", issuer.name());
        for api in &apis {
            assert_eq!(browser.at(api).get("/api/dashboard").await.unwrap().status, 200, "the new version at {api}");
        }
    }
    eprintln!(
        "sign-in and refresh at both issuers, checks at both APIs {:.1?} after the retirement",
        retired.elapsed()
    );
    for api in &apis {
        let refused = async || holder.at(api).get("/api/dashboard").await.unwrap().status == 401;
        wait_for(Duration::from_secs(2 * RELOAD), "a token of the retired version is refused", refused).await;
        eprintln!("the retired version is refused {:.1?} after the retirement", retired.elapsed());
        for _ in 0..20 {
            assert!(refused().await, "and stays so");
        }
    }
    assert_eq!(holder.refresh().await.unwrap().status, 200, "sessions go on");
    assert_eq!(holder.get("/api/dashboard").await.unwrap().status, 200);
}
