//! Tickets that link an identity to an account.

use std::time::Duration;

use shared::domain::{
    clock::Clock, external_sign_in::LinkTicket, handles::HashedHandle, return_to::ReturnTo, store::StoreError,
    users::User,
};
use tokio::task::JoinSet;

use crate::stories::World;

pub async fn a_ticket_is_read_as_written_by_its_browser(world: &World) {
    let user = recorded_user(world).await;
    let provider = world.samples.provider("rauthy");
    let plain = world.samples.ticket(&user, &provider, "a-1");
    world.clock.advance(Duration::from_millis(1234));
    let full = LinkTicket {
        email: "Anna@Example.com ".into(),
        sid: Some("s-1 ".into()),
        auth_time: Some(world.clock.now()),
        return_to: ReturnTo::or_home("/users?q=a"),
        replaces: Some(world.samples.session(&user).id),
        tries: 3,
        ..world.samples.ticket(&user, &provider, "A-1 ")
    };
    record(world, [&plain, &full]).await;

    let mut unit = world.read().await;
    for ticket in [&plain, &full] {
        assert_eq!(unit.link_tickets().find(&ticket.ticket, &ticket.browser).await.unwrap().as_ref(), Some(ticket));
    }
    assert_eq!(unit.link_tickets().find(&plain.ticket, &full.browser).await.unwrap(), None);
    assert_eq!(unit.link_tickets().find(&world.samples.handle(), &plain.browser).await.unwrap(), None);
}

pub async fn a_ticket_has_five_tries(world: &World) {
    let ticket = recorded(world).await;
    for tries in 1..=LinkTicket::MAX_TRIES {
        assert!(tried(world, &ticket.ticket).await);
        let found = world.read().await.link_tickets().find(&ticket.ticket, &ticket.browser).await.unwrap().unwrap();
        assert_eq!(found, LinkTicket { tries, ..ticket.clone() });
    }
    assert!(!tried(world, &ticket.ticket).await);
    assert!(!tried(world, &world.samples.handle()).await);
    let found = world.read().await.link_tickets().find(&ticket.ticket, &ticket.browser).await.unwrap().unwrap();
    assert_eq!(found.tries, LinkTicket::MAX_TRIES);
}

pub async fn d7_of_many_tries_at_once_five_are_made(world: &World) {
    let ticket = recorded(world).await.ticket;
    let processes = [world.stores.store.clone(), world.reopened().await.store];
    let mut tries = JoinSet::new();
    for number in 0..30 {
        let store = processes[number % 2].clone();
        tries.spawn(async move {
            let mut unit = store.begin().await.unwrap();
            let counted = unit.link_tickets().count_try(&ticket).await.unwrap();
            unit.commit().await.unwrap();
            counted
        });
    }
    assert_eq!(tries.join_all().await.into_iter().filter(|counted| *counted).count(), 5);
}

pub async fn of_many_at_once_one_consumes_the_ticket(world: &World) {
    let ticket = recorded(world).await;
    let processes = [world.stores.store.clone(), world.reopened().await.store];
    let mut uses = JoinSet::new();
    for number in 0..10 {
        let (store, ticket) = (processes[number % 2].clone(), ticket.ticket);
        uses.spawn(async move {
            let mut unit = store.begin().await.unwrap();
            let consumed = unit.link_tickets().consume(&ticket).await.unwrap();
            unit.commit().await.unwrap();
            consumed
        });
    }
    assert_eq!(uses.join_all().await.into_iter().filter(|consumed| *consumed).count(), 1);
    assert_eq!(world.read().await.link_tickets().find(&ticket.ticket, &ticket.browser).await.unwrap(), None);
    assert!(!tried(world, &ticket.ticket).await);
}

pub async fn a_ticket_is_given_back_when_the_work_is_undone(world: &World) {
    let ticket = recorded(world).await;
    let mut unit = world.begin().await;
    assert!(unit.link_tickets().consume(&ticket.ticket).await.unwrap());
    drop(unit);
    let found = world.read().await.link_tickets().find(&ticket.ticket, &ticket.browser).await.unwrap();
    assert_eq!(found, Some(ticket));
}

pub async fn a_ticket_needs_its_user(world: &World) {
    let (nobody, provider) = (world.samples.user("nobody@example.com"), world.samples.provider("rauthy"));
    let refused = world.begin().await.link_tickets().insert(&world.samples.ticket(&nobody, &provider, "a-1")).await;
    assert!(matches!(refused, Err(StoreError::Corrupt(_))), "{refused:?}");
}

pub async fn a_ticket_is_revoked_by_what_it_came_from(world: &World) {
    let without = recorded(world).await;
    let of = |sid: &str| LinkTicket { ticket: world.samples.handle(), sid: Some(sid.into()), ..without.clone() };
    let (one, two) = (of("s-1"), of("s-2"));
    record(world, [&one, &two]).await;
    let (provider, subject) = (&one.provider_id, &one.subject);
    let (another, another_subject) = (world.samples.provider("another").id, "A-1".parse().unwrap());
    for (provider, sid, subject, gone) in [
        (&another, Some("s-1"), Some(subject), &[][..]),
        (provider, Some("S-1"), None, &[]),
        (provider, None, Some(&another_subject), &[]),
        (provider, Some("s-1"), Some(&another_subject), &[]),
        (provider, None, None, &[]),
        (provider, Some("s-1"), None, &[&one]),
        // One that names no session may be of this one.
        (provider, Some("s-2"), Some(subject), &[&without, &two]),
        (provider, None, Some(subject), &[&without, &one, &two]),
    ] {
        let mut unit = world.begin().await;
        let revoked = unit.link_tickets().revoke(provider, sid, subject).await.unwrap();
        assert_eq!(revoked, gone.len() as u64, "{sid:?} {subject:?}");
        for ticket in [&without, &one, &two] {
            let found = unit.link_tickets().find(&ticket.ticket, &ticket.browser).await.unwrap();
            assert_eq!(found.is_none(), gone.contains(&ticket), "{sid:?} {subject:?}");
        }
    }
}

pub async fn tickets_past_their_end_are_forgotten(world: &World) {
    let old = recorded(world).await;
    let limit = old.expires_at + Duration::from_millis(1);
    let young = LinkTicket { ticket: world.samples.handle(), expires_at: limit, ..old.clone() };
    record(world, [&young]).await;

    let mut unit = world.begin().await;
    assert_eq!(unit.link_tickets().forget_before(limit).await.unwrap(), 1);
    assert_eq!(unit.link_tickets().find(&old.ticket, &old.browser).await.unwrap(), None);
    assert_eq!(unit.link_tickets().find(&young.ticket, &young.browser).await.unwrap(), Some(young));
}

async fn recorded_user(world: &World) -> User {
    let user = world.samples.user("anna@example.com");
    world.record_users([&user]).await;
    user
}

async fn recorded(world: &World) -> LinkTicket {
    let user = recorded_user(world).await;
    let ticket = world.samples.ticket(&user, &world.samples.provider("rauthy"), "a-1");
    record(world, [&ticket]).await;
    ticket
}

async fn record<const N: usize>(world: &World, tickets: [&LinkTicket; N]) {
    let mut unit = world.begin().await;
    for ticket in tickets {
        unit.link_tickets().insert(ticket).await.unwrap();
    }
    unit.commit().await.unwrap();
}

async fn tried(world: &World, ticket: &HashedHandle) -> bool {
    let mut unit = world.begin().await;
    let counted = unit.link_tickets().count_try(ticket).await.unwrap();
    unit.commit().await.unwrap();
    counted
}
