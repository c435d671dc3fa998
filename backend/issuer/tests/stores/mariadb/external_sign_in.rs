//! Two issuers that want the same transaction, ticket, identity or mail, in an order that is forced.

use std::{future::Future, pin::pin, time::Duration};

use shared::domain::{
    clock::Clock,
    external_sign_in::{LinkTicket, LoginTransaction},
    identities::ExternalIdentity,
    providers::Provider,
    store::StoreError,
    unit_of_work::UnitOfWork,
    users::User,
};
use testkit::stories::World;
use tokio::time::timeout;

use super::conflicts::{at_once, soon};

/// Time enough for an answer that waits for nobody.
const ANSWERED: Duration = Duration::from_millis(200);

/// A user, a provider, and what each of them has begun.
struct Scene {
    world: World,
    user: User,
    provider: Provider,
    transaction: LoginTransaction,
    ticket: LinkTicket,
}

impl Scene {
    async fn new() -> Self {
        let world = super::world().await;
        let (user, provider) = (world.samples.user("anna@example.com"), world.samples.provider("rauthy"));
        let (transaction, ticket) =
            (world.samples.transaction(&provider), world.samples.ticket(&user, &provider, "a-1"));
        let mut unit = world.stores.store.begin().await.unwrap();
        unit.users().insert(&user).await.unwrap();
        unit.providers().insert(&provider).await.unwrap();
        unit.login_transactions().insert(&transaction).await.unwrap();
        unit.link_tickets().insert(&ticket).await.unwrap();
        unit.commit().await.unwrap();
        Self { world, user, provider, transaction, ticket }
    }

    async fn begin(&self) -> Box<dyn UnitOfWork> {
        self.world.stores.store.begin().await.unwrap()
    }

    /// Two units of work that have both begun, each on a connection of its own.
    async fn two(&self) -> [Box<dyn UnitOfWork>; 2] {
        [self.begin().await, self.begin().await]
    }

    async fn take(&self, unit: &mut dyn UnitOfWork) -> bool {
        let (state, browser) = (&self.transaction.state, &self.transaction.browser);
        unit.login_transactions().take(state, browser).await.unwrap().is_some()
    }

    fn identity(&self) -> ExternalIdentity {
        self.world.samples.identity(&self.user, &self.provider, "a-1")
    }

    /// Records mails that are due, the oldest first.
    async fn mails(&self, count: usize) {
        let mut unit = self.begin().await;
        for number in 0..count {
            let mail = self.world.samples.mail(&format!("user-{number}@example.com"));
            unit.outbox().put(&mail).await.unwrap();
            self.world.clock.advance(Duration::from_millis(1));
        }
        unit.commit().await.unwrap();
    }

    async fn take_mails(&self, unit: &mut dyn UnitOfWork, limit: u32) -> Vec<String> {
        let now = self.world.clock.now();
        let taken = unit.outbox().take_due(now, now + Duration::from_mins(1), limit).await.unwrap();
        taken.iter().map(|mail| mail.mail.to.to_string()).collect()
    }
}

#[tokio::test]
async fn of_two_that_take_a_transaction_the_later_waits_and_gets_none() {
    let scene = Scene::new().await;
    let [mut first, mut second] = scene.two().await;
    assert!(scene.take(&mut *first).await);
    let taken = after_commit(first, scene.take(&mut *second)).await;
    assert!(!taken);
}

#[tokio::test]
async fn whoever_waits_for_a_transaction_gets_it_when_the_first_gives_it_back() {
    let scene = Scene::new().await;
    let [mut first, mut second] = scene.two().await;
    assert!(scene.take(&mut *first).await);
    let mut taken = pin!(scene.take(&mut *second));
    assert!(timeout(ANSWERED, &mut taken).await.is_err(), "it did not wait");
    drop(first);
    assert!(soon(taken).await);
}

#[tokio::test]
async fn a_transaction_that_was_seen_before_it_was_taken_is_gone() {
    let scene = Scene::new().await;
    let [mut first, mut second] = scene.two().await;
    // A snapshot of the whole unit of work would show the row again.
    second.users().find(&scene.user.id).await.unwrap();
    assert!(scene.take(&mut *first).await);
    first.commit().await.unwrap();
    assert!(!scene.take(&mut *second).await);
}

#[tokio::test]
async fn other_transactions_are_taken_meanwhile() {
    let scene = Scene::new().await;
    let other = scene.world.samples.transaction(&scene.provider);
    let [mut first, mut second] = scene.two().await;
    assert!(scene.take(&mut *first).await);
    at_once(second.login_transactions().insert(&other)).await.unwrap();
    let taken = at_once(second.login_transactions().take(&other.state, &other.browser)).await.unwrap();
    assert!(taken.is_some());
}

#[tokio::test]
async fn of_two_that_consume_a_ticket_the_later_waits_and_does_not() {
    let scene = Scene::new().await;
    let [mut first, mut second] = scene.two().await;
    assert!(first.link_tickets().consume(&scene.ticket.ticket).await.unwrap());
    let consumed = after_commit(first, second.link_tickets().consume(&scene.ticket.ticket)).await;
    assert!(!consumed.unwrap());
}

#[tokio::test]
async fn the_last_try_is_made_by_one_of_two() {
    let scene = Scene::new().await;
    let ticket = &scene.ticket.ticket;
    let mut unit = scene.begin().await;
    for _ in 1..LinkTicket::MAX_TRIES {
        assert!(unit.link_tickets().count_try(ticket).await.unwrap());
    }
    unit.commit().await.unwrap();

    let [mut first, mut second] = scene.two().await;
    assert!(first.link_tickets().count_try(ticket).await.unwrap());
    let counted = after_commit(first, second.link_tickets().count_try(ticket)).await;
    assert!(!counted.unwrap());
}

#[tokio::test]
async fn of_two_that_link_an_identity_the_later_hears_that_it_is_linked_and_can_go_on() {
    let scene = Scene::new().await;
    let [mut first, mut second] = scene.two().await;
    first.identities().insert(&scene.identity()).await.unwrap();
    let twin = scene.identity();
    let refused = after_commit(first, second.identities().insert(&twin)).await;
    assert!(matches!(refused, Err(StoreError::Duplicate)), "{refused:?}");
    let linked = second.identities().find_by_subject(&twin.issuer, &twin.subject).await.unwrap().unwrap();
    assert_ne!(linked.id, twin.id);
    second.commit().await.unwrap();
}

#[tokio::test]
async fn of_two_that_use_a_logout_token_the_later_waits_and_does_not_and_can_go_on() {
    let scene = Scene::new().await;
    let (provider, end) = (scene.provider.id, scene.world.clock.now() + Duration::from_mins(2));
    let [mut first, mut second] = scene.two().await;
    assert!(first.logout_tokens().use_once(&provider, "token", end).await.unwrap());
    let used = after_commit(first, second.logout_tokens().use_once(&provider, "token", end)).await;
    assert!(!used.unwrap());
    assert!(second.logout_tokens().use_once(&provider, "other", end).await.unwrap());
    second.commit().await.unwrap();
}

#[tokio::test]
async fn a_link_to_a_user_who_is_being_deleted_is_refused_or_goes_with_him() {
    let scene = Scene::new().await;
    let identity = scene.identity();
    let [mut first, mut second] = scene.two().await;
    assert!(first.users().delete(&scene.user.id).await.unwrap());
    let refused = after_commit(first, second.identities().insert(&identity)).await;
    assert!(matches!(refused, Err(StoreError::Corrupt(_))), "{refused:?}");
    let mut unit = scene.begin().await;
    assert_eq!(unit.identities().find_by_subject(&identity.issuer, &identity.subject).await.unwrap(), None);
}

#[tokio::test]
async fn mails_that_another_is_about_to_take_are_passed_over() {
    let scene = Scene::new().await;
    scene.mails(5).await;
    let [mut first, mut second] = scene.two().await;
    assert_eq!(scene.take_mails(&mut *first, 2).await, ["user-0@example.com", "user-1@example.com"]);
    let others = at_once(scene.take_mails(&mut *second, 2)).await;
    assert_eq!(others, ["user-2@example.com", "user-3@example.com"]);
    drop(first);
    second.commit().await.unwrap();
    let rest = soon(async {
        // What the first held is free as soon as the server has undone it.
        let mut rest = Vec::new();
        while rest.len() < 3 {
            let mut unit = scene.begin().await;
            rest.extend(scene.take_mails(&mut *unit, 10).await);
            unit.commit().await.unwrap();
        }
        rest.sort();
        rest
    });
    assert_eq!(rest.await, ["user-0@example.com", "user-1@example.com", "user-4@example.com"]);
}

#[tokio::test]
async fn a_mail_is_put_while_others_are_being_taken() {
    let scene = Scene::new().await;
    scene.mails(2).await;
    let [mut taker, mut writer] = scene.two().await;
    assert_eq!(scene.take_mails(&mut *taker, 10).await.len(), 2);
    let mail = scene.world.samples.mail("late@example.com");
    at_once(writer.outbox().put(&mail)).await.unwrap();
    writer.commit().await.unwrap();
    taker.commit().await.unwrap();
    assert_eq!(scene.take_mails(&mut *scene.begin().await, 10).await, ["late@example.com"]);
}

/// Does the work, which has to wait until the other unit of work is committed.
async fn after_commit<T>(other: Box<dyn UnitOfWork>, work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    assert!(timeout(ANSWERED, &mut work).await.is_err(), "it did not wait");
    other.commit().await.unwrap();
    soon(work).await
}
