//! What is known of one family of refresh tokens, from the answers alone.

use std::collections::BTreeMap;

use shared::domain::{clock::Timestamp, sessions::rule::GRACE};

use super::Moment;

/// A session, as those who hold its tokens know it.
#[derive(Clone, Debug)]
pub(crate) struct Family {
    pub(crate) person: usize,
    /// When the sign-in was answered.
    pub(crate) opened: Moment,
    /// By generation, as they were handed out.
    pub(crate) tokens: BTreeMap<u64, String>,
    /// The stores have come at least so far: an answer said so, and nothing was lost since.
    pub(crate) floor: u64,
    /// They have come no further.
    pub(crate) ceiling: u64,
    /// Between when and when a generation took the place of the one before it.
    rotated: BTreeMap<u64, (Timestamp, Timestamp)>,
    /// When something that may end it was first asked for.
    pub(crate) may_end: Option<u64>,
    /// When an answer first said that it is over.
    pub(crate) ended: Option<Moment>,
    /// From here on the fast store has it, for nothing waits to be applied.
    pub(crate) felt: Option<u64>,
    /// When its copy was lost last.
    lost_at: Option<u64>,
    /// Up to here nobody who came after that had refreshed: never, as long as nobody has.
    pub(crate) lost_until: Option<u64>,
    /// A token was presented that may have ended it by reuse.
    pub(crate) may_be_reused: bool,
}

/// What a 401 to a refresh can be explained with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Age {
    /// The token was as good as any.
    Good,
    /// It may have been too old by then, as far as anybody knows.
    Doubtful,
    /// It was too old.
    TooOld,
}

impl Family {
    pub(crate) fn opened(person: usize, token: String, opened: Moment) -> Self {
        Self {
            person,
            opened,
            tokens: BTreeMap::from([(1, token)]),
            floor: 1,
            ceiling: 1,
            rotated: BTreeMap::new(),
            may_end: None,
            ended: None,
            felt: None,
            lost_at: None,
            lost_until: None,
            may_be_reused: false,
        }
    }

    /// Something that may end it begins.
    pub(crate) fn may_end_from(&mut self, order: u64) {
        self.may_end = Some(self.may_end.map_or(order, |known| known.min(order)));
    }

    /// An answer says that it is over.
    pub(crate) fn ends(&mut self, at: Moment) {
        self.may_end_from(at.order);
        self.ended.get_or_insert(at);
    }

    /// A rotation to this generation may have happened in a time.
    pub(crate) fn may_have_rotated(&mut self, to: u64, from: Timestamp, until: Timestamp) {
        self.ceiling = self.ceiling.max(to);
        let times = self.rotated.entry(to).or_insert((from, until));
        *times = (times.0.min(from), times.1.max(until));
    }

    /// An answer says that it has; the first that does knows best when.
    pub(crate) fn rotated(&mut self, to: u64, from: Moment, until: Moment) {
        // It may be what was lost meanwhile.
        if self.lost_at.is_some_and(|order| order > from.order) {
            return self.may_have_rotated(to, from.at, until.at);
        }
        if self.floor < to {
            self.may_have_rotated(to, from.at, until.at);
            self.floor = to;
            self.rotated.entry(to).and_modify(|(_, last)| *last = until.at);
        }
        if self.lost_until == Some(u64::MAX) {
            self.lost_until = Some(until.order);
        }
    }

    /// The stores lost what they had beyond this.
    pub(crate) fn fell_back_to(&mut self, generation: u64, order: u64) {
        (self.lost_at, self.lost_until) = (Some(order), Some(u64::MAX));
        if generation < self.floor {
            self.floor = generation;
            // What is presented next may count as rotated in then.
            self.rotated.values_mut().for_each(|(_, last)| *last = Timestamp::MAX);
        }
    }

    /// How old a token was in a time, given what was known when it was sent.
    pub(crate) fn age(&self, generation: u64, floor: u64, began: Timestamp, ended: Timestamp) -> Age {
        let since = |known: u64, earliest: bool, now: Timestamp| {
            let (first, last) = self.rotated.get(&known)?;
            Some(now.duration_since(if earliest { *first } else { *last }))
        };
        let certainly_late = |known| since(known, false, began).is_some_and(|time| time > GRACE);
        let maybe_late = |known| since(known, true, ended).is_none_or(|time| time > GRACE);
        if floor >= generation + 2 || floor == generation + 1 && certainly_late(floor) {
            Age::TooOld
        } else if self.ceiling >= generation + 2 || self.ceiling == generation + 1 && maybe_late(self.ceiling) {
            Age::Doubtful
        } else {
            Age::Good
        }
    }

    /// The newest token that anybody was given.
    pub(crate) fn newest(&self) -> (u64, &str) {
        self.tokens.last_key_value().map(|(generation, token)| (*generation, &**token)).expect("there is the first")
    }
}
