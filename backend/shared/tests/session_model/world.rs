//! What the world is made of: the record, the fast store, requests under way, and what really happened.

/// Time in steps of the grace: 10 s.
pub(crate) type Tick = u8;

/// One more than the highest generation any world reaches.
pub(crate) const GENERATIONS: usize = 7;

/// How often each thing may happen. A world is explored completely within these bounds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Budget {
    /// Refreshes by the owner's two tabs.
    pub(crate) honest: u8,
    /// Refreshes by a thief, with a token he copied.
    pub(crate) stolen: u8,
    /// Refreshes by a stranger who knows the session's id and guesses the rest.
    pub(crate) forged: u8,
    pub(crate) ticks: u8,
    /// Losses of everything in the fast store.
    pub(crate) losses: u8,
    /// Failovers of the fast store to an older copy.
    pub(crate) failovers: u8,
    /// The database goes away (and may come back).
    pub(crate) outages: u8,
    /// The issuer dies: requests under way and what it meant to write later are gone.
    pub(crate) crashes: u8,
    /// An owner or an admin ends the session.
    pub(crate) ends: u8,
    /// The owner signs out while the database is away.
    pub(crate) sign_outs: u8,
    /// The user is barred.
    pub(crate) bars: u8,
    /// The role value is lost alone.
    pub(crate) role_losses: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct World {
    pub(crate) left: Budget,
    pub(crate) now: Tick,
    pub(crate) row: Row,
    pub(crate) database_away: bool,
    pub(crate) change: Change,
    pub(crate) fast: Fast,
    /// What the fast store would fail over to.
    pub(crate) replica: Stored,
    /// A rotation on its way to the record.
    pub(crate) checkpoint: Option<(u8, Tick)>,
    /// A reuse on its way to the record.
    pub(crate) reuse_unwritten: bool,
    /// Two tabs of the owner, and whoever else presents something.
    pub(crate) requests: [Request; 3],
    /// The browser's cookie: a generation, `None` once it was cleared.
    pub(crate) jar: Option<u8>,
    pub(crate) thief: Option<u8>,
    pub(crate) facts: Facts,
}

/// The place of the thief or stranger among the requests.
pub(crate) const INTRUDER: usize = 2;

/// The record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Row {
    pub(crate) checkpoint: u8,
    pub(crate) checkpoint_rotated_at: Option<Tick>,
    pub(crate) ended: bool,
    /// The user's status. Barring alone doesn't end the row here, though the product does both in one unit of work: so
    /// that what the rule says of the user is tested by itself.
    pub(crate) barred: bool,
}

/// What `authority_changes` holds about the session and its user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Change {
    None,
    /// Committed, not yet applied to this life of the fast store.
    Pending,
    Applied,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Fast {
    pub(crate) epoch: u8,
    pub(crate) stored: Stored,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Stored {
    pub(crate) copy: Option<Copy>,
    /// The role value: whether the user is barred.
    pub(crate) barred: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Copy {
    pub(crate) state: CopyState,
    pub(crate) epoch: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum CopyState {
    Live { generation: u8, rotated_at: Option<Tick> },
    Ended,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Request {
    pub(crate) phase: Phase,
    pub(crate) presented: u8,
    pub(crate) proven: bool,
}

impl Request {
    pub(crate) const IDLE: Self = Self { phase: Phase::Idle, presented: 0, proven: false };
}

/// How far a refresh has come. Anything may happen between two phases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Phase {
    Idle,
    /// On its way, or looking again: the fast store is read next.
    Sent,
    /// The access token is being signed, then the atomic step is taken.
    Stepping(View),
    /// The record is looked at next.
    Looking(View, Why),
    /// The record said: write this.
    Restoring(View, Restored),
    /// The successor is on its way to the browser.
    Answered {
        successor: u8,
        repeated: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Why {
    Untrusted,
    Ahead,
}

/// What the record allows to be written: the session's state, and the role value as of then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Restored {
    pub(crate) state: CopyState,
    pub(crate) barred: bool,
}

/// What a request read from the fast store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct View {
    pub(crate) copy: Option<Copy>,
    pub(crate) epoch: u8,
}

/// What really happened, which no part of the product knows as a whole. The properties are judged by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Facts {
    /// The newest generation that was ever made.
    pub(crate) newest: u8,
    /// When each generation was first rotated away.
    pub(crate) rotated: [Option<Tick>; GENERATIONS],
    /// Generations whose rotation was known only to what the fast store lost: the documented residue.
    pub(crate) forgotten: u8,
    /// The session was ended on purpose, or by reuse of a token that had to be refused.
    pub(crate) lawfully_ended: bool,
    /// The row is ended and the fast store was told.
    pub(crate) end_promised: bool,
    /// The user is barred and the fast store was told.
    pub(crate) bar_promised: bool,
    pub(crate) reuse: Reuse,
    pub(crate) broken: u16,
}

/// What became of a reuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Reuse {
    None,
    /// The tombstone stands in the fast store.
    Found,
    /// The fast store lost the tombstone before the record had it: the documented residue.
    Forgotten,
}

impl World {
    pub(crate) fn new(left: Budget) -> Self {
        let copy = Copy { state: CopyState::Live { generation: 1, rotated_at: None }, epoch: 0 };
        let stored = Stored { copy: Some(copy), barred: Some(false) };
        Self {
            left,
            now: 0,
            row: Row { checkpoint: 1, checkpoint_rotated_at: None, ended: false, barred: false },
            database_away: false,
            change: Change::None,
            fast: Fast { epoch: 0, stored },
            replica: stored,
            checkpoint: None,
            reuse_unwritten: false,
            requests: [Request::IDLE; 3],
            jar: Some(1),
            thief: None,
            facts: Facts {
                newest: 1,
                rotated: [None; GENERATIONS],
                forgotten: 0,
                lawfully_ended: false,
                end_promised: false,
                bar_promised: false,
                reuse: Reuse::None,
                broken: 0,
            },
        }
    }

    /// The tombstone, over whatever is there.
    pub(crate) fn bury(&mut self) {
        self.fast.stored.copy = Some(Copy { state: CopyState::Ended, epoch: self.fast.epoch });
        if self.row.ended {
            self.facts.end_promised = true;
        }
    }

    /// A role value is replaced only by one with a higher version.
    pub(crate) fn put_role(&mut self, barred: bool) {
        let newer = self.fast.stored.barred.unwrap_or(false) || barred;
        self.fast.stored.barred = Some(newer);
        if newer {
            self.facts.bar_promised = true;
        }
    }

    pub(crate) fn is_buried(&self) -> bool {
        self.fast.stored.copy.is_some_and(|copy| copy.state == CopyState::Ended)
    }
}

impl CopyState {
    /// `None` for a tombstone.
    pub(crate) fn generation(self) -> Option<u8> {
        match self {
            Self::Live { generation, .. } => Some(generation),
            Self::Ended => None,
        }
    }
}
