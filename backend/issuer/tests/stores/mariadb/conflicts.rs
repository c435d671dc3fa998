//! Units of work that want the same rows, and what the server refuses.

use std::{future::Future, time::Duration};

use issuer::adapters::mariadb::{MariaDbStore, MigrationError, POOL_SIZE};
use shared::domain::{
    audit::{Actor, AuditEntry, AuditEvent, AuditFilter},
    store::StoreError,
    unit_of_work::{Store, UnitOfWork},
    users::User,
};
use sqlx::{Connection, Executor, MySqlConnection};
use testkit::{mariadb::TempMariaDb, stories::World};
use tokio::time::timeout;

/// Long enough for any answer that comes at all, shorter than any wait for a lock.
const AT_ONCE: Duration = Duration::from_secs(1);
/// The server lets nobody wait longer than 2 s for a row.
const SOON: Duration = Duration::from_millis(3500);

/// Two users and a store.
struct Scene {
    world: World,
    anna: User,
    bert: User,
}

impl Scene {
    async fn new() -> Self {
        let world = super::world().await;
        let (anna, bert) = (world.samples.user("anna@example.com"), world.samples.user("bert@example.com"));
        let mut unit = world.stores.store.begin().await.unwrap();
        unit.users().insert(&anna).await.unwrap();
        unit.users().insert(&bert).await.unwrap();
        unit.commit().await.unwrap();
        Self { world, anna, bert }
    }

    async fn begin(&self) -> Box<dyn UnitOfWork> {
        self.world.stores.store.begin().await.unwrap()
    }

    async fn note(&self, unit: &mut dyn UnitOfWork) {
        let (clock, randomness) = (&*self.world.clock, self.world.samples.randomness());
        let entry = AuditEntry::new(clock, randomness, Actor::Anonymous, None, AuditEvent::SetupRefused, None);
        unit.audit().add(&entry).await.unwrap();
    }

    async fn notes(&self) -> usize {
        let filter = AuditFilter { limit: 10, ..AuditFilter::default() };
        self.world.stores.store.read().await.unwrap().audit().list(&filter).await.unwrap().len()
    }
}

#[tokio::test]
async fn of_two_that_take_a_key_at_once_the_later_hears_that_it_is_taken_and_can_go_on() {
    let scene = Scene::new().await;
    let (mut first, mut second) = (scene.begin().await, scene.begin().await);
    first.users().insert(&scene.world.samples.user("carl@example.com")).await.unwrap();
    let twin = scene.world.samples.user("CARL@example.com");
    let (refused, committed) = tokio::join!(second.users().insert(&twin), first.commit());
    committed.unwrap();
    assert!(matches!(refused, Err(StoreError::Duplicate)), "{refused:?}");

    scene.note(&mut *second).await;
    second.commit().await.unwrap();
    assert_eq!(scene.notes().await, 1);
}

#[tokio::test]
async fn a_dead_lock_undoes_one_unit_of_work_wholly_and_lets_the_other_through() {
    let scene = Scene::new().await;
    let (mut first, mut second) = (scene.begin().await, scene.begin().await);
    scene.note(&mut *first).await;
    scene.note(&mut *second).await;
    first.users().lock(&scene.anna.id).await.unwrap();
    second.users().lock(&scene.bert.id).await.unwrap();
    let (one, other) = {
        let crosswise = async { tokio::join!(first.users().lock(&scene.bert.id), second.users().lock(&scene.anna.id)) };
        // The one that goes on must not have waited until the other gave up.
        soon(crosswise).await
    };
    let (undone, mut kept) = match (one, other) {
        (Err(StoreError::Conflict(_)), Ok(Some(_))) => (first, second),
        (Ok(Some(_)), Err(StoreError::Conflict(_))) => (second, first),
        outcome => panic!("{outcome:?}"),
    };

    refuses_everything(undone, &scene.anna).await;
    scene.note(&mut *kept).await;
    kept.commit().await.unwrap();
    assert_eq!(scene.notes().await, 2, "both of the one, none of the other");
}

#[tokio::test]
async fn a_wait_for_a_lock_ends_and_with_it_the_unit_of_work() {
    let scene = Scene::new().await;
    let (mut holder, mut waiting) = (scene.begin().await, scene.begin().await);
    holder.users().lock(&scene.anna.id).await.unwrap();
    scene.note(&mut *waiting).await;
    let refused = soon(waiting.users().lock(&scene.anna.id)).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
    refuses_everything(waiting, &scene.anna).await;
    assert_eq!(scene.notes().await, 0);
}

#[tokio::test]
async fn a_unit_of_work_whose_statement_nobody_waited_for_takes_no_other_one() {
    let scene = Scene::new().await;
    let (mut holder, mut impatient) = (scene.begin().await, scene.begin().await);
    holder.users().lock(&scene.anna.id).await.unwrap();
    timeout(Duration::from_millis(100), impatient.users().lock(&scene.anna.id)).await.unwrap_err();
    refuses_everything(impatient, &scene.bert).await;
    holder.commit().await.unwrap();
    at_once(scene.begin().await.users().lock(&scene.anna.id)).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_dropped_unit_of_work_frees_what_it_had_locked() {
    let scene = Scene::new().await;
    let mut dropped = scene.begin().await;
    dropped.users().lock(&scene.anna.id).await.unwrap();
    drop(dropped);
    at_once(scene.begin().await.users().lock(&scene.anna.id)).await.unwrap().unwrap();
}

#[tokio::test]
async fn counting_admins_waits_for_no_row_of_anybody_else() {
    let scene = Scene::new().await;
    let mut busy = scene.begin().await;
    busy.users().lock(&scene.anna.id).await.unwrap();
    assert_eq!(at_once(scene.begin().await.users().lock_active_admins()).await.unwrap(), 0);
}

#[tokio::test]
async fn a_unit_of_work_for_reading_can_write_nothing() {
    let scene = Scene::new().await;
    let user = scene.world.samples.user("carl@example.com");
    let refused = scene.world.stores.store.read().await.unwrap().users().insert(&user).await;
    assert!(matches!(refused, Err(StoreError::Unavailable(_))), "{refused:?}");
}

#[tokio::test]
async fn a_session_of_nobody_can_not_be_recorded() {
    let scene = Scene::new().await;
    let session = scene.world.samples.session(&scene.world.samples.user("nobody@example.com"));
    let refused = scene.begin().await.sessions().insert(&session).await;
    assert!(matches!(refused, Err(StoreError::Corrupt(_))), "{refused:?}");
}

#[tokio::test]
async fn a_value_that_does_not_fit_is_refused_and_never_cut() {
    let scene = Scene::new().await;
    let mut session = scene.world.samples.session(&scene.anna);
    session.amr = vec!["x".repeat(300)];
    let refused = scene.begin().await.sessions().insert(&session).await;
    assert!(matches!(refused, Err(StoreError::Corrupt(_))), "{refused:?}");
}

#[tokio::test]
async fn a_filter_may_ask_for_any_text() {
    let scene = Scene::new().await;
    let mut unit = scene.begin().await;
    scene.note(&mut *unit).await;
    for (kind, found) in
        [("setup.refused", 1), ("setup.refused ", 0), ("Setup.Refused", 0), ("s\u{e9}tup \u{1f600}", 0)]
    {
        let filter = AuditFilter { kind: Some(kind.into()), limit: 10, ..AuditFilter::default() };
        assert_eq!(unit.audit().list(&filter).await.unwrap().len(), found, "{kind:?}");
    }
}

#[tokio::test]
async fn a_value_that_was_changed_from_outside_is_told_without_showing_it() {
    let database = TempMariaDb::new();
    let world = World::new(TempMariaDb::new()).await;
    let store = database.open_store().await;
    let user = world.samples.user("anna@example.com");
    let mut unit = store.begin().await.unwrap();
    unit.users().insert(&user).await.unwrap();
    unit.commit().await.unwrap();
    change(&database, "UPDATE users SET status = 'half-asleep'").await;
    let error = store.read().await.unwrap().users().find(&user.id).await.unwrap_err();
    assert_eq!(error.to_string(), "a stored value is not valid: column users.status");
}

#[tokio::test]
async fn several_issuers_bring_the_tables_up_to_date_at_once() {
    let database = TempMariaDb::new();
    let stores = [(); 4].map(|()| MariaDbStore::new(database.url(), POOL_SIZE).unwrap());
    let [a, b, c, d] = &stores;
    let (a, b, c, d) = tokio::join!(a.migrate(), b.migrate(), c.migrate(), d.migrate());
    [a, b, c, d].into_iter().for_each(Result::unwrap);
}

#[tokio::test]
async fn a_database_of_another_version_is_refused() {
    let database = TempMariaDb::new();
    let store = database.open_store().await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
                 VALUES (9999, 'from the future', TRUE, '', 0)";
    change(&database, newer).await;
    let error = store.migrate().await.unwrap_err();
    assert!(matches!(error, MigrationError::Newer(9999)), "{error:?}");
    change(&database, "DELETE FROM _sqlx_migrations WHERE version = 9999").await;
    change(&database, "UPDATE _sqlx_migrations SET checksum = '' WHERE version = 2").await;
    let error = store.migrate().await.unwrap_err();
    assert!(matches!(error, MigrationError::Altered(2)), "{error:?}");
    change(&database, "UPDATE _sqlx_migrations SET success = FALSE WHERE version = 3").await;
    let error = store.migrate().await.unwrap_err();
    assert!(matches!(error, MigrationError::Unfinished(3)), "{error:?}");
}

/// Neither a look-up nor a commit pretends that all was well.
async fn refuses_everything(mut unit: Box<dyn UnitOfWork>, user: &User) {
    let found = unit.users().find(&user.id).await;
    assert!(matches!(found, Err(StoreError::Unavailable(_))), "{found:?}");
    let committed = unit.commit().await;
    assert!(matches!(committed, Err(StoreError::Unavailable(_))), "{committed:?}");
}

/// Changes the database behind the program's back.
async fn change(database: &TempMariaDb, statement: &'static str) {
    let mut connection = MySqlConnection::connect(database.url()).await.unwrap();
    connection.execute(statement).await.unwrap();
}

pub(super) async fn at_once<T>(work: impl Future<Output = T>) -> T {
    timeout(AT_ONCE, work).await.expect("waited for somebody else")
}

pub(super) async fn soon<T>(work: impl Future<Output = T>) -> T {
    timeout(SOON, work).await.expect("waited too long")
}
