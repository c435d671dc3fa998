//! A key of its own for each test, and clients of it.

use std::{sync::Arc, time::Duration};

use shared::{
    adapters::{
        system_clock::SystemClock,
        vault::{
            TransitKey, VaultAddress, VaultClient, VaultCredentials, VaultDataKey, VaultKeys, VaultPublicKeys,
            VaultSigner, VaultTimeouts,
        },
    },
    domain::{
        clock::Clock,
        tokens::{KeySchedule, KeyTimes},
    },
};
use testkit::{
    servers::{
        flaky_proxy::FlakyProxy,
        vault::{AppRole, Provisioned, VaultServer},
    },
    stories::signing::{SigningWorld, Tokens},
};

/// The life of access tokens.
pub(crate) const TTL: Duration = Duration::from_secs(5);
/// Short, so that a rotation is over within a test.
pub(crate) const AHEAD: Duration = Duration::from_secs(3);

pub(crate) struct World<'a> {
    pub(crate) server: &'a VaultServer,
    pub(crate) provisioned: Provisioned,
    pub(crate) address: String,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) schedule: KeySchedule,
}

impl World<'static> {
    /// A key on the Vault that all tests share.
    pub(crate) fn new(key: &str) -> Self {
        Self::with(VaultServer::shared(), key, &[])
    }

    /// The same, reached through a proxy.
    pub(crate) async fn behind_proxy(key: &str) -> (Self, FlakyProxy) {
        let mut world = Self::new(key);
        let proxy = FlakyProxy::start(world.address.trim_start_matches("http://").parse().unwrap()).await;
        world.address = format!("http://{}", proxy.address());
        (world, proxy)
    }
}

impl<'a> World<'a> {
    /// A key on this Vault. `settings` are variables of `provision.sh`.
    pub(crate) fn with(server: &'a VaultServer, key: &str, settings: &[(&str, &str)]) -> Self {
        let provisioned = server.provision(key, settings);
        let (clock, schedule) = (Arc::new(SystemClock::new()), KeySchedule::new(AHEAD, TTL));
        Self { server, provisioned, address: server.address().to_owned(), clock, schedule }
    }

    pub(crate) fn key(&self) -> TransitKey {
        TransitKey::new(&self.provisioned.mount, &self.provisioned.key).unwrap()
    }

    pub(crate) fn client_with(&self, credentials: VaultCredentials) -> Arc<VaultClient> {
        let address = VaultAddress::new(&self.address, true).unwrap();
        Arc::new(VaultClient::new(address, credentials, VaultTimeouts::default(), self.clock.clone()).unwrap())
    }

    pub(crate) fn client(&self, role: &AppRole) -> Arc<VaultClient> {
        let AppRole { role_id, secret_id } = role.clone();
        self.client_with(VaultCredentials::AppRole { role_id, secret_id })
    }

    pub(crate) fn issuer(&self) -> Arc<VaultClient> {
        self.client(&self.provisioned.issuer)
    }

    pub(crate) fn signer(&self, client: &Arc<VaultClient>) -> Arc<VaultSigner> {
        Arc::new(VaultSigner::new(client.clone(), self.key()))
    }

    pub(crate) fn public_keys(&self, client: &Arc<VaultClient>) -> Arc<VaultPublicKeys> {
        Arc::new(VaultPublicKeys::new(client.clone(), self.key(), self.schedule, self.clock.clone()))
    }

    pub(crate) fn data_key(&self, client: &Arc<VaultClient>) -> VaultDataKey {
        VaultDataKey::new(client.clone(), self.key().beside(&self.provisioned.data_key).unwrap())
    }

    pub(crate) fn keys(&self) -> VaultKeys {
        let rotator = self.client(&self.provisioned.rotator);
        VaultKeys::new(rotator, self.key(), self.schedule, self.clock.clone())
    }

    /// Signer and keys by one login, as in the issuer.
    pub(crate) fn signing(&self) -> SigningWorld {
        let client = self.issuer();
        SigningWorld { signer: self.signer(&client), keys: self.public_keys(&client) }
    }

    /// An issuer with this signer, and a verifier that reads the keys as the API does.
    pub(crate) async fn tokens(&self, signer: Arc<VaultSigner>, client: &Arc<VaultClient>) -> Tokens {
        let issuing = SigningWorld { signer, keys: self.public_keys(client) };
        let verifying = self.public_keys(&self.client(&self.provisioned.api));
        Tokens::new(&issuing, verifying, KeyTimes::new(AHEAD / 3, AHEAD).unwrap(), TTL).await
    }
}

/// Tries until it succeeds, for at most this long; how long it took.
pub(crate) async fn until<F: Future<Output = bool>>(limit: Duration, mut condition: impl FnMut() -> F) -> Duration {
    let start = tokio::time::Instant::now();
    while !condition().await {
        assert!(start.elapsed() < limit, "not within {limit:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    start.elapsed()
}
