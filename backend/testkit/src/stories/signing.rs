//! The signer of access tokens, and the keys that are published for it.
//!
//! A test binary runs these on its adapters with one line: `testkit::signing_contract!(world);`, where `world` is an
//! async function that gives a [`SigningWorld`].

use std::{sync::Arc, time::Duration};

use secrecy::ExposeSecret;
use shared::{
    adapters::{os_randomness::OsRandomness, system_clock::SystemClock},
    domain::{
        clients::{ClientId, Scope},
        clock::Clock,
        ids::{SessionId, UserId},
        tokens::{
            AccessGrant, AccessTokenIssuer, AccessTokenVerifier, ImplicitAssertion, KeyRing, KeyStatus, KeyTimes,
            KeyVersion, PublicKeys, PublishedKey, SignError, Subject, TokenSigner,
            paseto::{self, UnverifiedToken},
        },
    },
};
use tokio::task::JoinSet;

/// The adapters that the stories are told. They run on the machine's time.
#[derive(Clone, Debug)]
pub struct SigningWorld {
    pub signer: Arc<dyn TokenSigner>,
    pub keys: Arc<dyn PublicKeys>,
}

/// An issuer of tokens, and a verifier that reads keys of its own.
#[derive(Debug)]
pub struct Tokens {
    pub issuing_keys: Arc<KeyRing>,
    pub issuer: Arc<AccessTokenIssuer>,
    pub verifying_keys: Arc<KeyRing>,
    pub verifier: Arc<AccessTokenVerifier>,
    clock: Arc<dyn Clock>,
}

impl Tokens {
    /// Tokens that live `ttl`, by the signer and keys of `issuing`, checked by the keys of `verifying`.
    pub async fn new(issuing: &SigningWorld, verifying: Arc<dyn PublicKeys>, times: KeyTimes, ttl: Duration) -> Self {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
        let ring = |keys| Arc::new(KeyRing::new(keys, times, clock.clone()));
        let (issuing_keys, verifying_keys) = (ring(issuing.keys.clone()), ring(verifying));
        issuing_keys.reload().await.unwrap();
        verifying_keys.reload().await.unwrap();
        let assertion = ImplicitAssertion::new("https://id.example", "https://api.example").unwrap();
        let signer = issuing.signer.clone();
        let randomness = Arc::new(OsRandomness);
        let issuer =
            AccessTokenIssuer::new(issuing_keys.clone(), signer, assertion.clone(), ttl, clock.clone(), randomness);
        let verifier = AccessTokenVerifier::new(verifying_keys.clone(), assertion, clock.clone());
        Self { issuing_keys, issuer: Arc::new(issuer), verifying_keys, verifier: Arc::new(verifier), clock }
    }

    /// A token of some user.
    pub async fn issue(&self) -> Result<String, SignError> {
        let grant = AccessGrant {
            subject: Subject::User(UserId::new(&*self.clock, &OsRandomness)),
            session: Some(SessionId::new(&OsRandomness)),
            client_id: ClientId::BFF,
            scope: Scope::SIGN_IN.clone(),
            auth_time: None,
            amr: None,
        };
        Ok(self.issuer.issue(grant).await?.text().expose_secret().to_owned())
    }
}

pub async fn one_key_is_current(world: &SigningWorld) {
    let keys = world.keys.load().await.unwrap();
    let current = keys.iter().filter(|key| key.status() == KeyStatus::Current).count();
    assert_eq!(current, 1, "{keys:?}");
}

pub async fn a_signature_is_of_the_published_key_over_the_very_bytes(world: &SigningWorld) {
    let key = current(world).await;
    for length in [1, 31, 32, 63, 64, 65, 1000] {
        let payload: Vec<u8> = (b'a'..=b'z').cycle().take(length).collect();
        assert!(is_signed(world, &key, &payload).await, "{length} bytes");
    }
}

pub async fn a_version_that_is_not_there_signs_nothing(world: &SigningWorld) {
    let highest = world.keys.load().await.unwrap().iter().map(|key| key.version().0).max().unwrap();
    for version in [highest + 1, u32::MAX] {
        let refused = world.signer.sign(KeyVersion(version), b"message").await;
        assert!(matches!(refused, Err(SignError::VersionRefused(_))), "{version}: {refused:?}");
    }
}

pub async fn many_at_once_each_get_their_own_signature(world: &SigningWorld) {
    let key = current(world).await;
    let mut signatures = JoinSet::new();
    for number in 0..300 {
        let (world, key) = (world.clone(), key.clone());
        signatures.spawn(async move { is_signed(&world, &key, format!("message {number}").as_bytes()).await });
    }
    assert!(signatures.join_all().await.into_iter().all(|good| good));
}

pub async fn a_bad_request_among_good_ones_harms_nobody(world: &SigningWorld) {
    let key = current(world).await;
    let mut signatures = JoinSet::new();
    for number in 0..100 {
        let (world, key) = (world.clone(), key.clone());
        signatures.spawn(async move {
            if number % 10 == 3 {
                world.signer.sign(KeyVersion(key.version().0 + 7), b"message").await.is_err()
            } else {
                is_signed(&world, &key, format!("message {number}").as_bytes()).await
            }
        });
    }
    assert!(signatures.join_all().await.into_iter().all(|good| good));
}

pub async fn tokens_are_good_for_who_reads_the_published_keys(world: &SigningWorld) {
    let tokens = Tokens::new(world, world.keys.clone(), KeyTimes::default(), Duration::from_mins(5)).await;
    let token = tokens.issue().await.unwrap();
    let claims = tokens.verifier.verify(&token).await.unwrap();
    assert_eq!(claims.iss, "https://id.example");
    assert_eq!(tokens.issuer.signatures(), 1);
}

async fn current(world: &SigningWorld) -> PublishedKey {
    let keys = world.keys.load().await.unwrap();
    keys.into_iter().find(|key| key.status() == KeyStatus::Current).unwrap()
}

async fn is_signed(world: &SigningWorld, key: &PublishedKey, payload: &[u8]) -> bool {
    let footer = paseto::footer(key.id());
    let message = paseto::signing_input(payload, footer.as_bytes(), b"implicit");
    let signature = world.signer.sign(key.version(), &message).await.unwrap();
    let token = paseto::assemble(payload, signature.bytes(), footer.as_bytes());
    UnverifiedToken::parse(&token).unwrap().is_signed_by(key.key(), b"implicit")
}

/// Makes one test of every story about signing. `$world` is an async function without parameters that gives a
/// [`SigningWorld`](crate::stories::signing::SigningWorld).
#[macro_export]
macro_rules! signing_contract {
    ($world:path) => {
        $crate::signing_contract! { @tests $world;
            one_key_is_current, a_signature_is_of_the_published_key_over_the_very_bytes,
            a_version_that_is_not_there_signs_nothing, many_at_once_each_get_their_own_signature,
            a_bad_request_among_good_ones_harms_nobody, tokens_are_good_for_who_reads_the_published_keys
        }
    };
    (@tests $world:path; $($story:ident),+) => {
        mod contract {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
                async fn $story() {
                    $crate::stories::signing::$story(&$world().await).await;
                }
            )+
        }
    };
}
