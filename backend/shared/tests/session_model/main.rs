//! The session rule, checked exhaustively in small worlds.
//!
//! The model asks the product's own `rule::assess`, `rule::step` and `rule::rebuild`; what is modelled is what lies
//! around them: the stores, the browsers, and everything that can go wrong between two of their steps.
//!
//! # The world
//! One family of refresh tokens ([`world::World`]): its row with checkpoint and end, its copy and its user's role value
//! in the fast store with their epoch, the older copy the fast store would fail over to, `authority_changes`, what the
//! issuer means to write later, two tabs of one browser that share a cookie jar, a thief with a token he copied, a
//! stranger who knows the session's id. Time goes in steps of the grace, so one step is just within it and two are
//! beyond. Real timestamps, epochs and records are made from these small numbers where the rule is asked
//! ([`rule`]).
//!
//! # The steps
//! A refresh walks read → assess → (look at the record → restore → read again) → sign → step → answer ([`walk`]), and
//! between any two of its steps anything else may happen ([`model::Happening`]): the other tab's refresh, the thief's,
//! an answer lost, the signer away, a checkpoint written late, the fast store emptied or failed over to any older state
//! (a new epoch), the role value lost, the database away and back, the issuer dying with all it had not yet written, an
//! end or a bar whose write to the fast store comes late or not at all, a sign-out without the database.
//! What `documents/sessions.md` bounds by seconds (checkpoints 5 s, changes 1 s) has happened before 10 s are over,
//! unless the database is away. [`worlds`] says which of these meet in one world and how often; each world is explored
//! to its last state.
//!
//! # The promises
//! [`broken`] names them. They are judged by facts that no part of the product knows as a whole: which generation was
//! rotated when, what was ended on purpose, what the stores lost.
//!
//! # The residue
//! Two things are allowed because no rule could tell them from an honest request; both need two losses at once:
//! - *A rotation nobody remembers.* It was not yet in the record and the fast store lost it. The older token is good
//!   again until somebody presents a later one (`Facts::forgotten`). With the record up and the issuer alive such a
//!   rotation is at most 5 s old when it is lost.
//! - *A tombstone nobody remembers.* A reuse, or a sign-out while the database was away, was written to the fast store
//!   only, and the fast store lost it before the record had it (`Reuse::Forgotten`).
//!
//! # What is left out
//! Other families: the MAC binds a token to its family, which the tests of `refresh_token` show; here a token of another
//! family is a forged one. Clocks that disagree: the tests of the rule. The access token and the memory of the API.

mod broken;
mod model;
mod mutants;
mod rule;
mod walk;
mod world;
mod worlds;

use std::collections::BTreeSet;

use stateright::{Checker, HasDiscoveries, Model};

use crate::{model::SessionModel, mutants::Mutant, rule::Rule, walk::Walk, worlds::Bounds};

fn model(rule: Rule, bounds: Bounds) -> SessionModel {
    SessionModel { walk: Walk { rule, expires_at: bounds.expires_at }, bounds }
}

#[test]
fn the_rule_keeps_every_promise_in_every_state_of_every_world() {
    let mut all = 0;
    for bounds in worlds::ALL {
        let checker = model(Rule::REAL, bounds).checker().finish_when(HasDiscoveries::AnyFailures).spawn_bfs().join();
        println!("{}: {} unique states", bounds.name, checker.unique_state_count());
        all += checker.unique_state_count();
        // No promise is broken, and every witness was seen: the world is not empty of what it is about.
        checker.assert_properties();
        assert!(checker.is_done());
    }
    println!("together: {all} unique states");
}

#[expect(clippy::print_stdout, reason = "the shortest way to each broken promise is worth reading")]
fn every_one_is_found(mutants: &[Mutant]) {
    for mutant in mutants {
        let broken = HasDiscoveries::AnyOf(BTreeSet::from([mutant.breaks]));
        let checker = model(mutant.rule, mutant.bounds).checker().finish_when(broken).spawn_bfs().join();
        let Some(path) = checker.discovery(mutant.breaks) else {
            panic!("{}: nothing in the world \"{}\" shows it", mutant.name, mutant.bounds.name);
        };
        println!("{}\n  breaks \"{}\": {:?}", mutant.name, mutant.breaks, path.into_actions());
    }
}

#[test]
fn assess_without_any_one_of_its_lines_breaks_a_promise() {
    every_one_is_found(mutants::ASSESS);
}

#[test]
fn step_without_any_one_of_its_lines_breaks_a_promise() {
    every_one_is_found(mutants::STEP);
}

#[test]
fn rebuild_without_any_one_of_its_lines_breaks_a_promise() {
    every_one_is_found(mutants::REBUILD);
}

#[test]
fn restore_without_any_one_of_its_conditions_breaks_a_promise() {
    every_one_is_found(mutants::RESTORE);
}

#[test]
fn every_promise_is_broken_by_some_mutant() {
    let mutants = [mutants::ASSESS, mutants::STEP, mutants::REBUILD, mutants::RESTORE].concat();
    let broken: BTreeSet<_> = mutants.iter().map(|mutant| mutant.breaks).collect();
    let promised: BTreeSet<_> = broken::properties(&[]).iter().map(|property| property.name).collect();
    assert_eq!(broken, promised);
}
