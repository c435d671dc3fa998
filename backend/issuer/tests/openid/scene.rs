//! A relying party and a provider that know each other.

use std::sync::Arc;

use issuer::adapters::openid::OpenIdRelyingParty;
use secrecy::SecretString;
use serde_json::{Value, json};
use shared::{
    adapters::{
        http_fetch::{Exceptions, GuardedFetch},
        os_randomness::OsRandomness,
    },
    domain::{
        clock::Clock,
        handles::Handle,
        ids::ProviderId,
        providers::{
            AuthorizationRequest, CodeRedemption, Provider, RelyingParty, RelyingPartyError, SealedSecret,
            UpstreamIdentity,
        },
        users::{DisplayName, Roles},
    },
};
use testkit::{
    clock::TestClock,
    servers::provider::{ProviderServer, TestProvider},
};
use url::Url;

/// Where the browser comes back to. Nobody goes there.
pub(crate) const CALLBACK: &str = "https://sign-in.test/auth/v1/oauth/callback/rauthy";

/// Longer than it takes until keys may be read again.
pub(crate) const PAUSE: std::time::Duration = std::time::Duration::from_secs(6);

/// Both sides, at the time of the test's clock.
pub(crate) struct Scene {
    pub(crate) upstream: TestProvider,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) relying_party: OpenIdRelyingParty,
    /// The provider as our admins have it.
    pub(crate) provider: Provider,
    pub(crate) client_secret: Option<SecretString>,
}

/// A browser that is on its way.
pub(crate) struct Begun {
    pub(crate) request: AuthorizationRequest,
    pub(crate) url: Url,
}

impl Scene {
    /// A confidential client at a provider that signs with RS256 and says everything in the ID token.
    pub(crate) async fn new() -> Self {
        Self::with_client(json!({})).await
    }

    /// The same with other metadata of the client at the provider.
    pub(crate) async fn with_client(changes: Value) -> Self {
        Self::with(changes, json!({})).await
    }

    /// The same with other settings of the provider too.
    pub(crate) async fn with(changes: Value, mut settings: Value) -> Self {
        let mut client = TestProvider::client(CALLBACK);
        client.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        settings["clients"] = json!([client]);
        let clock = Arc::new(TestClock::new());
        let upstream = TestProvider::start_with(settings).await;
        upstream.set_time(clock.now()).await;
        let hosts = [ProviderServer::shared().host().parse().unwrap(), "127.0.0.1:1".parse().unwrap()];
        let fetch = Arc::new(GuardedFetch::new(Exceptions::new(hosts, true)));
        Self {
            relying_party: OpenIdRelyingParty::new(fetch, clock.clone()),
            provider: provider(upstream.issuer(), &clock),
            client_secret: Some(TestProvider::client_secret()),
            upstream,
            clock,
        }
    }

    /// Lets time pass on both sides.
    pub(crate) async fn advance(&self, by: std::time::Duration) {
        self.clock.advance(by);
        self.upstream.set_time(self.clock.now()).await;
    }

    /// Sends a browser to the provider.
    pub(crate) async fn begin(&self, max_age_seconds: Option<u32>) -> Result<Begun, RelyingPartyError> {
        let request = AuthorizationRequest {
            redirect_uri: CALLBACK.parse().unwrap(),
            state: Handle::new(&OsRandomness),
            nonce: Handle::new(&OsRandomness),
            code_verifier: Handle::new(&OsRandomness).expose().to_owned().into(),
            max_age_seconds,
        };
        let url = self.relying_party.authorization_url(&self.provider, &request).await?;
        Ok(Begun { request, url })
    }

    /// What the browser of `begun` brings back when this account has signed in.
    pub(crate) async fn come_back(&self, begun: &Begun, account: &str) -> CodeRedemption {
        let back = self.upstream.sign_in(&begun.url, account).await;
        let parameter = |name: &str| {
            let mut pairs = back.query_pairs();
            pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        };
        assert!(back.as_str().starts_with(CALLBACK), "{back}");
        assert_eq!(parameter("state").as_deref(), Some(begun.request.state.expose()), "{back}");
        CodeRedemption {
            code: parameter("code").unwrap_or_else(|| panic!("{back}")).into(),
            response_issuer: parameter("iss"),
            redirect_uri: begun.request.redirect_uri.clone(),
            nonce: begun.request.nonce.hashed(),
            code_verifier: begun.request.code_verifier.clone(),
            max_age_seconds: begun.request.max_age_seconds,
        }
    }

    /// Trades what the browser brought.
    pub(crate) async fn redeem(&self, redemption: CodeRedemption) -> Result<UpstreamIdentity, RelyingPartyError> {
        self.relying_party.redeem(&self.provider, self.client_secret.as_ref(), redemption).await
    }

    /// The whole way, as alice.
    pub(crate) async fn sign_in(&self) -> Result<UpstreamIdentity, RelyingPartyError> {
        self.sign_in_as("alice", None).await
    }

    /// The whole way.
    pub(crate) async fn sign_in_as(
        &self,
        account: &str,
        max_age_seconds: Option<u32>,
    ) -> Result<UpstreamIdentity, RelyingPartyError> {
        let begun = self.begin(max_age_seconds).await?;
        let redemption = self.come_back(&begun, account).await;
        self.redeem(redemption).await
    }

    /// Signing in works, is not believed while the provider misbehaves so, and works again.
    #[track_caller]
    pub(crate) fn doubts<'a>(&'a self, faults: Value, reason: &'a str) -> impl Future<Output = ()> + 'a {
        let caller = std::panic::Location::caller();
        async move {
            assert_eq!(self.sign_in().await.unwrap().subject.as_str(), "alice", "before, {caller}");
            self.upstream.misbehave(faults).await;
            let said = disbelieved(self.sign_in().await);
            assert!(said.contains(reason), "{said}, not {reason}, {caller}");
            self.upstream.behave().await;
            assert_eq!(self.sign_in().await.unwrap().subject.as_str(), "alice", "after, {caller}");
        }
    }

    /// The same with a fault of the ID token.
    #[track_caller]
    pub(crate) fn doubts_id_token<'a>(&'a self, fault: Value, reason: &'a str) -> impl Future<Output = ()> + 'a {
        self.doubts(Value::from_iter([("id_token", fault)]), reason)
    }

    /// Signing in works although the provider does this.
    pub(crate) async fn believes_id_token(&self, fault: Value) -> UpstreamIdentity {
        self.upstream.misbehave(json!({ "id_token": fault })).await;
        self.sign_in().await.unwrap()
    }
}

/// The reason why an answer was not believed.
#[track_caller]
pub(crate) fn disbelieved(answer: Result<UpstreamIdentity, RelyingPartyError>) -> String {
    match answer {
        Err(RelyingPartyError::Unbelievable(reason)) => reason,
        other => panic!("{other:?}"),
    }
}

fn provider(issuer: &str, clock: &TestClock) -> Provider {
    Provider {
        id: ProviderId::new(clock, &OsRandomness),
        slug: "upstream".parse().unwrap(),
        display_name: DisplayName::parse("Upstream").unwrap(),
        issuer: issuer.parse().unwrap(),
        client_id: TestProvider::CLIENT_ID.to_owned(),
        client_secret: Some(SealedSecret::new("sealed")),
        scopes: "openid profile email".parse().unwrap(),
        allow_signup: true,
        trust_email: false,
        default_roles: Roles::USER,
        enabled: true,
        created_at: clock.now(),
        updated_at: clock.now(),
    }
}
