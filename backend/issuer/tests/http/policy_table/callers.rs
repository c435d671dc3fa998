//! Every kind of caller, each an account of its own, so that what one may do disturbs no other.

use secrecy::ExposeSecret;
use serde_json::json;
use shared::domain::{
    clients::ClientId,
    tokens::{AccessGrant, Subject},
    users::{Role, Roles},
};
use testkit::{actor::Actor, app::TestApp};

const PASSWORD: &str = "nobody guesses this one";
const SIGN_IN_SCOPE: &str = "openid profile email paseport";

/// Somebody with an `Authorization` header.
#[derive(Debug)]
pub(super) struct Caller {
    pub(super) name: &'static str,
    pub(super) authorization: Option<String>,
    pub(super) standing: Standing,
}

/// What his header is worth.
#[derive(Clone, Debug)]
pub(super) enum Standing {
    /// No bearer token came.
    NoToken,
    /// One that opens nothing.
    BadToken,
    Good {
        roles: &'static [&'static str],
        scope: &'static str,
        /// Whether the sign-in is of the last five minutes.
        fresh: bool,
    },
}

impl Caller {
    fn new(name: &'static str, authorization: impl Into<Option<String>>, standing: Standing) -> Self {
        Self { name, authorization: authorization.into(), standing }
    }

    fn bearer(name: &'static str, token: &str, standing: Standing) -> Self {
        Self::new(name, format!("Bearer {token}"), standing)
    }

    fn bad(name: &'static str, token: &str) -> Self {
        Self::bearer(name, token, Standing::BadToken)
    }
}

/// The product with all of them.
pub(super) async fn everyone() -> (TestApp, Vec<Caller>) {
    let (app, of_another_audience) = after_another_audience().await;
    let expired = signed_in(&app, "expired", Roles::USER).await;
    let mut stale = signed_in(&app, "stale", Roles::ADMIN_AND_USER).await;
    app.advance(301);
    assert_eq!(stale.refresh().await.status, 200);
    let mut callers = vec![
        Caller::new("anonymous", None, Standing::NoToken),
        Caller::new("somebody with Basic", "Basic dXNlcjpwYXNzd29yZA==".to_owned(), Standing::NoToken),
        Caller::bad("a token for another audience", &of_another_audience),
        Caller::bad("an expired token", &token(&expired)),
        Caller::bad("a token of another installation", &token(&TestApp::start().await.user().await)),
    ];
    callers.extend(barred(&app).await);
    callers.extend(malformed(&app).await);
    callers.extend(good(&app).await);
    let standing = Standing::Good { roles: &["Admin", "User"], scope: SIGN_IN_SCOPE, fresh: false };
    callers.push(Caller::bearer("somebody who signed in long ago", &token(&stale), standing));
    (app, callers)
}

/// A product that had another audience before: same keys, same sessions.
async fn after_another_audience() -> (TestApp, String) {
    let other = TestApp::start_with(|settings| settings.issuer.token_audience = "https://other.test".into()).await;
    let mut user = other.user().await;
    assert_eq!(user.get("/account/v1/me").send().await.status, 200, "it is good where it belongs");
    let token = token(&user);
    drop(user);
    (other.restart(|_| {}).await, token)
}

/// Those who may come in.
async fn good(app: &TestApp) -> Vec<Caller> {
    let mut callers = Vec::new();
    let kinds: [(&str, Roles, &[&str]); 3] = [
        ("user", Roles::USER, &["User"]),
        ("admin", Roles::ADMIN_AND_USER, &["Admin", "User"]),
        ("bare-admin", Roles::new([Role::Admin]).expect("a role"), &["Admin"]),
    ];
    for (name, roles, names) in kinds {
        let actor = signed_in(app, name, roles).await;
        callers.push(Caller::bearer(
            name,
            &token(&actor),
            Standing::Good { roles: names, scope: SIGN_IN_SCOPE, fresh: true },
        ));
    }
    for (name, scope) in [
        ("openid-only", "openid"),
        ("without-openid", "paseport"),
        ("scope-that-looks-like-ours", "paseport2 open.id OPENID Paseport"),
    ] {
        let mut admin = signed_in(app, name, Roles::ADMIN_AND_USER).await;
        let token = token_with_scope(app, &mut admin, scope).await;
        callers.push(Caller::bearer(name, &token, Standing::Good { roles: &["Admin", "User"], scope, fresh: true }));
    }
    callers
}

/// Those whose tokens were good until something happened.
async fn barred(app: &TestApp) -> Vec<Caller> {
    let mut operator = app.admin().await;
    let mut callers = Vec::new();
    for (name, status) in [("disabled", "disabled"), ("locked", "locked")] {
        let actor = signed_in(app, name, Roles::ADMIN_AND_USER).await;
        let body = json!({ "email": email(name), "display_name": name, "roles": ["Admin", "User"], "status": status });
        let answer = operator.put(&address(&actor)).json(&body).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        callers.push(Caller::bad(name, &token(&actor)));
    }
    let deleted = signed_in(app, "deleted", Roles::ADMIN_AND_USER).await;
    assert_eq!(operator.delete(&address(&deleted)).send().await.status, 204);
    callers.push(Caller::bad("deleted", &token(&deleted)));

    let mut signed_out = signed_in(app, "signed-out", Roles::ADMIN_AND_USER).await;
    assert_eq!(signed_out.post("/auth/v1/logout").send().await.status, 204);
    callers.push(Caller::bad("signed-out", &token(&signed_out)));

    let ended = signed_in(app, "ended", Roles::ADMIN_AND_USER).await;
    assert_eq!(operator.delete(&format!("{}/sessions", address(&ended))).send().await.status, 204);
    callers.push(Caller::bad("ended by an admin", &token(&ended)));

    let mut owner = signed_in(app, "owner", Roles::ADMIN_AND_USER).await;
    callers.push(Caller::bad("somebody with another user's name in his session", &{
        let sid = session_of(&mut owner).await;
        token_for(app, Subject::User(operator.user_id.as_ref().expect("signed in").parse().expect("an id")), sid).await
    }));
    callers
}

/// What is no access token of ours.
async fn malformed(app: &TestApp) -> Vec<Caller> {
    let actor = signed_in(app, "victim", Roles::ADMIN_AND_USER).await;
    let token = token(&actor);
    let refresh = actor.refresh_token().expect("a refresh cookie");
    let known = actor.cookies.get("__Host-known").expect("a mark").clone();
    let middle = token.len() / 2;
    let flipped = if token.as_bytes()[middle] == b'A' { "B" } else { "A" };
    let tampered = format!("{}{flipped}{}", &token[..middle], &token[middle + 1..]);
    let as_local = token.replacen("v4.public.", "v4.local.", 1);
    let truncated = &token[..token.len() - 1];
    let client = token_for_client(app).await;
    vec![
        Caller::bad("garbage", "garbage"),
        Caller::bad("a hull without contents", "v4.public.AAAA"),
        Caller::bad("a tampered token", &tampered),
        Caller::bad("a token of another purpose", &as_local),
        Caller::bad("a truncated token", truncated),
        Caller::bad("h4: a refresh token", &refresh),
        Caller::bad("h4: the mark of a known browser", &known),
        Caller::bad("a client's own token, which no route wants", &client),
        Caller::new("two words", format!("Bearer {token} {token}"), Standing::BadToken),
        Caller::new("no word", "Bearer".to_owned(), Standing::BadToken),
    ]
}

async fn signed_in(app: &TestApp, name: &str, roles: Roles) -> Actor {
    let email = email(name);
    app.make_user((&email, PASSWORD), roles).await;
    app.sign_in((&email, PASSWORD)).await
}

fn email(name: &str) -> String {
    format!("{name}@callers.example.com")
}

fn address(actor: &Actor) -> String {
    format!("/users/v1/{}", actor.user_id.as_deref().expect("signed in"))
}

fn token(actor: &Actor) -> String {
    actor.access_token.clone().expect("signed in")
}

async fn session_of(actor: &mut Actor) -> String {
    let sessions = actor.get("/account/v1/sessions").send().await.json();
    let items = sessions["items"].as_array().expect("sessions");
    let current = items.iter().find(|session| session["current"] == true).expect("the current one");
    current["sid"].as_str().expect("its id").to_owned()
}

async fn token_with_scope(app: &TestApp, actor: &mut Actor, scope: &str) -> String {
    let sid = session_of(actor).await;
    let user = actor.user_id.as_ref().expect("signed in").parse().expect("an id");
    issue(app, AccessGrant { scope: scope.parse().expect("a scope"), ..grant(app, Subject::User(user), Some(&sid)) })
        .await
}

async fn token_for(app: &TestApp, subject: Subject, sid: String) -> String {
    issue(app, grant(app, subject, Some(&sid))).await
}

async fn token_for_client(app: &TestApp) -> String {
    issue(app, grant(app, Subject::Client(ClientId::BFF), None)).await
}

fn grant(app: &TestApp, subject: Subject, sid: Option<&str>) -> AccessGrant {
    use shared::domain::clock::Clock as _;
    AccessGrant {
        subject,
        session: sid.map(|sid| sid.parse().expect("a session id")),
        client_id: ClientId::BFF,
        scope: SIGN_IN_SCOPE.parse().expect("a scope"),
        auth_time: sid.is_some().then(|| app.clock.now()),
        amr: sid.is_some().then(|| vec!["pwd".to_owned()]),
    }
}

async fn issue(app: &TestApp, grant: AccessGrant) -> String {
    let token = app.edition.issuer.access_tokens.issue(grant).await.expect("a signature");
    token.text().expose_secret().to_owned()
}
