//! Mistakes in the ports, each of which the judge has to find: a judge who finds none of them would find nothing.

mod cache;
mod record;

use self::{cache::CacheMistake, record::RecordMistake};
use crate::site::Mutant;

/// A mistake, and what is found of it: one of these.
pub(crate) struct Mistake {
    pub(crate) name: &'static str,
    pub(crate) mutant: Mutant,
    pub(crate) findings: &'static [&'static str],
}

pub(crate) const ALL: [Mistake; 9] = [
    Mistake {
        name: "the fast store loses tombstones",
        mutant: |ports| cache::plug(ports, CacheMistake::LosesTombstones),
        findings: &["the token of a session that ended opens a page", "a session that ended was refreshed"],
    },
    Mistake {
        name: "the step hands a second successor out",
        mutant: |ports| cache::plug(ports, CacheMistake::SecondSuccessor),
        findings: &["generation 3 where 2 is due"],
    },
    Mistake {
        name: "a repeated token is refused",
        mutant: |ports| cache::plug(ports, CacheMistake::NoGrace),
        findings: &["is good, and was refused"],
    },
    Mistake {
        name: "any token is current",
        mutant: |ports| cache::plug(ports, CacheMistake::EndlessGrace),
        findings: &["still earns a successor"],
    },
    Mistake {
        name: "the fast store keeps the roles that it has",
        mutant: |ports| cache::plug(ports, CacheMistake::KeepsRoles),
        findings: &["somebody who is no admin sees what is for admins", "somebody who was barred", "a page is refused"],
    },
    Mistake {
        name: "a session is read with the role value of another",
        mutant: |ports| cache::plug(ports, CacheMistake::ForeignRoles),
        findings: &["what is handed out is another's"],
    },
    Mistake {
        name: "an audit entry is dropped",
        mutant: |ports| record::plug(ports, RecordMistake::DropsEntries),
        findings: &["has these entries of its end: []"],
    },
    Mistake {
        name: "an audit entry is written twice",
        mutant: |ports| record::plug(ports, RecordMistake::DoublesEntries),
        findings: &["2} where"],
    },
    Mistake {
        name: "the record loses what it acknowledged",
        mutant: |ports| record::plug(ports, RecordMistake::LosesCommits),
        findings: &["the record says something else", "the record doesn't know of an end", "audit of"],
    },
];
