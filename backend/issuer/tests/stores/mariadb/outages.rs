//! A server that is away, silent, read-only or full: a fast answer meanwhile, and back without a restart of ours.

use std::{future::Future, sync::Arc, time::Duration};

use issuer::adapters::mariadb::{MariaDbStore, POOL_SIZE, PreparedStore, Record};
use shared::{
    domain::{
        store::StoreError,
        unit_of_work::{Store, UnitOfWork},
        users::User,
    },
    middleware::health::Dependency,
};
use sqlx::{Connection, Executor, MySqlConnection};
use testkit::{clock::TestClock, mariadb::TempMariaDb, samples::Samples, servers::mariadb::MariaDbServer};
use tokio::{task::JoinSet, time::timeout};
use url::Url;

/// For a server that says no: nobody waits for his turn then, which takes 2 s.
const AT_ONCE: Duration = Duration::from_millis(1500);
/// For a server that says nothing, and for one that is full: those 2 s, on a machine that may be busy.
const TURN: Duration = Duration::from_secs(4);
/// For a statement to which nothing is said, which takes 4 s.
const STATEMENT: Duration = Duration::from_secs(6);

/// A server of its own, a store on it that has connections already, and a user.
struct Scene {
    server: MariaDbServer,
    database: TempMariaDb,
    store: MariaDbStore,
    user: User,
}

impl Scene {
    async fn new() -> Self {
        let server = MariaDbServer::start();
        let database = TempMariaDb::on(&server);
        let store = database.open_store().await;
        let user = Samples::new(Arc::new(TestClock::new())).user("anna@example.com");
        let mut unit = store.begin().await.unwrap();
        unit.users().insert(&user).await.unwrap();
        unit.commit().await.unwrap();
        let open = [store.read().await, store.read().await, store.begin().await];
        assert!(open.iter().all(Result::is_ok));
        Self { server, database, store, user }
    }

    /// Everything works.
    async fn works(&self) {
        let mut unit = self.store.begin().await.unwrap();
        let user = unit.users().lock(&self.user.id).await.unwrap().unwrap();
        assert!(unit.users().update(&user).await.unwrap());
        unit.commit().await.unwrap();
        assert!(self.store.read().await.unwrap().users().find(&user.id).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn a_stopped_server_is_told_at_once_and_used_again_when_it_is_back() {
    let scene = Scene::new().await;
    let mut open = scene.store.begin().await.unwrap();
    assert!(open.users().delete(&scene.user.id).await.unwrap());
    assert!(Record(Arc::new(PreparedStore::opened_already(scene.store.clone()))).answers().await);
    scene.server.kill();

    let committed = open.commit().await;
    assert!(matches!(committed, Err(StoreError::Unavailable(_))), "{committed:?}");
    // More callers than connections, so that nobody waits for another's failure either.
    let mut callers = JoinSet::new();
    for _ in 0..3 * POOL_SIZE {
        let store = scene.store.clone();
        callers.spawn(async move { within(AT_ONCE, store.begin()).await.map(drop) });
    }
    for outcome in callers.join_all().await {
        assert!(matches!(outcome, Err(StoreError::Unavailable(_))), "{outcome:?}");
    }

    scene.server.revive();
    scene.works().await;
}

#[tokio::test]
async fn a_connection_from_before_a_restart_is_never_handed_out() {
    let scene = Scene::new().await;
    scene.server.kill();
    scene.server.revive();
    scene.works().await;
}

#[tokio::test]
async fn a_silent_server_is_given_up_and_used_again_when_it_speaks() {
    let scene = Scene::new().await;
    let mut open = scene.store.begin().await.unwrap();
    assert!(open.users().delete(&scene.user.id).await.unwrap());
    scene.server.pause();

    for _ in 0..2 {
        let refused = within(TURN, scene.store.begin()).await.map(drop);
        assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    }
    let refused = within(STATEMENT, open.users().find(&scene.user.id)).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    drop(open);

    scene.server.resume();
    scene.works().await;
}

#[tokio::test]
async fn a_statement_that_waits_for_ever_is_ended() {
    let scene = Scene::new().await;
    // Whoever looks after the server may do what the issuer may not.
    let (user, password) = scene.server.operator();
    let mut operator = Url::parse(scene.database.url()).unwrap();
    operator.set_username(user).unwrap();
    operator.set_password(Some(password)).unwrap();
    let mut maintenance = MySqlConnection::connect(operator.as_str()).await.unwrap();
    maintenance.execute("LOCK TABLES users WRITE").await.unwrap();
    let mut unit = scene.store.read().await.unwrap();
    let refused = within(STATEMENT, unit.users().find(&scene.user.id)).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    maintenance.execute("UNLOCK TABLES").await.unwrap();
    scene.works().await;
}

#[tokio::test]
async fn a_read_only_server_is_read_and_takes_no_write() {
    let scene = Scene::new().await;
    scene.server.execute("SET GLOBAL read_only = ON");
    let found = scene.store.read().await.unwrap().users().find(&scene.user.id).await;
    assert!(found.unwrap().is_some());
    let refused = within(AT_ONCE, async {
        let mut unit = scene.store.begin().await?;
        let user = unit.users().lock(&scene.user.id).await?.unwrap();
        unit.users().update(&user).await?;
        unit.commit().await
    });
    let refused = refused.await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    let readiness = Record(Arc::new(PreparedStore::opened_already(scene.store.clone())));
    assert!(!readiness.answers().await);
    scene.server.execute("SET GLOBAL read_only = OFF");
    scene.works().await;
    assert!(readiness.answers().await);
}

#[tokio::test]
async fn a_server_without_a_free_connection_is_told_at_once() {
    let scene = Scene::new().await;
    scene.server.execute("SET GLOBAL max_connections = 10");
    let mut strangers = Vec::new();
    while let Ok(stranger) = MySqlConnection::connect(scene.database.url()).await {
        strangers.push(stranger);
    }
    let (other, mut open) = (MariaDbStore::new(scene.database.url(), POOL_SIZE).unwrap(), Vec::new());
    let refused = within(AT_ONCE, other.begin()).await.map(|unit| open.push(unit));
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    drop(strangers);
    scene.works().await;
}

#[tokio::test]
async fn a_caller_waits_for_a_free_connection_of_ours_but_not_long() {
    let scene = Scene::new().await;
    let store = MariaDbStore::new(scene.database.url(), 2).unwrap();
    let held: [Box<dyn UnitOfWork>; 2] = [store.begin().await.unwrap(), store.begin().await.unwrap()];
    let refused = within(TURN, store.begin()).await.map(drop);
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    let (waited, ()) = tokio::join!(within(AT_ONCE, store.begin()), async { drop(held) });
    assert!(waited.is_ok());
}

#[tokio::test]
async fn a_server_is_believed_only_with_a_certificate_from_the_authority_that_was_named() {
    let server = MariaDbServer::start();
    let url = server.database();
    server.execute("ALTER USER paseport@127.0.0.1 REQUIRE SSL");
    let authority = server.certificates().authority();
    for (options, works) in [
        ("?ssl-mode=DISABLED".to_owned(), false),
        ("?ssl-mode=REQUIRED".to_owned(), true),
        ("?ssl-mode=VERIFY_IDENTITY".to_owned(), false),
        (format!("?ssl-mode=VERIFY_IDENTITY&ssl-ca={}", authority.display()), true),
    ] {
        let store = MariaDbStore::new(&format!("{url}{options}"), 1).unwrap();
        let begun = within(TURN, store.begin()).await.map(drop);
        assert_eq!(begun.is_ok(), works, "{options}: {begun:?}");
    }
}

async fn within<T>(limit: Duration, work: impl Future<Output = T>) -> T {
    timeout(limit, work).await.expect("no answer in time")
}
