//! When all is quiet: whether the record, the fast store and what was answered say the same.

use shared::domain::{
    sessions::{CachedSession, CachedState, RoleState, RoleValue, Session},
    users::{Role, User, UserStatus},
};

use super::{Judge, Standing};

impl Judge {
    /// A session that somebody was given: its row and its copy.
    pub(crate) fn session_rests(&mut self, sid: &str, row: Option<&Session>, copy: Option<&CachedSession>) {
        let family = self.families[sid].clone();
        let copy_lives = copy.is_some_and(|copy| copy.state != CachedState::Ended);
        let is_of_now = copy.is_some_and(|copy| !copy.epoch.as_str().contains('#'));
        let mut complain = |what: &str| {
            let told = format!("{what}\n  session {sid}: {family:?}\n  row: {row:?}\n  copy: {copy:?}");
            self.findings.push(format!("at rest: {told}"));
        };
        let is_over = row.is_none_or(|row| row.ended.is_some());
        if is_over && family.may_end.is_none() {
            complain("the record says that a session is over which nobody ended");
        }
        if is_over && copy_lives {
            complain("the fast store has a live copy of a session that is over");
        }
        // An end that nobody could record stays marked until somebody comes with a token of that family.
        if !is_over && family.ended.is_some() && copy.is_none_or(|copy| copy.unrecorded.is_none()) {
            complain("the record doesn't know of an end that was acknowledged");
        }
        if !is_over && !copy_lives && copy.is_some() && family.may_end.is_none() {
            complain("the fast store has a tombstone of a session that nobody ended");
        }
        if let Some(CachedState::Live { generation, .. }) = copy.map(|copy| copy.state)
            && is_of_now
            && !(family.floor..=family.ceiling).contains(&generation.number())
        {
            complain("the copy is of another generation than anybody was told");
        }
        if let Some(row) = row
            && row.checkpoint.generation.number() > family.ceiling
        {
            complain("the record is further than any answer");
        }
    }

    /// A person: row and role value.
    pub(crate) fn person_rests(&mut self, number: usize, row: Option<&User>, role: Option<&RoleValue>) {
        let possible = self.people[number].standing.now().clone();
        let mut complain =
            |what: &str| self.findings.push(format!("at rest: {what}: person {number} {row:?} {role:?} {possible:?}"));
        let fits = |standing: &Standing| match row {
            None => standing.is_gone,
            Some(user) => {
                let is_active = user.status == UserStatus::Active;
                !standing.is_gone
                    && standing.is_active == is_active
                    && standing.is_admin == user.roles.contains(Role::Admin)
            }
        };
        if !possible.iter().any(fits) {
            complain("the record says something else than what was acknowledged");
        }
        let is_of_now = match (row, role.map(|role| (role.version, &role.state))) {
            (_, None) | (None, Some((_, RoleState::Deleted))) => true,
            (Some(user), Some((version, RoleState::User { status, roles, .. }))) => {
                version == user.authz_version && *status == user.status && *roles == user.roles
            }
            (None, Some((_, RoleState::User { .. }))) | (Some(_), Some((_, RoleState::Deleted))) => false,
        };
        if !is_of_now {
            complain("the role value is not what the record says");
        }
    }
}
