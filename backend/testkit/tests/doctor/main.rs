//! `issuer doctor` on the real servers: silent while all is well, and for each thing that is broken exactly the finding
//! that names it.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod embedded;
mod fault;
mod mariadb;
mod network;
mod peppers;
mod provider;
mod redis;
mod settings;
mod vault;
mod world;

use std::collections::BTreeSet;

use issuer::commands::doctor::Code;
use shared::figures::Kind;

use self::{fault::Fault, world::World};

/// Of the embedded edition alone, where they are tested; and the one that takes another server than there is.
const NOT_HERE: [&str; 7] = [
    "data-dir-unusable",
    "data-dir-exposed",
    "key-file-missing",
    "key-file-damaged",
    "database-damaged",
    "disk-full",
    "redis-old",
];

/// All of it on one stack, one fault after the other: each is mended before the next.
#[test]
fn each_fault_is_named_and_a_healthy_stack_is_not() {
    let mut world = World::start();
    world.is_healthy("before anything is broken");
    provider::one_that_works(&world);
    peppers::a_rotation_is_no_fault(&world);
    world.can_not_run_without_its_settings();
    let faults: Vec<Fault> = [
        settings::faults(),
        peppers::faults(),
        network::faults(),
        provider::faults(),
        redis::faults(),
        mariadb::faults(),
        vault::faults(),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut wrong = Vec::new();
    for fault in &faults {
        if let Err(words) = fault.is_named(&mut world) {
            wrong.push(words);
        }
    }
    let named: BTreeSet<_> = faults.iter().flat_map(|fault| fault.expected).copied().collect();
    println!("{} faults were injected; {} codes were seen", faults.len(), named.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    let never: BTreeSet<_> = Code::ALL.iter().map(|(_, word)| *word).filter(|word| !named.contains(word)).collect();
    assert_eq!(never, NOT_HERE.into_iter().collect(), "codes that no fault of the stack is named by");
    world.is_healthy("when all is mended");
    // For good: what a key was allowed once can't be taken back.
    vault::key_let_out().is_named(&mut world).unwrap();
}
