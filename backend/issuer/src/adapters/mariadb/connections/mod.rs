//! Connections and the pool that keeps them.
//!
//! The pool is deadpool's and not sqlx's: that one tries a refused connection again and again until its whole time-out
//! is over, and can't give up a connection whose server is silent.

#[cfg(test)]
mod tests;

use std::{fmt, io, time::Duration};

use deadpool::{
    Runtime, Status,
    managed::{Manager, Metrics, Object, Pool, PoolConfig, QueueMode, RecycleError, RecycleResult, Timeouts},
};
use shared::{domain::store::StoreError, metrics::Connections as Figures};
use sqlx::{
    ConnectOptions, MySqlConnection, MySqlPool,
    mysql::{MySqlConnectOptions, MySqlPoolOptions},
    raw_sql,
};
use tokio::time::timeout;
use url::Url;

/// How many connections one process holds at most. With two issuers that is far below what a server allows (151).
pub const POOL_SIZE: usize = 16;

/// How long a caller waits until he has a connection that works, whatever that takes.
const TURN_TIMEOUT: Duration = Duration::from_secs(2);
/// How long a caller waits while all connections are taken.
const FREE_TIMEOUT: Duration = Duration::from_secs(1);
/// How long a server may take to greet, to check the password and to agree on TLS.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// How long a server may take to say that it is still there.
const PING_TIMEOUT: Duration = Duration::from_millis(500);
/// After so long a connection is made anew, so that changes of addresses and certificates arrive.
const LIFE: Duration = Duration::from_mins(30);

/// What every connection is told first: nothing is cut or bent to fit a column, and nothing takes long. Times are
/// seconds. The last one frees the locks of a process that stopped in the middle of a unit of work.
const SESSION: &str = "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',
                                   max_statement_time = 3,
                                   innodb_lock_wait_timeout = 2,
                                   idle_transaction_timeout = 10;
                       SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED";

/// The text is not the address of a database. It is never repeated: it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidMariaDbUrl {
    #[error("must be a URL such as mysql://user:password@host:3306/database")]
    Malformed,
    #[error("must start with mysql:// or mariadb://")]
    OtherScheme,
    #[error("must name a database")]
    NoDatabase,
    #[error("has an option that is not understood: ssl-mode, ssl-ca, ssl-cert, ssl-key and socket are")]
    BadOption,
}

/// A connection that goes back to the pool when it is dropped.
pub(super) type Connection = Object<Connector>;

/// Makes connections and tells whether they still work. `Debug` is silent: the options hold the password.
pub(super) struct Connector(MySqlConnectOptions);

impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connector(…)")
    }
}

impl Manager for Connector {
    type Type = MySqlConnection;
    type Error = sqlx::Error;

    async fn create(&self) -> Result<MySqlConnection, sqlx::Error> {
        let mut connection = self.0.connect().await?;
        raw_sql(SESSION).execute(&mut connection).await?;
        Ok(connection)
    }

    async fn recycle(&self, connection: &mut MySqlConnection, metrics: &Metrics) -> RecycleResult<sqlx::Error> {
        if metrics.age() > LIFE {
            return Err(RecycleError::message("old enough"));
        }
        // Asks whether it is alive, and undoes what a caller may have left who was stopped in the middle.
        raw_sql("ROLLBACK").execute(connection).await?;
        Ok(())
    }
}

/// The connections of one process. Clones share them.
#[derive(Clone, Debug)]
pub(super) struct Connections(Pool<Connector>);

impl Connections {
    /// Connects to nothing yet.
    pub(super) fn new(options: MySqlConnectOptions, most: usize) -> Self {
        let timeouts =
            Timeouts { wait: Some(FREE_TIMEOUT), create: Some(CONNECT_TIMEOUT), recycle: Some(PING_TIMEOUT) };
        let config = PoolConfig { max_size: most, timeouts, queue_mode: QueueMode::Lifo };
        let pool = Pool::builder(Connector(options)).config(config).runtime(Runtime::Tokio1).build();
        Self(pool.expect("a runtime is named for the time-outs"))
    }

    /// A connection that answered just now.
    pub(super) async fn get(&self) -> Result<Connection, StoreError> {
        match timeout(TURN_TIMEOUT, self.0.get()).await {
            Ok(connection) => connection.map_err(StoreError::unavailable),
            Err(elapsed) => Err(StoreError::unavailable(elapsed)),
        }
    }

    /// One connection apart from the others, and the driver's own word when there is none.
    pub(super) async fn alone(&self) -> Result<MySqlConnection, sqlx::Error> {
        match timeout(CONNECT_TIMEOUT, self.0.manager().create()).await {
            Ok(connection) => connection,
            Err(elapsed) => Err(sqlx::Error::Io(io::Error::new(io::ErrorKind::TimedOut, elapsed))),
        }
    }

    /// Two connections apart, without the limits on statements, for work that may take long.
    pub(super) async fn patient(&self) -> Result<MySqlPool, sqlx::Error> {
        let options = self.0.manager().0.clone();
        MySqlPoolOptions::new().max_connections(2).acquire_timeout(TURN_TIMEOUT).connect_with(options).await
    }

    /// What the connections do now.
    pub(super) fn figures(&self) -> Figures {
        let Status { max_size, size, available, waiting } = self.0.status();
        Figures { most: max_size, idle: available, in_use: size.saturating_sub(available), waiting: Some(waiting) }
    }

    /// Gives up all connections that are not in use, and makes no new ones.
    pub(super) fn close(&self) {
        self.0.close();
    }
}

/// Reads `mysql://user:password@host:port/database?ssl-mode=…`.
///
/// `ssl-mode` is `DISABLED`, `PREFERRED` (if it is absent: encrypted if the server can, without a look at who it is),
/// `REQUIRED`, `VERIFY_CA` or `VERIFY_IDENTITY`; `ssl-ca` names a file with the authorities to trust, `ssl-cert` and
/// `ssl-key` those with which the issuer shows who it is.
pub(super) fn options(url: &str) -> Result<MySqlConnectOptions, InvalidMariaDbUrl> {
    let url = Url::parse(url).map_err(|_| InvalidMariaDbUrl::Malformed)?;
    if !matches!(url.scheme(), "mysql" | "mariadb") {
        return Err(InvalidMariaDbUrl::OtherScheme);
    }
    if url.path().trim_start_matches('/').is_empty() {
        return Err(InvalidMariaDbUrl::NoDatabase);
    }
    let options = MySqlConnectOptions::from_url(&url).map_err(|_| InvalidMariaDbUrl::BadOption)?;
    // The sql_mode and what else a connection needs is set in one go after it is made.
    Ok(options
        .charset("utf8mb4")
        .collation("utf8mb4_nopad_bin")
        .pipes_as_concat(false)
        .no_engine_substitution(false)
        .timezone(None)
        .disable_statement_logging())
}
