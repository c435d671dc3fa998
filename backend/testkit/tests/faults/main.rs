//! Two issuers under seeded schedules of faults, and a judge who knows what was promised.
//!
//! # The promises
//! Those of `documents/sessions.md`, as far as people and the audit record can tell:
//! 1. **At most one live branch.** A generation has one successor, which is the same each time. A token that was rotated
//!    away more than the grace ago, or twice, earns nothing, and then nothing of its family does.
//! 2. **Ended stays ended.** What was acknowledged as over is refused by refresh and hot check of either issuer from then
//!    on; where the fast store did not hear of it, from when the background has told it.
//! 3. **Acknowledged stays usable.** The newest token that was handed out works, and the one before it within the grace;
//!    whoever signed in, or was enabled, is let in. A 503 says when to come again and has consumed nothing.
//! 4. **Nobody gets another's session.** What is handed out names its user and its session; a token opens what its user's
//!    roles open, and no more.
//! 5. **One audit entry for each acknowledged change**, and none for what was refused. What nobody answered is in the
//!    record with all its entries, or not at all.
//! 6. **Rest.** When all is healed the background finds an end of its work; record, fast store and audit say the same,
//!    and every session is worth what the record says of it.
//!
//! # What happens
//! A [`schedule`] is data made from a seed. Six browsers of three people, and an admin, sign in, refresh (with the newest
//! token, the one before, older ones, and two at once), sign out, end sessions, change passwords and names, look at
//! pages; the admin disables, locks, enables, promotes, demotes, resets, ends sessions, deletes; somebody tries what ended
//! sessions were worth. Each asks one of two issuers, whose services, routers and hot checks are their own and whose
//! stores are one ([`testkit::app::TwoIssuers`]). Time passes when the schedule says so, and what the background does
//! within seconds it does then.
//!
//! Every call that an issuer makes of record, fast store and signer goes through a crossing ([`ports`]). Any one of them
//! can be refused; be done while its answer is lost; be held, before or after, while the next steps happen; be where the
//! caller hangs up; be the last thing an issuer does, or what it dies before. A dead issuer is replaced by one on the same
//! stores that knows nothing. Ports can be away for some steps, at one issuer or at both; a change feed can be cut; an
//! answer can be lost on its way to the browser.
//!
//! On the stack (`PASEPORT_TEST_EDITION=stack`) the servers are MariaDB, Redis and Vault, and Redis is emptied, fails over
//! to what a replica had some steps before (a new life of the store: [`ports::Lives`]), and all connections are cut.
//!
//! # How it is judged
//! The [`judge`] hears what is asked and what is answered, with an order. An answer makes things certain; what has none may
//! have happened or not, now or as long as it is under way. It never looks into the product, with two exceptions: when
//! the fast store loses something it is told what record and replica still know, because nobody can be held to more (the
//! residue of `documents/sessions.md`); and it is told when no change waits to be applied, because until then a check may
//! be late. At the end rows, copies and `/audit/v1` are compared with what was acknowledged, and every session is tried.
//!
//! The judge is judged by [`mistakes`]: ports that break their contract, each of which it has to find.
//!
//! # To see one again
//! `FAULT_SEED=n` runs one schedule and prints it with its history; `FAULT_SCHEDULES=n` runs so many, from that seed on or
//! from 0. Ids and the timing of real servers differ from run to run, the schedule doesn't.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod history;
mod jars;
mod judge;
mod mistakes;
mod ports;
mod reading;
mod run;
mod schedule;
mod site;
mod spans;

use std::{
    ops::Range,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use tokio::time::Instant;

use crate::{
    run::{Report, carry_out},
    site::Mutant,
};

/// How many are run when nothing else is said.
const SCHEDULES: u64 = 200;
/// Runs wait for servers more than they work.
const THREADS: usize = 4;
/// So many schedules are enough to find any mistake that they look for.
const MOST_TRIES: u64 = 60;

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

/// Runs the schedules of these seeds, several at once, until `is_enough`.
fn run_all(seeds: Range<u64>, mutant: Option<Mutant>, is_enough: impl Fn(&[Report]) -> bool + Sync) -> Vec<Report> {
    let (next, reports) = (AtomicU64::new(seeds.start), Mutex::new(Vec::new()));
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end || is_enough(&reports.lock().unwrap()) {
                return;
            }
            let report = carry_out(seed, mutant);
            reports.lock().unwrap().push(report);
        }
    };
    thread::scope(|scope| (0..THREADS).for_each(|_| drop(scope.spawn(work))));
    reports.into_inner().unwrap()
}

#[test]
fn no_schedule_of_faults_breaks_a_promise() {
    let first = variable("FAULT_SEED");
    let count = variable("FAULT_SCHEDULES").unwrap_or(if first.is_some() { 1 } else { SCHEDULES });
    let seeds = first.unwrap_or(0)..first.unwrap_or(0) + count;
    let began = Instant::now();
    let reports = run_all(seeds.clone(), None, |_| false);
    let requests: u32 = reports.iter().map(|report| report.requests).sum();
    let struck: usize = reports.iter().map(|report| report.struck).sum();
    println!("seeds {seeds:?}: {requests} requests, {struck} faults met, {:.1?}", began.elapsed());
    let found: Vec<_> = reports.iter().filter(|report| !report.findings.is_empty()).collect();
    if count == 1 || !found.is_empty() {
        println!("{}", found.first().copied().unwrap_or(&reports[0]));
    }
    let summary: Vec<_> =
        found.iter().map(|report| format!("seed {}: {:.300}", report.seed(), report.findings[0])).collect();
    assert!(found.is_empty(), "{} schedules broke promises:\n{}", found.len(), summary.join("\n"));
}

#[test]
fn every_mistake_is_found() {
    for mistake in mistakes::ALL {
        let is_found = |report: &Report| {
            let told = report.findings.join("\n");
            mistake.findings.iter().any(|finding| told.contains(finding))
        };
        let reports = run_all(0..MOST_TRIES, Some(mistake.mutant), |reports| reports.iter().any(is_found));
        let found: Vec<_> = reports.iter().filter(|report| is_found(report)).collect();
        assert!(!found.is_empty(), "{}: not found by {MOST_TRIES} schedules", mistake.name);
        println!("{}: found by schedule {} of {}", mistake.name, found[0].seed(), reports.len());
    }
}
