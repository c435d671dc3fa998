//! Rules that look at more than one setting. Each names the variable to change.

use shared::config::{Problems, Variables};

use super::core::CoreConfig;

/// A guess costs the attacker as much as the check costs us: below this it is too cheap for real passwords.
const LEAST_PRODUCTION_BCRYPT_COST: u32 = 10;

/// Adds what is wrong with the whole. A rule over a variable that can't be read is left out: it would look at a default.
pub(super) fn check(config: &CoreConfig, variables: &Variables, problems: &mut Problems) {
    let unread = problems.clone();
    variables.refuse_vault_skip_verify(problems);
    let mut rule = |over: &[&str], broken: bool, variable: &str, message: &str| {
        if broken && !unread.concern(over) {
            problems.add(variable, message);
        }
    };

    rule(
        &["REDIS_REFRESH_TOKEN_TTL", "ACCESS_TOKEN_TTL"],
        config.session_life < config.access_tokens.ttl,
        "REDIS_REFRESH_TOKEN_TTL",
        "must be at least ACCESS_TOKEN_TTL: a session outlives its access tokens",
    );
    if config.server.environment.is_development() {
        return;
    }
    rule(
        &["BCRYPT_COST", "PASEPORT_ENV"],
        config.bcrypt_cost < LEAST_PRODUCTION_BCRYPT_COST,
        "BCRYPT_COST",
        "must be at least 10 in production",
    );
    if config.public_url.is_loopback() {
        return;
    }
    rule(
        &["PUBLIC_URL", "PASEPORT_ENV"],
        !config.public_url.is_https(),
        "PUBLIC_URL",
        "must be https in production, unless it is a loopback address",
    );
    rule(
        &["COOKIE_SECURE", "PUBLIC_URL", "PASEPORT_ENV"],
        !config.cookie_secure && variables.get("COOKIE_SECURE").is_some(),
        "COOKIE_SECURE",
        "must be true in production, unless PUBLIC_URL is a loopback address",
    );
}
