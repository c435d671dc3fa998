//! Redis fails while people use it.

use std::time::Duration;

use testkit::stack::Stack;

use super::{issuers, stack};
use crate::crowd::{Accounts, Action, Crowd, Demotion, Outage};

const UNPLANNED: Duration = Duration::from_secs(5);
const PLANNED: Duration = Duration::from_secs(2);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn c2_r7_a_master_that_fails_costs_no_session_and_revives_none() {
    let (stack, accounts) = stack().await;
    master_killed(&stack, &accounts).await;
    stack.redis.wait_until_whole();
    last_writes_lost(&stack, &accounts).await;
    stack.redis.wait_until_whole();
    master_stopped(&stack, &accounts).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn c2_r7_a_planned_switch_an_emptied_store_and_a_lost_quorum_cost_no_session() {
    let (stack, accounts) = stack().await;
    planned_switch(&stack, &accounts).await;
    stack.redis.wait_until_whole();
    emptied(&stack, &accounts).await;
    restarted_with_old_data(&stack, &accounts).await;
    stack.redis.wait_until_whole();
    quorum_lost(&stack, &accounts).await;
    issuers::both_killed(&stack, &accounts).await;
}

async fn master_killed(stack: &Stack, accounts: &Accounts) {
    let mut crowd = Crowd::gather(stack, accounts).await;
    crowd.demote(Demotion::prepare(stack, accounts).await).await;
    let (old, event) = (stack.redis.master(), crowd.now());
    stack.redis.kill(old);
    crowd.settles_after(event).await;
    assert_ne!(stack.redis.master(), old);
    // Comes back as a replica: until the Sentinels have told it so, it takes itself for the master.
    let back = crowd.now();
    stack.redis.revive(old);
    crowd.settles_after(back).await;
    crowd.goes_home("Redis: master killed", Outage::of_redis(event)).await.back_within(UNPLANNED);
}

/// What the master acknowledged last never reached the replica that takes its place.
async fn last_writes_lost(stack: &Stack, accounts: &Accounts) {
    let mut crowd = Crowd::gather(stack, accounts).await;
    let demotion = Demotion::prepare(stack, accounts).await;
    let old = stack.redis.master();
    stack.redis.cut_replicas();
    let cut = crowd.now();
    crowd.demote(demotion).await;
    // Sign-ins and sign-outs too are such that no replica ever saw.
    crowd.settles_after(cut).await;
    let event = crowd.now();
    stack.redis.kill(old);
    crowd.settles_after(event).await;
    assert_ne!(stack.redis.master(), old);
    crowd.goes_home("Redis: master killed, its last writes lost", Outage::of_redis(event)).await.back_within(UNPLANNED);
    stack.redis.revive(old);
}

async fn master_stopped(stack: &Stack, accounts: &Accounts) {
    let mut crowd = Crowd::gather(stack, accounts).await;
    crowd.demote(Demotion::prepare(stack, accounts).await).await;
    let (old, event) = (stack.redis.master(), crowd.now());
    stack.redis.pause(old);
    tokio::time::sleep(Duration::from_secs(8)).await;
    let resumed = crowd.now();
    stack.redis.resume(old);
    crowd.settles_after(resumed).await;
    assert_ne!(stack.redis.master(), old);
    crowd.goes_home("Redis: master stopped for 8 s", Outage::of_redis(event)).await.back_within(UNPLANNED);
}

async fn planned_switch(stack: &Stack, accounts: &Accounts) {
    let mut crowd = Crowd::gather(stack, accounts).await;
    crowd.demote(Demotion::prepare(stack, accounts).await).await;
    let (old, event) = (stack.redis.master(), crowd.now());
    stack.redis.switch_from(old);
    crowd.settles_after(event).await;
    assert_ne!(stack.redis.master(), old);
    crowd.goes_home("Redis: planned switch", Outage::of_redis(event)).await.back_within(PLANNED);
}

async fn emptied(stack: &Stack, accounts: &Accounts) {
    let mut crowd = Crowd::gather(stack, accounts).await;
    crowd.demote(Demotion::prepare(stack, accounts).await).await;
    let event = crowd.now();
    stack.redis.empty();
    crowd.settles_after(event).await;
    crowd.goes_home("Redis: emptied", Outage::of_redis(event)).await.back_within(PLANNED);
}

async fn restarted_with_old_data(stack: &Stack, accounts: &Accounts) {
    let mut crowd = Crowd::gather(stack, accounts).await;
    let demotion = Demotion::prepare(stack, accounts).await;
    let master = stack.redis.master();
    let (saved, then) = (stack.redis.save(master), crowd.now());
    crowd.demote(demotion).await;
    crowd.settles_after(then).await;
    let event = crowd.now();
    stack.redis.restart_with(master, &saved);
    crowd.settles_after(event).await;
    crowd.goes_home("Redis: restarted with old data", Outage::of_redis(event)).await.back_within(UNPLANNED);
}

/// Without a quorum nothing changes, as long as the master lives. When it dies too nobody can take its place, until the
/// Sentinels are back.
async fn quorum_lost(stack: &Stack, accounts: &Accounts) {
    let mut crowd = Crowd::gather(stack, accounts).await;
    let (old, lost) = (stack.redis.master(), crowd.now());
    (0..2).for_each(|sentinel| stack.redis.kill_sentinel(sentinel));
    crowd.settles_after(lost).await;
    let demotion = Demotion::prepare(stack, accounts).await;
    crowd.assert_no_failure_since(lost);
    crowd.demote(demotion).await;
    let killed = crowd.now();
    stack.redis.kill(old);
    crowd.feels(killed, &[Action::SignIn, Action::Refresh]).await;
    let event = crowd.now();
    (0..2).for_each(|sentinel| stack.redis.revive_sentinel(sentinel));
    crowd.settles_after(event).await;
    assert_ne!(stack.redis.master(), old);
    crowd
        .goes_home("Redis: quorum and master lost, Sentinels back", Outage::of_redis(killed).until(event))
        .await
        .back_within(UNPLANNED);
    stack.redis.revive(old);
}
