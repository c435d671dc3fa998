//! What a statement's outcome means to the domain.

use shared::domain::store::StoreError;
use sqlx::sqlite::SqliteQueryResult;

/// `SQLITE_CORRUPT` and `SQLITE_NOTADB`: the file was damaged or replaced.
const DAMAGED: [&str; 2] = ["11", "26"];

/// Translates an error of the driver. Busy, locked, full, read-only and broken disks are all `Unavailable`.
pub(super) fn store_error(error: sqlx::Error) -> StoreError {
    match &error {
        sqlx::Error::Database(cause) if cause.is_unique_violation() => StoreError::Duplicate,
        sqlx::Error::Database(cause) if cause.is_foreign_key_violation() => {
            StoreError::Corrupt("a record refers to one that does not exist".into())
        }
        sqlx::Error::Database(cause) if cause.code().is_some_and(|code| DAMAGED.contains(&&*code)) => {
            StoreError::Corrupt("the database file is damaged".into())
        }
        sqlx::Error::ColumnDecode { index, .. } => StoreError::Corrupt(format!("column {index}")),
        sqlx::Error::RowNotFound => StoreError::Corrupt("a row is missing".into()),
        _ => StoreError::unavailable(error),
    }
}

/// For a write that must have met its row.
pub(super) fn exactly_one(result: &SqliteQueryResult) -> Result<(), StoreError> {
    if one_or_none(result)? { Ok(()) } else { Err(StoreError::Corrupt("a write met no row".into())) }
}

/// For a write by primary key whose row may be missing: whether it was there.
pub(super) fn one_or_none(result: &SqliteQueryResult) -> Result<bool, StoreError> {
    match result.rows_affected() {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(StoreError::Corrupt("a write met more than one row".into())),
    }
}
