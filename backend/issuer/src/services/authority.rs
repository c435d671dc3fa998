//! Background: applies what an answer did not wait for, and forgets what nobody needs any more.

use jiff::SignedDuration;
use shared::domain::{clock::Timestamp, sessions::AuthorityChange, store::StoreError, throttle::AttemptCounters};

use super::{Ports, endings::Endings};

/// Applied changes are kept this long, to be applied again if the fast store loses writes.
pub(super) const KEEP_CHANGES: SignedDuration = SignedDuration::from_mins(15);
/// Sessions past their end are kept this long for whoever reads the record.
const KEEP_SESSIONS: SignedDuration = SignedDuration::from_hours(24);
/// Transactions, tickets and logout tokens past their end are kept this long. By then nobody comes with one, so forgetting
/// it is in nobody's way, and the clock of another issuer may be behind.
const KEEP_HANDLES: SignedDuration = SignedDuration::from_mins(10);
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

/// Forgets old changes, sessions, sign-ins that nobody came back from, and buckets.
pub async fn forget_old(ports: &Ports, counters: &dyn AttemptCounters) -> Result<(), StoreError> {
    let now = ports.clock.now();
    let mut work = ports.store.begin().await?;
    work.authority_changes().forget_before(now - KEEP_CHANGES).await?;
    work.sessions().forget_before(now - KEEP_SESSIONS).await?;
    work.link_tickets().forget_before(now - KEEP_HANDLES).await?;
    work.logout_tokens().forget_before(now - KEEP_HANDLES).await?;
    work.commit().await?;
    forget_transactions(ports, now - KEEP_HANDLES).await?;
    counters.forget_before(now - KEEP_BUCKETS).await?;
    Ok(())
}

/// A few in each unit of work: after a flood of sign-ins that were only begun, nobody waits for all of them to go.
async fn forget_transactions(ports: &Ports, before: Timestamp) -> Result<(), StoreError> {
    loop {
        let mut work = ports.store.begin().await?;
        let forgotten = work.login_transactions().forget_before(before, BATCH).await?;
        work.commit().await?;
        if forgotten < BATCH.into() {
            return Ok(());
        }
    }
}
