//! Throttling: the rule, the names of buckets, the mark of a known browser.

mod keys;
mod known_browser;
mod rule;

use std::sync::atomic::{AtomicU8, Ordering};

use crate::domain::{
    clock::{Clock, Timestamp},
    ids::UserId,
    peppers::{Pepper, PepperRing},
    randomness::Randomness,
};

fn pepper(byte: u8) -> Pepper {
    Pepper::new(vec![byte; 32]).unwrap()
}

fn ring(current: u8, previous: Option<u8>) -> PepperRing {
    PepperRing::new(pepper(current), previous.map(pepper))
}

fn user() -> UserId {
    UserId::new(&Epoch, &Counting::default())
}

/// Never the same bytes twice.
#[derive(Debug, Default)]
struct Counting(AtomicU8);

impl Randomness for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(self.0.fetch_add(1, Ordering::Relaxed));
    }
}

/// Always 1970.
#[derive(Debug)]
struct Epoch;

impl Clock for Epoch {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }

    fn monotonic(&self) -> std::time::Duration {
        std::time::Duration::ZERO
    }
}
