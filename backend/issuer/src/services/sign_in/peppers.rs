//! Whether the passwords that are kept can be proven with the peppers that are set.

use shared::{
    domain::{
        peppers::{PepperId, PepperRing},
        store::StoreError,
        unit_of_work::Store,
    },
    logging::Chain,
};

/// Nobody could sign in with a password. The message is for the operator.
#[derive(Debug, thiserror::Error)]
#[error(
    "none of the {passwords} passwords in the database was made with the password pepper that is set, nor with the \
     previous one: nobody could sign in. They were made with {peppers}.\n\
     Give back the pepper that was in use so far: as PASSWORD_PEPPER, or as PASSWORD_PEPPER_PREVIOUS beside a new one."
)]
pub struct NoPepperFits {
    passwords: u64,
    peppers: String,
}

/// Compares them at a start, which is when a variable was forgotten. A start that would refuse everybody is refused, and
/// one that refuses some is told in the log. A database that doesn't say holds nobody up.
pub async fn compare_peppers(store: &dyn Store, peppers: &PepperRing) -> Result<(), NoPepperFits> {
    let kept = match kept(store).await {
        Ok(kept) => kept,
        Err(error) => {
            tracing::warn!(event = "password.peppers_not_compared", error = %Chain(&error));
            return Ok(());
        }
    };
    let sum = |counts: &[(PepperId, u64)]| counts.iter().map(|(_, count)| count).sum::<u64>();
    let (known, unknown): (Vec<_>, Vec<_>) = kept.into_iter().partition(|(id, _)| peppers.find(id).is_some());
    let (fitting, passwords) = (sum(&known), sum(&unknown));
    if passwords == 0 {
        return Ok(());
    }
    let peppers = unknown.iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>().join(", ");
    if fitting == 0 {
        return Err(NoPepperFits { passwords, peppers });
    }
    if passwords > fitting {
        tracing::error!(event = "password.peppers_missing", passwords, fitting, peppers, "most people can't sign in");
    } else {
        tracing::warn!(event = "password.peppers_missing", passwords, fitting, peppers);
    }
    Ok(())
}

async fn kept(store: &dyn Store) -> Result<Vec<(PepperId, u64)>, StoreError> {
    store.read().await?.users().count_by_pepper().await
}
