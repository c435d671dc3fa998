//! The judge: hears every question and every answer, and knows what the promises allow.
//!
//! It never looks into the product. What it knows for sure it was told by an answer; what was asked and not answered may
//! have happened or not, and both are allowed for as long as nothing says which.

mod answers;
mod audit;
mod family;
mod possible;
mod rest;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use shared::domain::clock::{SignedDuration, Timestamp};

pub(crate) use self::{
    audit::Rows,
    family::Family,
    possible::{Outcome, Possible},
};
use crate::schedule::{Deed, Page};

/// What the hot check remembers of a revocation that it doesn't hear of.
const REMEMBERED: SignedDuration = SignedDuration::from_secs(30);

/// A place in the order of all that happened, and the time of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) order: u64,
    pub(crate) at: Timestamp,
}

/// What an admin can make of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Standing {
    pub(crate) is_gone: bool,
    pub(crate) is_active: bool,
    pub(crate) is_admin: bool,
}

impl Standing {
    fn may_come_in(self) -> bool {
        self.is_active && !self.is_gone
    }
}

/// A question, with what it is about.
#[derive(Clone, Debug)]
pub(crate) enum Sent {
    SignIn { person: usize, password: String, over: Option<String> },
    Refresh { sid: String, generation: u64 },
    SignOut { sid: String },
    EndOne { bearer: Bearer, target: String },
    EndOthers { bearer: Bearer },
    ChangePassword { bearer: Bearer, current: String, new: String },
    Rename { bearer: Bearer },
    Look { bearer: Bearer, page: Page, is_deaf: bool },
    Rule { bearer: Bearer, person: usize, deed: Deed, to: Option<Standing>, password: Option<String> },
}

/// Who asks with an access token.
#[derive(Clone, Debug)]
pub(crate) struct Bearer {
    pub(crate) person: usize,
    pub(crate) sid: String,
    pub(crate) expires_at: Timestamp,
}

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Value,
    pub(crate) retry_after: bool,
    pub(crate) cookie: Cookie,
}

/// What an answer does to the refresh cookie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cookie {
    Untouched,
    Set(String),
    Cleared,
}

/// How the stores fared while a question was under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Weather {
    /// Nothing was away, held or cut: there is no reason for a 503.
    pub(crate) is_calm: bool,
    /// What was asked may have been done though the answer says otherwise.
    pub(crate) loses_answers: bool,
}

/// A question under way.
#[derive(Clone, Debug)]
struct Asked {
    id: String,
    sent: Sent,
    began: Moment,
    /// What was known of the family then; less, if something is lost meanwhile.
    floor: u64,
}

/// A question that is over.
#[derive(Clone, Debug)]
pub(crate) struct Done {
    pub(crate) id: String,
    pub(crate) sent: Sent,
    pub(crate) status: Option<u16>,
}

/// Somebody who may end sessions of a person.
#[derive(Clone, Debug)]
struct Ender {
    person: usize,
    began: u64,
    ended: Option<u64>,
    number: u32,
}

/// An account, as its owner and the admin know it.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) email: String,
    pub(crate) standing: Possible<Standing>,
    pub(crate) passwords: Possible<String>,
    /// What was certain up to here is in the fast store.
    felt: u64,
    /// An acknowledged change that may not be there yet.
    unfelt: Option<u64>,
}

/// Hears everything, and notes what must not be.
#[derive(Debug, Default)]
pub(crate) struct Judge {
    order: u64,
    pub(crate) people: Vec<Person>,
    pub(crate) families: BTreeMap<String, Family>,
    asked: BTreeMap<u32, Asked>,
    enders: Vec<Ender>,
    pub(crate) done: Vec<Done>,
    /// From which order on which time was.
    times: Vec<(Timestamp, u64)>,
    /// When the fast store lost something last.
    lost_at: Option<u64>,
    /// A failover that may have brought back what was taken away.
    not_made_good: Option<u64>,
    /// From here on none has.
    good_since: u64,
    pub(crate) findings: Vec<String>,
}

impl Judge {
    /// Everybody there is, each with a password and a standing.
    pub(crate) fn knows(&mut self, id: &str, email: &str, password: &str, standing: Standing) {
        self.people.push(Person {
            id: id.to_owned(),
            email: email.to_owned(),
            standing: Possible::certainly(standing),
            passwords: Possible::certainly(password.to_owned()),
            felt: 0,
            unfelt: None,
        });
    }

    /// A moment that comes after all before it.
    pub(crate) fn moment(&mut self, at: Timestamp) -> Moment {
        self.order += 1;
        if self.times.last().is_none_or(|(last, _)| *last < at) {
            self.times.push((at, self.order));
        }
        Moment { order: self.order, at }
    }

    /// Somebody asks for something.
    pub(crate) fn asks(&mut self, number: u32, id: &str, sent: &Sent, at: Timestamp) {
        let began = self.moment(at);
        if let Some((person, spares)) = sent.ends_sessions_of() {
            self.ender_begins(number, person, spares, began.order);
        }
        match sent {
            Sent::SignIn { over: Some(sid), .. } | Sent::SignOut { sid } | Sent::EndOne { target: sid, .. } => {
                self.families.get_mut(sid).expect("a session that was opened").may_end_from(began.order);
            }
            Sent::Rule { person, to, password, .. } => {
                let person = &mut self.people[*person];
                if let Some(to) = to {
                    person.standing.begins_to_change(began.order, number, *to);
                }
                if let Some(password) = password {
                    person.passwords.begins_to_change(began.order, number, password.clone());
                }
            }
            Sent::ChangePassword { bearer, new, .. } => {
                self.people[bearer.person].passwords.begins_to_change(began.order, number, new.clone());
            }
            _ => {}
        }
        let floor = match sent {
            Sent::Refresh { sid, .. } => self.families[sid].floor,
            _ => 0,
        };
        self.asked.insert(number, Asked { id: id.to_owned(), sent: sent.clone(), began, floor });
    }

    /// Everything that was acknowledged before this moment has been applied to the fast store.
    pub(crate) fn everything_is_applied(&mut self, before: Moment) {
        for family in self.families.values_mut() {
            if family.ended.is_some_and(|ended| ended.order <= before.order) {
                family.felt.get_or_insert(before.order);
            }
        }
        for person in &mut self.people {
            if person.unfelt.is_some_and(|order| order <= before.order) {
                (person.felt, person.unfelt) = (before.order, None);
            }
        }
    }

    /// Whether there is anything that the fast store may not have heard of yet.
    pub(crate) fn waits_for_something(&self) -> bool {
        self.people.iter().any(|person| person.unfelt.is_some())
            || self.families.values().any(|family| family.ended.is_some() && family.felt.is_none())
    }

    /// The fast store has lost something: [`Judge::lost`] follows for every session.
    pub(crate) fn loses(&mut self, at: Timestamp) {
        self.lost_at = Some(self.moment(at).order);
    }

    /// It has failed over to what a replica had, so it has things that were taken away too.
    pub(crate) fn fails_over(&mut self, at: Timestamp) {
        self.loses(at);
        self.not_made_good = self.lost_at;
    }

    /// Somebody who began then has applied again what a failover may have lost.
    pub(crate) fn made_good(&mut self, began: Moment, now: Moment) {
        if self.not_made_good.take_if(|order| *order < began.order).is_some() {
            self.good_since = now.order;
        }
    }

    /// The fast store lost what it had of a family: what is left of it and of the record. `is_over`: the record says so.
    pub(crate) fn lost(&mut self, sid: &str, known: u64, is_over: bool) {
        let (Some(family), Some(order)) = (self.families.get_mut(sid), self.lost_at) else { return };
        family.fell_back_to(known, order);
        // A tombstone that stood nowhere else is gone (`documents/sessions.md`, "Residue").
        if !is_over {
            (family.ended, family.felt) = (None, None);
        }
        let floor = family.floor;
        for asked in self.asked.values_mut() {
            if matches!(&asked.sent, Sent::Refresh { sid: own, .. } if own == sid) {
                asked.floor = asked.floor.min(floor);
            }
        }
    }

    /// What must not be.
    pub(crate) fn finding(&mut self, number: Option<u32>, what: impl AsRef<str>) {
        let number = number.map_or_else(|| "at rest".to_owned(), |number| format!("request {number}"));
        self.findings.push(format!("{number}: {}", what.as_ref()));
    }

    fn ender_begins(&mut self, number: u32, person: usize, spares: Option<&str>, began: u64) {
        for (sid, family) in &mut self.families {
            if family.person == person && spares != Some(sid) {
                family.may_end_from(began);
            }
        }
        self.enders.push(Ender { person, began, ended: None, number });
    }

    /// What somebody may be taken for by a check in a time.
    fn seen_standings(&self, person: usize, began: Moment, ended: Moment, is_deaf: bool) -> BTreeSet<Standing> {
        let person = &self.people[person];
        let mut from = if self.not_made_good.is_some() { 0 } else { person.felt.max(self.good_since) };
        if is_deaf {
            let remembered = began.at - REMEMBERED;
            from = from.min(self.times.iter().rev().find(|(at, _)| *at <= remembered).map_or(0, |(_, order)| *order));
        }
        person.standing.between(from.min(began.order), ended.order)
    }
}

impl Sent {
    /// Whose sessions it ends, all but one.
    fn ends_sessions_of(&self) -> Option<(usize, Option<&str>)> {
        match self {
            Self::EndOthers { bearer } | Self::ChangePassword { bearer, .. } => {
                Some((bearer.person, Some(&bearer.sid)))
            }
            Self::Rule { person, deed, to, .. } => {
                let ends = matches!(deed, Deed::EndSessions | Deed::ResetPassword | Deed::Delete);
                (ends || to.is_some_and(|to| !to.is_active)).then_some((*person, None))
            }
            _ => None,
        }
    }

    pub(crate) fn bearer(&self) -> Option<&Bearer> {
        match self {
            Self::SignIn { .. } | Self::Refresh { .. } | Self::SignOut { .. } => None,
            Self::EndOne { bearer, .. }
            | Self::EndOthers { bearer }
            | Self::ChangePassword { bearer, .. }
            | Self::Rename { bearer }
            | Self::Look { bearer, .. }
            | Self::Rule { bearer, .. } => Some(bearer),
        }
    }
}
