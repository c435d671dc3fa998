//! Logs on standard output, as JSON or for reading.

mod chain;

use std::io::{self, IsTerminal};

use serde::Deserialize;
use tracing::Subscriber;
use tracing_subscriber::{
    EnvFilter, Layer,
    filter::{Directive, LevelFilter},
    fmt,
    fmt::MakeWriter,
    layer::SubscriberExt,
    registry::LookupSpan,
    util::SubscriberInitExt,
};

pub use self::chain::Chain;
use crate::config::Invalid;

/// How a line of the log looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum LogFormat {
    /// One JSON object.
    Json,
    /// Text for people.
    Pretty,
}

impl TryFrom<String> for LogFormat {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        match text.as_str() {
            "json" => Ok(Self::Json),
            "pretty" => Ok(Self::Pretty),
            _ => Err(Invalid::must("be json or pretty")),
        }
    }
}

/// What is logged, in the notation of `RUST_LOG`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct LogFilter(String);

impl Default for LogFilter {
    /// What an operator wants to read; sqlx would tell of every statement.
    fn default() -> Self {
        Self("info,sqlx=warn".to_owned())
    }
}

impl LogFilter {
    fn to_env_filter(&self) -> EnvFilter {
        // Each directive was parsed by the constructor.
        self.0
            .split(',')
            .filter_map(|text| text.parse::<Directive>().ok())
            .fold(EnvFilter::default(), EnvFilter::add_directive)
    }
}

impl TryFrom<String> for LogFilter {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        let directives: Vec<_> = text.split(',').map(str::trim).collect();
        if directives.iter().all(|directive| is_directive(directive)) {
            Ok(Self(directives.join(",")))
        } else {
            Err(Invalid::must("be a list of level or target=level, for example info,sqlx=warn"))
        }
    }
}

/// A bare word that is no level would be taken as a target, so that a mistyped level silences everything.
fn is_directive(text: &str) -> bool {
    let level_or_pair = text.contains('=') || text.parse::<LevelFilter>().is_ok();
    level_or_pair && !text.is_empty() && text.parse::<Directive>().is_ok()
}

/// Logging is set up already.
#[derive(Debug, thiserror::Error)]
#[error("logging is set up already")]
pub struct AlreadyLogging;

/// Starts logging to standard output, for the whole process and only once.
pub fn init(filter: &LogFilter, format: LogFormat) -> Result<(), AlreadyLogging> {
    subscriber(filter, format, io::stdout().is_terminal(), io::stdout).try_init().map_err(|_| AlreadyLogging)
}

fn subscriber<W>(filter: &LogFilter, format: LogFormat, colours: bool, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let registry = tracing_subscriber::registry().with(filter.to_env_filter());
    registry.with(lines(format, colours, writer))
}

fn lines<S, W>(format: LogFormat, colours: bool, writer: W) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    match format {
        // With all spans, for the request id stands in the outermost.
        LogFormat::Json => fmt::layer().json().flatten_event(true).with_writer(writer).boxed(),
        LogFormat::Pretty => fmt::layer().with_ansi(colours).with_writer(writer).boxed(),
    }
}

#[cfg(test)]
mod tests;
