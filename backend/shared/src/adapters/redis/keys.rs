//! The names of keys.

use crate::domain::ids::{SessionId, UserId};

/// What stands before ids in the names of keys.
///
/// `by_token` and `role` are also what the change feed listens to, so neither may begin with the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Namespaces {
    /// Sessions: `REDIS_NAMESPACE_REFRESH_BY_TOKEN`.
    pub by_token: String,
    /// The sessions of a user, for operators: `REDIS_NAMESPACE_REFRESH_BY_UID`. Nothing is decided from it.
    pub by_uid: String,
    /// Role values: `REDIS_NAMESPACE_UID_TO_ROLE`.
    pub role: String,
}

impl Default for Namespaces {
    fn default() -> Self {
        Self {
            by_token: "refresh_token:by_token:".to_owned(),
            by_uid: "refresh_token:by_uid:".to_owned(),
            role: "role:".to_owned(),
        }
    }
}

/// What a key is the name of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Session(SessionId),
    User(UserId),
}

impl Namespaces {
    /// Whether the names of sessions and of role values can be told apart.
    pub fn are_apart(&self) -> bool {
        !self.by_token.starts_with(&self.role) && !self.role.starts_with(&self.by_token)
    }

    pub(super) fn session(&self, session: &SessionId) -> String {
        format!("{}{session}", self.by_token)
    }

    pub(super) fn sessions_of(&self, user: &UserId) -> String {
        format!("{}{user}", self.by_uid)
    }

    pub(super) fn role(&self, user: &UserId) -> String {
        format!("{}{user}", self.role)
    }

    /// What a session or a role value is stored under; `None` for any other key.
    pub(super) fn named(&self, key: &[u8]) -> Option<Named> {
        let key = str::from_utf8(key).ok()?;
        let session = key.strip_prefix(&self.by_token).and_then(|id| id.parse().ok()).map(Named::Session);
        session.or_else(|| key.strip_prefix(&self.role).and_then(|id| id.parse().ok()).map(Named::User))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_tells_what_it_names() {
        let names = Namespaces::default();
        let session: SessionId = "AAAAAAAAAAAAAAAAAAAAAAAA".parse().unwrap();
        let user: UserId = "01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();
        assert_eq!(names.named(names.session(&session).as_bytes()), Some(Named::Session(session)));
        assert_eq!(names.named(names.role(&user).as_bytes()), Some(Named::User(user)));
        for other in [names.sessions_of(&user).as_bytes(), b"role:nobody", b"refresh_token:by_token:", b"\xff"] {
            assert_eq!(names.named(other), None);
        }
    }

    #[test]
    fn names_that_run_into_each_other_are_known() {
        assert!(Namespaces::default().are_apart());
        let nested = Namespaces { role: "refresh_token:".to_owned(), ..Namespaces::default() };
        assert!(!nested.are_apart());
    }
}
