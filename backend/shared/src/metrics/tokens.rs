//! Keys of access tokens, and what they signed.

use std::sync::Arc;

use super::Show;
use crate::{
    domain::tokens::{AccessTokenIssuer, KeyRing, KeyStatus},
    figures::Kind,
};

/// Versions of the key that are shown. Older ones signed long ago.
const MOST_VERSIONS: usize = 8;

/// How many keys there are, how old the current one is, and how long ago all were read.
pub fn keys(ring: Arc<KeyRing>) -> Show {
    Arc::new(move |page| {
        let published = ring.published();
        let count = |status: KeyStatus| published.iter().filter(|key| key.status() == status).count();
        let keys = KeyStatus::ALL.iter().map(|(status, word)| ([("status", *word)], count(*status)));
        page.sizes("paseport_signing_keys", "Published keys of access tokens, by status.", keys)?;
        if let Some(age) = ring.current_key_age() {
            page.gauge("paseport_signing_key_age_seconds", "Age of the key that signs.", age.as_secs_f64())?;
        }
        if let Some(age) = ring.age() {
            let help = "Time since the keys were last read.";
            page.gauge("paseport_signing_keys_read_age_seconds", help, age.as_secs_f64())?;
        }
        Ok(())
    })
}

/// Signatures by version of the key and by what became of them, failures, and times.
pub fn signatures(tokens: Arc<AccessTokenIssuer>) -> Show {
    Arc::new(move |page| {
        let figures = tokens.figures();
        let counts =
            tokens.ledger().versions().into_iter().rev().take(MOST_VERSIONS).flat_map(|(version, signatures)| {
                let labels = |outcome| [("key_version", version.0.to_string()), ("outcome", String::from(outcome))];
                [(labels("issued"), signatures.issued), (labels("thrown_away"), signatures.thrown_away)]
            });
        let help = "Signatures of access tokens, by version of the key and what became of the token.";
        page.counters("paseport_token_signatures", help, counts)?;
        let help = "Access tokens that could not be signed, by reason.";
        page.tally("paseport_token_signing_failures", help, "reason", &figures.failures)?;
        let help = "Time until an access token was signed, the wait for its turn included.";
        page.histogram("paseport_token_signing_duration_seconds", help, &figures.times)
    })
}
