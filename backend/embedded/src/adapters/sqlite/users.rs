//! The table `users`.

use async_trait::async_trait;
use shared::domain::{
    ids::UserId,
    passwords::PasswordHash,
    store::StoreError,
    users::{Email, User, UserFilter, UserRepository, unicode::caseless},
};

use super::{
    SqliteUnitOfWork,
    columns::{integer, millis, number, optional_parsed, optional_time, parsed, time},
    outcome::{exactly_one, one_or_none, store_error},
};

/// A row as it is read.
struct UserRow {
    id: String,
    email: String,
    display_name: String,
    roles: String,
    status: String,
    email_verified: bool,
    registration: String,
    password_hash: Option<String>,
    authz_version: i64,
    credential_version: i64,
    created_at: i64,
    updated_at: i64,
    last_login_at: Option<i64>,
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

/// `SELECT` of whole users, with the rest of the statement.
macro_rules! select_users {
    ($rest:literal, $($argument:expr),*) => {
        sqlx::query_as!(
            UserRow,
            r#"SELECT id, email, display_name, roles, status, email_verified AS "email_verified: bool", registration,
                      password_hash, authz_version, credential_version, created_at, updated_at, last_login_at
               FROM users "# + $rest,
            $($argument),*
        )
    };
}

#[async_trait]
impl UserRepository for SqliteUnitOfWork {
    async fn find(&mut self, id: &UserId) -> Result<Option<User>, StoreError> {
        let id = id.to_string();
        let row = select_users!("WHERE id = ?1", id).fetch_optional(self.connection()).await.map_err(store_error)?;
        row.map(User::try_from).transpose()
    }

    async fn lock(&mut self, id: &UserId) -> Result<Option<User>, StoreError> {
        // The transaction holds the only write lock already.
        UserRepository::find(self, id).await
    }

    async fn find_by_email(&mut self, email: &Email) -> Result<Option<User>, StoreError> {
        let key = email.key();
        let query = select_users!("WHERE email_key = ?1", key);
        let row = query.fetch_optional(self.connection()).await.map_err(store_error)?;
        row.map(User::try_from).transpose()
    }

    async fn list(&mut self, filter: &UserFilter) -> Result<Vec<User>, StoreError> {
        // Every identifier sorts after the empty text.
        let after = filter.after.map(|id| id.to_string()).unwrap_or_default();
        let pattern = containing(filter.q.as_deref().unwrap_or_default());
        let query = select_users!(
            "WHERE id > ?1 AND search_key LIKE ?2 ESCAPE '!' ORDER BY id LIMIT ?3",
            after,
            pattern,
            filter.limit
        );
        let rows = query.fetch_all(self.connection()).await.map_err(store_error)?;
        rows.into_iter().map(User::try_from).collect()
    }

    async fn insert(&mut self, user: &User) -> Result<(), StoreError> {
        let (id, email, display_name) = (user.id.to_string(), user.email.to_string(), user.display_name.to_string());
        let (email_key, search_key, roles) = (user.email.key(), search_key(user), user.roles.to_string());
        let (status, registration) = (user.status.as_str(), user.registration.as_str());
        let password_hash = user.password.as_ref().map(PasswordHash::as_str);
        let authz_version = integer("users.authz_version", user.authz_version)?;
        let credential_version = integer("users.credential_version", user.credential_version)?;
        let (created_at, updated_at) = (millis(user.created_at), millis(user.updated_at));
        let last_login_at = user.last_login_at.map(millis);
        let query = sqlx::query!(
            "INSERT INTO users (id, email, email_key, display_name, search_key, roles, status, email_verified,
                                registration, password_hash, authz_version, credential_version, created_at,
                                updated_at, last_login_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            id,
            email,
            email_key,
            display_name,
            search_key,
            roles,
            status,
            user.email_verified,
            registration,
            password_hash,
            authz_version,
            credential_version,
            created_at,
            updated_at,
            last_login_at
        );
        exactly_one(&query.execute(self.connection()).await.map_err(store_error)?)
    }

    async fn update(&mut self, user: &User) -> Result<bool, StoreError> {
        let (id, email, display_name) = (user.id.to_string(), user.email.to_string(), user.display_name.to_string());
        let (email_key, search_key, roles) = (user.email.key(), search_key(user), user.roles.to_string());
        let status = user.status.as_str();
        let password_hash = user.password.as_ref().map(PasswordHash::as_str);
        let authz_version = integer("users.authz_version", user.authz_version)?;
        let credential_version = integer("users.credential_version", user.credential_version)?;
        let (updated_at, last_login_at) = (millis(user.updated_at), user.last_login_at.map(millis));
        let query = sqlx::query!(
            "UPDATE users
             SET email = ?2, email_key = ?3, display_name = ?4, search_key = ?5, roles = ?6, status = ?7,
                 email_verified = ?8, password_hash = ?9, authz_version = ?10, credential_version = ?11,
                 updated_at = ?12, last_login_at = ?13
             WHERE id = ?1",
            id,
            email,
            email_key,
            display_name,
            search_key,
            roles,
            status,
            user.email_verified,
            password_hash,
            authz_version,
            credential_version,
            updated_at,
            last_login_at
        );
        one_or_none(&query.execute(self.connection()).await.map_err(store_error)?)
    }

    async fn delete(&mut self, id: &UserId) -> Result<bool, StoreError> {
        let id = id.to_string();
        let query = sqlx::query!("DELETE FROM users WHERE id = ?1", id);
        one_or_none(&query.execute(self.connection()).await.map_err(store_error)?)
    }

    async fn lock_active_admins(&mut self) -> Result<u64, StoreError> {
        let query = sqlx::query_scalar!("SELECT COUNT(*) FROM users WHERE roles LIKE 'Admin%' AND status = 'active'");
        number("COUNT(*)", query.fetch_one(self.connection()).await.map_err(store_error)?)
    }

    async fn seeded_active(&mut self) -> Result<bool, StoreError> {
        let query =
            sqlx::query_scalar!("SELECT COUNT(*) FROM users WHERE registration = 'seeded' AND status = 'active'");
        Ok(query.fetch_one(self.connection()).await.map_err(store_error)? > 0)
    }
}

/// What a search is compared with.
fn search_key(user: &User) -> String {
    caseless(&format!("{} {}", user.email, user.display_name))
}

/// A `LIKE` pattern (with `!` as escape character) for texts that contain `part`, whatever characters it has.
fn containing(part: &str) -> String {
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
