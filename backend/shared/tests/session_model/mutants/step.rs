//! Mutants of `rule::step`.

use jiff::{SignedDuration, Timestamp};
use shared::domain::sessions::{
    CachedState, Generation,
    rule::{self, StepOutcome},
};

use super::{Mutant, REAL, generation_of, mutant};
use crate::{
    broken::{END_STAYS, NO_BLIND, NO_EXPIRED, NO_SIGN_OUT, NO_SKIP, NO_SPENT, ONE_LIVE, REUSE_ENDS, REUSE_STAYS},
    rule::Rule,
    worlds,
};

pub(crate) const MUTANTS: &[Mutant] = &[
    mutant("the current token is not rotated", Rule { step: no_rotation, ..REAL }, worlds::TABS, NO_SPENT),
    mutant("the current token is not rotated: two live", Rule { step: no_rotation, ..REAL }, worlds::TABS, ONE_LIVE),
    mutant("the tombstone is overwritten", Rule { step: no_tombstone_in_step, ..REAL }, worlds::END, END_STAYS),
    mutant(
        "the tombstone of a reuse is overwritten",
        Rule { step: no_tombstone_in_step, ..REAL },
        worlds::TABS,
        REUSE_STAYS,
    ),
    mutant("the end is not looked at", Rule { step: no_expiry_in_step, ..REAL }, worlds::EXPIRY, NO_EXPIRED),
    mutant("the epoch is not looked at", Rule { step: no_epoch_in_step, ..REAL }, worlds::ENDING_FAILOVER, END_STAYS),
    mutant("the grace is too long", Rule { step: long_grace, ..REAL }, worlds::TABS, NO_SPENT),
    mutant("the grace is too short", Rule { step: short_grace, ..REAL }, worlds::TABS, NO_SIGN_OUT),
    mutant("there is no grace", Rule { step: no_grace, ..REAL }, worlds::TABS, NO_SIGN_OUT),
    mutant("a repeat extends the grace", Rule { step: extended_grace, ..REAL }, worlds::TABS, NO_SPENT),
    mutant("the grace is for every older token", Rule { step: grace_for_all, ..REAL }, worlds::TABS, NO_SPENT),
    mutant("a repeat gets another successor", Rule { step: repeat_rotates, ..REAL }, worlds::TABS, NO_SKIP),
    mutant("reuse leaves no tombstone", Rule { step: no_burial, ..REAL }, worlds::TABS, REUSE_ENDS),
    mutant("what is ahead counts as current", Rule { step: ahead_is_current, ..REAL }, worlds::AHEAD, NO_BLIND),
    mutant("what is ahead counts as reuse", Rule { step: ahead_is_reuse, ..REAL }, worlds::AHEAD, NO_SIGN_OUT),
];

type Stepped = (Option<CachedState>, StepOutcome);

fn rotate(generation: Generation, now: Timestamp) -> Stepped {
    let successor = generation.successor();
    (Some(CachedState::Live { generation: successor, rotated_at: Some(now) }), StepOutcome::Rotated(successor))
}

/// How long ago the previous token was rotated away, if it is the presented one.
fn age(state: CachedState, presented: Generation, now: Timestamp) -> Option<SignedDuration> {
    match state {
        CachedState::Live { generation, rotated_at: Some(at) } if generation.follows(presented) => {
            Some(now.duration_since(at))
        }
        _ => None,
    }
}

fn no_rotation(state: CachedState, end: Timestamp, here: bool, presented: Generation, now: Timestamp) -> Stepped {
    match rule::step(state, end, here, presented, now) {
        (_, StepOutcome::Rotated(successor)) => (None, StepOutcome::Rotated(successor)),
        other => other,
    }
}

fn no_tombstone_in_step(
    state: CachedState,
    end: Timestamp,
    here: bool,
    presented: Generation,
    now: Timestamp,
) -> Stepped {
    match state {
        CachedState::Ended => rotate(presented, now),
        CachedState::Live { .. } => rule::step(state, end, here, presented, now),
    }
}

fn no_expiry_in_step(state: CachedState, _: Timestamp, here: bool, presented: Generation, now: Timestamp) -> Stepped {
    rule::step(state, Timestamp::MAX, here, presented, now)
}

fn no_epoch_in_step(state: CachedState, end: Timestamp, _: bool, presented: Generation, now: Timestamp) -> Stepped {
    rule::step(state, end, true, presented, now)
}

fn long_grace(state: CachedState, end: Timestamp, here: bool, presented: Generation, now: Timestamp) -> Stepped {
    match rule::step(state, end, here, presented, now) {
        (_, StepOutcome::Reused) if age(state, presented, now).is_some_and(|age| age <= rule::GRACE * 2) => {
            (None, StepOutcome::Repeated(generation_of(state)))
        }
        other => other,
    }
}

fn short_grace(state: CachedState, end: Timestamp, here: bool, presented: Generation, now: Timestamp) -> Stepped {
    match rule::step(state, end, here, presented, now) {
        (_, StepOutcome::Repeated(_)) if age(state, presented, now) == Some(rule::GRACE) => {
            (Some(CachedState::Ended), StepOutcome::Reused)
        }
        other => other,
    }
}

fn no_grace(state: CachedState, end: Timestamp, here: bool, presented: Generation, now: Timestamp) -> Stepped {
    match rule::step(state, end, here, presented, now) {
        (_, StepOutcome::Repeated(_)) => (Some(CachedState::Ended), StepOutcome::Reused),
        other => other,
    }
}

fn extended_grace(state: CachedState, end: Timestamp, here: bool, presented: Generation, now: Timestamp) -> Stepped {
    match rule::step(state, end, here, presented, now) {
        (_, StepOutcome::Repeated(generation)) => {
            (Some(CachedState::Live { generation, rotated_at: Some(now) }), StepOutcome::Repeated(generation))
        }
        other => other,
    }
}

fn grace_for_all(state: CachedState, end: Timestamp, here: bool, presented: Generation, now: Timestamp) -> Stepped {
    match (state, rule::step(state, end, here, presented, now)) {
        (CachedState::Live { rotated_at: Some(at), .. }, (_, StepOutcome::Reused))
            if now.duration_since(at) <= rule::GRACE =>
        {
            (None, StepOutcome::Repeated(presented.successor()))
        }
        (_, other) => other,
    }
}

fn repeat_rotates(state: CachedState, end: Timestamp, here: bool, presented: Generation, now: Timestamp) -> Stepped {
    match rule::step(state, end, here, presented, now) {
        (_, StepOutcome::Repeated(generation)) => rotate(generation, now),
        other => other,
    }
}

fn no_burial(state: CachedState, end: Timestamp, here: bool, presented: Generation, now: Timestamp) -> Stepped {
    match rule::step(state, end, here, presented, now) {
        (_, StepOutcome::Reused) => (None, StepOutcome::NotLive),
        other => other,
    }
}

fn ahead_is_current(state: CachedState, end: Timestamp, here: bool, presented: Generation, now: Timestamp) -> Stepped {
    match rule::step(state, end, here, presented, now) {
        (_, StepOutcome::Ahead) => rotate(presented, now),
        other => other,
    }
}

fn ahead_is_reuse(state: CachedState, end: Timestamp, here: bool, presented: Generation, now: Timestamp) -> Stepped {
    match rule::step(state, end, here, presented, now) {
        (_, StepOutcome::Ahead) => (Some(CachedState::Ended), StepOutcome::Reused),
        other => other,
    }
}
