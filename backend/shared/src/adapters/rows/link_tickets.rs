//! A row of `link_tickets`.

use crate::{
    adapters::columns::{hashed_handle, millis, number, optional_parsed, optional_time, own_path, parsed, time},
    domain::{external_sign_in::LinkTicket, ids::SessionId, store::StoreError},
};

/// All columns.
#[expect(missing_debug_implementations, reason = "a row holds secrets and personal data in the clear")]
pub struct TicketRow {
    pub ticket: Vec<u8>,
    pub browser: Vec<u8>,
    pub user_id: String,
    pub provider_id: String,
    pub subject: String,
    pub email: String,
    pub sid: Option<String>,
    pub auth_time: Option<i64>,
    pub return_to: String,
    pub replaces: Option<String>,
    pub tries: i64,
    pub created_at: i64,
    pub expires_at: i64,
}

impl TryFrom<TicketRow> for LinkTicket {
    type Error = StoreError;

    fn try_from(row: TicketRow) -> Result<Self, StoreError> {
        Ok(Self {
            ticket: hashed_handle("link_tickets.ticket", row.ticket)?,
            browser: hashed_handle("link_tickets.browser", row.browser)?,
            user_id: parsed("link_tickets.user_id", &row.user_id)?,
            provider_id: parsed("link_tickets.provider_id", &row.provider_id)?,
            subject: parsed("link_tickets.subject", &row.subject)?,
            email: row.email,
            sid: row.sid,
            auth_time: optional_time("link_tickets.auth_time", row.auth_time)?,
            return_to: own_path("link_tickets.return_to", &row.return_to)?,
            replaces: optional_parsed("link_tickets.replaces", row.replaces.as_deref())?,
            tries: number("link_tickets.tries", row.tries)?,
            created_at: time("link_tickets.created_at", row.created_at)?,
            expires_at: time("link_tickets.expires_at", row.expires_at)?,
        })
    }
}

impl From<&LinkTicket> for TicketRow {
    /// A ticket as it is stored.
    fn from(ticket: &LinkTicket) -> Self {
        Self {
            ticket: ticket.ticket.as_bytes().to_vec(),
            browser: ticket.browser.as_bytes().to_vec(),
            user_id: ticket.user_id.to_string(),
            provider_id: ticket.provider_id.to_string(),
            subject: ticket.subject.as_str().to_owned(),
            email: ticket.email.clone(),
            sid: ticket.sid.clone(),
            auth_time: ticket.auth_time.map(millis),
            return_to: ticket.return_to.to_string(),
            replaces: ticket.replaces.as_ref().map(SessionId::to_string),
            tries: ticket.tries.into(),
            created_at: millis(ticket.created_at),
            expires_at: millis(ticket.expires_at),
        }
    }
}
