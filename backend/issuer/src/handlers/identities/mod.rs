//! The external identities of an account.

pub mod list;
pub mod list_of_user;
pub mod unlink;
pub mod unlink_all_of_user;

use shared::middleware::problem::Problem;

use crate::services::identities::UnlinkError;

impl From<UnlinkError> for Problem {
    fn from(error: UnlinkError) -> Self {
        let detail = error.to_string();
        match error {
            UnlinkError::NotFound => Self::not_found(),
            UnlinkError::CallerGone => Self::invalid_token(),
            UnlinkError::NoLongerAdmin => Self::insufficient_role(),
            UnlinkError::LastWayIn => Self::conflict("last-way-in", "Last way in").detail(detail),
            UnlinkError::Store(error) => error.into(),
        }
    }
}
