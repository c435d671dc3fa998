//! Settings from variables and files.
//!
//! Every mistake is collected and named, one line each, and no message shows a value: it could be a secret that was
//! put into the wrong variable. Nothing here touches the process environment except [`Variables::from_process`], so
//! that tests give their own.
//!
//! A program's settings are one struct that derives `Default` and `Deserialize` with `#[serde(default)]`, in which
//! each field is an `Option` of one of the types in this module and carries the name of its variable in lower case.

mod access_tokens;
mod environment;
mod origin;
#[cfg(feature = "outbound")]
mod outbound;
mod pepper;
mod problems;
#[cfg(feature = "redis")]
mod redis;
mod server;
mod settings;
#[cfg(test)]
mod tests;
mod values;
mod variables;
#[cfg(feature = "vault")]
mod vault;

#[cfg(feature = "outbound")]
pub use self::outbound::OutboundConfig;
#[cfg(feature = "redis")]
pub use self::redis::RedisConfig;
#[cfg(feature = "vault")]
pub use self::vault::VaultSettings;
pub use self::{
    access_tokens::AccessTokenConfig,
    environment::Environment,
    origin::Origin,
    pepper::{Pepper, is_placeholder},
    problems::{Problem, Problems},
    server::ServerConfig,
    settings::read,
    values::{Claim, Invalid, Parsed, Setting, Switch, Whole, number, seconds},
    variables::Variables,
};
