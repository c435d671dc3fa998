//! Background: applies what an answer did not wait for, and forgets what nobody needs any more.

use jiff::SignedDuration;
use shared::domain::{sessions::AuthorityChange, store::StoreError, throttle::AttemptCounters};

use super::{Ports, endings::Endings};

/// Applied changes are kept this long, to be applied again if the fast store loses writes.
pub(super) const KEEP_CHANGES: SignedDuration = SignedDuration::from_mins(15);
/// Sessions past their end are kept this long for whoever reads the record.
const KEEP_SESSIONS: SignedDuration = SignedDuration::from_hours(24);
/// No bucket of guesses counts longer than a day.
const KEEP_BUCKETS: SignedDuration = SignedDuration::from_hours(24);
const BATCH: u32 = 200;

/// Applies pending `authority_changes`. Several issuers may do it at once.
pub async fn apply_pending(ports: &Ports, endings: &Endings) -> Result<usize, StoreError> {
    let mut applied = 0;
    loop {
        let pending: Vec<AuthorityChange> = ports.store.read().await?.authority_changes().pending(BATCH).await?;
        endings.note_oldest_pending(pending.first());
        endings.try_apply(&pending).await?;
        applied += pending.len();
        if pending.len() < BATCH as usize {
            endings.note_oldest_pending(None);
            return Ok(applied);
        }
    }
}

/// Forgets old changes, sessions and buckets, and what is left of external sign-ins.
pub async fn forget_old(ports: &Ports, counters: &dyn AttemptCounters) -> Result<(), StoreError> {
    let now = ports.clock.now();
    let mut work = ports.store.begin().await?;
    work.authority_changes().forget_before(now - KEEP_CHANGES).await?;
    work.sessions().forget_before(now - KEEP_SESSIONS).await?;
    work.login_transactions().forget_before(now).await?;
    work.link_tickets().forget_before(now).await?;
    work.logout_tokens().forget_before(now).await?;
    work.commit().await?;
    counters.forget_before(now - KEEP_BUCKETS).await?;
    Ok(())
}
