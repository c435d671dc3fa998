//! What no answer waits for: late endings, checkpoints, mails, key reloads, forgetting.

use std::{
    future::{self, Future},
    time::Duration,
};

use shared::logging::Chain;
use tokio::{task::JoinSet, time::MissedTickBehavior};

use crate::{services::authority, state::IssuerState};

/// Changes of authority that an answer could not apply.
const APPLY_EVERY: Duration = Duration::from_secs(1);
/// A new epoch of the fast store. A look costs nothing while it stays the same.
const LOOK_FOR_FAILOVER_EVERY: Duration = Duration::from_millis(200);
/// Rotations on their way to the record.
const CHECKPOINT_EVERY: Duration = Duration::from_secs(3);
/// Mails, unless somebody says that there is one.
const SEND_MAILS_EVERY: Duration = Duration::from_secs(1);
const FORGET_EVERY: Duration = Duration::from_mins(10);

/// Starts the issuer's background work; it ends when the set is dropped or shut down.
///
/// `key_reload` is `KEY_RELOAD`.
pub fn start(state: &IssuerState, key_reload: Duration) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    tasks.spawn(every(APPLY_EVERY, state.clone(), "authority.apply_failed", async |state| {
        state.sessions.record_ends().await;
        authority::apply_pending(&state.ports, &state.endings).await.map(|_| ())
    }));
    tasks.spawn(every(LOOK_FOR_FAILOVER_EVERY, state.clone(), "authority.failover_not_made_good", async |state| {
        state.failovers.make_good().await.map(|_| ())
    }));
    tasks.spawn(every(CHECKPOINT_EVERY, state.clone(), "sessions.checkpoint_failed", async |state| {
        state.checkpoints.write().await.map(|_| ())
    }));
    if state.mails.are_sent() {
        let woken = async |state: IssuerState| state.mails.woken().await;
        tasks.spawn(every_or_when(SEND_MAILS_EVERY, woken, state.clone(), "mails.send_failed", async |state| {
            state.mails.send_due().await.map(|_| ())
        }));
    } else {
        tracing::warn!(event = "mails.off", "without SMTP_URL nobody is told by mail what happens to his account");
    }
    tasks.spawn(every(key_reload, state.clone(), "keys.reload_failed", async |state| state.keys.reload().await));
    tasks.spawn(every(FORGET_EVERY, state.clone(), "forget.failed", async |state| {
        state.address_limit.forget_idle();
        state.provider_limit.forget_idle();
        authority::forget_old(&state.ports, &*state.counters).await
    }));
    tasks
}

/// What must not be lost at an orderly end: the rotations that were not written yet.
pub async fn finish(state: &IssuerState) {
    if let Err(error) = state.checkpoints.write().await {
        tracing::warn!(event = "sessions.checkpoint_failed", error = %Chain(&error));
    }
}

async fn every<E, F>(
    period: Duration,
    state: IssuerState,
    failure: &'static str,
    work: impl Fn(IssuerState) -> F + Send,
) where
    E: std::error::Error + 'static,
    F: Future<Output = Result<(), E>> + Send,
{
    every_or_when(period, |_| future::pending::<()>(), state, failure, work).await;
}

/// The same, and also at once when `woken` says so.
async fn every_or_when<E, F, W>(
    period: Duration,
    woken: impl Fn(IssuerState) -> W + Send,
    state: IssuerState,
    failure: &'static str,
    work: impl Fn(IssuerState) -> F + Send,
) where
    E: std::error::Error + 'static,
    F: Future<Output = Result<(), E>> + Send,
    W: Future<Output = ()> + Send,
{
    let mut ticks = tokio::time::interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut failing = false;
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = woken(state.clone()) => {}
        }
        // One line when it begins to fail and one when it works again: the hours in between say nothing new.
        let done = work(state.clone()).await;
        let failed = done.is_err();
        match done {
            Ok(()) if failing => tracing::info!(event = "background.works_again", after = failure),
            Ok(()) => {}
            Err(error) if failing => tracing::debug!(event = failure, error = %Chain(&error)),
            Err(error) => tracing::warn!(event = failure, error = %Chain(&error)),
        }
        failing = failed;
    }
}
