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
    MariaDbUnitOfWork,
    outcome::{exactly_one, in_time, one_or_none},
};

#[async_trait]
impl LinkTicketRepository for MariaDbUnitOfWork {
    async fn insert(&mut self, ticket: &LinkTicket) -> Result<(), StoreError> {
        let row = TicketRow::from(ticket);
        let query = sqlx::query!(
            "INSERT INTO link_tickets (ticket, browser, user_id, provider_id, subject, email, sid, auth_time,
                                       return_to, replaces, tries, created_at, expires_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
        let result = in_time(query.execute(self.connection()?)).await;
        exactly_one(&self.settle(result)?)
    }

    async fn find(&mut self, ticket: &HashedHandle, browser: &HashedHandle) -> Result<Option<LinkTicket>, StoreError> {
        let (ticket, browser) = (ticket.as_bytes().as_slice(), browser.as_bytes().as_slice());
        let query = sqlx::query_as!(
            TicketRow,
            "SELECT ticket, browser, user_id, provider_id, subject, email, sid, auth_time, return_to, replaces, tries,
                    created_at, expires_at
             FROM link_tickets WHERE ticket = ? AND browser = ?",
            ticket,
            browser
        );
        let row = in_time(query.fetch_optional(self.connection()?)).await;
        self.settle(row)?.map(LinkTicket::try_from).transpose()
    }

    async fn count_try(&mut self, ticket: &HashedHandle) -> Result<bool, StoreError> {
        let (ticket, most) = (ticket.as_bytes().as_slice(), LinkTicket::MAX_TRIES);
        let query =
            sqlx::query!("UPDATE link_tickets SET tries = tries + 1 WHERE ticket = ? AND tries < ?", ticket, most);
        let result = in_time(query.execute(self.connection()?)).await;
        one_or_none(&self.settle(result)?)
    }

    async fn consume(&mut self, ticket: &HashedHandle) -> Result<bool, StoreError> {
        let ticket = ticket.as_bytes().as_slice();
        let query = sqlx::query!("DELETE FROM link_tickets WHERE ticket = ?", ticket);
        let result = in_time(query.execute(self.connection()?)).await;
        one_or_none(&self.settle(result)?)
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
             WHERE provider_id = ? AND (? IS NULL OR subject = ?)
                   AND (sid = ? OR (? IS NOT NULL AND (? IS NULL OR sid IS NULL)))",
            provider,
            subject,
            subject,
            sid,
            subject,
            sid
        );
        let result = in_time(query.execute(self.connection()?)).await;
        Ok(self.settle(result)?.rows_affected())
    }

    async fn forget_before(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        let before = millis(before);
        let query = sqlx::query!("DELETE FROM link_tickets WHERE expires_at < ?", before);
        let result = in_time(query.execute(self.connection()?)).await;
        Ok(self.settle(result)?.rows_affected())
    }
}
