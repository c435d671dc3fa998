//! The variables about access tokens that issuer and API must agree on.

use std::time::Duration;

use serde::Deserialize;

use super::{Claim, Problems, Variables, Whole, read, seconds};
use crate::domain::tokens::{ImplicitAssertion, InvalidAssertion, KeyTimes};

/// What access tokens say, how long they live, and when their keys are published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessTokenConfig {
    /// `iss`.
    pub issuer: String,
    /// `aud`.
    pub audience: String,
    /// From `iat` to `exp`.
    pub ttl: Duration,
    /// `KEY_RELOAD` and `KEY_PUBLISH_AHEAD`.
    pub key_times: KeyTimes,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Settings {
    access_token_issuer: Option<Claim>,
    access_token_audience: Option<Claim>,
    /// An access token can't be called back where the API reaches nobody: a day is more than anyone should want.
    access_token_ttl: Option<Whole<1, 86_400>>,
    key_publish_ahead: Option<Whole<1, 86_400>>,
    key_reload: Option<Whole<1, 86_400>>,
}

impl AccessTokenConfig {
    /// Reads the settings. Without a default for the issuer, `ACCESS_TOKEN_ISSUER` must be set.
    pub fn read(variables: &Variables, default_issuer: Option<String>, problems: &mut Problems) -> Self {
        let settings: Settings = read(variables, problems);
        let issuer = settings.access_token_issuer.map(Claim::into_string).or(default_issuer);
        if issuer.is_none() && !problems.concern(&["ACCESS_TOKEN_ISSUER"]) {
            problems.add("ACCESS_TOKEN_ISSUER", "must be set");
        }
        let publish_ahead = seconds(settings.key_publish_ahead, 600);
        let key_times = KeyTimes::new(seconds(settings.key_reload, 10), publish_ahead).unwrap_or_else(|_| {
            if !problems.concern(&["KEY_RELOAD", "KEY_PUBLISH_AHEAD"]) {
                problems.add("KEY_RELOAD", "must be at most a third of KEY_PUBLISH_AHEAD");
            }
            KeyTimes::default()
        });
        Self {
            issuer: issuer.unwrap_or_default(),
            audience: settings.access_token_audience.map_or_else(|| "paseport".to_owned(), Claim::into_string),
            ttl: seconds(settings.access_token_ttl, 300),
            key_times,
        }
    }

    /// What a token's signature covers beside the token.
    pub fn assertion(&self) -> Result<ImplicitAssertion, InvalidAssertion> {
        ImplicitAssertion::new(&self.issuer, &self.audience)
    }
}
