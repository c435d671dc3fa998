//! Vault fails while people use what stands on it: k2, k3.

use std::time::Duration;

use testkit::{
    servers::flaky_proxy::{Behaviour, FlakyProxy},
    stack::Stack,
};

use super::{for_a_while, stack_beside_another, told};
use crate::crowd::{Accounts, Action, Crowd, Outage};

/// After it works again.
const BACK: Duration = Duration::from_secs(5);
/// The longest that a signature is waited for is 3 s.
const LONGEST: Duration = Duration::from_millis(4500);
/// What needs no signature.
const UNSIGNED: [Action; 3] = [Action::SignOut, Action::Check, Action::Read];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn k3_while_vault_is_slow_or_broken_checks_go_on_and_nothing_is_consumed() {
    let (stack, accounts) = stack_beside_another().await;
    let proxy = FlakyProxy::start(stack.vault.address().replace("http://", "").parse().unwrap()).await;
    for services in [&stack.issuers, &stack.apis] {
        told(services, "VAULT_URL", &format!("http://{}", proxy.address()));
    }
    for (what, behaviour) in [
        ("Vault: slow, 10 s for an answer", Behaviour::Delay(Duration::from_secs(10))),
        ("Vault: answers 500", Behaviour::Answer(500)),
        ("Vault: cuts connections", Behaviour::Close),
    ] {
        misbehaving(&stack, &accounts, &proxy, what, behaviour).await;
    }
}

/// For longer than anything is remembered, so that checks stand on Redis and the published keys alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn k3_while_vault_is_sealed_for_a_minute_checks_go_on_and_nothing_is_consumed() {
    let (stack, accounts) = stack_beside_another().await;
    let crowd = Crowd::gather(&stack, &accounts).await;
    crowd.loses_no_answers().await;
    let began = crowd.now();
    stack.vault.seal();
    crowd.feels(began, &[Action::SignIn, Action::Refresh]).await;
    for_a_while("SEALED_SECONDS", 60).await;
    let event = crowd.now();
    stack.vault.unseal();
    crowd.settles_after(event).await;
    let report = crowd.goes_home("Vault: sealed", Outage::since(began).until(event)).await;
    report.never_failed(&UNSIGNED).answered_within(LONGEST, &Action::SERVICE).back_within(BACK);
}

async fn misbehaving(stack: &Stack, accounts: &Accounts, proxy: &FlakyProxy, what: &'static str, behaviour: Behaviour) {
    let crowd = Crowd::gather(stack, accounts).await;
    let began = crowd.now();
    proxy.behave(behaviour);
    crowd.feels(began, &[Action::SignIn, Action::Refresh]).await;
    let event = crowd.now();
    proxy.behave(Behaviour::Pass);
    crowd.settles_after(event).await;
    let report = crowd.goes_home(what, Outage::since(began).until(event)).await;
    report.never_failed(&UNSIGNED).answered_within(LONGEST, &Action::SERVICE).back_within(BACK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn k2_tokens_of_vault_that_are_revoked_or_live_20_s_are_noticed_by_nobody() {
    let (stack, accounts) = stack_beside_another().await;
    let crowd = Crowd::gather(&stack, &accounts).await;
    let event = crowd.now();
    // Whoever logs in from now on has to renew after 13 s, and to log in anew before 45 s are over.
    stack.vault.provision("access-token", &[("TOKEN_TTL", "20s"), ("TOKEN_MAX_TTL", "45s")]);
    assert!(stack.vault.revoke_logins() >= stack.issuers.len() + stack.apis.len());
    for_a_while("TOKEN_LIFE_SECONDS", 25).await;
    assert!(stack.vault.revoke_logins() >= stack.issuers.len());
    crowd.settles_after(event).await;
    crowd.goes_home("Vault: tokens revoked, and of 20 s", Outage::since(event)).await.never_failed(&Action::SERVICE);
}
