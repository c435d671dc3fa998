//! The session rule: what a presented refresh token earns. Pure, and written only here.
//!
//! Three decisions, in the order a refresh meets them:
//! 1. [`assess`] looks at the fast copy: refuse, rebuild it from the record, or go on.
//! 2. [`step`] is the atomic step on the family. A store applies it under its own lock and in its own time.
//! 3. [`rebuild`] looks at the record when the fast copy is missing, of another epoch, or behind the presented token.
//!
//! The invariants they keep together, model-checked in `shared/tests/session_model`:
//! - no family ever has two live successors;
//! - an ended session never works again;
//! - a token whose predecessor was rotated away more than [`GRACE`] ago ends its family;
//! - whoever holds the newest token, or the one before it within [`GRACE`], is never signed out by a retry;
//! - knowing a session's id without a valid token changes nothing.

use jiff::SignedDuration;

use super::{CachedSession, CachedState, Checkpoint, Epoch, Generation, RoleValue, Session};
use crate::domain::{clock::Timestamp, users::UserStatus};

/// How long the previous token still earns the same successor: two tabs, a lost answer, a repeated request.
pub const GRACE: SignedDuration = SignedDuration::from_secs(10);

/// Why a refresh token earns nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such session.
    Unknown,
    /// The text is not a token of this family.
    NotProven,
    /// The session was ended.
    Ended,
    /// The session is past its absolute end.
    Expired,
    /// The user is locked, disabled or gone.
    UserBarred,
}

/// What the fast copy says of a presented token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assessment {
    /// The fast copy can't be trusted or is not there: look at the record. A tombstone is always trusted.
    Rebuild,
    Refuse(Refusal),
    /// Sign the next access token, then take the step.
    Proceed,
}

/// Looks at the fast copy. `proven` says whether the token's MAC is right for a given copy.
pub fn assess(
    session: Option<&CachedSession>,
    role: Option<&RoleValue>,
    epoch: &Epoch,
    proven: impl FnOnce(&CachedSession) -> bool,
    now: Timestamp,
) -> Assessment {
    let Some(session) = session else { return Assessment::Rebuild };
    // An end is final, whichever life of the store it was written in: it may not have reached the record yet.
    if session.state == CachedState::Ended {
        return Assessment::Refuse(Refusal::Ended);
    }
    let Some(role) = role else { return Assessment::Rebuild };
    if session.epoch != *epoch {
        return Assessment::Rebuild;
    }
    if !proven(session) {
        return Assessment::Refuse(Refusal::NotProven);
    }
    if now >= session.expires_at {
        return Assessment::Refuse(Refusal::Expired);
    }
    if !role.is_active() {
        return Assessment::Refuse(Refusal::UserBarred);
    }
    Assessment::Proceed
}

/// What the atomic step did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepOutcome {
    /// The presented token was current; this is the generation that replaced it.
    Rotated(Generation),
    /// The presented token is the previous one, within the grace: the same successor again.
    Repeated(Generation),
    /// The presented token is later than what the store knows: the store lost writes. Nothing was changed.
    Ahead,
    /// The presented token was rotated away too long ago. The tombstone stands.
    Reused,
    /// There is no live session. Nothing was changed.
    NotLive,
    /// The store has no copy, or one of another epoch. Nothing was changed.
    Missing,
}

/// What a store writes and answers, given what it holds, the presented generation and its own time.
///
/// `of_this_epoch` says whether the copy was written in the epoch the store is in at this very moment: it may have failed
/// over to an older copy since the caller looked.
///
/// `None` in the first place: nothing is written.
pub fn step(
    state: CachedState,
    expires_at: Timestamp,
    of_this_epoch: bool,
    presented: Generation,
    now: Timestamp,
) -> (Option<CachedState>, StepOutcome) {
    let CachedState::Live { generation, rotated_at } = state else { return (None, StepOutcome::NotLive) };
    if now >= expires_at {
        return (None, StepOutcome::NotLive);
    }
    if !of_this_epoch {
        return (None, StepOutcome::Missing);
    }
    if presented == generation {
        let successor = generation.successor();
        let next = CachedState::Live { generation: successor, rotated_at: Some(now) };
        return (Some(next), StepOutcome::Rotated(successor));
    }
    if presented > generation {
        return (None, StepOutcome::Ahead);
    }
    if generation.follows(presented) && within_grace(rotated_at, now) {
        return (None, StepOutcome::Repeated(generation));
    }
    (Some(CachedState::Ended), StepOutcome::Reused)
}

/// What the record says of a presented token that the fast copy could not judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rebuild {
    /// Write the tombstone and refuse.
    Bury(Refusal),
    /// Refuse without any effect: a stranger who knows only the id must not move anything.
    Refuse(Refusal),
    /// The record is known to be past this token: end the family.
    Reused,
    /// Write this state into the fast copy and begin again.
    Live(CachedState),
}

/// Looks at the record. `proven` says whether the token's MAC is right for it.
///
/// `copy` is what the fast store still holds, of whatever epoch. It may be behind the truth but never ahead of it, so it
/// is a second witness of how far the family has come: the record alone may be a few seconds behind.
pub fn rebuild(
    session: &Session,
    copy: Option<CachedState>,
    user: Option<UserStatus>,
    presented: Generation,
    proven: bool,
    now: Timestamp,
) -> Rebuild {
    if session.ended.is_some() {
        return Rebuild::Bury(Refusal::Ended);
    }
    if now >= session.expires_at {
        return Rebuild::Bury(Refusal::Expired);
    }
    if user != Some(UserStatus::Active) {
        return Rebuild::Bury(Refusal::UserBarred);
    }
    if !proven {
        return Rebuild::Refuse(Refusal::NotProven);
    }
    let Checkpoint { generation, rotated_at } = furthest(session.checkpoint, copy);
    if presented > generation {
        // When it was rotated in is not known, only that nobody noted it yet. Its predecessor gets its grace from now on,
        // so that a request still under way with that one doesn't sign the user out.
        return Rebuild::Live(CachedState::Live { generation: presented, rotated_at: Some(now) });
    }
    if presented == generation || (generation.follows(presented) && within_grace(rotated_at, now)) {
        return Rebuild::Live(CachedState::Live { generation, rotated_at });
    }
    Rebuild::Reused
}

fn furthest(checkpoint: Checkpoint, copy: Option<CachedState>) -> Checkpoint {
    match copy {
        Some(CachedState::Live { generation, rotated_at }) if generation >= checkpoint.generation => {
            Checkpoint { generation, rotated_at }
        }
        _ => checkpoint,
    }
}

fn within_grace(rotated_at: Option<Timestamp>, now: Timestamp) -> bool {
    // Clocks of two machines may disagree: a rotation "in the future" is no more than the grace away either.
    rotated_at.is_some_and(|at| now.duration_since(at).abs() <= GRACE)
}
