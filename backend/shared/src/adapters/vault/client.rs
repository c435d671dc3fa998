//! Requests to Vault with a token that is good.

use std::sync::Arc;

use http::Method;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::{
    address::VaultAddress,
    connection::{Connection, VaultTimeouts},
    credentials::VaultCredentials,
    error::VaultError,
    login::Login,
};
use crate::domain::clock::Clock;

/// One Vault server and one login to it. Connects and logs in when it is first needed.
#[derive(Debug)]
pub struct VaultClient {
    login: Login,
    timeouts: VaultTimeouts,
}

impl VaultClient {
    /// A client that uses nothing but what is given here. Nothing is sent yet.
    pub fn new(
        address: VaultAddress,
        credentials: VaultCredentials,
        timeouts: VaultTimeouts,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, VaultError> {
        let connection = Connection::new(address, timeouts)?;
        Ok(Self { login: Login::new(connection, credentials, clock)?, timeouts })
    }

    /// How long Vault is waited for.
    pub fn timeouts(&self) -> VaultTimeouts {
        self.timeouts
    }

    /// Logs in now, unless a token is there: what a start tries, so that wrong credentials are told at once.
    pub async fn log_in(&self) -> Result<(), VaultError> {
        self.login.token().await.map(|_| ())
    }

    /// Whether Vault is there, unsealed, and takes our token.
    pub async fn is_ready(&self) -> bool {
        self.call::<IgnoredAny>(Method::GET, "auth/token/lookup-self", None).await.is_ok()
    }

    /// Renews the token when two thirds of its life are over, and logs in anew where that is not possible, for as long
    /// as the future is polled. Spawn it once for each client, abort it to stop.
    pub async fn keep_logged_in(&self) {
        self.login.keep().await;
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        self.login.clock()
    }

    /// Sends a request that needs no login.
    pub(super) async fn call_unknown<T: DeserializeOwned>(&self, method: Method, path: &str) -> Result<T, VaultError> {
        self.login.connection().call(method, path, None, None).await
    }

    /// Sends a request. One that is denied because the token died is sent again after a new login.
    pub(super) async fn call<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
    ) -> Result<T, VaultError> {
        let token = self.login.token().await?;
        let connection = self.login.connection();
        let answer = connection.call(method.clone(), path, Some(token.header()), body.clone()).await;
        let Err(VaultError::Denied(message)) = answer else { return answer };
        let Some(token) = self.login.after_denial(&token).await? else { return Err(VaultError::Denied(message)) };
        connection.call(method, path, Some(token.header()), body).await
    }
}
