//! Mutants of `rule::rebuild`.

use jiff::Timestamp;
use shared::domain::{
    sessions::{
        CachedState, Generation, Session,
        rule::{self, Rebuild, Refusal},
    },
    users::UserStatus,
};

use super::{Mutant, REAL, generation_of, mutant};
use crate::{
    broken::{END_STAYS, NO_DEAD_RESTORE, NO_FORGERY, NO_SIGN_OUT, NO_SPENT, NO_WAY_BACK, REUSE_ENDS},
    rule::Rule,
    worlds,
};

pub(crate) const MUTANTS: &[Mutant] = &[
    mutant("the end of the row is ignored", Rule { rebuild: no_ended, ..REAL }, worlds::ENDING_FAILOVER, END_STAYS),
    mutant(
        "the absolute end is ignored",
        Rule { rebuild: no_expiry_in_rebuild, ..REAL },
        worlds::EXPIRY,
        NO_DEAD_RESTORE,
    ),
    mutant("the user is ignored", Rule { rebuild: no_user_in_rebuild, ..REAL }, worlds::USER, NO_DEAD_RESTORE),
    mutant("the MAC is ignored", Rule { rebuild: no_mac_in_rebuild, ..REAL }, worlds::STRANGER, NO_FORGERY),
    mutant("the checkpoint is ignored", Rule { rebuild: no_checkpoint, ..REAL }, worlds::EMPTIED, NO_SPENT),
    mutant("the copy is ignored", Rule { rebuild: no_copy, ..REAL }, worlds::FAILOVER, NO_WAY_BACK),
    mutant("the copy is ignored: a spent token", Rule { rebuild: no_copy, ..REAL }, worlds::CRASH_FAILOVER, NO_SPENT),
    mutant("the last but one is good for ever", Rule { rebuild: endless_grace, ..REAL }, worlds::EMPTIED, NO_SPENT),
    mutant("there is no grace", Rule { rebuild: no_grace_in_rebuild, ..REAL }, worlds::EMPTIED, NO_SIGN_OUT),
    mutant("the last but one comes back to life", Rule { rebuild: revive, ..REAL }, worlds::EMPTIED, NO_SPENT),
    mutant(
        "an unnoted rotation has no grace",
        Rule { rebuild: unknown_rotation, ..REAL },
        worlds::EMPTIED,
        NO_SIGN_OUT,
    ),
    mutant("an unnoted rotation is reuse", Rule { rebuild: ahead_is_reused, ..REAL }, worlds::EMPTIED, NO_SIGN_OUT),
    mutant("reuse is only refused", Rule { rebuild: reuse_is_refused, ..REAL }, worlds::EMPTIED, REUSE_ENDS),
];

type Status = Option<UserStatus>;
type Known = Option<CachedState>;

fn live(generation: Generation, rotated_at: Option<Timestamp>) -> Rebuild {
    Rebuild::Live(CachedState::Live { generation, rotated_at })
}

fn no_ended(row: &Session, copy: Known, user: Status, presented: Generation, proven: bool, now: Timestamp) -> Rebuild {
    rule::rebuild(&Session { ended: None, ..row.clone() }, copy, user, presented, proven, now)
}

fn no_expiry_in_rebuild(
    row: &Session,
    copy: Known,
    user: Status,
    presented: Generation,
    proven: bool,
    now: Timestamp,
) -> Rebuild {
    rule::rebuild(&Session { expires_at: Timestamp::MAX, ..row.clone() }, copy, user, presented, proven, now)
}

fn no_user_in_rebuild(
    row: &Session,
    copy: Known,
    _: Status,
    presented: Generation,
    proven: bool,
    now: Timestamp,
) -> Rebuild {
    rule::rebuild(row, copy, Some(UserStatus::Active), presented, proven, now)
}

fn no_mac_in_rebuild(
    row: &Session,
    copy: Known,
    user: Status,
    presented: Generation,
    _: bool,
    now: Timestamp,
) -> Rebuild {
    rule::rebuild(row, copy, user, presented, true, now)
}

fn no_checkpoint(
    row: &Session,
    copy: Known,
    user: Status,
    presented: Generation,
    proven: bool,
    now: Timestamp,
) -> Rebuild {
    match rule::rebuild(row, copy, user, presented, proven, now) {
        Rebuild::Reused => live(presented, None),
        other => other,
    }
}

fn no_copy(row: &Session, _: Known, user: Status, presented: Generation, proven: bool, now: Timestamp) -> Rebuild {
    rule::rebuild(row, None, user, presented, proven, now)
}

fn endless_grace(
    row: &Session,
    copy: Known,
    user: Status,
    presented: Generation,
    proven: bool,
    now: Timestamp,
) -> Rebuild {
    let checkpoint = row.checkpoint.generation;
    match rule::rebuild(row, copy, user, presented, proven, now) {
        Rebuild::Reused if checkpoint.follows(presented) => live(checkpoint, Some(now)),
        other => other,
    }
}

fn no_grace_in_rebuild(
    row: &Session,
    copy: Known,
    user: Status,
    presented: Generation,
    proven: bool,
    now: Timestamp,
) -> Rebuild {
    match rule::rebuild(row, copy, user, presented, proven, now) {
        Rebuild::Live(state) if generation_of(state) > presented => Rebuild::Reused,
        other => other,
    }
}

fn revive(row: &Session, copy: Known, user: Status, presented: Generation, proven: bool, now: Timestamp) -> Rebuild {
    match rule::rebuild(row, copy, user, presented, proven, now) {
        Rebuild::Live(state) if generation_of(state) > presented => live(presented, None),
        other => other,
    }
}

fn unknown_rotation(
    row: &Session,
    copy: Known,
    user: Status,
    presented: Generation,
    proven: bool,
    now: Timestamp,
) -> Rebuild {
    match rule::rebuild(row, copy, user, presented, proven, now) {
        Rebuild::Live(state) if generation_of(state) > row.checkpoint.generation => live(presented, None),
        other => other,
    }
}

fn ahead_is_reused(
    row: &Session,
    copy: Known,
    user: Status,
    presented: Generation,
    proven: bool,
    now: Timestamp,
) -> Rebuild {
    match rule::rebuild(row, copy, user, presented, proven, now) {
        Rebuild::Live(state) if generation_of(state) > row.checkpoint.generation => Rebuild::Reused,
        other => other,
    }
}

fn reuse_is_refused(
    row: &Session,
    copy: Known,
    user: Status,
    presented: Generation,
    proven: bool,
    now: Timestamp,
) -> Rebuild {
    match rule::rebuild(row, copy, user, presented, proven, now) {
        Rebuild::Reused => Rebuild::Refuse(Refusal::Unknown),
        other => other,
    }
}
