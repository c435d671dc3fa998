//! A user's own account.

pub mod change_password;
pub mod me;
pub mod rename;

use std::time::Duration;

use shared::middleware::problem::Problem;

use super::{busy, users::password_contains_email};
use crate::services::account::AccountError;

impl From<AccountError> for Problem {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Gone => Self::invalid_token(),
            AccountError::WrongPassword => {
                Self::invalid_fields(Vec::new()).field("current_password", "is not the current password")
            }
            AccountError::PasswordContainsEmail => password_contains_email("new_password"),
            AccountError::Throttled { retry_after_seconds } => {
                Self::too_many_requests(Duration::from_secs(retry_after_seconds))
            }
            AccountError::Busy(error) => busy(error),
            AccountError::Store(error) => error.into(),
        }
    }
}
