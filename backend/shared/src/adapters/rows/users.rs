//! A row of `users`.

use crate::{
    adapters::columns::{integer, millis, number, optional_parsed, optional_time, parsed, time},
    domain::{
        passwords::PasswordHash,
        store::StoreError,
        users::{User, unicode::caseless},
    },
};

/// The columns that are read. Beside them stand the two keys that are compared: [`Email::key`] and [`search_key`].
///
/// [`Email::key`]: crate::domain::users::Email::key
#[expect(missing_debug_implementations, reason = "a row holds secrets and personal data in the clear")]
pub struct UserRow {
    pub id: String,
    pub email: String,
    pub display_name: String,
    pub roles: String,
    pub status: String,
    pub email_verified: bool,
    pub registration: String,
    pub password_hash: Option<String>,
    pub authz_version: i64,
    pub credential_version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub last_login_at: Option<i64>,
}

impl TryFrom<UserRow> for User {
    type Error = StoreError;

    fn try_from(row: UserRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed("users.id", &row.id)?,
            email: parsed("users.email", &row.email)?,
            display_name: parsed("users.display_name", &row.display_name)?,
            roles: parsed("users.roles", &row.roles)?,
            status: parsed("users.status", &row.status)?,
            email_verified: row.email_verified,
            registration: parsed("users.registration", &row.registration)?,
            password: optional_parsed("users.password_hash", row.password_hash.as_deref())?,
            authz_version: number("users.authz_version", row.authz_version)?,
            credential_version: number("users.credential_version", row.credential_version)?,
            created_at: time("users.created_at", row.created_at)?,
            updated_at: time("users.updated_at", row.updated_at)?,
            last_login_at: optional_time("users.last_login_at", row.last_login_at)?,
        })
    }
}

impl UserRow {
    /// A user as it is stored.
    pub fn of(user: &User) -> Result<Self, StoreError> {
        Ok(Self {
            id: user.id.to_string(),
            email: user.email.to_string(),
            display_name: user.display_name.to_string(),
            roles: user.roles.to_string(),
            status: user.status.as_str().to_owned(),
            email_verified: user.email_verified,
            registration: user.registration.as_str().to_owned(),
            password_hash: user.password.as_ref().map(PasswordHash::as_str).map(str::to_owned),
            authz_version: integer("users.authz_version", user.authz_version)?,
            credential_version: integer("users.credential_version", user.credential_version)?,
            created_at: millis(user.created_at),
            updated_at: millis(user.updated_at),
            last_login_at: user.last_login_at.map(millis),
        })
    }
}

/// What a search is compared with.
pub fn search_key(user: &User) -> String {
    caseless(&format!("{} {}", user.email, user.display_name))
}

/// A `LIKE` pattern (with `!` as escape character) for texts that contain `part`, whatever characters it has.
pub fn containing(part: &str) -> String {
    let mut pattern = String::from("%");
    for character in caseless(part).chars() {
        if matches!(character, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}
