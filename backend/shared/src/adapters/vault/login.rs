//! The token that every request carries: had by logging in, renewed, and had anew when it died.

use std::{sync::Arc, time::Duration};

use arc_swap::ArcSwapOption;
use http::{HeaderValue, Method};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::Mutex;

use super::{
    connection::{Connection, json},
    credentials::VaultCredentials,
    error::VaultError,
};
use crate::{domain::clock::Clock, logging::Chain};

/// The pause between two tries that fail.
const PAUSE: Duration = Duration::from_secs(1);
/// The longest time without a look at the token; someone may have changed its life.
const LONGEST_REST: Duration = Duration::from_hours(1);

#[derive(Deserialize)]
struct LoginAnswer {
    auth: Auth,
}

#[derive(Deserialize)]
struct Auth {
    client_token: String,
    lease_duration: u64,
    renewable: bool,
}

#[derive(Deserialize)]
struct LookupAnswer {
    data: Lookup,
}

#[derive(Deserialize)]
struct Lookup {
    ttl: u64,
    /// Left out of a root token.
    #[serde(default)]
    renewable: bool,
}

/// A token, and what is known of its life.
#[derive(Debug)]
pub(super) struct Token {
    header: HeaderValue,
    /// `None` as long as nobody asked Vault.
    life: Option<Life>,
}

#[derive(Clone, Copy, Debug)]
struct Life {
    /// When the life was granted, by the clock's monotonic time.
    since: Duration,
    /// Zero for a token that never dies.
    lease: Duration,
    /// What the first grant was; a renewal that gives less than half of it nears the token's last day.
    first_lease: Duration,
    renewable: bool,
}

impl Token {
    fn new(text: &SecretString, life: Option<Life>) -> Result<Self, VaultError> {
        let mut header = HeaderValue::from_str(text.expose_secret())
            .map_err(|_| VaultError::Credentials("the token has characters that no token has".to_owned()))?;
        header.set_sensitive(true);
        Ok(Self { header, life })
    }

    pub(super) fn header(&self) -> &HeaderValue {
        &self.header
    }
}

impl Life {
    fn granted(since: Duration, seconds: u64, renewable: bool) -> Self {
        let lease = Duration::from_secs(seconds);
        Self { since, lease, first_lease: lease, renewable }
    }

    /// The time from now on after which the token should be renewed.
    fn rest(&self, now: Duration) -> Duration {
        if self.lease.is_zero() { LONGEST_REST } else { (self.since + self.lease * 2 / 3).saturating_sub(now) }
    }
}

/// The login to one Vault.
#[derive(Debug)]
pub(super) struct Login {
    connection: Connection,
    credentials: VaultCredentials,
    clock: Arc<dyn Clock>,
    held: ArcSwapOption<Token>,
    /// Held while a token is had, so that many callers cause one login. Remembers the last failure.
    failed: Mutex<Option<(Duration, VaultError)>>,
}

impl Login {
    pub(super) fn new(
        connection: Connection,
        credentials: VaultCredentials,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, VaultError> {
        let held = ArcSwapOption::empty();
        if let VaultCredentials::Token(text) = &credentials {
            held.store(Some(Arc::new(Token::new(text, None)?)));
        }
        Ok(Self { connection, credentials, clock, held, failed: Mutex::new(None) })
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// The token that is held, or a new one.
    pub(super) async fn token(&self) -> Result<Arc<Token>, VaultError> {
        if let Some(token) = self.held.load_full() {
            return Ok(token);
        }
        let mut failed = self.failed.lock().await;
        match self.held.load_full() {
            Some(token) => Ok(token),
            None => self.log_in(&mut failed).await,
        }
    }

    /// What to do after Vault denied a request with `denied`: a better token, or `None` if that one is alive and the
    /// denial was meant.
    pub(super) async fn after_denial(&self, denied: &Arc<Token>) -> Result<Option<Arc<Token>>, VaultError> {
        let mut failed = self.failed.lock().await;
        match self.held.load_full() {
            Some(token) if token.header != denied.header => return Ok(Some(token)),
            _ => {}
        }
        match self.look_up(denied).await {
            Ok(_) => Ok(None),
            Err(VaultError::Denied(_)) => self.log_in(&mut failed).await.map(Some),
            Err(error) => Err(error),
        }
    }

    /// Keeps a good token for as long as the future is polled.
    pub(super) async fn keep(&self) {
        let mut failing = false;
        loop {
            let rest = match self.look_after().await {
                Ok(rest) => {
                    failing = false;
                    rest
                }
                Err(error) => {
                    if !std::mem::replace(&mut failing, true) {
                        tracing::warn!(event = "vault.login_failed", error = %Chain(&error));
                    }
                    PAUSE
                }
            };
            tokio::time::sleep(rest.min(LONGEST_REST)).await;
        }
    }

    /// Does what is due for the token and tells after what time to look again.
    async fn look_after(&self) -> Result<Duration, VaultError> {
        let token = self.token().await?;
        let Some(life) = token.life else {
            let life = match self.look_up(&token).await {
                Err(VaultError::Denied(_)) => return self.log_in_instead_of(&token).await,
                life => life?,
            };
            self.replace(&token, life);
            return Ok(life.rest(self.clock.monotonic()));
        };
        let rest = life.rest(self.clock.monotonic());
        if !rest.is_zero() {
            return Ok(rest);
        }
        match self.renew(&token, life).await {
            Ok(life) if life.lease * 2 >= life.first_lease => {
                self.replace(&token, life);
                Ok(life.rest(self.clock.monotonic()))
            }
            // A token that was given can't be replaced: it lives as long as it may.
            Ok(life) if matches!(self.credentials, VaultCredentials::Token(_)) => {
                self.replace(&token, life);
                Ok(life.rest(self.clock.monotonic()).max(PAUSE))
            }
            Ok(_) | Err(VaultError::Denied(_) | VaultError::Status { .. }) => self.log_in_instead_of(&token).await,
            Err(error) => Err(error),
        }
    }

    async fn log_in_instead_of(&self, token: &Arc<Token>) -> Result<Duration, VaultError> {
        let mut failed = self.failed.lock().await;
        let token = match self.held.load_full() {
            Some(newer) if newer.header != token.header => newer,
            _ => self.log_in(&mut failed).await?,
        };
        Ok(token.life.map_or(PAUSE, |life| life.rest(self.clock.monotonic())))
    }

    async fn log_in(&self, failed: &mut Option<(Duration, VaultError)>) -> Result<Arc<Token>, VaultError> {
        let since = self.clock.monotonic();
        if let Some((at, error)) = &*failed
            && since.saturating_sub(*at) < PAUSE
        {
            return Err(error.clone());
        }
        let token = self.ask_for_token(since).await;
        *failed = token.as_ref().err().map(|error| (since, error.clone()));
        let token = Arc::new(token?);
        self.held.store(Some(Arc::clone(&token)));
        tracing::info!(event = "vault.logged_in");
        Ok(token)
    }

    async fn ask_for_token(&self, since: Duration) -> Result<Token, VaultError> {
        let VaultCredentials::AppRole { role_id, secret_id } = &self.credentials else {
            return Err(VaultError::Credentials("the token is not good (any more)".to_owned()));
        };
        let body = json(&json!({ "role_id": role_id, "secret_id": secret_id.expose_secret() }));
        let answer = self.connection.call(Method::POST, "auth/approle/login", None, Some(body)).await;
        let LoginAnswer { auth } = answer.map_err(|error| match error {
            VaultError::Denied(message) | VaultError::Status { status: 400, message } => {
                VaultError::Credentials(message)
            }
            error => error,
        })?;
        Token::new(
            &SecretString::from(auth.client_token),
            Some(Life::granted(since, auth.lease_duration, auth.renewable)),
        )
    }

    async fn look_up(&self, token: &Token) -> Result<Life, VaultError> {
        let since = self.clock.monotonic();
        let path = "auth/token/lookup-self";
        let LookupAnswer { data } = self.connection.call(Method::GET, path, Some(token.header()), None).await?;
        Ok(Life::granted(since, data.ttl, data.renewable))
    }

    async fn renew(&self, token: &Token, life: Life) -> Result<Life, VaultError> {
        if !life.renewable {
            let left = (life.since + life.lease).saturating_sub(self.clock.monotonic());
            return Ok(Life { lease: left, since: self.clock.monotonic(), ..life });
        }
        let since = self.clock.monotonic();
        let path = "auth/token/renew-self";
        let body = Some(json(&json!({})));
        let LoginAnswer { auth } = self.connection.call(Method::POST, path, Some(token.header()), body).await?;
        let renewed = Life::granted(since, auth.lease_duration, auth.renewable);
        Ok(Life { first_lease: life.first_lease, ..renewed })
    }

    /// Notes what was learned about a token, unless another is held by now.
    fn replace(&self, token: &Arc<Token>, life: Life) {
        let new = Arc::new(Token { header: token.header.clone(), life: Some(life) });
        self.held.compare_and_swap(token, Some(new));
    }
}
