//! The same over a provider: who acts locks a user, and then the provider.

use serde_json::json;
use shared::domain::{audit::AuditFilter, ids::UserId, providers::Provider};
use testkit::{
    actor::{Actor, Answer},
    app::TestApp,
    interposed::InterposedRelyingParty,
};
use url::Url;

use super::{PASSWORD, Scene, at_once};

const ISSUER: &str = "https://id.example.com";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    LinkByTicket,
    LinkFromAccount,
    Update,
    Deactivate,
}

const ACTS: [Act; 4] = [Act::LinkByTicket, Act::LinkFromAccount, Act::Update, Act::Deactivate];

impl Act {
    /// What the audit record says of it.
    fn kind(self) -> &'static str {
        match self {
            Self::LinkByTicket | Self::LinkFromAccount => "identity.linked",
            Self::Update => "provider.updated",
            Self::Deactivate => "provider.deactivated",
        }
    }

    fn answer(self) -> u16 {
        match self {
            Self::LinkByTicket | Self::Update => 200,
            Self::LinkFromAccount => 303,
            Self::Deactivate => 204,
        }
    }
}

/// Somebody on his way, so far that one request is left.
struct Ready {
    actor: Actor,
    /// Whom the request locks.
    locks: UserId,
    /// Where it goes, and what is sent there.
    path: String,
    body: serde_json::Value,
}

impl Ready {
    async fn come(scene: &Scene, act: Act, provider: &Provider) -> Self {
        let path = format!("/auth/v1/providers/{}", provider.id);
        let admin = scene.admin.user_id.as_ref().unwrap().parse().unwrap();
        let (actor, locks, path, body) = match act {
            Act::LinkByTicket => {
                let mut browser = scene.app.anonymous();
                let init = browser.get("/auth/v1/oauth/init?provider=upstream").send().await;
                // Whoever has the address of the account.
                let back = callback(init.header("location").unwrap(), "anna");
                let offered = browser.get(&back).send().await;
                let ticket = offered.header("location").unwrap().strip_prefix("/login/link?ticket=").unwrap();
                let body = json!({ "ticket": ticket.trim_end_matches('#'), "password": PASSWORD });
                (browser, scene.user, "/auth/v1/oauth/link".to_owned(), body)
            }
            Act::LinkFromAccount => {
                let mut browser = scene.here.clone();
                let start = browser.post("/auth/v1/oauth/link").json(&json!({ "provider": "upstream" })).await;
                let back = callback(start.json()["authorization_url"].as_str().unwrap(), "another");
                (browser, scene.user, back, json!({}))
            }
            Act::Update => (scene.admin.clone(), admin, path, body("Renamed")),
            Act::Deactivate => (scene.admin.clone(), admin, path, json!({})),
        };
        Self { actor, locks, path, body }
    }

    async fn happen(&mut self, act: Act) -> Answer {
        let Self { actor, path, body, .. } = self;
        match act {
            Act::LinkByTicket => actor.post(path).json(body).await,
            Act::LinkFromAccount => actor.get(path).send().await,
            Act::Update => actor.put(path).json(body).await,
            Act::Deactivate => actor.delete(path).send().await,
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_was_undone_over_a_provider_is_answered_as_ever_and_recorded_once() {
    let plug = |ports: &mut _| InterposedRelyingParty::plug(ports).pretend();
    let mut scene = Scene::new(TestApp::start_on_servers_between(plug).await, "anna").await;
    let made = scene.admin.post("/auth/v1/providers").json(&body("Upstream")).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let id = made.json()["id"].as_str().unwrap().parse().unwrap();
    for act in ACTS {
        // The other one has the provider and wants the user; this one has the user and wants the provider.
        let mut other = scene.heavy().await;
        let provider = other.providers().lock(&id).await.unwrap().expect("the provider is there");
        let mut ready = Ready::come(&scene, act, &provider).await;
        let (locks, before) = (ready.locks, entries(&scene, act.kind()).await);
        let crossed = async {
            scene.somebody_waits().await;
            at_once(other.users().lock(&locks)).await.unwrap().expect("the user is there");
            drop(other);
        };
        let (answer, ()) = tokio::join!(ready.happen(act), crossed);
        assert_eq!(answer.status, act.answer(), "{act:?}: {}", answer.text());
        if act == Act::LinkFromAccount {
            assert_eq!(answer.header("location"), Some("/account#"));
        }
        assert_eq!(entries(&scene, act.kind()).await - before, 1, "{act:?}");
    }
    assert_eq!(scene.here.get("/account/v1/identities").send().await.json()["items"].as_array().unwrap().len(), 2);
}

/// Where a pretended provider sends back a browser that it was handed: the code is who signed in.
fn callback(to: &str, subject: &str) -> String {
    let url: Url = to.parse().unwrap();
    let state = url.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    format!("/auth/v1/oauth/callback/upstream?code={subject}&state={state}")
}

fn body(name: &str) -> serde_json::Value {
    json!({
        "slug": "upstream",
        "display_name": name,
        "issuer": ISSUER,
        "client_id": "paseport",
        "scopes": ["openid", "profile", "email"],
        "allow_signup": true,
        "trust_email": false,
        "default_roles": ["User"],
        "enabled": true,
    })
}

async fn entries(scene: &Scene, kind: &str) -> usize {
    let filter = AuditFilter { kind: Some(kind.to_owned()), limit: 100, ..AuditFilter::default() };
    scene.app.edition.issuer.ports.store.read().await.unwrap().audit().list(&filter).await.unwrap().len()
}
