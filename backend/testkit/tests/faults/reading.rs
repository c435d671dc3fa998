//! What answers and tokens say.

use serde_json::Value;
use shared::domain::{clock::Timestamp, sessions::RefreshToken};
use testkit::{access_token, actor::Answer};

use crate::judge::{Cookie, Reply};

const REFRESH_COOKIE: &str = "__Host-refresh";

/// Whose a refresh token is, and its place in the family.
pub(crate) fn refresh_token(text: &str) -> (String, u64) {
    let token: RefreshToken = text.parse().expect("a refresh token");
    (token.session_id().to_string(), token.generation().number())
}

/// What the access token in an answer says.
pub(crate) fn claims(reply: &Reply) -> Value {
    reply.body["access_token"].as_str().map(access_token::claims).unwrap_or_default()
}

/// When the access token in an answer ends.
pub(crate) fn expiry(reply: &Reply) -> Timestamp {
    claims(reply)["exp"].as_str().expect("a time").parse().expect("a time")
}

/// An answer as the judge hears it.
pub(crate) fn reply(answer: &Answer) -> Reply {
    let cookie = match answer.set_cookie(REFRESH_COOKIE) {
        None => Cookie::Untouched,
        Some(cookie) if cookie.clears() => Cookie::Cleared,
        Some(cookie) => Cookie::Set(cookie.value),
    };
    Reply {
        status: answer.status.as_u16(),
        body: serde_json::from_slice(&answer.body).unwrap_or_default(),
        retry_after: answer.header("retry-after").and_then(|text| text.parse::<u64>().ok()).is_some_and(|s| s > 0),
        cookie,
    }
}
