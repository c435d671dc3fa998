//! MariaDB fails while people use what doesn't need it all the time.

use std::time::Duration;

use testkit::{
    servers::flaky_proxy::{Behaviour, FlakyProxy},
    stack::Stack,
};

use super::{for_a_while, stack_beside_another, told};
use crate::crowd::{Accounts, Action, Crowd, Outage};

const BACK: Duration = Duration::from_secs(5);
/// Where the server says no: it takes some milliseconds, and nobody waits for a connection longer than 2 s.
const AT_ONCE: Duration = Duration::from_millis(2500);
/// Where it says nothing: 2 s for a connection, and as much again for who was in the middle of something.
const SILENT: Duration = Duration::from_secs(6);
const SLOW: Duration = Duration::from_millis(100);
const ENDLESS: Duration = Duration::from_secs(10);
/// What needs the record each time.
const RECORDED: [Action; 2] = [Action::SignIn, Action::SignOut];
const UNRECORDED: [Action; 3] = [Action::Refresh, Action::Check, Action::Read];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn c3_while_mariadb_is_away_people_stay_signed_in() {
    let (stack, accounts) = stack_beside_another().await;
    killed(&stack, &accounts).await;
    read_only(&stack, &accounts).await;
    silent(&stack, &accounts).await;
    full(&stack, &accounts).await;
    killed_and_redis_emptied(&stack, &accounts).await;

    let proxy = FlakyProxy::start(stack.mariadb.address().parse().unwrap()).await;
    let through = stack.database().replace(&stack.mariadb.address(), &proxy.address().to_string());
    told(&stack.issuers, "MARIADB_URL", &through);
    slow(&stack, &accounts, &proxy).await;
    endless(&stack, &accounts, &proxy).await;
}

async fn killed(stack: &Stack, accounts: &Accounts) {
    let crowd = Crowd::gather(stack, accounts).await;
    let began = crowd.now();
    stack.mariadb.kill();
    crowd.feels(began, &RECORDED).await;
    for_a_while("MARIADB_AWAY_SECONDS", 4).await;
    stack.mariadb.revive();
    let event = crowd.now();
    crowd.settles_after(event).await;
    let report = crowd.goes_home("MariaDB: killed", Outage::since(began).until(event)).await;
    report.never_failed(&UNRECORDED).answered_within(AT_ONCE, &Action::SERVICE).back_within(BACK);
}

async fn read_only(stack: &Stack, accounts: &Accounts) {
    let crowd = Crowd::gather(stack, accounts).await;
    let began = crowd.now();
    stack.mariadb.execute("SET GLOBAL read_only = ON");
    crowd.feels(began, &RECORDED).await;
    let event = crowd.now();
    stack.mariadb.execute("SET GLOBAL read_only = OFF");
    crowd.settles_after(event).await;
    let report = crowd.goes_home("MariaDB: read-only", Outage::since(began).until(event)).await;
    report.never_failed(&UNRECORDED).answered_within(AT_ONCE, &Action::SERVICE).back_within(BACK);
}

async fn silent(stack: &Stack, accounts: &Accounts) {
    let crowd = Crowd::gather(stack, accounts).await;
    let began = crowd.now();
    stack.mariadb.pause();
    crowd.feels(began, &RECORDED).await;
    let event = crowd.now();
    stack.mariadb.resume();
    crowd.settles_after(event).await;
    let report = crowd.goes_home("MariaDB: stopped, silent", Outage::since(began).until(event)).await;
    report.never_failed(&UNRECORDED).answered_within(SILENT, &Action::SERVICE).back_within(BACK);
}

async fn full(stack: &Stack, accounts: &Accounts) {
    let strangers = stack.mariadb.strangers();
    let crowd = Crowd::gather(stack, accounts).await;
    let began = crowd.now();
    strangers.use_up_connections();
    crowd.feels(began, &RECORDED).await;
    drop(strangers);
    let event = crowd.now();
    crowd.settles_after(event).await;
    let report = crowd.goes_home("MariaDB: connections used up", Outage::since(began).until(event)).await;
    report.never_failed(&UNRECORDED).answered_within(AT_ONCE, &Action::SERVICE).back_within(BACK);
}

/// Each statement takes a while, and there are some in whatever needs the record.
async fn slow(stack: &Stack, accounts: &Accounts, proxy: &FlakyProxy) {
    let crowd = Crowd::gather(stack, accounts).await;
    let began = crowd.now();
    proxy.behave(Behaviour::Delay(SLOW));
    crowd.waits(began, 3 * SLOW, &RECORDED).await;
    let event = crowd.now();
    proxy.behave(Behaviour::Pass);
    crowd.settles_after(event).await;
    let report = crowd.goes_home("MariaDB: slow, 0.1 s for a statement", Outage::since(began).until(event)).await;
    report.never_failed(&UNRECORDED).answered_within(SILENT, &Action::SERVICE).back_within(BACK);
}

/// It is up, and nobody lives to hear what it says.
async fn endless(stack: &Stack, accounts: &Accounts, proxy: &FlakyProxy) {
    let crowd = Crowd::gather(stack, accounts).await;
    let began = crowd.now();
    proxy.behave(Behaviour::Delay(ENDLESS));
    crowd.feels(began, &RECORDED).await;
    let event = crowd.now();
    proxy.behave(Behaviour::Pass);
    crowd.settles_after(event).await;
    let report = crowd.goes_home("MariaDB: slow, 10 s for a statement", Outage::since(began).until(event)).await;
    report.never_failed(&UNRECORDED).answered_within(SILENT, &Action::SERVICE).back_within(BACK);
}

/// Refreshes would have to look at the record, and can't: that burns no session.
async fn killed_and_redis_emptied(stack: &Stack, accounts: &Accounts) {
    let crowd = Crowd::gather(stack, accounts).await;
    crowd.loses_no_answers().await;
    let began = crowd.now();
    stack.mariadb.kill();
    crowd.feels(began, &RECORDED).await;
    let emptied = crowd.now();
    stack.redis.empty();
    crowd.feels(emptied, &[Action::SignIn, Action::Refresh]).await;
    stack.mariadb.revive();
    let event = crowd.now();
    crowd.settles_after(event).await;
    let report =
        crowd.goes_home("MariaDB: killed, and Redis emptied meanwhile", Outage::of_redis(began).until(event)).await;
    report.answered_within(AT_ONCE, &Action::SERVICE).back_within(BACK);
}
