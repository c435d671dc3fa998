//! The audit record.

use std::time::Duration;

use shared::domain::{
    audit::{Actor, AuditEntry, AuditEvent, AuditFilter, AuditRecord, Origin, UserFacts},
    ids::UserId,
    sessions::EndReason,
};

use super::World;

pub async fn an_entry_is_read_as_written(world: &World) {
    let (admin, user) = (world.samples.admin("admin@example.com"), world.samples.user("anna@example.com"));
    let (own, ended) = (world.samples.session(&admin).id, world.samples.session(&user).id);
    let actor = Actor::User { id: admin.id, session_id: Some(own.clone()) };
    let event = AuditEvent::SessionEnded { session_id: ended, reason: EndReason::EndedByAdmin };
    let full = entry(world, actor, Some(user.id), event, Some(&origin()));
    world.clock.advance(Duration::from_millis(1));
    let after = UserFacts::from(&user);
    let bare = entry(world, Actor::System, None, AuditEvent::UserCreated { after }, None);
    add(world, [&full, &bare]).await;

    let expected = AuditRecord {
        id: full.id,
        at: full.at,
        actor_kind: "user".into(),
        actor: Some(admin.id),
        target: Some(user.id),
        kind: "session.ended".into(),
        reason: Some("ended_by_admin".into()),
        request_id: Some("request-0000000001".into()),
        session_id: Some(own.to_string()),
        ip: Some("2001:db8::7".into()),
        details: full.event.details(),
    };
    let bare_expected = AuditRecord {
        id: bare.id,
        at: bare.at,
        actor_kind: "system".into(),
        actor: None,
        target: None,
        kind: "user.created".into(),
        reason: None,
        request_id: None,
        session_id: None,
        ip: None,
        details: bare.event.details(),
    };
    assert_eq!(list(world, AuditFilter::default()).await, [bare_expected, expected]);
}

pub async fn each_filter_narrows_the_list(world: &World) {
    let (admin, user) = (world.samples.admin("admin@example.com").id, world.samples.user("anna@example.com").id);
    let by = |id: UserId| Actor::User { id, session_id: None };
    let mut entries = Vec::new();
    for (actor, target, event) in [
        (Actor::Anonymous, None, AuditEvent::SignInFailed { reason: "unknown" }),
        (Actor::Anonymous, Some(user), AuditEvent::SignInFailed { reason: "password" }),
        (by(user), Some(user), AuditEvent::PasswordChanged),
        (by(admin), Some(user), AuditEvent::PasswordChangeRefused),
    ] {
        entries.push(entry(world, actor, target, event, Some(&origin())));
        world.clock.advance(Duration::from_secs(1));
    }
    add(world, &entries).await;

    let none = AuditFilter::default();
    let kind = |kind: &str| Some(kind.to_owned());
    for (filter, expected) in [
        (AuditFilter { actor: Some(admin), ..none.clone() }, vec![3]),
        (AuditFilter { target: Some(user), ..none.clone() }, vec![3, 2, 1]),
        (AuditFilter { kind: kind("sign_in.failed"), ..none.clone() }, vec![1, 0]),
        (AuditFilter { kind: kind("sign_in.%"), ..none.clone() }, vec![]),
        (AuditFilter { from: Some(entries[2].at), ..none.clone() }, vec![3, 2]),
        (AuditFilter { to: Some(entries[2].at), ..none.clone() }, vec![1, 0]),
        (AuditFilter { from: Some(entries[1].at), to: Some(entries[3].at), ..none.clone() }, vec![2, 1]),
        (AuditFilter { after: Some(entries[1].id), ..none.clone() }, vec![0]),
        (AuditFilter { target: Some(user), kind: kind("password.changed"), ..none.clone() }, vec![2]),
        (AuditFilter { actor: Some(admin), kind: kind("password.changed"), ..none.clone() }, vec![]),
    ] {
        let found: Vec<_> = list(world, filter.clone()).await.iter().map(|record| record.id).collect();
        let expected: Vec<_> = expected.into_iter().map(|index: usize| entries[index].id).collect();
        assert_eq!(found, expected, "{filter:?}");
    }
}

pub async fn pages_come_newest_first(world: &World) {
    let mut entries = Vec::new();
    for _ in 0..5 {
        entries.push(entry(world, Actor::System, None, AuditEvent::SetupRefused, None));
        world.clock.advance(Duration::from_millis(1));
    }
    add(world, &entries).await;

    let mut seen = Vec::new();
    let mut filter = AuditFilter { limit: 2, ..AuditFilter::default() };
    loop {
        let page = world.read().await.audit().list(&filter).await.unwrap();
        assert!(page.len() <= 2);
        let Some(last) = page.last() else { break };
        filter.after = Some(last.id);
        seen.extend(page.iter().map(|record| record.id));
    }
    assert_eq!(seen, entries.iter().rev().map(|entry| entry.id).collect::<Vec<_>>());
}

pub async fn an_entry_outlives_its_user(world: &World) {
    let user = world.samples.user("anna@example.com");
    world.record_users([&user]).await;
    let actor = Actor::User { id: user.id, session_id: None };
    let before = UserFacts::from(&user);
    let told = entry(world, actor, Some(user.id), AuditEvent::UserDeleted { before }, None);
    let mut unit = world.begin().await;
    unit.audit().add(&told).await.unwrap();
    assert!(unit.users().delete(&user.id).await.unwrap());
    unit.commit().await.unwrap();

    let left = list(world, AuditFilter { target: Some(user.id), ..AuditFilter::default() }).await;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].details["before"]["email"], "anna@example.com");
}

pub async fn entries_are_counted_by_kind_from_a_moment_on(world: &World) {
    let failed = || AuditEvent::SignInFailed { reason: "unknown" };
    let mut entries = Vec::new();
    for event in [failed(), AuditEvent::SetupRefused, failed(), failed()] {
        entries.push(entry(world, Actor::Anonymous, None, event, None));
        world.clock.advance(Duration::from_secs(1));
    }
    add(world, &entries).await;

    let mut unit = world.read().await;
    let kind = AuditEvent::SIGN_IN_FAILED;
    let millisecond = Duration::from_millis(1);
    for (moment, count) in [
        (entries[0].at, 3),
        (entries[0].at + millisecond, 2),
        (entries[2].at, 2),
        (entries[3].at, 1),
        (entries[3].at + millisecond, 0),
    ] {
        assert_eq!(unit.audit().count_since(kind, moment).await.unwrap(), count, "{moment}");
    }
    assert_eq!(unit.audit().count_since("setup.refused", entries[0].at).await.unwrap(), 1);
    assert_eq!(unit.audit().count_since("sign_in.%", entries[0].at).await.unwrap(), 0);
}

fn entry(
    world: &World,
    actor: Actor,
    target: Option<UserId>,
    event: AuditEvent,
    origin: Option<&Origin>,
) -> AuditEntry {
    AuditEntry::new(&*world.clock, world.samples.randomness(), actor, target, event, origin)
}

fn origin() -> Origin {
    let ip = "2001:db8::7".parse().unwrap();
    Origin { request_id: "request-0000000001".into(), ip, user_agent: "Sample/1.0".into() }
}

async fn add<'a>(world: &World, entries: impl IntoIterator<Item = &'a AuditEntry>) {
    let mut unit = world.begin().await;
    for entry in entries {
        unit.audit().add(entry).await.unwrap();
    }
    unit.commit().await.unwrap();
}

async fn list(world: &World, filter: AuditFilter) -> Vec<AuditRecord> {
    world.read().await.audit().list(&AuditFilter { limit: 100, ..filter }).await.unwrap()
}
