//! The fields of a provider.

use std::collections::BTreeSet;

use secrecy::{ExposeSecret, SecretString};
use shared::{
    domain::{
        clients::Scope,
        users::{Role, Roles},
    },
    middleware::input::Fields,
};

/// The longest client id and secret, in bytes.
const MOST_BYTES: usize = 1024;
/// What is asked for when nothing is said.
const DEFAULT_SCOPES: &str = "openid profile email";

/// Our name at the provider: visible ASCII and spaces (RFC 6749, appendix A.1).
pub(super) fn client_id(fields: &mut Fields) -> Option<String> {
    fields.required("client_id", |text| {
        if is_plain(text) { Ok(text.to_owned()) } else { Err("must have 1 to 1024 visible characters") }
    })
}

/// Our secret there (RFC 6749, appendix A.2).
#[expect(clippy::option_option, reason = "outer: the field is at fault; inner: it is absent")]
pub(super) fn client_secret(fields: &mut Fields) -> Option<Option<SecretString>> {
    fields.optional_secret("client_secret", |secret| {
        if is_plain(secret.expose_secret()) { Ok(secret) } else { Err("must have 1 to 1024 visible characters") }
    })
}

/// The same, where an empty one takes away what there is.
#[expect(clippy::option_option, reason = "outer: the field is at fault; inner: it is absent")]
pub(super) fn client_secret_or_none(fields: &mut Fields) -> Option<Option<SecretString>> {
    fields.optional_secret("client_secret", |secret| match secret.expose_secret() {
        "" => Ok(secret),
        text if is_plain(text) => Ok(secret),
        _ => Err("must have at most 1024 visible characters"),
    })
}

/// What we ask the provider for.
pub(super) fn scopes(fields: &mut Fields) -> Option<Scope> {
    fields.required_list("scopes", parse_scopes)
}

pub(super) fn scopes_or_default(fields: &mut Fields) -> Option<Scope> {
    let scopes = fields.optional_list("scopes", parse_scopes)?;
    scopes.or_else(|| Scope::try_from(DEFAULT_SCOPES.to_owned()).ok())
}

/// What a new account gets.
pub(super) fn default_roles(fields: &mut Fields) -> Option<Roles> {
    fields.required_list("default_roles", parse_roles)
}

pub(super) fn default_roles_or_user(fields: &mut Fields) -> Option<Roles> {
    Some(fields.optional_list("default_roles", parse_roles)?.unwrap_or(Roles::USER))
}

fn is_plain(text: &str) -> bool {
    (1..=MOST_BYTES).contains(&text.len()) && text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

fn parse_scopes(words: &[String]) -> Result<Scope, &'static str> {
    let joined = Scope::try_from(words.join(" ")).map_err(|_| "must be scopes of visible characters")?;
    let distinct: BTreeSet<_> = joined.words().collect();
    if distinct.len() != words.len() {
        return Err("must name each scope once");
    }
    if joined.contains(Scope::OPENID) { Ok(joined) } else { Err("must contain openid") }
}

fn parse_roles(names: &[String]) -> Result<Roles, String> {
    let roles = names.iter().map(|name| name.parse::<Role>()).collect::<Result<Vec<_>, _>>();
    let roles = roles.and_then(Roles::new).map_err(|error| error.to_string())?;
    if roles.contains(Role::Admin) { Err("must not contain Admin".to_owned()) } else { Ok(roles) }
}
