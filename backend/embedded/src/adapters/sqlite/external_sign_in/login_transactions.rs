//! The table `login_transactions`.

use async_trait::async_trait;
use shared::{
    adapters::{columns::millis, rows::login_transactions::TransactionRow},
    domain::{
        clock::Timestamp,
        external_sign_in::{LoginTransaction, LoginTransactionRepository},
        handles::HashedHandle,
        store::StoreError,
    },
};

use super::super::{
    SqliteUnitOfWork,
    outcome::{exactly_one, store_error},
};

#[async_trait]
impl LoginTransactionRepository for SqliteUnitOfWork {
    async fn insert(&mut self, transaction: &LoginTransaction) -> Result<(), StoreError> {
        let row = TransactionRow::from(transaction);
        let query = sqlx::query!(
            "INSERT INTO login_transactions (state, browser, provider_id, nonce, code_verifier, max_age, return_to,
                                             purpose, user_id, session_id, created_at, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            row.state,
            row.browser,
            row.provider_id,
            row.nonce,
            row.code_verifier,
            row.max_age,
            row.return_to,
            row.purpose,
            row.user_id,
            row.session_id,
            row.created_at,
            row.expires_at
        );
        exactly_one(&query.execute(self.connection()).await.map_err(store_error)?)
    }

    async fn take(
        &mut self,
        state: &HashedHandle,
        browser: &HashedHandle,
    ) -> Result<Option<LoginTransaction>, StoreError> {
        let (state, browser) = (state.as_bytes().as_slice(), browser.as_bytes().as_slice());
        let query = sqlx::query_as!(
            TransactionRow,
            "DELETE FROM login_transactions WHERE state = ?1 AND browser = ?2
             RETURNING state, browser, provider_id, nonce, code_verifier, max_age, return_to, purpose, user_id,
                       session_id, created_at, expires_at",
            state,
            browser
        );
        let row = query.fetch_optional(self.connection()).await.map_err(store_error)?;
        row.map(LoginTransaction::try_from).transpose()
    }

    async fn forget_before(&mut self, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
        let before = millis(before);
        let query = sqlx::query!(
            "DELETE FROM login_transactions
             WHERE state IN (SELECT state FROM login_transactions WHERE expires_at < ?1 ORDER BY expires_at LIMIT ?2)",
            before,
            limit
        );
        Ok(query.execute(self.connection()).await.map_err(store_error)?.rows_affected())
    }
}
