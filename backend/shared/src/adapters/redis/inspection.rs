//! What Sentinels and the master say about themselves, for whoever looks for what is wrong.

use std::{collections::HashMap, time::Duration};

use futures::future::join_all;
use redis::{
    ErrorKind, FromRedisValue, Pipeline, RedisError, RedisResult, ServerErrorKind, aio::MultiplexedConnection,
};

use super::settings::{Endpoint, RedisSettings, patience};

/// How long one server may take for everything that it is asked.
const LIMIT: Duration = Duration::from_secs(2);
/// Nobody else has this key, and it is gone at once.
const TRIAL: &str = "attempts:trial-write";

/// Why a server does not tell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    #[error("it can't be reached: {0}")]
    Unreachable(String),
    #[error("it refuses the login: {0}")]
    Refused(String),
    /// The access control list keeps a command from us.
    #[error("it does not allow this: {0}")]
    Denied(String),
    #[error("it answers: {0}")]
    Other(String),
}

/// What one Sentinel knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentinelFacts {
    /// The master, if it knows one by our name.
    pub master: Option<Endpoint>,
    /// Other Sentinels and replicas that it has ever met, away or not.
    pub other_sentinels: usize,
    pub replicas: usize,
    /// Why no failover could be agreed on, if so.
    pub no_quorum: Option<String>,
}

/// What the master says about itself, as `INFO` has it, and what it lets us do.
#[derive(Clone, Debug, Default)]
pub struct ServerFacts {
    info: HashMap<String, String>,
    /// Its clock, in microseconds since 1970.
    pub time: i64,
    /// Why it refuses a write, if it does.
    pub refuses_writes: Option<Trouble>,
    /// Whether we may read its configuration, which no service needs.
    pub shows_configuration: bool,
}

impl ServerFacts {
    /// What the text of `INFO` says.
    pub fn from_info(text: &str) -> Self {
        let lines = text.lines().filter_map(|line| line.trim().split_once(':'));
        let info = lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Self { info, ..Self::default() }
    }

    /// Whether it says itself that it is a master.
    pub fn is_master(&self) -> bool {
        self.info("role") == Some("master")
    }

    /// A line of `INFO`.
    pub fn info(&self, name: &str) -> Option<&str> {
        self.info.get(name).map(String::as_str)
    }

    /// A number of `INFO`.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.info(name)?.parse().ok()
    }

    /// What it says of each replica: `state`, `lag` and so on.
    pub fn replicas(&self) -> Vec<HashMap<&str, &str>> {
        let numbered = (0..).map_while(|number| self.info(&format!("slave{number}")));
        numbered.map(|line| line.split(',').filter_map(|pair| pair.split_once('=')).collect()).collect()
    }
}

impl RedisSettings {
    /// What each Sentinel of the settings says, all asked at once.
    pub async fn ask_sentinels(&self) -> Vec<(Endpoint, Result<SentinelFacts, Trouble>)> {
        let asked = self.sentinels.iter().map(async |sentinel| {
            let facts = in_time(ask_sentinel(self, sentinel)).await;
            (sentinel.clone(), facts)
        });
        join_all(asked).await
    }

    /// What a server says. A key is written that lives a millisecond, to see whether writes are taken.
    pub async fn ask_server(&self, server: &Endpoint) -> Result<ServerFacts, Trouble> {
        in_time(ask_server(self, server)).await
    }
}

async fn in_time<T>(asking: impl Future<Output = RedisResult<T>>) -> Result<T, Trouble> {
    match tokio::time::timeout(LIMIT, asking).await {
        Ok(answer) => answer.map_err(|error| trouble(&error)),
        Err(_) => Err(Trouble::Unreachable(format!("no answer within {} s", LIMIT.as_secs()))),
    }
}

async fn ask_sentinel(settings: &RedisSettings, sentinel: &Endpoint) -> RedisResult<SentinelFacts> {
    let client = settings.sentinel(sentinel)?;
    let mut connection = client.get_multiplexed_async_connection_with_config(&patience()).await?;
    let name = &settings.master_name;
    let mut address = redis::pipe();
    address.cmd("SENTINEL").arg("GET-MASTER-ADDR-BY-NAME").arg(name);
    let (master,): (Option<(String, u16)>,) = address.query_async(&mut connection).await?;
    let Some((host, port)) = master else {
        return Ok(SentinelFacts { master: None, other_sentinels: 0, replicas: 0, no_quorum: None });
    };
    let mut more = redis::pipe();
    more.cmd("SENTINEL").arg("MASTER").arg(name);
    let (facts,): (HashMap<String, String>,) = more.query_async(&mut connection).await?;
    let mut quorum = redis::cmd("SENTINEL");
    let quorum = quorum.arg("CKQUORUM").arg(name).query_async::<String>(&mut connection).await;
    let number = |name: &str| facts.get(name).and_then(|text| text.parse().ok()).unwrap_or(0);
    Ok(SentinelFacts {
        master: Some(Endpoint::new(&host, port)),
        other_sentinels: number("num-other-sentinels"),
        replicas: number("num-slaves"),
        no_quorum: quorum.err().filter(|error| error.code() == Some("NOQUORUM")).map(|error| words(&error)),
    })
}

async fn ask_server(settings: &RedisSettings, server: &Endpoint) -> RedisResult<ServerFacts> {
    let client = settings.server(server)?;
    let mut connection = client.get_multiplexed_async_connection_with_config(&patience()).await?;
    let mut pipeline = redis::pipe();
    pipeline.cmd("INFO").cmd("TIME");
    let (text, (seconds, micros)): (String, (i64, i64)) = pipeline.query_async(&mut connection).await?;
    let refuses_writes = refusal(&mut connection, redis::pipe().cmd("SET").arg(TRIAL).arg(1).arg("PX").arg(1)).await?;
    let configuration = refusal(&mut connection, redis::pipe().cmd("CONFIG").arg("GET").arg("maxmemory")).await?;
    Ok(ServerFacts {
        time: seconds * 1_000_000 + micros,
        refuses_writes,
        shows_configuration: configuration.is_none(),
        ..ServerFacts::from_info(&text)
    })
}

/// Why the server refuses a command; `None`: it was carried out.
async fn refusal(connection: &mut MultiplexedConnection, command: &Pipeline) -> RedisResult<Option<Trouble>> {
    match command.query_async::<Anything>(connection).await {
        Ok(_) => Ok(None),
        Err(error) if error.kind() == ErrorKind::Io => Err(error),
        Err(error) => Ok(Some(trouble(&error))),
    }
}

/// Any answer.
struct Anything;

impl FromRedisValue for Anything {
    fn from_redis_value(_: redis::Value) -> Result<Self, redis::ParsingError> {
        Ok(Self)
    }
}

fn trouble(error: &RedisError) -> Trouble {
    let words = words(error);
    match error.kind() {
        ErrorKind::AuthenticationFailed => Trouble::Refused(words),
        ErrorKind::Server(ServerErrorKind::NoPerm) => Trouble::Denied(words),
        _ if matches!(error.code(), Some("WRONGPASS" | "NOAUTH")) => Trouble::Refused(words),
        _ if error.code() == Some("NOPERM") => Trouble::Denied(words),
        ErrorKind::Io => Trouble::Unreachable(words),
        _ => Trouble::Other(words),
    }
}

/// A server's words, fit for one line.
fn words(error: &RedisError) -> String {
    let text = match (error.code(), error.detail()) {
        (Some(code), Some(detail)) => format!("{code} {detail}"),
        _ => error.to_string(),
    };
    text.trim_end_matches('.').chars().filter(|character| !character.is_control()).take(200).collect()
}
