//! Transactions and tickets as ports.

use async_trait::async_trait;

use super::{LinkTicket, LoginTransaction};
use crate::domain::{clock::Timestamp, handles::HashedHandle, identities::Subject, ids::ProviderId, store::StoreError};

/// The table `login_transactions`.
#[async_trait]
pub trait LoginTransactionRepository: Send {
    async fn insert(&mut self, transaction: &LoginTransaction) -> Result<(), StoreError>;

    /// Takes the transaction away and returns it, if it is of this browser; otherwise nothing happens. Of fifty at once,
    /// one gets it. Whether it is past its end is for the caller to see.
    async fn take(
        &mut self,
        state: &HashedHandle,
        browser: &HashedHandle,
    ) -> Result<Option<LoginTransaction>, StoreError>;

    /// Forgets up to `limit` of those that are past their end; returns how many. Anybody can begin a sign-in, so there may be
    /// more than one statement should delete.
    async fn forget_before(&mut self, before: Timestamp, limit: u32) -> Result<u64, StoreError>;
}

/// The table `link_tickets`. Rows go with their user.
#[async_trait]
pub trait LinkTicketRepository: Send {
    async fn insert(&mut self, ticket: &LinkTicket) -> Result<(), StoreError>;

    /// The ticket, if it is of this browser. Whether it is past its end or used up is for the caller to see.
    async fn find(&mut self, ticket: &HashedHandle, browser: &HashedHandle) -> Result<Option<LinkTicket>, StoreError>;

    /// Counts a try before it is made; `false` when there is no such ticket or it has none left.
    async fn count_try(&mut self, ticket: &HashedHandle) -> Result<bool, StoreError>;

    /// Takes the ticket away; `false` when it was gone. Of two at once, one gets `true`.
    async fn consume(&mut self, ticket: &HashedHandle) -> Result<bool, StoreError>;

    /// Takes away those that came from this session of the provider, or from this subject where one of them names no
    /// session; returns how many. As [`UpstreamSessionRepository::live`](crate::domain::identities::UpstreamSessionRepository)
    /// finds sessions.
    async fn revoke(
        &mut self,
        provider: &ProviderId,
        sid: Option<&str>,
        subject: Option<&Subject>,
    ) -> Result<u64, StoreError>;

    /// Forgets those that are past their end; returns how many.
    async fn forget_before(&mut self, before: Timestamp) -> Result<u64, StoreError>;
}
