//! Mutants of the contract of `SessionCache::restore`.

use shared::domain::sessions::{CachedSession, CachedState};

use super::{Mutant, REAL, mutant};
use crate::{
    broken::{END_STAYS, NO_WAY_BACK},
    rule::{Rule, may_restore},
    worlds,
};

pub(crate) const MUTANTS: &[Mutant] = &[
    mutant("a changed copy is overwritten", Rule { may_restore: over_changed, ..REAL }, worlds::EMPTIED, NO_WAY_BACK),
    mutant(
        "a tombstone is overwritten",
        Rule { may_restore: over_tombstone, ..REAL },
        worlds::ENDING_LOSS,
        NO_WAY_BACK,
    ),
    mutant("it is stamped when written", Rule { stamp: |_, write| write, ..REAL }, worlds::ENDING_FAILOVER, END_STAYS),
];

type Held<'a> = Option<&'a CachedSession>;

fn over_changed(present: Held, expected: Held) -> bool {
    may_restore(present, expected) || present.is_some_and(|copy| copy.state != CachedState::Ended)
}

fn over_tombstone(present: Held, expected: Held) -> bool {
    may_restore(present, expected) || present.is_some_and(|copy| copy.state == CachedState::Ended)
}
