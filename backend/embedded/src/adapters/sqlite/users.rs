//! The table `users`.

use async_trait::async_trait;
use shared::{
    adapters::{
        columns::{number, parsed},
        rows::users::{UserRow, containing, search_key},
    },
    domain::{
        ids::UserId,
        peppers::PepperId,
        store::StoreError,
        users::{Email, User, UserCounts, UserFilter, UserRepository},
    },
};

use super::{
    SqliteUnitOfWork,
    outcome::{exactly_one, one_or_none, store_error},
};

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

    async fn count(&mut self) -> Result<UserCounts, StoreError> {
        let query = sqlx::query!(r#"SELECT status, COUNT(*) AS "count!: i64" FROM users GROUP BY status"#);
        let rows = query.fetch_all(self.connection()).await.map_err(store_error)?;
        rows.into_iter().map(|row| Ok((parsed("users.status", &row.status)?, number("COUNT(*)", row.count)?))).collect()
    }

    async fn count_by_pepper(&mut self) -> Result<Vec<(PepperId, u64)>, StoreError> {
        // `b1$` and the 8 digits of the pepper's id.
        let query = sqlx::query!(
            r#"SELECT SUBSTR(password_hash, 4, 8) AS "pepper!: String", COUNT(*) AS "count!: i64"
               FROM users WHERE password_hash IS NOT NULL GROUP BY SUBSTR(password_hash, 4, 8)"#
        );
        let rows = query.fetch_all(self.connection()).await.map_err(store_error)?;
        let rows = rows.into_iter();
        rows.map(|row| Ok((parsed("users.password_hash", &row.pepper)?, number("COUNT(*)", row.count)?))).collect()
    }

    async fn insert(&mut self, user: &User) -> Result<(), StoreError> {
        let (row, email_key, search_key) = (UserRow::of(user)?, user.email.key(), search_key(user));
        let query = sqlx::query!(
            "INSERT INTO users (id, email, email_key, display_name, search_key, roles, status, email_verified,
                                registration, password_hash, authz_version, credential_version, created_at,
                                updated_at, last_login_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            row.id,
            row.email,
            email_key,
            row.display_name,
            search_key,
            row.roles,
            row.status,
            row.email_verified,
            row.registration,
            row.password_hash,
            row.authz_version,
            row.credential_version,
            row.created_at,
            row.updated_at,
            row.last_login_at
        );
        exactly_one(&query.execute(self.connection()).await.map_err(store_error)?)
    }

    async fn update(&mut self, user: &User) -> Result<bool, StoreError> {
        let (row, email_key, search_key) = (UserRow::of(user)?, user.email.key(), search_key(user));
        let query = sqlx::query!(
            "UPDATE users
             SET email = ?2, email_key = ?3, display_name = ?4, search_key = ?5, roles = ?6, status = ?7,
                 email_verified = ?8, password_hash = ?9, authz_version = ?10, credential_version = ?11,
                 updated_at = ?12, last_login_at = ?13
             WHERE id = ?1",
            row.id,
            row.email,
            email_key,
            row.display_name,
            search_key,
            row.roles,
            row.status,
            row.email_verified,
            row.password_hash,
            row.authz_version,
            row.credential_version,
            row.updated_at,
            row.last_login_at
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
