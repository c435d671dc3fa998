//! Who may do what: the table of the product, and the product held against it with every kind of caller.

mod callers;
mod documents;

use std::collections::{BTreeMap, BTreeSet};

use http::Method;
use testkit::{actor::Answer, app::TestApp};

use self::callers::{Caller, Standing};
use crate::{
    operations::{self, Access, Operation, Rule},
    scene::Scene,
};

const USER: &str = "Admin or User with paseport";
const FRESH_USER: &str = "Admin or User with paseport, proven within 300 s";
const ADMIN: &str = "Admin with paseport";
const USERINFO: &str = "Admin or User with openid";

/// The product: every operation there is, and who may use it.
const PRODUCT: [(&str, &str, &str); 44] = [
    ("GET", "/auth/v1/login", "public"),
    ("GET", "/auth/v1/login/options", "public"),
    ("POST", "/auth/v1/login/local", "same origin"),
    ("GET", "/auth/v1/oauth/init", "public"),
    ("GET", "/auth/v1/oauth/callback/{slug}", "public"),
    ("GET", "/auth/v1/oauth/callback", "public"),
    ("GET", "/auth/v1/oauth/link", "public"),
    ("POST", "/auth/v1/oauth/link", "same origin, or Admin or User with paseport, proven within 300 s"),
    ("POST", "/auth/v1/oauth/backchannel-logout/{slug}", "public"),
    ("POST", "/auth/v1/refresh", "refresh cookie"),
    ("POST", "/auth/v1/logout", "refresh cookie"),
    ("POST", "/auth/v1/setup", "same origin"),
    ("GET", "/users/v1", ADMIN),
    ("POST", "/users/v1", ADMIN),
    ("GET", "/users/v1/{user_id}", ADMIN),
    ("PUT", "/users/v1/{user_id}", ADMIN),
    ("DELETE", "/users/v1/{user_id}", ADMIN),
    ("GET", "/users/v1/{user_id}/sessions", ADMIN),
    ("DELETE", "/users/v1/{user_id}/sessions", ADMIN),
    ("GET", "/users/v1/{user_id}/identities", ADMIN),
    ("DELETE", "/users/v1/{user_id}/identities", ADMIN),
    ("GET", "/auth/v1/providers", ADMIN),
    ("POST", "/auth/v1/providers", ADMIN),
    ("GET", "/auth/v1/providers/{id}", ADMIN),
    ("PUT", "/auth/v1/providers/{id}", ADMIN),
    ("DELETE", "/auth/v1/providers/{id}", ADMIN),
    ("POST", "/auth/v1/providers/test", ADMIN),
    ("GET", "/audit/v1", ADMIN),
    ("GET", "/audit/v1/summary", ADMIN),
    ("GET", "/account/v1/me", USER),
    ("PATCH", "/account/v1/me", USER),
    ("PUT", "/account/v1/password", USER),
    ("GET", "/account/v1/sessions", USER),
    ("DELETE", "/account/v1/sessions", USER),
    ("DELETE", "/account/v1/sessions/{sid}", USER),
    ("GET", "/account/v1/identities", USER),
    ("DELETE", "/account/v1/identities/{id}", FRESH_USER),
    ("GET", "/.well-known/openid-configuration", "public"),
    ("GET", "/.well-known/jwks.json", "public"),
    ("GET", "/.well-known/paserk.json", "public"),
    ("GET", "/userinfo", USERINFO),
    ("POST", "/userinfo", USERINFO),
    ("GET", "/api/dashboard", USER),
    ("GET", "/api/admin", ADMIN),
];

/// Of nobody: a well-formed identifier that names nothing.
const NOBODY: &str = "0190a3c2-7f00-7000-8000-00000000dead";
const NO_SESSION: &str = "AAAAAAAAAAAAAAAAAAAAAAAA";

#[tokio::test]
async fn the_documents_tell_of_exactly_the_product() {
    let app = TestApp::start().await;
    let told = operations::all(&app).into_iter();
    let told =
        told.map(|it| (it.method.to_string(), it.path.clone(), it.access().to_string())).collect::<BTreeSet<_>>();
    let product = PRODUCT.map(|(method, path, access)| (method.to_owned(), path.to_owned(), access.to_owned()));
    assert_eq!(told, BTreeSet::from(product));
}

#[tokio::test]
async fn what_the_documents_do_not_tell_of_does_not_exist() {
    let app = TestApp::start().await;
    let mut methods: BTreeMap<String, Vec<Method>> = BTreeMap::new();
    for operation in operations::all(&app) {
        methods.entry(operation.address(NOBODY)).or_default().push(operation.method);
    }
    let mut admin = app.admin().await;
    for (path, known) in methods {
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            if known.contains(&method) {
                continue;
            }
            let answer = admin.call(method.clone(), &path).send().await;
            assert_eq!(answer.status, 405, "{method} {path}");
            assert_eq!(answer.problem(), "method-not-allowed");
            let allowed: BTreeSet<_> = answer.header("allow").unwrap().split(',').map(str::trim).collect();
            for known in &known {
                assert!(allowed.contains(known.as_str()), "{path} allows {allowed:?}");
            }
            assert!(!allowed.contains(method.as_str()), "{path} allows {allowed:?}");
        }
    }
}

#[tokio::test]
async fn g2_every_route_answers_every_caller_as_its_policy_says() {
    let (app, callers) = Box::pin(callers::everyone()).await;
    for operation in operations::all(&app) {
        let mut open = None;
        for caller in &callers {
            let case = format!("{operation} by {}", caller.name);
            let answer = knock(&app, &operation, caller, "{ this is not JSON").await;
            if let Access::SameOriginOrBearer(rule) = operation.access() {
                let with_token = knock(&app, &operation, caller, r#"{"provider":"none"}"#).await;
                let verdict = caller.standing.against(&rule);
                assert_eq!(Verdict::of(&with_token), verdict, "{case}: {}", with_token.text());
            }
            if let Access::Bearer(rule) = operation.access() {
                let verdict = caller.standing.against(&rule);
                assert_eq!(Verdict::of(&answer), verdict, "{case}: {}", answer.text());
            } else {
                // Where no token is asked for, none changes anything.
                let status = *open.get_or_insert(answer.status);
                assert_eq!(answer.status, status, "{case}: {}", answer.text());
                assert_eq!(answer.header("www-authenticate"), None, "{case}");
            }
            assert!(answer.status.as_u16() < 500, "{case}: {}", answer.text());
        }
    }
}

#[tokio::test]
async fn g2_whoever_is_refused_has_changed_nothing() {
    let mut scene = Scene::start().await;
    let mut user = scene.app.user().await;
    for operation in operations::all(&scene.app) {
        let Access::Bearer(Rule { any_role, .. }) = operation.access() else { continue };
        let (address, body) = (scene.address(&operation).await, scene.valid_body(&operation).unwrap_or_default());
        let before = scene.recorded().await;
        let mut nobody = scene.app.anonymous();
        let answer = nobody.call(operation.method.clone(), &address).json(&body).await;
        assert_eq!(answer.status, 401, "{operation}: {}", answer.text());
        if !any_role.iter().any(|role| role == "User") {
            let answer = user.call(operation.method.clone(), &address).json(&body).await;
            assert_eq!(answer.status, 403, "{operation}: {}", answer.text());
        }
        assert_eq!(scene.recorded().await, before, "{operation}");
        let answer = user.get("/account/v1/me").send().await;
        assert_eq!(answer.status, 200, "after {operation} the user's session lives");
    }
}

#[tokio::test]
async fn routes_for_our_own_pages_refuse_all_others_and_change_nothing() {
    for operation in operations::all(&TestApp::start().await) {
        if !matches!(operation.access(), Access::SameOrigin | Access::RefreshCookie | Access::SameOriginOrBearer(_)) {
            continue;
        }
        let mut scene = Scene::for_operation(&operation).await;
        let body = scene.valid_body(&operation).unwrap_or_default();
        let before = scene.recorded().await;
        let foreign: [(&str, &str); 4] = [
            ("origin", "https://evil.test"),
            ("origin", "null"),
            ("origin", "https://sign-in.test.evil.test"),
            ("sec-fetch-site", "same-site"),
        ];
        for (name, value) in foreign {
            let answer =
                scene.admin.call(operation.method.clone(), &operation.path).header(name, value).json(&body).await;
            assert_eq!(answer.status, 403, "{operation} with {name}: {value}: {}", answer.text());
            assert_eq!(answer.problem(), "cross-origin");
            assert_eq!(answer.header("set-cookie"), None, "{operation}");
        }
        assert_eq!(scene.recorded().await, before, "{operation}");
        let answer = scene.admin.call(operation.method.clone(), &operation.path).json(&body).await;
        assert!(answer.status.is_success(), "{operation} from our own page: {}", answer.text());
    }
}

/// Calls an operation so that nothing but its check can answer 401 or 403: about nothing that exists, with a body that
/// can't be read or asks for nothing that exists.
async fn knock(app: &TestApp, operation: &Operation, caller: &Caller, body: &str) -> Answer {
    let address = operation.address(if operation.path.contains("{sid}") { NO_SESSION } else { NOBODY });
    let mut actor = app.anonymous();
    let call = actor.call(operation.method.clone(), &address).body("application/json", body);
    match &caller.authorization {
        Some(value) => call.header("authorization", value).send().await,
        None => call.send().await,
    }
}

/// What an answer of a bearer route says of its caller.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    LetIn,
    /// Status, problem and challenge.
    Refused(u16, String, Option<String>),
}

impl Verdict {
    fn of(answer: &Answer) -> Self {
        match answer.status.as_u16() {
            status @ (401 | 403) => {
                Self::Refused(status, answer.problem(), answer.header("www-authenticate").map(str::to_owned))
            }
            _ => Self::LetIn,
        }
    }

    fn refused(status: u16, problem: &str, challenge: &str) -> Self {
        Self::Refused(status, problem.to_owned(), Some(challenge.to_owned()))
    }
}

impl Standing {
    /// 401 with a challenge, then scope, role and age of the sign-in.
    fn against(&self, Rule { any_role, scope: wanted, max_age }: &Rule) -> Verdict {
        match self {
            Self::NoToken => Verdict::refused(401, "unauthorized", "Bearer"),
            Self::BadToken => Verdict::refused(401, "invalid-token", r#"Bearer error="invalid_token""#),
            Self::Good { scope, .. } if !scope.split(' ').any(|word| word == wanted) => {
                Verdict::refused(403, "insufficient-scope", r#"Bearer error="insufficient_scope""#)
            }
            Self::Good { roles, .. } if !roles.iter().any(|role| any_role.iter().any(|wanted| wanted == role)) => {
                Verdict::refused(403, "insufficient-role", r#"Bearer error="insufficient_scope""#)
            }
            Self::Good { fresh: false, .. } if max_age.is_some() => Verdict::refused(
                401,
                "fresh-sign-in-required",
                r#"Bearer error="insufficient_user_authentication", max_age=300"#,
            ),
            Self::Good { .. } => Verdict::LetIn,
        }
    }
}
