//! What the server says about itself, our rights and our tables, for whoever looks for what is wrong.

use std::io;

use shared::domain::clock::Timestamp;
use sqlx::{Connection, MySqlConnection, Row};

use super::{
    outcome::in_time,
    store::{MIGRATIONS, MariaDbStore},
};
use crate::adapters::migrations::MigrationFacts;

/// What the server calls a table that it does not have (`ER_NO_SUCH_TABLE`).
const NO_SUCH_TABLE: u16 = 1146;
/// Of a user, a password or a database that it does not take from us.
const REFUSED: [u16; 4] = [1044, 1045, 1698, 1251];
const NO_SUCH_DATABASE: u16 = 1049;

/// Why the server does not tell.
#[derive(Debug, thiserror::Error)]
pub enum InspectionError {
    #[error("it can't be reached: {0}")]
    Unreachable(String),
    #[error("it refuses the login: {0}")]
    Refused(String),
    #[error("{0}")]
    NoDatabase(String),
    #[error("it answers: {0}")]
    Other(String),
}

/// What the server says.
#[derive(Clone, Debug)]
pub struct ServerFacts {
    pub version: String,
    pub read_only: bool,
    /// `innodb_flush_log_at_trx_commit`; 1 puts each commit on the disk.
    pub flush_at_commit: i64,
    /// Whether our connection is encrypted.
    pub encrypted: bool,
    pub now: Timestamp,
    /// What we may do on the whole server or on the tables of rights; empty is right.
    pub wide_rights: Vec<String>,
    pub migrations: MigrationFacts,
}

impl MariaDbStore {
    /// Asks the server, on a connection of its own. Nothing is changed.
    pub async fn inspect(&self) -> Result<ServerFacts, InspectionError> {
        let mut connection = self.pool().alone().await.map_err(|error| trouble(&error))?;
        let facts = in_time(facts(&mut connection)).await.map_err(|error| trouble(&error));
        connection.close().await.ok();
        facts
    }
}

async fn facts(connection: &mut MySqlConnection) -> Result<ServerFacts, sqlx::Error> {
    let server = sqlx::query(
        "SELECT CAST(VERSION() AS CHAR), CAST(@@GLOBAL.read_only <> 0 AS SIGNED),
                CAST(@@GLOBAL.innodb_flush_log_at_trx_commit AS SIGNED),
                CAST(ROUND(UNIX_TIMESTAMP(NOW(3)) * 1000) AS SIGNED)",
    );
    let server = server.fetch_one(&mut *connection).await?;
    let cipher = sqlx::query("SHOW SESSION STATUS LIKE 'Ssl_cipher'").fetch_optional(&mut *connection).await?;
    let grants = sqlx::query("SHOW GRANTS").fetch_all(&mut *connection).await?;
    let grants = grants.iter().map(|row| text(row, 0)).collect::<Result<Vec<_>, _>>()?;
    let now: i64 = server.try_get(3)?;
    Ok(ServerFacts {
        version: text(&server, 0)?,
        read_only: server.try_get::<i64, _>(1)? != 0,
        flush_at_commit: server.try_get(2)?,
        encrypted: cipher.is_some_and(|row| text(&row, 1).is_ok_and(|cipher| !cipher.is_empty())),
        now: Timestamp::from_millisecond(now).unwrap_or(Timestamp::UNIX_EPOCH),
        wide_rights: grants.iter().flat_map(|grant| wide_rights(grant)).collect(),
        migrations: migrations(connection).await?,
    })
}

async fn migrations(connection: &mut MySqlConnection) -> Result<MigrationFacts, sqlx::Error> {
    let query = sqlx::query_as("SELECT version, success, checksum FROM _sqlx_migrations ORDER BY version");
    match query.fetch_all(connection).await {
        Ok(made) => Ok(MigrationFacts::compare(&MIGRATIONS, &made)),
        Err(error) if number(&error) == Some(NO_SUCH_TABLE) => Ok(MigrationFacts::compare(&MIGRATIONS, &[])),
        Err(error) => Err(error),
    }
}

/// Some of these answers come as text, some as bytes.
fn text(row: &sqlx::mysql::MySqlRow, column: usize) -> Result<String, sqlx::Error> {
    row.try_get_unchecked::<Vec<u8>, _>(column).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// What one line of `SHOW GRANTS` gives beyond the service's own database. A line also holds the hash of the password,
/// which goes no further.
fn wide_rights(grant: &str) -> Vec<String> {
    let Some((rights, rest)) = grant.strip_prefix("GRANT ").and_then(|grant| grant.split_once(" ON ")) else {
        // A role: whatever that may do.
        return Vec::new();
    };
    let place = rest.split(" TO ").next().unwrap_or_default();
    let is_server = matches!(place, "*.*") || place.starts_with("`mysql`.") || place.starts_with("`sys`.");
    let mut wide: Vec<String> = if is_server {
        rights.split(", ").filter(|right| *right != "USAGE").map(|right| format!("{right} on {place}")).collect()
    } else {
        Vec::new()
    };
    if grant.ends_with("WITH GRANT OPTION") {
        wide.push(format!("GRANT OPTION on {place}"));
    }
    wide
}

fn number(error: &sqlx::Error) -> Option<u16> {
    let cause = error.as_database_error()?.try_downcast_ref::<sqlx::mysql::MySqlDatabaseError>()?;
    Some(cause.number())
}

fn trouble(error: &sqlx::Error) -> InspectionError {
    let words = || {
        let text = match error {
            sqlx::Error::Database(error) => error.message().to_owned(),
            sqlx::Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => "no answer in time".to_owned(),
            sqlx::Error::Io(error) => error.to_string(),
            error => error.to_string(),
        };
        text.chars().filter(|character| !character.is_control()).take(200).collect()
    };
    match number(error) {
        Some(NO_SUCH_DATABASE) => InspectionError::NoDatabase(words()),
        Some(refused) if REFUSED.contains(&refused) => InspectionError::Refused(words()),
        None if matches!(error, sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolTimedOut) => {
            InspectionError::Unreachable(words())
        }
        _ => InspectionError::Other(words()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_on_the_own_database_are_enough_and_more_is_told_without_the_hash() {
        let usage = "GRANT USAGE ON *.* TO `paseport`@`127.0.0.1` IDENTIFIED BY PASSWORD '*0123456789ABCDEF'";
        let own = "GRANT ALL PRIVILEGES ON `paseport\\_%`.* TO `paseport`@`127.0.0.1`";
        let some = "GRANT SELECT, INSERT ON `paseport`.* TO `paseport`@`%`";
        for grant in [usage, own, some, "GRANT `readers` TO `paseport`@`%`"] {
            assert_eq!(wide_rights(grant), [""; 0], "{grant}");
        }
        let operator = "GRANT ALL PRIVILEGES ON *.* TO `o`@`%` IDENTIFIED BY PASSWORD '*01' WITH GRANT OPTION";
        assert_eq!(wide_rights(operator), ["ALL PRIVILEGES on *.*", "GRANT OPTION on *.*"]);
        assert_eq!(wide_rights("GRANT SUPER, PROCESS ON *.* TO `p`@`%`"), ["SUPER on *.*", "PROCESS on *.*"]);
        assert_eq!(wide_rights("GRANT SELECT ON `mysql`.* TO `p`@`%`"), ["SELECT on `mysql`.*"]);
        assert_eq!(wide_rights(&format!("{some} WITH GRANT OPTION")), ["GRANT OPTION on `paseport`.*"]);
    }
}
