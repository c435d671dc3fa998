//! What may be so, as long as somebody who was not answered may have changed it.

use std::collections::BTreeSet;

/// A value of which only acknowledged changes tell for sure what it is.
#[derive(Clone, Debug)]
pub(crate) struct Possible<T> {
    /// From which order on it may be which.
    log: Vec<(u64, BTreeSet<T>)>,
    changes: Vec<Change<T>>,
}

#[derive(Clone, Debug)]
struct Change<T> {
    number: u32,
    began: u64,
    ended: Option<u64>,
    to: T,
    before: BTreeSet<T>,
}

/// How a change ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was acknowledged.
    Done,
    /// It was refused with a reason, which is an acknowledgement that nothing happened.
    Refused,
    /// Nobody knows.
    Unknown,
}

impl<T: Ord + Clone> Possible<T> {
    pub(crate) fn certainly(value: T) -> Self {
        Self { log: vec![(0, BTreeSet::from([value]))], changes: Vec::new() }
    }

    pub(crate) fn now(&self) -> &BTreeSet<T> {
        &self.log[self.log.len() - 1].1
    }

    /// What it may have been at any time from one order to another.
    pub(crate) fn between(&self, from: u64, to: u64) -> BTreeSet<T> {
        let first = self.log.iter().rposition(|(order, _)| *order <= from).unwrap_or(0);
        let in_effect = self.log[first..].iter().take_while(|(order, _)| *order <= to.max(from));
        in_effect.flat_map(|(_, values)| values).cloned().collect()
    }

    pub(crate) fn begins_to_change(&mut self, order: u64, number: u32, to: T) {
        let before = self.now().clone();
        let mut values = before.clone();
        values.insert(to.clone());
        self.changes.push(Change { number, began: order, ended: None, to, before });
        self.log.push((order, values));
    }

    /// `number`: of the change. One that never began changes nothing.
    pub(crate) fn ends(&mut self, order: u64, number: u32, outcome: Outcome) {
        let Some(index) = self.changes.iter().position(|change| change.number == number) else { return };
        self.changes[index].ended = Some(order);
        let own = self.changes[index].clone();
        let others: BTreeSet<_> =
            self.changes.iter().filter(|other| other.overlaps(&own)).map(|other| other.to.clone()).collect();
        let values = match outcome {
            Outcome::Done => others.into_iter().chain([own.to]).collect(),
            Outcome::Refused if others.is_empty() => own.before,
            Outcome::Unknown | Outcome::Refused => return,
        };
        self.log.push((order, values));
    }
}

impl<T> Change<T> {
    fn overlaps(&self, other: &Self) -> bool {
        self.number != other.number
            && self.ended.is_none_or(|ended| ended >= other.began)
            && other.ended.is_none_or(|ended| self.began <= ended)
    }
}

#[test]
fn an_acknowledged_change_is_certain_and_one_without_an_answer_is_not() {
    let mut value = Possible::certainly("first");
    value.begins_to_change(1, 1, "second");
    assert_eq!(*value.now(), BTreeSet::from(["first", "second"]));
    value.ends(2, 1, Outcome::Done);
    assert_eq!(*value.now(), BTreeSet::from(["second"]));
    value.begins_to_change(3, 2, "third");
    value.ends(4, 2, Outcome::Unknown);
    assert_eq!(*value.now(), BTreeSet::from(["second", "third"]));
    value.begins_to_change(5, 3, "fourth");
    value.ends(6, 3, Outcome::Refused);
    assert_eq!(*value.now(), BTreeSet::from(["second", "third"]));
    value.begins_to_change(7, 4, "fifth");
    value.ends(8, 4, Outcome::Done);
    assert_eq!(*value.now(), BTreeSet::from(["fifth"]));
    assert_eq!(value.between(2, 3), BTreeSet::from(["second", "third"]));
    assert_eq!(value.between(0, 0), BTreeSet::from(["first"]));
}

#[test]
fn of_two_changes_at_once_either_may_be_the_last() {
    let mut value = Possible::certainly(0);
    value.begins_to_change(1, 1, 1);
    value.begins_to_change(2, 2, 2);
    value.ends(3, 2, Outcome::Done);
    assert_eq!(*value.now(), BTreeSet::from([1, 2]));
    value.ends(4, 1, Outcome::Done);
    assert_eq!(*value.now(), BTreeSet::from([1, 2]));
}
