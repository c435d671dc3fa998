//! Sessions and role values as fields of a hash.

use redis::ToRedisArgs;

use crate::domain::{
    clients::{ClientId, Scope},
    clock::Timestamp,
    sessions::{CachedSession, CachedState, Epoch, Generation, RoleState, RoleValue, Salt, Session},
    store::StoreError,
};

/// The fields of a session. `user` comes first, as the script that reads expects it.
pub(super) const SESSION_FIELDS: [&str; 13] = [
    "user",
    "state",
    "generation",
    "rotated_at",
    "expires_at",
    "salt",
    "pepper",
    "client",
    "scope",
    "auth_time",
    "amr",
    "epoch",
    "unrecorded",
];

/// The fields of a role value.
pub(super) const ROLE_FIELDS: [&str; 5] = ["version", "status", "roles", "email", "display_name"];

/// The status of the tombstone of a user.
const DELETED: &str = "deleted";

const NOBODY: &str = "00000000-0000-0000-0000-000000000000";
const NO_PEPPER: &str = "00000000";

/// What a hash has in the fields asked for.
pub(super) type Fields = Vec<Option<Vec<u8>>>;

/// The names and values of a hash, one after the other.
#[derive(Debug, Default)]
pub(super) struct Pairs(Vec<Vec<u8>>);

impl Pairs {
    fn with(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.0.extend([name.as_bytes().to_vec(), value.as_ref().to_vec()]);
        self
    }
}

impl ToRedisArgs for Pairs {
    fn write_redis_args<W: ?Sized + redis::RedisWrite>(&self, out: &mut W) {
        self.0.iter().for_each(|part| out.write_arg(part));
    }

    fn num_of_args(&self) -> usize {
        self.0.len()
    }
}

/// The hash of a live session.
pub(super) fn live_session(
    session: &Session,
    generation: Generation,
    rotated_at: Option<Timestamp>,
    epoch: &str,
) -> Pairs {
    Pairs::default()
        .with("user", session.user_id.to_string())
        .with("state", "live")
        .with("generation", generation.to_string())
        .with("rotated_at", optional_micros(rotated_at))
        .with("expires_at", micros(session.expires_at))
        .with("salt", session.salt.as_bytes())
        .with("pepper", session.pepper_id.to_string())
        .with("client", session.client_id.as_str())
        .with("scope", session.scope.as_str())
        .with("auth_time", micros(session.auth_time))
        .with("amr", session.amr.join(" "))
        .with("epoch", epoch)
}

/// The hash of a role value.
pub(super) fn role(value: &RoleValue) -> Pairs {
    let pairs = Pairs::default().with("version", value.version.to_string());
    match &value.state {
        RoleState::Deleted => pairs.with("status", DELETED),
        RoleState::User { status, roles, email, display_name } => pairs
            .with("status", status.as_str())
            .with("roles", roles.to_string())
            .with("email", email)
            .with("display_name", display_name),
    }
}

/// Reads [`SESSION_FIELDS`].
pub(super) fn to_session(fields: Fields) -> Result<Option<CachedSession>, StoreError> {
    let Ok(fields) = <[Option<Vec<u8>>; SESSION_FIELDS.len()]>::try_from(fields) else { return Ok(None) };
    let [
        user,
        state,
        generation,
        rotated_at,
        expires_at,
        salt,
        pepper,
        client,
        scope,
        auth_time,
        amr,
        epoch,
        unrecorded,
    ] = fields;
    let Some(state) = state else { return Ok(None) };
    let (expires_at, epoch) = (time("expires_at", expires_at)?, Epoch::new(&text("epoch", epoch)?));
    let Some(user) = user else { return Ok(Some(bare_tombstone(expires_at, epoch))) };
    let state = match state.as_slice() {
        b"live" => CachedState::Live {
            generation: Generation::new(parsed("generation", generation)?),
            rotated_at: optional_time(rotated_at)?,
        },
        b"ended" => CachedState::Ended,
        _ => return Err(corrupt("state")),
    };
    Ok(Some(CachedSession {
        state,
        user_id: parsed("user", Some(user))?,
        expires_at,
        salt: salt.and_then(|bytes| bytes.try_into().ok()).map(Salt::from_bytes).ok_or_else(|| corrupt("salt"))?,
        pepper_id: parsed("pepper", pepper)?,
        client_id: parsed("client", client)?,
        scope: parsed("scope", scope)?,
        auth_time: time("auth_time", auth_time)?,
        amr: text("amr", amr)?.split_ascii_whitespace().map(str::to_owned).collect(),
        epoch,
        unrecorded: unrecorded.map(|reason| parsed("unrecorded", Some(reason))).transpose()?,
    }))
}

/// The tombstone of a session that this store had no copy of when it ended. It is nobody's, and nothing proves it.
fn bare_tombstone(expires_at: Timestamp, epoch: Epoch) -> CachedSession {
    CachedSession {
        state: CachedState::Ended,
        user_id: NOBODY.parse().expect("it is an id"),
        expires_at,
        salt: Salt::from_bytes([0; 32]),
        pepper_id: NO_PEPPER.parse().expect("it is an id"),
        client_id: ClientId::BFF,
        scope: Scope::SIGN_IN,
        auth_time: Timestamp::UNIX_EPOCH,
        amr: Vec::new(),
        epoch,
        unrecorded: None,
    }
}

/// Reads [`ROLE_FIELDS`].
pub(super) fn to_role(fields: Fields) -> Result<Option<RoleValue>, StoreError> {
    let Ok([version, status, roles, email, display_name]) = <[Option<Vec<u8>>; ROLE_FIELDS.len()]>::try_from(fields)
    else {
        return Ok(None);
    };
    if version.is_none() {
        return Ok(None);
    }
    let version = parsed("version", version)?;
    let status = text("status", status)?;
    let state = if status == DELETED {
        RoleState::Deleted
    } else {
        RoleState::User {
            status: status.parse().map_err(|_| corrupt("status"))?,
            roles: parsed("roles", roles)?,
            email: text("email", email)?,
            display_name: text("display_name", display_name)?,
        }
    };
    Ok(Some(RoleValue { version, state }))
}

/// Microseconds since the Unix epoch, as Redis's `TIME` counts.
pub(super) fn micros(time: Timestamp) -> String {
    time.as_microsecond().to_string()
}

/// The same, empty for none.
pub(super) fn optional_micros(time: Option<Timestamp>) -> String {
    time.map(micros).unwrap_or_default()
}

fn time(field: &'static str, value: Option<Vec<u8>>) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(parsed(field, value)?).map_err(|_| corrupt(field))
}

fn optional_time(value: Option<Vec<u8>>) -> Result<Option<Timestamp>, StoreError> {
    if value.as_ref().is_some_and(Vec::is_empty) { Ok(None) } else { time("rotated_at", value).map(Some) }
}

fn parsed<T: std::str::FromStr>(field: &'static str, value: Option<Vec<u8>>) -> Result<T, StoreError> {
    text(field, value)?.parse().map_err(|_| corrupt(field))
}

fn text(field: &'static str, value: Option<Vec<u8>>) -> Result<String, StoreError> {
    value.and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(|| corrupt(field))
}

fn corrupt(field: &str) -> StoreError {
    StoreError::Corrupt(format!("field {field} in Redis"))
}
