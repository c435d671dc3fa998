//! What a statement's outcome means to the domain.

use std::{future::Future, io, time::Duration};

use shared::domain::store::StoreError;
use sqlx::mysql::MySqlQueryResult;
use tokio::time::timeout;

/// How long the server may be silent. Its own limits are shorter, so this is for one that hangs or is cut off.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(4);

/// SQLSTATE 22001 and 22007: a value that no column can hold, whoever let it come that far.
const UNFIT: [&str; 2] = ["22001", "22007"];
/// SQLSTATE 40001: a dead-lock, for which the server undid the whole unit of work. A wait that took too long is none:
/// there it undid one statement only.
const UNDONE: &str = "40001";

/// Waits for the server, but not for ever.
pub(super) async fn in_time<T>(statement: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, sqlx::Error> {
    match timeout(STATEMENT_TIMEOUT, statement).await {
        Ok(outcome) => outcome,
        Err(elapsed) => Err(sqlx::Error::Io(io::Error::new(io::ErrorKind::TimedOut, elapsed))),
    }
}

/// Translates an error of the driver. Waits that took too long, a read-only server, one without a free connection and
/// one that is away are all `Unavailable`.
pub(super) fn store_error(error: sqlx::Error) -> StoreError {
    match &error {
        sqlx::Error::Database(cause) if cause.is_unique_violation() => StoreError::Duplicate,
        sqlx::Error::Database(cause) if cause.is_foreign_key_violation() => {
            StoreError::Corrupt("a record refers to one that does not exist".into())
        }
        sqlx::Error::Database(cause) if cause.code().is_some_and(|code| UNFIT.contains(&&*code)) => {
            StoreError::Corrupt("a value does not fit its column".into())
        }
        sqlx::Error::Database(cause) if cause.code().as_deref() == Some(UNDONE) => StoreError::Conflict(error.into()),
        sqlx::Error::ColumnDecode { index, .. } => StoreError::Corrupt(format!("column {index}")),
        sqlx::Error::RowNotFound => StoreError::Corrupt("a row is missing".into()),
        _ => StoreError::unavailable(error),
    }
}

/// For a write that must have met its row.
pub(super) fn exactly_one(result: &MySqlQueryResult) -> Result<(), StoreError> {
    if one_or_none(result)? { Ok(()) } else { Err(StoreError::Corrupt("a write met no row".into())) }
}

/// For a write by primary key whose row may be missing: whether it was there. The driver asks the server to count the
/// rows that were met, changed or not.
pub(super) fn one_or_none(result: &MySqlQueryResult) -> Result<bool, StoreError> {
    match result.rows_affected() {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(StoreError::Corrupt("a write met more than one row".into())),
    }
}
