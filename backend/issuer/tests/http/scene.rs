//! A product with somebody to ask and somebody to be asked about, and a valid request for each operation.

mod external;

use serde_json::{Value, json};
use shared::domain::{
    audit::{AuditFilter, AuditRecord},
    identities::ExternalIdentity,
    passwords::PasswordHash,
    providers::{Provider, SealedSecret},
    users::{User, UserFilter},
};
use testkit::{actor::Actor, app::TestApp, interposed::InterposedRelyingParty};

use self::external::External;
use crate::operations::Operation;

/// A product and its admin.
#[derive(Debug)]
pub(crate) struct Scene {
    pub(crate) app: TestApp,
    /// Signed in, except before the set-up.
    pub(crate) admin: Actor,
    /// The seeded user: whom admins change.
    pub(crate) target: String,
    /// A provider, one of the admin's identities, and a ticket of his browser's for the seeded user.
    external: External,
    /// Good for the one set-up.
    setup_token: String,
}

/// What a request could have changed.
#[derive(Debug, PartialEq)]
pub(crate) struct Recorded {
    users: Vec<String>,
    providers: Vec<String>,
    identities: Vec<ExternalIdentity>,
    audit: Vec<AuditRecord>,
}

impl Scene {
    /// A scene in which `operation` can succeed.
    pub(crate) async fn for_operation(operation: &Operation) -> Self {
        if operation.id() == "complete_setup" { Self::before_setup().await } else { Self::start().await }
    }

    pub(crate) async fn start() -> Self {
        let plug = |ports: &mut _| InterposedRelyingParty::plug(ports).pretend();
        let app = TestApp::start_between(|_| {}, plug).await;
        let mut admin = app.admin().await;
        let list = admin.get("/users/v1?q=user%40example.com").send().await.json();
        let target = list["items"][0]["id"].as_str().expect("the seeded user").to_owned();
        let external = External::write(&app, &mut admin, &target).await;
        Self { app, admin, target, external, setup_token: String::new() }
    }

    async fn before_setup() -> Self {
        let app = TestApp::start_empty(|_| {}).await;
        let token = app.edition.issuer.setup.prepare().await.expect("a store").expect("no admin yet");
        let (admin, setup_token) = (app.anonymous(), token.expose().to_owned());
        Self { app, admin, target: String::new(), external: External::default(), setup_token }
    }

    /// Where `operation` finds something.
    pub(crate) async fn address(&mut self, operation: &Operation) -> String {
        if operation.path.contains("{sid}") {
            let sessions = self.admin.get("/account/v1/sessions").send().await.json();
            return operation.address(sessions["items"][0]["sid"].as_str().expect("a session"));
        }
        operation.address(match operation.path.as_str() {
            "/auth/v1/providers/{id}" => &self.external.provider,
            "/account/v1/identities/{id}" => &self.external.identity,
            path if path.ends_with("{slug}") => External::SLUG,
            _ => &self.target,
        })
    }

    /// A body that `operation` accepts from the admin.
    pub(crate) fn valid_body(&self, operation: &Operation) -> Option<Value> {
        operation.body_schema()?;
        Some(match (operation.id(), operation.form()) {
            ("link_identity", 0) => json!({ "ticket": self.external.ticket, "password": TestApp::USER.1 }),
            ("link_identity", 1) => json!({ "provider": External::SLUG }),
            (id, _) => self.plain_body(id),
        })
    }

    fn plain_body(&self, id: &str) -> Value {
        match id {
            "login_local" => json!({ "email": TestApp::USER.0, "password": TestApp::USER.1 }),
            "complete_setup" => json!({
                "token": self.setup_token,
                "email": "first@example.com",
                "display_name": "First",
                "password": "nobody guesses this one",
            }),
            "create_user" => json!({
                "email": "grace@example.com",
                "display_name": "Grace",
                "password": "nobody guesses this one",
                "roles": ["User"],
                "email_verified": true,
            }),
            "update_user" => json!({
                "email": "ulla@example.com",
                "display_name": "Ulla",
                "roles": ["Admin", "User"],
                "status": "locked",
                "password": "nobody guesses this one",
            }),
            "rename_own_account" => json!({ "display_name": "Ada" }),
            "change_own_password" => json!({
                "current_password": TestApp::ADMIN.1,
                "new_password": "nobody guesses this one",
            }),
            "create_provider" => External::body("other", "https://other.example.com"),
            "update_provider" => External::body("renamed", External::ISSUER),
            "test_provider" => json!({ "issuer": "https://other.example.com" }),
            other => panic!("{other} takes a body, and no spec knows a valid one"),
        }
    }

    /// Everything that is recorded of users, providers and identities, and about them.
    pub(crate) async fn recorded(&self) -> Recorded {
        let mut record = self.app.edition.issuer.ports.store.read().await.expect("a store");
        let everyone = UserFilter { limit: 1000, ..UserFilter::default() };
        let users = record.users().list(&everyone).await.expect("users");
        let providers = record.providers().list().await.expect("providers");
        let mut identities = Vec::new();
        for user in &users {
            identities.extend(record.identities().of_user(&user.id).await.expect("identities"));
        }
        let everything = AuditFilter { limit: 1000, ..AuditFilter::default() };
        let audit = record.audit().list(&everything).await.expect("audit entries");
        let providers = providers.iter().map(provider_row).collect();
        Recorded { users: users.iter().map(row).collect(), providers, identities, audit }
    }
}

/// The whole row, with the address and the hash that its `Debug` keeps back.
fn row(user: &User) -> String {
    format!("{user:?} {} {:?}", user.email, user.password.as_ref().map(PasswordHash::as_str))
}

/// The same of a provider.
fn provider_row(provider: &Provider) -> String {
    format!("{provider:?} {:?}", provider.client_secret.as_ref().map(SealedSecret::as_str))
}
