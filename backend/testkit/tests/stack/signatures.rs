//! Vault's audit log, the issuers and the people tell the same of the same signatures.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use testkit::{
    access_token::{claims, footer},
    app::TestApp,
    stack::{Browser, Stack, StackOptions},
};
use tokio::{task::JoinSet, time::timeout};

use crate::{figures::Figures, turn, waiting::wait_for};

const PEOPLE: usize = 8;
const SOON: Duration = Duration::from_secs(20);

/// What became of the signatures by one version of the key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signed {
    /// As Vault's audit log has it.
    pub audited: u64,
    /// As the issuers have it.
    pub issued: u64,
    pub thrown_away: u64,
}

/// What became of the signatures so far, by version of the key.
pub(crate) fn signed(stack: &Stack) -> BTreeMap<u64, Signed> {
    let audited = stack.vault.audited(&format!("{}/sign/{}", stack.key.mount, stack.key.key));
    let mut signed = BTreeMap::<u64, Signed>::new();
    for item in audited.iter().filter_map(|entry| entry["response"]["data"]["batch_results"].as_array()).flatten() {
        // What was refused has an error, and no version.
        if let Some(version @ 1..) = item["key_version"].as_u64() {
            signed.entry(version).or_default().audited += 1;
        }
    }
    let issuers: Vec<_> = stack.issuers.iter().map(Figures::of).collect();
    let sum = |name: &str, labels: &[&str]| -> u64 { issuers.iter().map(|figures| figures.sum(name, labels)).sum() };
    for (version, signed) in &mut signed {
        let version = format!("key_version=\"{version}\"");
        let count = |outcome| sum("paseport_token_signatures_total", &[&version, outcome]);
        (signed.issued, signed.thrown_away) = (count("issued"), count("thrown_away"));
    }
    let of_known = signed.values().map(|signed| signed.issued + signed.thrown_away).sum::<u64>();
    assert_eq!(of_known, sum("paseport_token_signatures_total", &[]), "no version is missing");
    assert_eq!(sum("paseport_token_signing_failures_total", &["bad_signature"]), 0);
    signed
}

/// Per version: what Vault signed was issued or thrown away, and what was issued is what people got. Call it when nobody
/// waits for an answer, and nobody hung up.
pub(crate) fn agree(stack: &Stack, received: &Received) {
    let signed = signed(stack);
    for (version, Signed { audited, issued, thrown_away }) in &signed {
        eprintln!("key version {version}: {audited} signatures, {issued} issued, {thrown_away} thrown away");
        assert_eq!(*audited, issued + thrown_away, "key version {version}");
    }
    let issued: Vec<_> = signed.values().map(|signed| signed.issued).collect();
    assert_eq!(issued, received.by_key(), "issued, and received by people");
}

/// Tokens that people got, by the key that signed them. Clones count together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Received(Arc<Mutex<BTreeMap<String, (String, u64)>>>);

impl Received {
    /// Counts the token that a browser got just now.
    pub(crate) fn note(&self, browser: &Browser) {
        let token = browser.access_token().unwrap();
        let iat = claims(token)["iat"].as_str().unwrap().to_owned();
        let mut keys = self.0.lock().unwrap();
        let (first, count) = keys.entry(footer(token)).or_insert((iat.clone(), 0));
        *count += 1;
        if iat < *first {
            *first = iat;
        }
    }

    /// The counts in the order in which the keys came into use, which is that of their versions.
    fn by_key(&self) -> Vec<u64> {
        let mut keys: Vec<_> = self.0.lock().unwrap().values().cloned().collect();
        keys.sort();
        keys.into_iter().map(|(_, count)| count).collect()
    }

    fn total(&self) -> u64 {
        self.by_key().iter().sum()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_signature_is_accounted_for_when_stores_fail_and_when_people_hang_up() {
    let _turn = turn::alone().await;
    let options = StackOptions::default()
        .with("BCRYPT_COST", "4")
        // A sign-in under way counts as failed until it is proven, and these all use one account.
        .with("LOGIN_FREE_FAILURES", "100")
        .with("LOGIN_BURST", "100000")
        .with("LOGIN_PER_SECOND", "100000");
    let stack = Arc::new(tokio::task::spawn_blocking(move || Stack::start(&options)).await.unwrap());
    let received = Received::default();
    mariadb_fails(&stack, &received).await;
    redis_fails(&stack, &received).await;
    people_hang_up(&stack, &received).await;
}

async fn mariadb_fails(stack: &Arc<Stack>, received: &Received) {
    let people = People::come(stack, received, Manner::Patient);
    people.get_tokens().await;
    // Who signs in is found, and proven, and signed for; then nothing can be written.
    stack.mariadb.execute("SET GLOBAL read_only = ON");
    people.throw_tokens_away().await;
    stack.mariadb.execute("SET GLOBAL read_only = OFF");
    people.get_tokens().await;
    stack.mariadb.kill();
    people.are_turned_away().await;
    stack.mariadb.revive();
    people.get_tokens().await;
    eprintln!("MariaDB failed: {} answers lost", people.go_home().await);
    agree(stack, received);
}

async fn redis_fails(stack: &Arc<Stack>, received: &Received) {
    let people = People::come(stack, received, Manner::Patient);
    people.get_tokens().await;
    let old = stack.redis.master();
    stack.redis.pause(old);
    people.throw_tokens_away().await;
    wait_for(SOON, "another master", async || stack.redis.master() != old).await;
    stack.redis.resume(old);
    people.get_tokens().await;
    stack.redis.wait_until_whole();
    stack.redis.kill(stack.redis.master());
    people.are_turned_away().await;
    people.get_tokens().await;
    eprintln!("Redis failed: {} answers lost", people.go_home().await);
    agree(stack, received);
}

/// Whoever hangs up while his answer travels never gets a token that was issued to him.
async fn people_hang_up(stack: &Arc<Stack>, received: &Received) {
    let patient = received.total();
    let people = People::come(stack, received, Manner::HangingUp);
    people.throw_tokens_away().await;
    people.get_tokens().await;
    let lost = people.go_home().await;
    let agreed = || signed(stack).values().all(|signed| signed.audited == signed.issued + signed.thrown_away);
    wait_for(SOON, "what is signed is issued or thrown away", async || agreed()).await;
    let [Signed { audited, issued, thrown_away }] = signed(stack).into_values().collect::<Vec<_>>()[..] else {
        panic!("one version signs")
    };
    eprintln!("hung up {lost} times: {audited} signatures, {issued} issued, {thrown_away} thrown away");
    assert!(issued > patient);
    assert!((received.total()..=received.total() + lost).contains(&issued), "{} received", received.total());
}

/// People who sign in and refresh all the time.
struct People<'a> {
    stack: &'a Arc<Stack>,
    received: Received,
    stop: Arc<AtomicBool>,
    refusals: Arc<AtomicU64>,
    at_work: JoinSet<u64>,
}

impl<'a> People<'a> {
    fn come(stack: &'a Arc<Stack>, received: &Received, manner: Manner) -> Self {
        let (stop, refusals) = (Arc::<AtomicBool>::default(), Arc::<AtomicU64>::default());
        let mut people = JoinSet::new();
        for _ in 0..PEOPLE {
            let person = Person { address: stack.address(), received: received.clone(), manner };
            people.spawn(person.get_tokens(stop.clone(), refusals.clone()));
        }
        Self { stack, received: received.clone(), stop, refusals, at_work: people }
    }

    /// Waits until they get tokens.
    async fn get_tokens(&self) {
        let before = self.received.total();
        wait_for(SOON, "people get tokens", async || self.received.total() > before + 100).await;
    }

    /// Waits until they are signed for in vain.
    async fn throw_tokens_away(&self) {
        let thrown_away = || signed(self.stack).values().map(|signed| signed.thrown_away).sum::<u64>();
        let before = thrown_away();
        wait_for(SOON, "tokens are thrown away", async || thrown_away() > before + 20).await;
    }

    /// Waits until they hear that something is away.
    async fn are_turned_away(&self) {
        let refusals = || self.refusals.load(Ordering::Relaxed);
        let before = refusals();
        wait_for(SOON, "people are turned away", async || refusals() > before + 20).await;
    }

    /// They stop; how many answers never came.
    async fn go_home(self) -> u64 {
        self.stop.store(true, Ordering::Relaxed);
        self.at_work.join_all().await.into_iter().sum()
    }
}

/// How people wait for answers.
#[derive(Clone, Copy)]
enum Manner {
    /// As long as it takes.
    Patient,
    /// Sometimes too short, each time at another moment.
    HangingUp,
}

impl Manner {
    fn patience(self, round: u64) -> Duration {
        match self {
            Self::Patient => Duration::MAX,
            Self::HangingUp => Duration::from_millis(round * 37 % 401),
        }
    }
}

struct Person {
    address: String,
    received: Received,
    manner: Manner,
}

impl Person {
    async fn get_tokens(self, stop: Arc<AtomicBool>, refusals: Arc<AtomicU64>) -> u64 {
        let (mut browser, mut lost) = (Browser::new(&self.address), 0);
        for round in 0.. {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            // Over a session too: that ends it.
            let signs_in = round % 4 == 0 || browser.refresh_token().is_none();
            let request = async {
                if signs_in { browser.sign_in(TestApp::USER.0, TestApp::USER.1).await } else { browser.refresh().await }
            };
            match timeout(self.manner.patience(round), request).await {
                Ok(Ok(reply)) if reply.status == 200 => self.received.note(&browser),
                Ok(Ok(_)) => drop(refusals.fetch_add(1, Ordering::Relaxed)),
                Ok(Err(_)) | Err(_) => lost += 1,
            }
        }
        lost
    }
}
