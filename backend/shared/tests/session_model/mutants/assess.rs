//! Mutants of `rule::assess`.

use jiff::Timestamp;
use shared::domain::sessions::{
    CachedSession, CachedState, Epoch, Generation, RoleValue,
    rule::{Assessment, Refusal},
};

use super::{Mutant, REAL, mutant};
use crate::{
    broken::{NO_BARRED, NO_FORGERY, NO_SPIN, NO_WASTE},
    rule::{Rule, assess, real_role},
    worlds,
};

pub(crate) const MUTANTS: &[Mutant] = &[
    mutant("the tombstone is not looked at", Rule { assess: no_tombstone, ..REAL }, worlds::END, NO_WASTE),
    mutant(
        "a tombstone of another epoch is not trusted",
        Rule { assess: tombstone_of_this_epoch_only, ..REAL },
        worlds::OUTAGE,
        NO_SPIN,
    ),
    mutant("the epoch is not looked at", Rule { assess: no_epoch, ..REAL }, worlds::FAILOVER, NO_SPIN),
    mutant("the MAC is not looked at", Rule { assess: no_mac, ..REAL }, worlds::STRANGER, NO_FORGERY),
    mutant("the end is not looked at", Rule { assess: no_expiry, ..REAL }, worlds::EXPIRY, NO_WASTE),
    mutant("the user is not looked at", Rule { assess: no_user, ..REAL }, worlds::USER, NO_BARRED),
    mutant("a missing role is no matter", Rule { assess: no_role, ..REAL }, worlds::USER, NO_BARRED),
];

type Held<'a> = Option<&'a CachedSession>;

fn no_tombstone(session: Held, role: Option<&RoleValue>, epoch: &Epoch, proven: bool, now: Timestamp) -> Assessment {
    match (session, assess(session, role, epoch, proven, now)) {
        (Some(copy), Assessment::Refuse(Refusal::Ended)) => {
            let state = CachedState::Live { generation: Generation::FIRST, rotated_at: None };
            assess(Some(&CachedSession { state, ..copy.clone() }), role, epoch, proven, now)
        }
        (_, assessment) => assessment,
    }
}

fn tombstone_of_this_epoch_only(
    session: Held,
    role: Option<&RoleValue>,
    epoch: &Epoch,
    proven: bool,
    now: Timestamp,
) -> Assessment {
    if session.is_some_and(|copy| copy.epoch != *epoch) || role.is_none() {
        return Assessment::Rebuild;
    }
    assess(session, role, epoch, proven, now)
}

fn no_epoch(session: Held, role: Option<&RoleValue>, _: &Epoch, proven: bool, now: Timestamp) -> Assessment {
    match session {
        Some(copy) => assess(session, role, &copy.epoch, proven, now),
        None => Assessment::Rebuild,
    }
}

fn no_mac(session: Held, role: Option<&RoleValue>, epoch: &Epoch, _: bool, now: Timestamp) -> Assessment {
    assess(session, role, epoch, true, now)
}

fn no_expiry(session: Held, role: Option<&RoleValue>, epoch: &Epoch, proven: bool, _: Timestamp) -> Assessment {
    assess(session, role, epoch, proven, Timestamp::MIN)
}

fn no_user(session: Held, role: Option<&RoleValue>, epoch: &Epoch, proven: bool, now: Timestamp) -> Assessment {
    match assess(session, role, epoch, proven, now) {
        Assessment::Refuse(Refusal::UserBarred) => Assessment::Proceed,
        other => other,
    }
}

fn no_role(session: Held, role: Option<&RoleValue>, epoch: &Epoch, proven: bool, now: Timestamp) -> Assessment {
    assess(session, Some(role.unwrap_or(&real_role(false))), epoch, proven, now)
}
