//! The mark of a browser that has signed in before: `<user>.<browser>.<issued at>.<mac>`.
//!
//! It proves nothing but that this browser once knew the account's password. It only chooses the bucket.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use jiff::SignedDuration;
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::domain::{
    clock::Timestamp,
    ids::UserId,
    peppers::{Pepper, PepperRing},
    randomness::{Randomness, random_bytes},
};

/// How long a mark is good for.
pub const LIFE: SignedDuration = SignedDuration::from_hours(180 * 24);

/// A proven mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownBrowser {
    pub user_id: UserId,
    browser: String,
}

impl KnownBrowser {
    /// The random name of the browser.
    pub fn id(&self) -> &str {
        &self.browser
    }
}

/// Makes and proves the marks.
#[derive(Debug)]
pub struct KnownBrowsers {
    peppers: PepperRing,
}

impl KnownBrowsers {
    pub fn new(peppers: PepperRing) -> Self {
        Self { peppers }
    }

    /// A mark for a browser that just signed in; one that is known already keeps its name.
    pub fn mark(
        &self,
        user: UserId,
        known: Option<&KnownBrowser>,
        now: Timestamp,
        randomness: &dyn Randomness,
    ) -> String {
        let browser = known
            .filter(|known| known.user_id == user)
            .map_or_else(|| URL_SAFE_NO_PAD.encode(random_bytes::<18>(randomness)), |known| known.browser.clone());
        seal(self.peppers.current(), &format!("{user}.{browser}.{}", now.as_second()))
    }

    /// Reads a presented mark; `None` when it is not ours, or too old.
    pub fn prove(&self, presented: &str, now: Timestamp) -> Option<KnownBrowser> {
        let (body, _) = presented.rsplit_once('.')?;
        let genuine =
            self.peppers.iter().any(|pepper| seal(pepper, body).as_bytes().ct_eq(presented.as_bytes()).into());
        let mut parts = body.split('.');
        let user_id = parts.next()?.parse().ok()?;
        let browser = parts.next()?.to_owned();
        let issued_at = Timestamp::from_second(parts.next()?.parse().ok()?).ok()?;
        let alive = now.duration_since(issued_at) < LIFE;
        (genuine && alive && parts.next().is_none()).then_some(KnownBrowser { user_id, browser })
    }
}

fn seal(pepper: &Pepper, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(pepper.expose()).expect("HMAC takes a key of any length");
    mac.update(b"kb1");
    mac.update(body.as_bytes());
    format!("{body}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}
