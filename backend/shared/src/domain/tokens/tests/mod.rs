//! What access tokens promise. This file is the world the tests share.

mod hostile_encodings;
mod hostile_signed;
mod issuing;
mod key_ring;
mod key_schedule;
mod properties;
mod vectors;
mod verifying;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use ed25519_compact::{KeyPair, Seed};
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use super::*;
use crate::domain::{
    clients::{ClientId, Scope},
    clock::{Clock, SignedDuration, Timestamp},
    ids::{SessionId, UserId},
    randomness::Randomness,
};

const ISSUER: &str = "https://id.example";
const AUDIENCE: &str = "https://api.example";
const TTL: Duration = Duration::from_mins(5);

/// A clock that moves when it is told to.
#[derive(Debug)]
struct HandClock {
    start: Timestamp,
    elapsed: Mutex<Duration>,
}

impl HandClock {
    fn new() -> Self {
        Self { start: "2026-03-01T12:00:00.75Z".parse().unwrap(), elapsed: Mutex::new(Duration::from_secs(1000)) }
    }

    fn advance(&self, by: Duration) {
        *self.elapsed.lock().unwrap() += by;
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        self.start + SignedDuration::try_from(self.monotonic()).unwrap()
    }

    fn monotonic(&self) -> Duration {
        *self.elapsed.lock().unwrap()
    }
}

/// The same bytes in every run, no two draws alike.
#[derive(Debug, Default)]
struct CountedRandomness(AtomicU64);

impl Randomness for CountedRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        let draw = self.0.fetch_add(1, Ordering::Relaxed);
        for (block, chunk) in bytes.chunks_mut(32).enumerate() {
            let digest = Sha256::new().chain_update(draw.to_le_bytes()).chain_update(block.to_le_bytes()).finalize();
            chunk.copy_from_slice(&digest[..chunk.len()]);
        }
    }
}

/// The key pair that a version stands for in these tests.
fn key_pair(version: KeyVersion) -> KeyPair {
    KeyPair::from_seed(Seed::new([u8::try_from(version.0).unwrap(); 32]))
}

fn published(version: u32, status: KeyStatus) -> PublishedKey {
    let version = KeyVersion(version);
    let key = PublicKey::try_from(key_pair(version).pk.as_slice()).unwrap();
    PublishedKey::new(version, key, status, "2026-01-01T00:00:00Z".parse().unwrap())
}

/// A signer that can be away, or wrong, or sign with later versions only.
#[derive(Debug, Default)]
struct TestSigner {
    away: AtomicBool,
    wrong: AtomicBool,
    signs_from: AtomicU32,
    versions: Mutex<Vec<KeyVersion>>,
    ledger: Ledger,
}

#[async_trait]
impl TokenSigner for TestSigner {
    async fn sign(&self, version: KeyVersion, message: &[u8]) -> Result<Signature, SignError> {
        if self.away.load(Ordering::Relaxed) {
            return Err(SignError::unavailable("sealed"));
        }
        if version.0 < self.signs_from.load(Ordering::Relaxed) {
            return Err(SignError::version_refused("retired"));
        }
        self.versions.lock().unwrap().push(version);
        let mut signature = *key_pair(version).sk.sign(message, None);
        signature[0] ^= u8::from(self.wrong.load(Ordering::Relaxed));
        Ok(self.ledger.enter(version, signature))
    }

    fn ledger(&self) -> &Ledger {
        &self.ledger
    }
}

/// A source of keys that counts, can be away, and can hold an answer back until it gets a permit.
#[derive(Debug)]
struct TestKeys {
    keys: Mutex<Vec<PublishedKey>>,
    away: AtomicBool,
    slow: AtomicBool,
    permits: Semaphore,
    loads: AtomicUsize,
}

impl TestKeys {
    fn new(keys: Vec<PublishedKey>) -> Self {
        Self {
            keys: Mutex::new(keys),
            away: AtomicBool::new(false),
            slow: AtomicBool::new(false),
            permits: Semaphore::new(0),
            loads: AtomicUsize::new(0),
        }
    }

    fn set(&self, keys: Vec<PublishedKey>) {
        *self.keys.lock().unwrap() = keys;
    }

    fn loads(&self) -> usize {
        self.loads.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl PublicKeys for TestKeys {
    async fn load(&self) -> Result<Vec<PublishedKey>, KeysUnavailable> {
        self.loads.fetch_add(1, Ordering::Relaxed);
        let answer = self.keys.lock().unwrap().clone();
        if self.slow.load(Ordering::Relaxed) {
            self.permits.acquire().await.unwrap().forget();
        }
        if self.away.load(Ordering::Relaxed) { Err(KeysUnavailable::new("away")) } else { Ok(answer) }
    }
}

fn assertion() -> ImplicitAssertion {
    ImplicitAssertion::new(ISSUER, AUDIENCE).unwrap()
}

/// Issuer and verifier with key 1 published and current.
struct World {
    clock: Arc<HandClock>,
    randomness: Arc<CountedRandomness>,
    signer: Arc<TestSigner>,
    keys: Arc<TestKeys>,
    ring: Arc<KeyRing>,
    issuer: AccessTokenIssuer,
    verifier: AccessTokenVerifier,
}

impl World {
    async fn new() -> Self {
        let world = Self::unloaded();
        world.ring.reload().await.unwrap();
        world
    }

    fn unloaded() -> Self {
        let clock = Arc::new(HandClock::new());
        let randomness = Arc::new(CountedRandomness::default());
        let signer = Arc::new(TestSigner::default());
        let keys = Arc::new(TestKeys::new(vec![published(1, KeyStatus::Current)]));
        let ring = Arc::new(KeyRing::new(keys.clone(), KeyTimes::default(), clock.clone()));
        let issuer =
            AccessTokenIssuer::new(ring.clone(), signer.clone(), assertion(), TTL, clock.clone(), randomness.clone());
        let verifier = AccessTokenVerifier::new(ring.clone(), assertion(), clock.clone());
        Self { clock, randomness, signer, keys, ring, issuer, verifier }
    }

    fn grant(&self) -> AccessGrant {
        AccessGrant {
            subject: Subject::User(UserId::new(&*self.clock, &*self.randomness)),
            session: Some(SessionId::new(&*self.randomness)),
            client_id: ClientId::BFF,
            scope: Scope::SIGN_IN,
            auth_time: Some(self.clock.now()),
            amr: Some(vec!["pwd".into()]),
        }
    }

    async fn token(&self) -> String {
        self.token_for(self.grant()).await
    }

    async fn token_for(&self, grant: AccessGrant) -> String {
        self.issuer.issue(grant).await.unwrap().text().expose_secret().to_owned()
    }

    async fn refusal(&self, token: &str) -> TokenRefused {
        self.verifier.verify(token).await.expect_err(token)
    }
}

/// Signs anything with the key of `version`: what no issuer of ours would.
fn sign_anything(version: u32, payload: &[u8], footer: &[u8], implicit: &[u8]) -> String {
    let message = paseto::signing_input(payload, footer, implicit);
    paseto::assemble(payload, &key_pair(KeyVersion(version)).sk.sign(message, None), footer)
}

fn footer_of(version: u32) -> String {
    paseto::footer(published(version, KeyStatus::Current).id())
}

/// The payload as it was signed.
fn payload_of(token: &str) -> String {
    String::from_utf8(paseto::UnverifiedToken::parse(token).unwrap().payload().to_vec()).unwrap()
}
