//! Whether every change that was acknowledged stands in the audit record, and stands there once.

use std::collections::BTreeMap;

use serde_json::Value;
use shared::domain::{sessions::Session, users::User};

use super::{Done, Judge, Sent};
use crate::schedule::Deed;

const OPENED: &str = "sign_in.succeeded";
const ENDED: &str = "session.ended";
const REUSED: &str = "session.reuse_detected";

/// How often an entry of a kind must and may be there.
type Expected = Vec<(&'static str, std::ops::RangeInclusive<usize>)>;

/// What is in the record, as far as it has to agree with the audit.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    /// By session id; `None` where there is no row any more.
    pub(crate) sessions: BTreeMap<String, Option<Session>>,
    pub(crate) users: Vec<Option<User>>,
}

impl Judge {
    /// Looks at all entries that there are.
    pub(crate) fn reads_audit(&mut self, entries: &[Value], rows: &Rows) {
        self.look_at_requests(entries);
        self.look_at_sessions(entries, rows);
        self.look_at_versions(entries, rows);
    }

    /// Each request left exactly what belongs to its answer; one without an answer all of it, or nothing.
    fn look_at_requests(&mut self, entries: &[Value]) {
        let mut by_request: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
        for entry in entries {
            let kinds = by_request.entry(text(entry, "request_id")).or_default();
            *kinds.entry(text(entry, "kind")).or_default() += 1;
        }
        for done in std::mem::take(&mut self.done) {
            let found = by_request.remove(done.id.as_str()).unwrap_or_default();
            let (expected, alone) = expected_of(&done);
            let count = |kind: &str| found.get(kind).copied().unwrap_or(0);
            let fits = expected.iter().all(|(kind, times)| times.contains(&count(kind)));
            let others = found.keys().find(|kind| !expected.iter().any(|(expected, _)| expected == *kind));
            let halved = alone.is_some_and(|main| count(ENDED) > 0 && count(main) == 0);
            if !fits || others.is_some() || halved {
                self.finding(None, format!("audit of {}: {found:?} where {expected:?} is due: {done:?}", done.id));
            }
        }
        for (request, kinds) in by_request {
            self.finding(None, format!("audit of {request}, which nobody sent: {kinds:?}"));
        }
    }

    /// Every session was opened once, and ended as often as its row says.
    fn look_at_sessions(&mut self, entries: &[Value], rows: &Rows) {
        let about = |sid: &str, kinds: &[&str]| -> Vec<Value> {
            let of = |entry: &&Value| kinds.contains(&text(entry, "kind")) && entry["details"]["session"] == *sid;
            entries.iter().filter(of).cloned().collect()
        };
        for (sid, row) in &rows.sessions {
            let (opened, ends) = (about(sid, &[OPENED]).len(), about(sid, &[ENDED, REUSED]));
            if opened != 1 {
                self.finding(None, format!("session {sid} has {opened} entries of its beginning"));
            }
            let due = usize::from(row.as_ref().is_none_or(|row| row.ended.is_some()));
            let reason = row.as_ref().and_then(|row| row.ended).map(|ended| ended.reason.as_str());
            let other_reason = reason.is_some_and(|reason| ends.iter().any(|entry| entry["reason"] != *reason));
            if ends.len() != due || other_reason {
                self.finding(None, format!("session {sid} has these entries of its end: {ends:?}; its row: {row:?}"));
            }
        }
    }

    /// Every change of a user raised his version and left an entry.
    fn look_at_versions(&mut self, entries: &[Value], rows: &Rows) {
        for (person, row) in rows.users.iter().enumerate() {
            let Some(user) = row else { continue };
            let id = user.id.to_string();
            let of = |wanted: &dyn Fn(&Value) -> bool| {
                entries.iter().filter(|entry| text(entry, "target") == id && wanted(entry)).count() as u64
            };
            let changed = of(&|entry| ["user.updated", "user.profile_changed"].contains(&text(entry, "kind")));
            let proven =
                of(&|entry| text(entry, "kind") == "password.changed" || entry["details"]["password_reset"] == true);
            if (user.authz_version, user.credential_version) != (changed + 1, proven + 1) {
                let versions = (user.authz_version, user.credential_version);
                self.finding(
                    None,
                    format!("person {person} has versions {versions:?} by {changed} and {proven} entries"),
                );
            }
        }
    }
}

/// What has to be there, and which entry tells of the change that others only follow from.
fn expected_of(done: &Done) -> (Expected, Option<&'static str>) {
    let main = match &done.sent {
        Sent::SignIn { .. } => Some(OPENED),
        Sent::ChangePassword { .. } => Some("password.changed"),
        Sent::Rename { .. } => Some("user.profile_changed"),
        Sent::Rule { deed: Deed::Delete, .. } => Some("user.deleted"),
        Sent::Rule { deed: Deed::EndSessions, .. }
        | Sent::Refresh { .. }
        | Sent::SignOut { .. }
        | Sent::EndOne { .. }
        | Sent::EndOthers { .. }
        | Sent::Look { .. } => None,
        Sent::Rule { .. } => Some("user.updated"),
    };
    let ends = match &done.sent {
        Sent::Refresh { .. } | Sent::Look { .. } | Sent::Rename { .. } => 0,
        Sent::SignIn { .. } | Sent::SignOut { .. } | Sent::EndOne { .. } => 1,
        Sent::EndOthers { .. } | Sent::ChangePassword { .. } | Sent::Rule { .. } => usize::MAX,
    };
    let once = |kind| (kind, 1..=1);
    let perhaps = |kind| (kind, 0..=1);
    let expected = match (done.status, &done.sent) {
        (Some(200..300), Sent::Refresh { .. } | Sent::Look { .. }) => vec![],
        (Some(200..300), _) => main.map(once).into_iter().chain([(ENDED, 0..=ends)]).collect(),
        (Some(401), Sent::SignIn { .. }) => vec![once("sign_in.failed")],
        (Some(422), Sent::ChangePassword { .. }) => vec![once("password.change_refused")],
        // It may be the one who records an end that nobody could record before.
        (_, Sent::Refresh { .. }) => vec![perhaps(REUSED), perhaps(ENDED)],
        (Some(400..500), _) | (_, Sent::Look { .. }) => vec![],
        (_, sent) => {
            let refused = match sent {
                Sent::SignIn { .. } => Some("sign_in.failed"),
                Sent::ChangePassword { .. } => Some("password.change_refused"),
                _ => None,
            };
            main.into_iter().chain(refused).map(perhaps).chain([(ENDED, 0..=ends)]).collect()
        }
    };
    (expected, main)
}

fn text<'a>(entry: &'a Value, field: &str) -> &'a str {
    entry[field].as_str().unwrap_or_default()
}
