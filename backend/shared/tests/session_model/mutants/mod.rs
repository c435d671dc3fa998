//! The rule with one line taken out or bent, each with the promise that must break and the world it breaks in.

mod assess;
mod rebuild;
mod restore;
mod step;

use shared::domain::sessions::{CachedState, Generation};

use crate::{rule::Rule, worlds::Bounds};

#[derive(Clone, Copy, Debug)]
pub(crate) struct Mutant {
    pub(crate) name: &'static str,
    pub(crate) rule: Rule,
    pub(crate) bounds: Bounds,
    pub(crate) breaks: &'static str,
}

pub(crate) const ASSESS: &[Mutant] = assess::MUTANTS;
pub(crate) const STEP: &[Mutant] = step::MUTANTS;
pub(crate) const REBUILD: &[Mutant] = rebuild::MUTANTS;
pub(crate) const RESTORE: &[Mutant] = restore::MUTANTS;

const REAL: Rule = Rule::REAL;

const fn mutant(name: &'static str, rule: Rule, bounds: Bounds, breaks: &'static str) -> Mutant {
    Mutant { name, rule, bounds, breaks }
}

fn generation_of(state: CachedState) -> Generation {
    match state {
        CachedState::Live { generation, .. } => generation,
        CachedState::Ended => Generation::new(0),
    }
}
