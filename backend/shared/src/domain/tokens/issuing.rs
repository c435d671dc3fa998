//! Making access tokens.

use std::{fmt, sync::Arc, time::Duration};

use secrecy::SecretString;

use super::{
    claims::AccessClaims,
    implicit_assertion::ImplicitAssertion,
    key::PublishedKey,
    key_ring::KeyRing,
    ledger::{Ledger, Signature},
    paseto::{self, UnverifiedToken},
    ports::{SignError, TokenSigner},
    signing_figures::SigningFigures,
};
use crate::domain::{
    clients::{ClientId, Scope},
    clock::{Clock, Timestamp},
    ids::{SessionId, TokenId, UserId},
    randomness::Randomness,
};

/// Whom a token speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A user, who has a session.
    User(UserId),
    /// A client for itself (RFC 6749, section 4.4).
    Client(ClientId),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => id.fmt(f),
            Self::Client(id) => id.fmt(f),
        }
    }
}

/// What a token is asked to say. The rest follows from the configuration, the clock and chance.
#[derive(Clone, Debug)]
pub struct AccessGrant {
    /// Whom the token speaks for.
    pub subject: Subject,
    /// The session it belongs to; every user's token has one.
    pub session: Option<SessionId>,
    /// The client that gets it.
    pub client_id: ClientId,
    /// What it may be used for.
    pub scope: Scope,
    /// When the user last proved who he is; written in whole seconds.
    pub auth_time: Option<Timestamp>,
    /// How he did (RFC 8176).
    pub amr: Option<Vec<String>>,
}

/// A new access token. Dropped before it is handed out, it counts as thrown away.
#[derive(Debug)]
pub struct AccessToken {
    text: SecretString,
    expires_in: u64,
    jti: TokenId,
    signature: Signature,
}

impl AccessToken {
    /// The token itself, for an answer to whoever asked for it.
    pub fn text(&self) -> &SecretString {
        &self.text
    }

    /// The answer is on its way: the token counts as issued.
    pub fn hand_out(self) {
        self.signature.hand_out();
    }

    /// Its life from now, in seconds.
    pub fn expires_in(&self) -> u64 {
        self.expires_in
    }

    /// Its id, for logs and the audit record.
    pub fn jti(&self) -> TokenId {
        self.jti
    }
}

/// Writes access tokens of one issuer for one audience and has them signed.
#[derive(Debug)]
pub struct AccessTokenIssuer {
    ring: Arc<KeyRing>,
    signer: Arc<dyn TokenSigner>,
    assertion: ImplicitAssertion,
    ttl: Duration,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
    figures: SigningFigures,
}

impl AccessTokenIssuer {
    /// An issuer whose tokens live `ttl`, in whole seconds.
    pub fn new(
        ring: Arc<KeyRing>,
        signer: Arc<dyn TokenSigner>,
        assertion: ImplicitAssertion,
        ttl: Duration,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
    ) -> Self {
        Self { ring, signer, assertion, ttl, clock, randomness, figures: SigningFigures::default() }
    }

    /// A token for `grant`, signed by the current key.
    pub async fn issue(&self, grant: AccessGrant) -> Result<AccessToken, SignError> {
        let issued = self.try_issue(grant).await;
        if let Err(error) = &issued {
            self.figures.failures.add_one(error.into());
        }
        issued
    }

    /// What became of the signatures so far.
    pub fn ledger(&self) -> &Ledger {
        self.signer.ledger()
    }

    /// How signing went so far.
    pub fn figures(&self) -> &SigningFigures {
        &self.figures
    }

    /// Tokens that were handed out.
    pub fn issued(&self) -> u64 {
        self.ledger().total().issued
    }

    /// Tokens that were signed and thrown away.
    pub fn thrown_away(&self) -> u64 {
        self.ledger().total().thrown_away
    }

    /// Signatures that the signer made: issued, thrown away, and on their way.
    pub fn signatures(&self) -> u64 {
        self.ledger().total().made
    }

    async fn try_issue(&self, grant: AccessGrant) -> Result<AccessToken, SignError> {
        let key = self.ring.current_or_reload().await;
        let key = key.ok_or_else(|| SignError::unavailable("no key is known to sign with"))?;
        let claims = self.claims(grant);
        let (text, signature) = self.sign_with_current(key, &claims.to_json()).await?;
        Ok(AccessToken { text: text.into(), expires_in: self.ttl.as_secs(), jti: claims.jti, signature })
    }

    /// Signs with `key`, or with the one that has taken its place.
    async fn sign_with_current(&self, key: PublishedKey, payload: &[u8]) -> Result<(String, Signature), SignError> {
        let refusal = match self.sign(&key, payload).await {
            Err(refusal @ SignError::VersionRefused(_)) => refusal,
            signed => return signed,
        };
        let Some(key) = self.ring.current_instead_of(key.version()).await else { return Err(refusal) };
        self.sign(&key, payload).await
    }

    fn claims(&self, grant: AccessGrant) -> AccessClaims {
        let iat = whole_seconds(self.clock.now());
        let ttl = i64::try_from(self.ttl.as_secs()).unwrap_or(i64::MAX);
        AccessClaims {
            iss: self.assertion.issuer().to_owned(),
            sub: grant.subject.to_string(),
            aud: self.assertion.audience().to_owned(),
            exp: Timestamp::from_second(iat.as_second().saturating_add(ttl)).unwrap_or(Timestamp::MAX),
            nbf: iat,
            iat,
            jti: TokenId::new(&*self.clock, &*self.randomness),
            sid: grant.session,
            client_id: grant.client_id,
            scope: grant.scope,
            auth_time: grant.auth_time.map(whole_seconds),
            amr: grant.amr,
        }
    }

    async fn sign(&self, key: &PublishedKey, payload: &[u8]) -> Result<(String, Signature), SignError> {
        let footer = paseto::footer(key.id());
        let implicit = self.assertion.as_bytes();
        if paseto::token_bytes(payload, footer.as_bytes()) > paseto::MAX_TOKEN_BYTES {
            return Err(SignError::TooLong);
        }
        let message = paseto::signing_input(payload, footer.as_bytes(), implicit);
        let began = self.clock.monotonic();
        let signature = self.signer.sign(key.version(), &message).await?;
        self.figures.times.observe_time(self.clock.monotonic().saturating_sub(began));
        let token = paseto::assemble(payload, signature.bytes(), footer.as_bytes());
        if UnverifiedToken::parse(&token).is_some_and(|token| token.is_signed_by(key.key(), implicit)) {
            Ok((token, signature))
        } else {
            Err(SignError::BadSignature)
        }
    }
}

fn whole_seconds(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}
