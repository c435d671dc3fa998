//! The hot check, over the embedded edition's store: what it reads, what it remembers, what makes it forget.

mod counting;

use std::{sync::Arc, time::Duration};

use shared::{
    domain::{
        access::Identity,
        clients::{ClientId, Scope},
        ids::{SessionId, UserId},
        sessions::{RoleState, RoleValue, SessionCache},
        tokens::{AccessGrant, Subject},
    },
    middleware::role_middleware::{CheckRefused, REMEMBERED_FOR},
};
use testkit::{Actor, TestApp};

use self::counting::CountingCache;

/// A product, a signed-in user, and the store that counts what the check reads.
struct World {
    app: TestApp,
    cache: Arc<CountingCache>,
    user: Actor,
}

impl World {
    async fn new() -> Self {
        let mut cache = None;
        let app = TestApp::start_between(|_| {}, |ports| cache = Some(CountingCache::plug(ports))).await;
        let user = app.user().await;
        Self { app, cache: cache.expect("the ports were plugged"), user }
    }

    fn token(&self) -> String {
        self.user.access_token.clone().expect("signed in")
    }

    async fn check(&self, token: &str) -> Result<Arc<Identity>, CheckRefused> {
        self.app.edition.issuer.hot_check.check(token).await
    }

    async fn let_in(&self) -> Arc<Identity> {
        self.check(&self.token()).await.expect("let in")
    }

    /// What the check learned, and how many reads it took.
    async fn reads<T>(&self, work: impl AsyncFnOnce(&Self) -> T) -> (T, u64) {
        let before = self.cache.reads();
        let result = work(self).await;
        (result, self.cache.reads() - before)
    }

    async fn signed(&self, subject: Subject, session: Option<SessionId>) -> String {
        let grant = AccessGrant {
            subject,
            session,
            client_id: ClientId::BFF,
            scope: Scope::SIGN_IN,
            auth_time: None,
            amr: None,
        };
        let token = self.app.edition.issuer.access_tokens.issue(grant).await.expect("a token");
        secrecy::ExposeSecret::expose_secret(token.text()).to_owned()
    }
}

#[tokio::test]
async fn a_second_look_reads_nothing() {
    let world = World::new().await;
    let (_, first) = world.reads(async |world| world.let_in().await).await;
    let (_, second) = world.reads(async |world| world.let_in().await).await;
    assert_eq!((first, second), (1, 0));
}

#[tokio::test]
async fn all_who_ask_at_once_share_one_read() {
    let world = World::new().await;
    let token = world.token();
    world.cache.hold();
    let everyone = async {
        let looks = (0..64).map(|_| world.check(&token));
        futures::future::join_all(looks).await
    };
    let release = async {
        world.cache.someone_reads().await;
        world.cache.release();
    };
    let (answers, ()) = tokio::join!(everyone, release);
    assert!(answers.iter().all(Result::is_ok));
    assert_eq!(world.cache.reads(), 1);
}

#[tokio::test]
async fn an_entry_is_believed_for_thirty_seconds_and_no_longer() {
    let world = World::new().await;
    world.let_in().await;
    world.app.clock.advance(REMEMBERED_FOR);
    let (_, within) = world.reads(async |world| world.let_in().await).await;
    world.app.clock.advance(Duration::from_millis(1));
    let (_, beyond) = world.reads(async |world| world.let_in().await).await;
    assert_eq!((within, beyond), (0, 1));
}

#[tokio::test]
async fn the_expiry_is_looked_at_on_every_hit() {
    let world = World::new().await;
    world.app.clock.advance(Duration::from_secs(280));
    world.let_in().await;
    world.app.clock.advance(Duration::from_secs(19));
    world.let_in().await;
    world.app.clock.advance(Duration::from_secs(1));
    let (answer, reads) = world.reads(async |world| world.check(&world.token()).await).await;
    assert!(matches!(answer, Err(CheckRefused::Invalid)));
    assert_eq!(reads, 0);
}

#[tokio::test]
async fn a_change_of_the_session_or_the_user_is_seen_at_the_next_look() {
    let world = World::new().await;
    let identity = world.let_in().await;
    let demoted = RoleValue { version: 1, state: RoleState::Deleted };
    world.cache.put_role(&identity.user_id, &demoted).await.expect("the store is there");
    let (_, after_role) = world.reads(async |world| world.let_in().await).await;
    let far = identity.expires_at;
    world.cache.bury(&identity.session_id, far).await.expect("the store is there");
    let (_, after_end) = world.reads(async |world| world.check(&world.token()).await).await;
    assert_eq!((after_role, after_end), (1, 1));
}

#[tokio::test]
async fn a_flush_makes_everything_worthless() {
    let world = World::new().await;
    world.let_in().await;
    world.app.edition.issuer.hot_check.listener().flush();
    let (_, reads) = world.reads(async |world| world.let_in().await).await;
    assert_eq!(reads, 1);
}

#[tokio::test]
async fn changes_of_others_cost_nothing() {
    let world = World::new().await;
    world.let_in().await;
    let admin = world.app.admin().await;
    let listener = world.app.edition.issuer.hot_check.listener();
    listener.user_changed(&admin.user_id.expect("signed in").parse::<UserId>().expect("an id"));
    let (_, reads) = world.reads(async |world| world.let_in().await).await;
    assert_eq!(reads, 0);
}

#[tokio::test]
async fn a_token_that_is_not_genuine_costs_no_read() {
    let world = World::new().await;
    let token = world.token();
    let other = if token.as_bytes()[60] == b'A' { 'B' } else { 'A' };
    let tampered = format!("{}{other}{}", &token[..60], &token[61..]);
    for bad in ["", "v4.public.", "v4.public.AAAA.AAAA", tampered.as_str(), &token[..token.len() - 1]] {
        let (answer, reads) = world.reads(async |world| world.check(bad).await).await;
        assert!(matches!(answer, Err(CheckRefused::Invalid)), "{bad}");
        assert_eq!(reads, 0, "{bad}");
    }
}

#[tokio::test]
async fn a_refusal_is_not_remembered() {
    let world = World::new().await;
    world.cache.set_away(true);
    assert!(matches!(world.check(&world.token()).await, Err(CheckRefused::Unavailable(_))));
    world.cache.set_away(false);
    world.let_in().await;
}

#[tokio::test]
async fn what_is_remembered_goes_on_while_the_store_is_away_and_then_fails_closed() {
    let world = World::new().await;
    world.let_in().await;
    world.cache.set_away(true);
    world.app.clock.advance(REMEMBERED_FOR);
    world.let_in().await;
    world.app.clock.advance(Duration::from_secs(1));
    assert!(matches!(world.check(&world.token()).await, Err(CheckRefused::Unavailable(_))));
}

#[tokio::test]
async fn a_genuine_token_with_another_users_session_is_refused() {
    let world = World::new().await;
    let own = world.let_in().await;
    let admin = world.app.admin().await.user_id.expect("signed in").parse().expect("an id");
    let token = world.signed(Subject::User(admin), Some(own.session_id.clone())).await;
    assert!(matches!(world.check(&token).await, Err(CheckRefused::Invalid)));
}

#[tokio::test]
async fn a_token_without_a_session_is_refused_without_a_read() {
    let world = World::new().await;
    let token = world.signed(Subject::Client(ClientId::BFF), None).await;
    let (answer, reads) = world.reads(async |world| world.check(&token).await).await;
    assert!(matches!(answer, Err(CheckRefused::Invalid)));
    assert_eq!(reads, 0);
}
