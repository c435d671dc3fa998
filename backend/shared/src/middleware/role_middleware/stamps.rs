//! Stamps: how a change reaches what is remembered, without looking for it.
//!
//! Sessions and users are spread over a fixed table of counters. Whoever reads takes a stamp (the values of "his" two
//! counters) before the read; a change counts up. A remembered entry holds as long as its stamp is what the table says,
//! so a change costs one addition, however many tokens are remembered, and a read that a change overtook is known to be
//! worthless. Two names in one place cost a superfluous read, never a wrong answer.

use std::{
    hash::BuildHasher,
    sync::atomic::{AtomicU64, Ordering},
};

use foldhash::fast::RandomState;

use crate::domain::{
    ids::{SessionId, UserId},
    sessions::ChangeListener,
};

const PLACES: usize = 1 << 16;

/// The table.
#[derive(Debug)]
pub struct Stamps {
    hasher: RandomState,
    places: Box<[AtomicU64]>,
    flushes: AtomicU64,
}

/// What the table said when a read began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    session: (u32, u64),
    user: (u32, u64),
    flushes: u64,
}

impl Stamps {
    pub fn new() -> Self {
        let places = (0..PLACES).map(|_| AtomicU64::new(0)).collect();
        Self { hasher: RandomState::default(), places, flushes: AtomicU64::new(0) }
    }

    /// How often everything was made worthless.
    fn flushes(&self) -> u64 {
        self.flushes.load(Ordering::Acquire)
    }

    /// A stamp for a read that begins now.
    pub fn take(&self, session: &SessionId, user: &UserId) -> Stamp {
        let flushes = self.flushes();
        let at = |place: u32| (place, self.places[place as usize].load(Ordering::Acquire));
        Stamp { session: at(self.place(session)), user: at(self.place(user)), flushes }
    }

    /// Whether nothing that concerns the stamp has changed since.
    pub fn holds(&self, stamp: &Stamp) -> bool {
        let same = |(place, value): (u32, u64)| self.places[place as usize].load(Ordering::Acquire) == value;
        same(stamp.session) && same(stamp.user) && self.flushes() == stamp.flushes
    }

    #[expect(clippy::cast_possible_truncation, reason = "any 16 bits of the hash do")]
    fn place(&self, name: impl std::hash::Hash) -> u32 {
        self.hasher.hash_one(name) as u32 % PLACES as u32
    }

    fn count_up(&self, place: u32) {
        self.places[place as usize].fetch_add(1, Ordering::AcqRel);
    }
}

impl Default for Stamps {
    fn default() -> Self {
        Self::new()
    }
}

impl ChangeListener for Stamps {
    fn session_changed(&self, session: &SessionId) {
        self.count_up(self.place(session));
    }

    fn user_changed(&self, user: &UserId) {
        self.count_up(self.place(user));
    }

    fn flush(&self) {
        self.flushes.fetch_add(1, Ordering::AcqRel);
    }
}
