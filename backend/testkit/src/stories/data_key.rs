//! The key that seals secrets at rest.
//!
//! A test binary runs these on its adapters with one line: `testkit::data_key_contract!(world);`, where `world` is an
//! async function that gives a [`DataKeyWorld`].

use std::{fmt, sync::Arc};

use secrecy::{ExposeSecret, SecretString};
use shared::domain::providers::{DataKey, DataKeyError, SealedSecret};

/// The adapters that the stories are told.
#[derive(Clone)]
pub struct DataKeyWorld {
    pub key: Arc<dyn DataKey>,
    /// The same key as another process has it.
    pub elsewhere: Arc<dyn DataKey>,
    /// Another key of the same kind.
    pub other: Arc<dyn DataKey>,
}

impl fmt::Debug for DataKeyWorld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKeyWorld")
    }
}

const SECRET: &str = "q7Zt1m0YHcXv5rWn8sKdLb2fGj4uPaEe";

async fn sealed(world: &DataKeyWorld) -> SealedSecret {
    world.key.seal("provider-secret:1", &SECRET.into()).await.unwrap()
}

fn assert_unopened(opened: &Result<SecretString, DataKeyError>, what: &str) {
    assert!(matches!(opened, Err(DataKeyError::Unopened)), "{what}: {opened:?}");
}

pub async fn what_was_sealed_opens_for_the_same_purpose(world: &DataKeyWorld) {
    let long = "long".repeat(1024);
    for secret in [SECRET, "s", "Grüße, 用户", "line\nbreak\0", &long] {
        for purpose in ["provider-secret:1", "", "zu Zwecken aller Art"] {
            let sealed = world.key.seal(purpose, &secret.into()).await.unwrap();
            assert_eq!(world.key.open(purpose, &sealed).await.unwrap().expose_secret(), secret);
            assert_eq!(world.elsewhere.open(purpose, &sealed).await.unwrap().expose_secret(), secret);
        }
    }
}

pub async fn what_was_sealed_opens_for_no_other_purpose(world: &DataKeyWorld) {
    let sealed = sealed(world).await;
    for purpose in ["", "provider-secret:2", "provider-secret:", "provider-secret:1 ", "Provider-secret:1"] {
        assert_unopened(&world.key.open(purpose, &sealed).await, purpose);
    }
    assert!(world.key.open("provider-secret:1", &sealed).await.is_ok());
}

pub async fn what_was_sealed_opens_with_no_other_key(world: &DataKeyWorld) {
    assert_unopened(&world.other.open("provider-secret:1", &sealed(world).await).await, "another key");
}

pub async fn sealing_twice_gives_two_texts_and_neither_shows_the_secret(world: &DataKeyWorld) {
    let (first, second) = (sealed(world).await, sealed(world).await);
    assert_ne!(first, second);
    for sealed in [first, second] {
        assert!(!sealed.as_str().contains(SECRET) && sealed.as_str().is_ascii());
        assert!(!format!("{sealed:?}").contains(sealed.as_str()));
    }
}

pub async fn what_was_changed_since_opens_never(world: &DataKeyWorld) {
    let sealed = sealed(world).await;
    let text = sealed.as_str();
    for place in 0..text.len() {
        let other = if text.as_bytes()[place] == b'A' { "B" } else { "A" };
        let changed = format!("{}{other}{}", &text[..place], &text[place + 1..]);
        assert_unopened(&world.key.open("provider-secret:1", &SealedSecret::new(changed)).await, &place.to_string());
    }
    for changed in
        ["", "v1.", "vault:v1:", SECRET, &text[..text.len() - 4], &format!("{text}AAAA"), &format!(" {text}")]
    {
        assert_unopened(&world.key.open("provider-secret:1", &SealedSecret::new(changed)).await, changed);
    }
}

/// Makes one test of every story about the data key. `$world` is an async function without parameters that gives a
/// [`DataKeyWorld`](crate::stories::data_key::DataKeyWorld).
#[macro_export]
macro_rules! data_key_contract {
    ($world:path) => {
        $crate::data_key_contract! { @tests $world;
            what_was_sealed_opens_for_the_same_purpose, what_was_sealed_opens_for_no_other_purpose,
            what_was_sealed_opens_with_no_other_key, sealing_twice_gives_two_texts_and_neither_shows_the_secret,
            what_was_changed_since_opens_never
        }
    };
    (@tests $world:path; $($story:ident),+) => {
        mod data_key_contract {
            $(
                #[tokio::test]
                async fn $story() {
                    $crate::stories::data_key::$story(&$world().await).await;
                }
            )+
        }
    };
}
