//! Mails that wait to be sent.

use std::{collections::BTreeSet, time::Duration};

use shared::domain::{
    clock::{Clock, Timestamp},
    ids::MailId,
    mail::{Mail, MailKind, OutgoingMail},
};
use tokio::task::JoinSet;

use super::World;

/// After so long a mail is tried again.
const RETRY: Duration = Duration::from_mins(1);

pub async fn a_mail_is_taken_as_written(world: &World) {
    let plain = world.samples.mail("Anna@Example.com");
    world.clock.advance(Duration::from_millis(1234));
    let full = OutgoingMail {
        kind: MailKind::IdentityUnlinked,
        mail: Mail {
            to: "zo\u{eb}@example.com".parse().unwrap(),
            subject: "Gr\u{fc}\u{df}e \u{1f600} ".into(),
            text: "line after line\r\n".repeat(5000),
        },
        attempts: 7,
        ..world.samples.mail("bert@example.com")
    };
    put(world, [&plain, &full]).await;

    let taken = take(world, 10).await;
    let due_at = world.clock.now() + RETRY;
    let expected = [plain, full].map(|mail| OutgoingMail { attempts: mail.attempts + 1, due_at, ..mail });
    assert_eq!(taken, expected);
    let spelled = |mail: &OutgoingMail| mail.mail.to.to_string();
    assert_eq!(taken.iter().map(spelled).collect::<Vec<_>>(), expected.iter().map(spelled).collect::<Vec<_>>());
}

pub async fn due_mails_come_the_oldest_first_and_no_more_than_asked_for(world: &World) {
    let mut mails = Vec::new();
    for number in 0..5 {
        mails.push(world.samples.mail(&format!("user-{number}@example.com")));
        world.clock.advance(Duration::from_millis(1));
    }
    // Later made, earlier due.
    mails[3].due_at = mails[0].due_at - Duration::from_secs(1);
    mails[1].due_at = world.clock.now() + Duration::from_millis(1);
    put(world, [&mails[4], &mails[2], &mails[0], &mails[3], &mails[1]]).await;

    assert_eq!(ids(&take(world, 2).await), [mails[0].id, mails[2].id]);
    assert_eq!(ids(&take(world, 10).await), [mails[3].id, mails[4].id]);
    assert_eq!(take(world, 10).await, []);
    world.clock.advance(Duration::from_millis(1));
    assert_eq!(ids(&take(world, 10).await), [mails[1].id]);
    assert_eq!(world.read().await.outbox().count().await.unwrap(), 5);
}

pub async fn a_mail_that_nobody_removes_is_due_again(world: &World) {
    let mail = world.samples.mail("anna@example.com");
    put(world, [&mail]).await;
    for attempts in 1..=3 {
        let taken = take(world, 10).await;
        assert_eq!(taken.iter().map(|mail| mail.attempts).collect::<Vec<_>>(), [attempts]);
        assert_eq!(take(world, 10).await, []);
        world.clock.advance(RETRY);
    }
}

pub async fn a_removed_mail_is_gone_and_a_postponed_one_waits(world: &World) {
    let (sent, postponed) = (world.samples.mail("anna@example.com"), world.samples.mail("bert@example.com"));
    put(world, [&sent, &postponed]).await;
    assert_eq!(take(world, 10).await.len(), 2);
    let due_at = world.clock.now() + Duration::from_hours(1);
    let mut unit = world.begin().await;
    for _ in 0..2 {
        unit.outbox().remove(&sent.id).await.unwrap();
    }
    unit.outbox().postpone(&postponed.id, due_at).await.unwrap();
    unit.outbox().postpone(&sent.id, due_at).await.unwrap();
    unit.commit().await.unwrap();

    assert_eq!(world.read().await.outbox().count().await.unwrap(), 1);
    world.clock.advance(RETRY);
    assert_eq!(take(world, 10).await, []);
    world.clock.set(due_at);
    let taken = take(world, 10).await;
    assert_eq!(ids(&taken), [postponed.id]);
    assert_eq!(taken[0].attempts, 2);
}

pub async fn nobody_takes_what_another_has_taken(world: &World) {
    let mails: Vec<_> = (0..40).map(|number| world.samples.mail(&format!("user-{number}@example.com"))).collect();
    for mail in &mails {
        put(world, [mail]).await;
    }
    let processes = [world.stores.store.clone(), world.reopened().await.store];
    let (now, mut takers) = (world.clock.now(), JoinSet::new());
    for number in 0..8 {
        let store = processes[number % 2].clone();
        takers.spawn(async move {
            let mut mine = Vec::new();
            loop {
                let mut unit = store.begin().await.unwrap();
                let taken = unit.outbox().take_due(now, now + RETRY, 3).await.unwrap();
                unit.commit().await.unwrap();
                if taken.is_empty() {
                    return mine;
                }
                mine.extend(taken);
            }
        });
    }
    let taken: Vec<_> = takers.join_all().await.into_iter().flatten().collect();
    assert!(taken.iter().all(|mail| mail.attempts == 1));
    assert_eq!(taken.len(), mails.len());
    let distinct: BTreeSet<_> = taken.iter().map(|mail| mail.id).collect();
    assert_eq!(distinct, mails.iter().map(|mail| mail.id).collect());
}

pub async fn a_mail_of_work_that_was_undone_is_none(world: &World) {
    let mail = world.samples.mail("anna@example.com");
    let mut unit = world.begin().await;
    unit.outbox().put(&mail).await.unwrap();
    drop(unit);
    assert_eq!(world.read().await.outbox().count().await.unwrap(), 0);

    put(world, [&mail]).await;
    let mut unit = world.begin().await;
    assert_eq!(unit.outbox().take_due(world.clock.now(), later(world), 10).await.unwrap().len(), 1);
    drop(unit);
    assert_eq!(take(world, 10).await.len(), 1, "whoever took it is gone, and nobody sent it");
}

async fn put<const N: usize>(world: &World, mails: [&OutgoingMail; N]) {
    let mut unit = world.begin().await;
    for mail in mails {
        unit.outbox().put(mail).await.unwrap();
    }
    unit.commit().await.unwrap();
}

async fn take(world: &World, limit: u32) -> Vec<OutgoingMail> {
    let mut unit = world.begin().await;
    let taken = unit.outbox().take_due(world.clock.now(), later(world), limit).await.unwrap();
    unit.commit().await.unwrap();
    taken
}

fn later(world: &World) -> Timestamp {
    world.clock.now() + RETRY
}

fn ids(mails: &[OutgoingMail]) -> Vec<MailId> {
    mails.iter().map(|mail| mail.id).collect()
}
