//! The worlds: which happenings meet in one, and how often. Each is small enough to be explored to its last state.

use crate::{
    broken::{self, Witness},
    world::{Budget, Tick},
};

#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) name: &'static str,
    pub(crate) budget: Budget,
    /// The session's absolute end.
    pub(crate) expires_at: Tick,
    /// What must be possible in it.
    pub(crate) witnesses: &'static [Witness],
}

const NEVER: Tick = 100;

const NOTHING: Budget = Budget {
    honest: 0,
    stolen: 0,
    forged: 0,
    ticks: 0,
    losses: 0,
    failovers: 0,
    outages: 0,
    crashes: 0,
    ends: 0,
    sign_outs: 0,
    bars: 0,
    role_losses: 0,
};

const fn bounds(name: &'static str, budget: Budget, witnesses: &'static [Witness]) -> Bounds {
    Bounds { name, budget, expires_at: NEVER, witnesses }
}

pub(crate) const TABS: Bounds = bounds(
    "two tabs and a thief",
    Budget { honest: 3, stolen: 2, ticks: 2, ..NOTHING },
    &[broken::REPEAT, broken::REUSE],
);

pub(crate) const END: Bounds =
    bounds("an end", Budget { honest: 2, stolen: 1, ticks: 2, ends: 1, ..NOTHING }, &[broken::END]);

pub(crate) const EMPTIED: Bounds = bounds(
    "the fast store is emptied",
    Budget { honest: 3, stolen: 1, ticks: 2, losses: 1, ..NOTHING },
    &[broken::REPEAT, broken::REUSE, broken::REBUILD, broken::FORGOTTEN, broken::AHEAD],
);

pub(crate) const FAILOVER: Bounds = bounds(
    "the fast store fails over",
    Budget { honest: 3, stolen: 1, ticks: 1, failovers: 1, ..NOTHING },
    &[broken::REPEAT, broken::REBUILD, broken::FORGOTTEN, broken::AHEAD],
);

pub(crate) const AHEAD: Bounds = bounds(
    "a failover that loses two rotations",
    Budget { honest: 4, ticks: 2, failovers: 1, ..NOTHING },
    &[broken::REUSE, broken::AHEAD, broken::FORGOTTEN],
);

pub(crate) const CRASH_FAILOVER: Bounds = bounds(
    "the issuer dies and the fast store fails over",
    Budget { honest: 2, stolen: 1, ticks: 2, failovers: 1, crashes: 1, ..NOTHING },
    &[broken::REUSE, broken::REBUILD],
);

pub(crate) const ENDING_FAILOVER: Bounds = bounds(
    "an end and a failover",
    Budget { honest: 2, ticks: 1, failovers: 2, ends: 1, crashes: 1, ..NOTHING },
    &[broken::END, broken::REBUILD],
);

pub(crate) const ENDING_LOSS: Bounds = bounds(
    "an end and an empty fast store",
    Budget { honest: 2, stolen: 1, ticks: 1, losses: 1, ends: 1, crashes: 1, ..NOTHING },
    &[broken::END, broken::REBUILD],
);

pub(crate) const OUTAGE: Bounds = bounds(
    "the database is away and the fast store fails over",
    Budget { honest: 3, ticks: 2, failovers: 1, outages: 1, sign_outs: 1, ..NOTHING },
    &[broken::REUSE, broken::REBUILD, broken::LOST_TOMBSTONE],
);

pub(crate) const EMPTY_OUTAGE: Bounds = bounds(
    "the database is away and the fast store is emptied",
    Budget { honest: 2, stolen: 1, ticks: 2, losses: 1, outages: 1, ..NOTHING },
    &[broken::REUSE, broken::REBUILD, broken::LOST_TOMBSTONE],
);

pub(crate) const USER: Bounds = bounds(
    "the user is barred",
    Budget { honest: 2, ticks: 1, losses: 1, bars: 1, role_losses: 1, crashes: 1, ..NOTHING },
    &[broken::BAR, broken::REBUILD],
);

pub(crate) const STRANGER: Bounds = bounds(
    "a stranger who knows the id",
    Budget { honest: 2, forged: 2, ticks: 1, losses: 1, ends: 1, ..NOTHING },
    &[broken::REBUILD, broken::END],
);

pub(crate) const EXPIRY: Bounds = Bounds {
    expires_at: 1,
    ..bounds("the absolute end", Budget { honest: 3, stolen: 1, ticks: 2, losses: 1, ..NOTHING }, &[broken::REBUILD])
};

pub(crate) const ALL: [Bounds; 13] = [
    TABS,
    END,
    EMPTIED,
    FAILOVER,
    AHEAD,
    CRASH_FAILOVER,
    ENDING_FAILOVER,
    ENDING_LOSS,
    OUTAGE,
    EMPTY_OUTAGE,
    USER,
    STRANGER,
    EXPIRY,
];
