//! Whether an access token is good.

use std::sync::Arc;

use super::{
    claims::AccessClaims,
    implicit_assertion::ImplicitAssertion,
    key_ring::{KeyLookup, KeyRing},
    paseto::{self, UnverifiedToken},
};
use crate::domain::clock::{Clock, SignedDuration, Timestamp};

/// Why a token is not good. All but [`Self::KeysUnavailable`] (503) are 401; the difference is for logs only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenRefused {
    /// Not the form of our access tokens.
    #[error("not an access token")]
    Malformed,
    /// The footer names a key that is not published.
    #[error("the token's key is not published")]
    UnknownKey,
    /// `exp` is now or was before.
    #[error("the token has expired")]
    Expired,
    /// `nbf` or `iat` is more than the leeway ahead.
    #[error("the token is not good yet")]
    NotYetValid,
    /// The named key did not sign this, or not for this issuer and audience.
    #[error("the token's signature is wrong")]
    Signature,
    /// `iss` is someone else.
    #[error("the token is of another issuer")]
    WrongIssuer,
    /// `aud` is someone else.
    #[error("the token is for another audience")]
    WrongAudience,
    /// The keys have not been read for so long that a good token may be unknown.
    #[error("the published keys are not available")]
    KeysUnavailable,
}

impl From<KeyLookup> for TokenRefused {
    fn from(reason: KeyLookup) -> Self {
        match reason {
            KeyLookup::Unknown => Self::UnknownKey,
            KeyLookup::Unavailable => Self::KeysUnavailable,
        }
    }
}

/// Checks access tokens of one issuer for one audience.
#[derive(Debug)]
pub struct AccessTokenVerifier {
    ring: Arc<KeyRing>,
    assertion: ImplicitAssertion,
    clock: Arc<dyn Clock>,
}

impl AccessTokenVerifier {
    /// How far the clocks of issuer and verifier may be apart on `nbf` and `iat`. There is none on `exp`.
    pub const LEEWAY: SignedDuration = SignedDuration::from_secs(5);

    /// A verifier that takes keys from `ring` only, and issuer and audience from `assertion` only.
    pub fn new(ring: Arc<KeyRing>, assertion: ImplicitAssertion, clock: Arc<dyn Clock>) -> Self {
        Self { ring, assertion, clock }
    }

    /// The claims of `token`, if it is good now.
    ///
    /// What costs little is looked at first; most bad tokens never reach the curve. Nothing is cached here. Waits only if
    /// the token names an unknown key.
    pub async fn verify(&self, token: &str) -> Result<AccessClaims, TokenRefused> {
        let unverified = UnverifiedToken::parse(token).ok_or(TokenRefused::Malformed)?;
        let key_id = paseto::key_named_by(unverified.footer()).ok_or(TokenRefused::Malformed)?;
        let claims = AccessClaims::from_json(unverified.payload()).map_err(|_| TokenRefused::Malformed)?;
        let now = self.clock.now();
        if claims.exp <= now {
            return Err(TokenRefused::Expired);
        }
        let key = self.ring.find_or_reload(&key_id).await?;
        if !unverified.is_signed_by(key.key(), self.assertion.as_bytes()) {
            return Err(TokenRefused::Signature);
        }
        self.check_signed(&claims, now)?;
        Ok(claims)
    }

    fn check_signed(&self, claims: &AccessClaims, now: Timestamp) -> Result<(), TokenRefused> {
        if claims.iss != self.assertion.issuer() {
            return Err(TokenRefused::WrongIssuer);
        }
        if claims.aud != self.assertion.audience() {
            return Err(TokenRefused::WrongAudience);
        }
        if claims.nbf.max(claims.iat).duration_since(now) > Self::LEEWAY {
            return Err(TokenRefused::NotYetValid);
        }
        Ok(())
    }
}
