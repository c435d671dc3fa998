//! Both issuers end at once and come again.

use std::time::Duration;

use testkit::stack::Stack;

use crate::crowd::{Accounts, Action, Crowd, Outage};

/// From the start of the processes.
const BACK: Duration = Duration::from_secs(5);

/// What nobody wrote down in time is known to Redis.
pub(super) async fn both_killed(stack: &Stack, accounts: &Accounts) {
    let crowd = Crowd::gather(stack, accounts).await;
    let began = crowd.now();
    for issuer in &stack.issuers {
        issuer.kill();
    }
    crowd.feels(began, &[Action::SignIn, Action::Refresh, Action::SignOut]).await;
    let event = crowd.now();
    for issuer in &stack.issuers {
        issuer.run();
    }
    crowd.settles_after(event).await;
    let report = crowd.goes_home("Issuers: both killed", Outage::since(began).until(event)).await;
    report.never_failed(&[Action::Check, Action::Read]).back_within(BACK);
}
