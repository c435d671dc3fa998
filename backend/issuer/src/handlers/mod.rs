//! What the issuer answers, one folder a noun, one file a verb: read the request, call one service, map the result.

pub mod account;
pub mod audit;
mod extract;
pub mod identities;
pub mod login;
pub mod oauth;
mod paging;
pub mod providers;
pub mod sessions;
pub mod setup;
mod token_answer;
mod token_body;
pub mod userinfo;
pub mod users;
pub mod well_known;

use std::time::Duration;

use shared::{
    domain::{passwords::HasherBusy, tokens::SignError},
    middleware::problem::Problem,
};

use self::token_answer::{set_cookies, sign_in_cookies};
pub use self::{
    extract::{OwnPage, RequestOrigin},
    token_answer::{SignedInUserBody, TokenAnswer, TokenType},
};

/// 503: too many passwords are being checked at once.
fn busy(error: HasherBusy) -> Problem {
    Problem::unavailable(Duration::from_secs(error.retry_after_seconds)).cause(error)
}

/// 503: the signer is away, and nothing was consumed.
fn unsigned(error: SignError) -> Problem {
    Problem::unavailable(Duration::from_secs(1)).cause(error)
}
