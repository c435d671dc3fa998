//! What a scene has of identity providers, written past the API.

use serde_json::{Value, json};
use shared::domain::{
    clock::Clock,
    external_sign_in::{LIFE, LinkTicket},
    handles::Handle,
    identities::ExternalIdentity,
    ids::{IdentityId, ProviderId},
    providers::{IssuerUrl, Provider},
    return_to::ReturnTo,
    users::Roles,
};
use testkit::{actor::Actor, app::TestApp};

/// Their names.
#[derive(Debug, Default)]
pub(super) struct External {
    pub(super) provider: String,
    pub(super) identity: String,
    pub(super) ticket: String,
}

impl External {
    pub(super) const SLUG: &str = "rauthy";
    pub(super) const ISSUER: &str = "https://id.example.com/auth/v1/";

    /// A provider, an identity of the admin's, and a ticket of his browser's for another user.
    pub(super) async fn write(app: &TestApp, admin: &mut Actor, target: &str) -> Self {
        let ports = &app.edition.issuer.ports;
        let (clock, randomness) = (&*app.clock, &*ports.randomness);
        let provider = provider(app);
        let identity = ExternalIdentity {
            id: IdentityId::new(clock, randomness),
            user_id: admin.user_id.as_ref().expect("signed in").parse().expect("an id"),
            provider_id: provider.id,
            issuer: provider.issuer.clone(),
            subject: "the admin".parse().expect("a subject"),
            email: TestApp::ADMIN.0.to_owned(),
            linked_at: clock.now(),
            last_used_at: None,
        };
        let (ticket, browser) = (Handle::new(randomness), Handle::new(randomness));
        let row = LinkTicket {
            ticket: ticket.hashed(),
            browser: browser.hashed(),
            user_id: target.parse().expect("an id"),
            provider_id: provider.id,
            subject: "the user".parse().expect("a subject"),
            email: TestApp::USER.0.to_owned(),
            sid: None,
            auth_time: None,
            return_to: ReturnTo::default(),
            replaces: None,
            tries: 0,
            created_at: clock.now(),
            expires_at: clock.now() + LIFE,
        };
        let mut work = ports.store.begin().await.expect("a store");
        work.providers().insert(&provider).await.expect("a new provider");
        work.identities().insert(&identity).await.expect("a new identity");
        work.link_tickets().insert(&row).await.expect("a new ticket");
        work.commit().await.expect("a commit");
        admin.cookies.insert("__Host-login".to_owned(), browser.expose().to_owned());
        Self {
            provider: provider.id.to_string(),
            identity: identity.id.to_string(),
            ticket: ticket.expose().to_owned(),
        }
    }

    /// Every field of a provider.
    pub(super) fn body(slug: &str, issuer: &str) -> Value {
        json!({
            "slug": slug,
            "display_name": "Another",
            "issuer": issuer,
            "client_id": "paseport",
            "client_secret": "another secret",
            "scopes": ["openid", "email"],
            "allow_signup": true,
            "trust_email": true,
            "default_roles": ["User"],
            "enabled": true,
        })
    }
}

fn provider(app: &TestApp) -> Provider {
    let now = app.clock.now();
    Provider {
        id: ProviderId::new(&*app.clock, &*app.edition.issuer.ports.randomness),
        slug: External::SLUG.parse().expect("a slug"),
        display_name: "Rauthy".parse().expect("a name"),
        issuer: External::ISSUER.parse::<IssuerUrl>().expect("an issuer"),
        client_id: "paseport".to_owned(),
        client_secret: None,
        scopes: "openid email".parse().expect("a scope"),
        allow_signup: false,
        trust_email: false,
        default_roles: Roles::USER,
        enabled: true,
        created_at: now,
        updated_at: now,
    }
}
