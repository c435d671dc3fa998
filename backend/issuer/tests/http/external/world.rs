//! A product, an identity provider it knows, and the ways between the two.

use std::sync::Arc;

use issuer::assembly::IssuerPorts;
use serde_json::{Value, json};
use shared::{
    adapters::http_fetch::Exceptions,
    domain::{
        audit::{AuditFilter, AuditRecord},
        clock::Clock,
        providers::{UpstreamEmail, UpstreamIdentity},
    },
};
use testkit::{
    actor::{Actor, Answer},
    app::{TestApp, mailbox::Mailbox},
    interposed::InterposedRelyingParty,
    servers::provider::{ProviderServer, TestProvider},
};
use url::Url;

/// The name of the provider in addresses.
pub(super) const SLUG: &str = "rauthy";
/// The name of the other one.
pub(super) const SECOND: &str = "second";
pub(super) const SECRET: &str = TestProvider::CLIENT_SECRET;

pub(super) struct World {
    pub(super) app: TestApp,
    pub(super) admin: Actor,
    /// The provider as the product knows it.
    pub(super) id: String,
    pub(super) relying_party: Arc<InterposedRelyingParty>,
    /// The providers, the first one first; none if they are pretended.
    providers: Vec<TestProvider>,
}

impl World {
    /// With a provider by which strangers get an account.
    pub(super) async fn start() -> Self {
        Self::start_with(json!({})).await
    }

    /// The same with other settings of the provider.
    pub(super) async fn start_with(settings: Value) -> Self {
        Self::start_between(settings, |_| {}).await
    }

    /// The same with something put between the product and its ports.
    pub(super) async fn start_between(settings: Value, plug: impl FnOnce(&mut IssuerPorts)) -> Self {
        let provider = TestProvider::start(&callback(SLUG)).await;
        let issuer = provider.issuer().to_owned();
        let mut world = Self::open(vec![provider], plug).await;
        world.set_time().await;
        world.id = world.know(SLUG, &issuer, settings).await;
        world
    }

    /// With a provider that is pretended: a code is the subject that it was given to. "ulla" has the address of the seeded
    /// user.
    pub(super) async fn pretended() -> Self {
        let mut world = Self::open(Vec::new(), |_| {}).await;
        world.relying_party.pretend();
        world.relying_party.describe(UpstreamIdentity {
            subject: "ulla".parse().unwrap(),
            email: Some(UpstreamEmail { address: TestApp::USER.0.to_owned(), verified: true }),
            name: None,
            sid: None,
            auth_time: None,
        });
        world.id = world.know(SLUG, "https://id.example.com", json!({})).await;
        world
    }

    async fn open(providers: Vec<TestProvider>, plug: impl FnOnce(&mut IssuerPorts)) -> Self {
        let mut relying_party = None;
        let plug = |ports: &mut IssuerPorts| {
            relying_party = Some(InterposedRelyingParty::plug(ports));
            plug(ports);
        };
        let hosts = providers.first().map(|_| ProviderServer::shared().host().parse().unwrap());
        let app =
            TestApp::start_between(|settings| settings.issuer.outbound = Exceptions::new(hosts, true), plug).await;
        let admin = app.admin().await;
        Self { app, admin, id: String::new(), relying_party: relying_party.unwrap(), providers }
    }

    /// Makes a provider known; returns its id.
    async fn know(&mut self, slug: &str, issuer: &str, settings: Value) -> String {
        let mut body = laid_over(body(issuer), &settings);
        body["slug"] = json!(slug);
        let answer = self.admin.post("/auth/v1/providers").json(&body).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json()["id"].as_str().unwrap().to_owned()
    }

    /// Makes another provider known by the name [`SECOND`].
    pub(super) async fn second_provider(&mut self) {
        let provider = TestProvider::start(&callback(SECOND)).await;
        let issuer = provider.issuer().to_owned();
        self.providers.push(provider);
        self.set_time().await;
        self.know(SECOND, &issuer, json!({})).await;
    }

    /// The provider itself.
    pub(super) fn provider(&self) -> &TestProvider {
        &self.providers[0]
    }

    /// What a provider was asked so far.
    pub(super) async fn requests_of(&self, index: usize) -> Vec<String> {
        self.providers[index].requests().await
    }

    /// The issuer identifier of the provider.
    pub(super) fn issuer(&self) -> String {
        self.provider().issuer().to_owned()
    }

    /// What the provider says of an account from now on.
    pub(super) async fn describe(&self, account: &str, claims: Value) {
        self.provider().describe(account, claims).await;
    }

    /// Lets time pass, here and at the providers.
    pub(super) async fn advance(&self, seconds: u64) {
        self.app.advance(seconds);
        self.set_time().await;
    }

    async fn set_time(&self) {
        for provider in &self.providers {
            provider.set_time(self.app.clock.now()).await;
        }
    }

    /// The provider's session that whoever came last came from.
    pub(super) fn upstream_sid(&self) -> String {
        self.relying_party.last_seen().and_then(|identity| identity.sid).expect("a session at the provider")
    }

    /// A logout token of the provider's: what it says, and what is wrong with it.
    pub(super) async fn logout_token(&self, wanted: Value) -> String {
        self.provider().logout_token(wanted).await
    }

    /// Changes what the product knows of the provider.
    pub(super) async fn change(&mut self, change: Value) {
        let path = format!("/auth/v1/providers/{}", self.id);
        let now = self.admin.get(&path).send().await.json();
        let mut body = laid_over(body(now["issuer"].as_str().unwrap()), &change);
        body.as_object_mut().unwrap().remove("client_secret");
        let answer = self.admin.put(&path).json(&body).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }

    /// Where somebody's browser is sent who wants to sign in.
    pub(super) async fn depart(&self, browser: &mut Actor, query: &str) -> Url {
        self.depart_by(browser, SLUG, query).await
    }

    /// The same by another provider.
    pub(super) async fn depart_by(&self, browser: &mut Actor, slug: &str, query: &str) -> Url {
        let answer = browser.get(&format!("/auth/v1/oauth/init?provider={slug}{query}")).send().await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        location(&answer).parse().unwrap_or_else(|_| panic!("not a provider's: {}", location(&answer)))
    }

    /// Where the provider sends it back to when this account signs in there.
    pub(super) async fn visit(&self, authorization_url: &Url, account: &str) -> Url {
        if let Some(provider) = self.providers.first() {
            return provider.sign_in(authorization_url, account).await;
        }
        let state = parameter(authorization_url, "state").unwrap();
        Url::parse_with_params(&callback(SLUG), [("code", account), ("state", &state)]).unwrap()
    }

    /// Where it sends it back to when the person says no.
    pub(super) async fn cancel(&self, authorization_url: &Url) -> Url {
        self.provider().cancel(authorization_url).await
    }

    /// Where somebody's browser is to go who links from his account.
    pub(super) async fn start_link(&self, browser: &mut Actor) -> Url {
        self.start_link_by(browser, SLUG).await
    }

    /// The same by another provider.
    pub(super) async fn start_link_by(&self, browser: &mut Actor, slug: &str) -> Url {
        let answer = browser.post("/auth/v1/oauth/link").json(&json!({ "provider": slug })).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["authorization_url"].as_str().unwrap().parse().unwrap()
    }

    /// Links an account of the provider to the one somebody is signed in to. Returns a second browser of his, signed in by it.
    pub(super) async fn link(&self, browser: &mut Actor, account: &str) -> Actor {
        let to = self.start_link(browser).await;
        let back = self.visit(&to, account).await;
        assert_eq!(location(&come_back(browser, &back).await), "/account");
        let second = self.signed_in(account).await;
        assert_eq!(second.user_id, browser.user_id);
        second
    }

    /// The whole way. Ends with the answer of the callback.
    pub(super) async fn go(&self, browser: &mut Actor, account: &str) -> Answer {
        let to = self.depart(browser, "").await;
        let back = self.visit(&to, account).await;
        come_back(browser, &back).await
    }

    /// Somebody with a fresh browser, signed in by the provider.
    pub(super) async fn signed_in(&self, account: &str) -> Actor {
        let mut browser = self.app.anonymous();
        let answer = self.go(&mut browser, account).await;
        assert_eq!(location(&answer), "/dashboard");
        assert_eq!(browser.refresh().await.status, 200);
        browser
    }

    /// Somebody whose address is that of an account: his browser, and the ticket it got.
    pub(super) async fn with_ticket(&self, account: &str) -> (Actor, String) {
        let mut browser = self.app.anonymous();
        let answer = self.go(&mut browser, account).await;
        let ticket = location(&answer).strip_prefix("/login/link?ticket=").map(str::to_owned);
        (browser, ticket.unwrap_or_else(|| panic!("no ticket: {}", location(&answer))))
    }

    /// Everything the record says, the latest first.
    pub(super) async fn record(&self) -> Vec<AuditRecord> {
        let mut record = self.app.edition.issuer.ports.store.read().await.unwrap();
        record.audit().list(&AuditFilter { limit: 1000, ..AuditFilter::default() }).await.unwrap()
    }

    /// The latest entry of a kind.
    #[track_caller]
    pub(super) fn latest(entries: &[AuditRecord], kind: &str) -> AuditRecord {
        let found = entries.iter().find(|entry| entry.kind == kind);
        found.unwrap_or_else(|| panic!("no {kind} in {entries:#?}")).clone()
    }

    /// Sends what waits in the outbox; everything that was mailed so far.
    pub(super) async fn mailed(&self) -> Arc<Mailbox> {
        self.app.edition.issuer.mails.send_due().await.unwrap();
        self.app.mailbox.clone()
    }
}

/// Where a provider sends browsers back to.
pub(super) fn callback(slug: &str) -> String {
    format!("https://sign-in.test/auth/v1/oauth/callback/{slug}")
}

/// Every field of the provider, as an admin enters it.
pub(super) fn body(issuer: &str) -> Value {
    json!({
        "slug": SLUG,
        "display_name": "Rauthy",
        "issuer": issuer,
        "client_id": TestProvider::CLIENT_ID,
        "client_secret": SECRET,
        "scopes": ["openid", "profile", "email"],
        "allow_signup": true,
        "trust_email": false,
        "default_roles": ["User"],
        "enabled": true,
    })
}

fn laid_over(mut body: Value, change: &Value) -> Value {
    for (name, value) in change.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

/// A browser that the provider sends to this address.
pub(super) async fn come_back(browser: &mut Actor, callback: &Url) -> Answer {
    let path = format!("{}?{}", callback.path(), callback.query().unwrap_or_default());
    browser.get(&path).without("origin").send().await
}

/// Where an answer sends the browser. With a fragment, if only an empty one, which is left out here (attack b11).
#[track_caller]
pub(super) fn location(answer: &Answer) -> &str {
    assert_eq!(answer.status, 303, "{}", answer.text());
    let location = answer.header("location").unwrap();
    assert!(location.contains('#'), "{location} would hand on the fragment of the address before it");
    location.strip_suffix('#').unwrap_or(location)
}

/// A parameter of a query.
pub(super) fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
}

/// The same address with another value of a parameter, or without it.
pub(super) fn with_parameter(url: &Url, name: &str, value: Option<&str>) -> Url {
    let others: Vec<_> =
        url.query_pairs().filter(|(found, _)| found != name).map(|(n, v)| (n.into_owned(), v.into_owned())).collect();
    let mut url = url.clone();
    url.query_pairs_mut().clear().extend_pairs(others).extend_pairs(value.map(|value| (name, value)));
    url
}
