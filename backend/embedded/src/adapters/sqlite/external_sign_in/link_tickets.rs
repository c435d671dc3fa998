//! The table `link_tickets`.

use async_trait::async_trait;
use shared::{
    adapters::{columns::millis, rows::link_tickets::TicketRow},
    domain::{
        clock::Timestamp,
        external_sign_in::{LinkTicket, LinkTicketRepository},
        handles::HashedHandle,
        identities::Subject,
        ids::ProviderId,
        store::StoreError,
    },
};

use super::super::{
    SqliteUnitOfWork,
    outcome::{exactly_one, one_or_none, store_error},
};

#[async_trait]
impl LinkTicketRepository for SqliteUnitOfWork {
    async fn insert(&mut self, ticket: &LinkTicket) -> Result<(), StoreError> {
        let row = TicketRow::from(ticket);
        let query = sqlx::query!(
            "INSERT INTO link_tickets (ticket, browser, user_id, provider_id, subject, email, sid, auth_time,
                                       return_to, replaces, tries, created_at, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            row.ticket,
            row.browser,
            row.user_id,
            row.provider_id,
            row.subject,
            row.email,
            row.sid,
            row.auth_time,
            row.return_to,
            row.replaces,
            row.tries,
            row.created_at,
            row.expires_at
        );
        exactly_one(&query.execute(self.connection()).await.map_err(store_error)?)
    }

    async fn find(&mut self, ticket: &HashedHandle, browser: &HashedHandle) -> Result<Option<LinkTicket>, StoreError> {
        let (ticket, browser) = (ticket.as_bytes().as_slice(), browser.as_bytes().as_slice());
        let query = sqlx::query_as!(
            TicketRow,
            "SELECT ticket, browser, user_id, provider_id, subject, email, sid, auth_time, return_to, replaces, tries,
                    created_at, expires_at
             FROM link_tickets WHERE ticket = ?1 AND browser = ?2",
            ticket,
            browser
        );
        let row = query.fetch_optional(self.connection()).await.map_err(store_error)?;
        row.map(LinkTicket::try_from).transpose()
    }

    async fn count_try(&mut self, ticket: &HashedHandle) -> Result<bool, StoreError> {
        let (ticket, most) = (ticket.as_bytes().as_slice(), LinkTicket::MAX_TRIES);
        let query =
            sqlx::query!("UPDATE link_tickets SET tries = tries + 1 WHERE ticket = ?1 AND tries < ?2", ticket, most);
        one_or_none(&query.execute(self.connection()).await.map_err(store_error)?)
    }

    async fn consume(&mut self, ticket: &HashedHandle) -> Result<bool, StoreError> {
        let ticket = ticket.as_bytes().as_slice();
        let query = sqlx::query!("DELETE FROM link_tickets WHERE ticket = ?1", ticket);
        one_or_none(&query.execute(self.connection()).await.map_err(store_error)?)
    }

    async fn revoke(
        &mut self,
        provider: &ProviderId,
        sid: Option<&str>,
        subject: Option<&Subject>,
    ) -> Result<u64, StoreError> {
        let (provider, subject) = (provider.to_string(), subject.map(Subject::as_str));
        // A comparison with NULL holds for nothing.
        let query = sqlx::query!(
            "DELETE FROM link_tickets
             WHERE provider_id = ?1 AND (?2 IS NULL OR subject = ?2)
                   AND (sid = ?3 OR (?2 IS NOT NULL AND (?3 IS NULL OR sid IS NULL)))",
            provider,
            subject,
            sid
        );
        Ok(query.execute(self.connection()).await.map_err(store_error)?.rows_affected())
    }

    async fn forget_before(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        let before = millis(before);
        let query = sqlx::query!("DELETE FROM link_tickets WHERE expires_at < ?1", before);
        Ok(query.execute(self.connection()).await.map_err(store_error)?.rows_affected())
    }
}
