//! The record of users as a port.

use async_trait::async_trait;

use super::{Email, User, UserStatus};
use crate::domain::{ids::UserId, peppers::PepperId, store::StoreError};

/// Which users a list shows.
#[derive(Clone, Debug, Default)]
pub struct UserFilter {
    /// A part of the e-mail or the display name, compared without case.
    pub q: Option<String>,
    /// Only users after this one, in the order of the list.
    pub after: Option<UserId>,
    /// At most so many.
    pub limit: u32,
}

/// How many users there are of each status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UserCounts {
    pub active: u64,
    pub locked: u64,
    pub disabled: u64,
}

impl FromIterator<(UserStatus, u64)> for UserCounts {
    fn from_iter<I: IntoIterator<Item = (UserStatus, u64)>>(counts: I) -> Self {
        let mut all = Self::default();
        for (status, count) in counts {
            match status {
                UserStatus::Active => all.active += count,
                UserStatus::Locked => all.locked += count,
                UserStatus::Disabled => all.disabled += count,
            }
        }
        all
    }
}

/// The table `users`.
#[async_trait]
pub trait UserRepository: Send {
    async fn find(&mut self, id: &UserId) -> Result<Option<User>, StoreError>;

    /// The same, and nobody else changes the row until the unit of work ends.
    async fn lock(&mut self, id: &UserId) -> Result<Option<User>, StoreError>;

    async fn find_by_email(&mut self, email: &Email) -> Result<Option<User>, StoreError>;

    /// Users in the order they were made.
    async fn list(&mut self, filter: &UserFilter) -> Result<Vec<User>, StoreError>;

    /// How many there are of each status.
    async fn count(&mut self) -> Result<UserCounts, StoreError>;

    /// How many passwords are kept with each pepper. Reads the whole table.
    async fn count_by_pepper(&mut self) -> Result<Vec<(PepperId, u64)>, StoreError>;

    /// [`StoreError::Duplicate`] when the e-mail is taken.
    async fn insert(&mut self, user: &User) -> Result<(), StoreError>;

    /// Writes everything but id, registration and the time it was made; `false` when there is no such user,
    /// [`StoreError::Duplicate`] when the e-mail is another's.
    async fn update(&mut self, user: &User) -> Result<bool, StoreError>;

    /// Deletes the user and what he owns; `false` when there is no such user.
    async fn delete(&mut self, id: &UserId) -> Result<bool, StoreError>;

    /// How many active admins there are. Locks them, so that two units of work can't each remove the other's.
    async fn lock_active_admins(&mut self) -> Result<u64, StoreError>;

    /// Whether an active account seeded for development exists.
    async fn seeded_active(&mut self) -> Result<bool, StoreError>;
}
