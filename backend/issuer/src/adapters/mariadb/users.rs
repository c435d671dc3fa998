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
    MariaDbUnitOfWork,
    outcome::{exactly_one, in_time, one_or_none},
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
impl UserRepository for MariaDbUnitOfWork {
    async fn find(&mut self, id: &UserId) -> Result<Option<User>, StoreError> {
        let id = id.to_string();
        let query = select_users!("WHERE id = ?", id);
        let row = in_time(query.fetch_optional(self.connection()?)).await;
        self.settle(row)?.map(User::try_from).transpose()
    }

    async fn lock(&mut self, id: &UserId) -> Result<Option<User>, StoreError> {
        let id = id.to_string();
        let query = select_users!("WHERE id = ? FOR UPDATE", id);
        let row = in_time(query.fetch_optional(self.connection()?)).await;
        self.settle(row)?.map(User::try_from).transpose()
    }

    async fn find_by_email(&mut self, email: &Email) -> Result<Option<User>, StoreError> {
        let key = email.key();
        let query = select_users!("WHERE email_key = ?", key);
        let row = in_time(query.fetch_optional(self.connection()?)).await;
        self.settle(row)?.map(User::try_from).transpose()
    }

    async fn list(&mut self, filter: &UserFilter) -> Result<Vec<User>, StoreError> {
        // Every identifier sorts after the empty text.
        let after = filter.after.map(|id| id.to_string()).unwrap_or_default();
        let pattern = containing(filter.q.as_deref().unwrap_or_default());
        let query = select_users!(
            "WHERE id > ? AND search_key LIKE ? ESCAPE '!' ORDER BY id LIMIT ?",
            after,
            pattern,
            filter.limit
        );
        let rows = in_time(query.fetch_all(self.connection()?)).await;
        self.settle(rows)?.into_iter().map(User::try_from).collect()
    }

    async fn count(&mut self) -> Result<UserCounts, StoreError> {
        let query = sqlx::query!("SELECT status, COUNT(*) AS count FROM users GROUP BY status");
        let rows = in_time(query.fetch_all(self.connection()?)).await;
        let rows = self.settle(rows)?.into_iter();
        rows.map(|row| Ok((parsed("users.status", &row.status)?, number("COUNT(*)", row.count)?))).collect()
    }

    async fn count_by_pepper(&mut self) -> Result<Vec<(PepperId, u64)>, StoreError> {
        // `b1$` and the 8 digits of the pepper's id.
        let query = sqlx::query!(
            r#"SELECT SUBSTR(password_hash, 4, 8) AS "pepper!: String", COUNT(*) AS count
               FROM users WHERE password_hash IS NOT NULL GROUP BY SUBSTR(password_hash, 4, 8)"#
        );
        let rows = in_time(query.fetch_all(self.connection()?)).await;
        let rows = self.settle(rows)?.into_iter();
        rows.map(|row| Ok((parsed("users.password_hash", &row.pepper)?, number("COUNT(*)", row.count)?))).collect()
    }

    async fn insert(&mut self, user: &User) -> Result<(), StoreError> {
        let (row, email_key, search_key) = (UserRow::of(user)?, user.email.key(), search_key(user));
        let query = sqlx::query!(
            "INSERT INTO users (id, email, email_key, display_name, search_key, roles, status, email_verified,
                                registration, password_hash, authz_version, credential_version, created_at,
                                updated_at, last_login_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
        let result = in_time(query.execute(self.connection()?)).await;
        exactly_one(&self.settle(result)?)
    }

    async fn update(&mut self, user: &User) -> Result<bool, StoreError> {
        let (row, email_key, search_key) = (UserRow::of(user)?, user.email.key(), search_key(user));
        let query = sqlx::query!(
            "UPDATE users
             SET email = ?, email_key = ?, display_name = ?, search_key = ?, roles = ?, status = ?,
                 email_verified = ?, password_hash = ?, authz_version = ?, credential_version = ?,
                 updated_at = ?, last_login_at = ?
             WHERE id = ?",
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
            row.last_login_at,
            row.id
        );
        let result = in_time(query.execute(self.connection()?)).await;
        one_or_none(&self.settle(result)?)
    }

    async fn delete(&mut self, id: &UserId) -> Result<bool, StoreError> {
        let id = id.to_string();
        let query = sqlx::query!("DELETE FROM users WHERE id = ?", id);
        let result = in_time(query.execute(self.connection()?)).await;
        one_or_none(&self.settle(result)?)
    }

    async fn lock_active_admins(&mut self) -> Result<u64, StoreError> {
        // Whole values by their index: a range or a scan would wait for rows of others too.
        let query = sqlx::query_scalar!(
            "SELECT COUNT(*) FROM users FORCE INDEX (users_by_roles)
             WHERE roles IN ('Admin', 'Admin,User') AND status = 'active' FOR UPDATE"
        );
        let count = in_time(query.fetch_one(self.connection()?)).await;
        number("COUNT(*)", self.settle(count)?)
    }

    async fn seeded_active(&mut self) -> Result<bool, StoreError> {
        let query =
            sqlx::query_scalar!("SELECT COUNT(*) FROM users WHERE registration = 'seeded' AND status = 'active'");
        let count = in_time(query.fetch_one(self.connection()?)).await;
        Ok(self.settle(count)? > 0)
    }
}
