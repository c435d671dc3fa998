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
    MariaDbUnitOfWork,
    outcome::{exactly_one, in_time, one_or_none},
};

#[async_trait]
impl LoginTransactionRepository for MariaDbUnitOfWork {
    async fn insert(&mut self, transaction: &LoginTransaction) -> Result<(), StoreError> {
        let row = TransactionRow::from(transaction);
        let query = sqlx::query!(
            "INSERT INTO login_transactions (state, browser, provider_id, nonce, code_verifier, max_age, return_to,
                                             purpose, user_id, session_id, created_at, expires_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
        let result = in_time(query.execute(self.connection()?)).await;
        exactly_one(&self.settle(result)?)
    }

    async fn take(
        &mut self,
        state: &HashedHandle,
        browser: &HashedHandle,
    ) -> Result<Option<LoginTransaction>, StoreError> {
        let (state, browser) = (state.as_bytes().as_slice(), browser.as_bytes().as_slice());
        let query = sqlx::query_as!(
            TransactionRow,
            "SELECT state, browser, provider_id, nonce, code_verifier, max_age, return_to, purpose, user_id, session_id,
                    created_at, expires_at
             FROM login_transactions WHERE state = ? AND browser = ?",
            state,
            browser
        );
        let row = in_time(query.fetch_optional(self.connection()?)).await;
        let Some(row) = self.settle(row)? else { return Ok(None) };
        // A transaction never changes, so this alone decides who gets what was read. (The server says too late for a
        // checked query what a DELETE returns.)
        let query = sqlx::query!("DELETE FROM login_transactions WHERE state = ? AND browser = ?", state, browser);
        let result = in_time(query.execute(self.connection()?)).await;
        if one_or_none(&self.settle(result)?)? { row.try_into().map(Some) } else { Ok(None) }
    }

    async fn forget_before(&mut self, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
        let before = millis(before);
        let query = sqlx::query!(
            "DELETE FROM login_transactions WHERE expires_at < ? ORDER BY expires_at LIMIT ?",
            before,
            limit
        );
        let result = in_time(query.execute(self.connection()?)).await;
        Ok(self.settle(result)?.rows_affected())
    }
}
