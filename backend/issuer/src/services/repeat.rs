//! Units of work done again when the store undid them for another one.
//!
//! Two that want the same rows in different orders would wait for each other for ever; the store undoes one, and nothing
//! of it is left ([`StoreError::Conflict`]). Whoever asked for it is at no fault and hears of it only if it goes on.

use shared::domain::store::StoreError;

use super::{
    account::AccountError,
    external_sign_in::{ExternalSignInError, LinkByTicketError, LinkStartError, LogoutError},
    identities::UnlinkError,
    providers::ProviderError,
    sessions::EndError,
    setup::SetupError,
    sign_in::SignInError,
    users::UserError,
};

/// So often in all. The other one has what it wanted by then; to be undone again needs a third.
const MOST_TRIES: usize = 3;

/// An error that tells whether the store undid the unit of work.
pub(super) trait Undoing {
    fn is_conflict(&self) -> bool;
}

impl Undoing for StoreError {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Conflict(_))
    }
}

impl Undoing for SetupError {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::User(error) if error.is_conflict())
    }
}

impl Undoing for LinkByTicketError {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::SignIn(error) if error.is_conflict())
    }
}

macro_rules! undoing_by_its_store {
    ($($error:ty),+) => {
        $(impl Undoing for $error {
            fn is_conflict(&self) -> bool {
                matches!(self, Self::Store(error) if error.is_conflict())
            }
        })+
    };
}

undoing_by_its_store!(
    AccountError,
    EndError,
    ExternalSignInError,
    LinkStartError,
    LogoutError,
    ProviderError,
    SignInError,
    UnlinkError,
    UserError
);

/// Does one whole unit of work, from its beginning to its commit, and again while the store undoes it.
///
/// Whatever else it does happens each time, so it does nothing but read and write the record.
pub(super) async fn repeated<T, E: Undoing, F>(unit: impl Fn() -> F) -> Result<T, E>
where
    F: Future<Output = Result<T, E>>,
{
    for _ in 1..MOST_TRIES {
        match unit().await {
            Err(error) if error.is_conflict() => tracing::info!(event = "record.unit_of_work_repeated"),
            outcome => return outcome,
        }
    }
    unit().await
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// How often it was done, and how it ended, when the first `conflicts` tries are undone.
    async fn tried(conflicts: usize, otherwise: fn() -> Result<(), EndError>) -> (usize, Result<(), EndError>) {
        let tries = Cell::new(0);
        let outcome = repeated(|| async {
            tries.set(tries.get() + 1);
            if tries.get() <= conflicts { Err(StoreError::Conflict("a dead-lock".into()).into()) } else { otherwise() }
        });
        let outcome = outcome.await;
        (tries.get(), outcome)
    }

    #[tokio::test]
    async fn what_was_undone_is_done_again_until_it_goes_through() {
        for conflicts in 0..MOST_TRIES {
            assert!(matches!(tried(conflicts, || Ok(())).await, (tries, Ok(())) if tries == conflicts + 1));
        }
    }

    #[tokio::test]
    async fn nobody_tries_for_ever() {
        assert!(matches!(tried(100, || Ok(())).await, (MOST_TRIES, Err(error)) if error.is_conflict()));
    }

    #[tokio::test]
    async fn what_failed_otherwise_is_not_done_again() {
        let away = || Err(StoreError::unavailable("away").into());
        assert!(matches!(tried(0, away).await, (1, Err(EndError::Store(StoreError::Unavailable(_))))));
        assert!(matches!(tried(1, || Err(EndError::NotFound)).await, (2, Err(EndError::NotFound))));
    }
}
