//! A provider says that its session is over (`OpenID` Connect Back-Channel Logout 1.0).

use shared::domain::{
    audit::{Actor, AuditEvent, Origin},
    providers::{LogoutClaims, LogoutTokenError, Provider, Slug},
    sessions::EndReason,
    store::StoreError,
};

use super::ExternalSignIn;
use crate::services::{
    endings::{Cause, Unapplied},
    repeat::repeated,
};

/// Why a logout token ended nothing.
#[derive(Debug, thiserror::Error)]
pub enum LogoutError {
    #[error(transparent)]
    Token(#[from] LogoutTokenError),
    #[error("the logout token was used before")]
    Replayed,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ExternalSignIn {
    /// The provider of this name, deactivated or not: what it says takes power away only.
    pub async fn provider(&self, slug: &Slug) -> Result<Option<Provider>, StoreError> {
        self.ports.store.read().await?.providers().find_by_slug(slug).await
    }

    /// Ends the sessions that came from the provider's session that the token names, and those of its subject for which
    /// the provider named none; of a token without one, all that came from the subject.
    pub async fn logout_by_provider(
        &self,
        provider: &Provider,
        token: &str,
        origin: &Origin,
    ) -> Result<(), LogoutError> {
        let claims = self.upstream.relying_party.logout_claims(provider, token).await?;
        let ended = repeated(|| self.try_logout(provider, &claims, origin)).await?;
        self.endings.apply(ended).await;
        Ok(())
    }

    async fn try_logout(
        &self,
        provider: &Provider,
        claims: &LogoutClaims,
        origin: &Origin,
    ) -> Result<Unapplied, LogoutError> {
        let mut work = self.ports.store.begin().await?;
        if !work.logout_tokens().use_once(&provider.id, &claims.token_id, claims.expires_at).await? {
            return Err(LogoutError::Replayed);
        }
        let now = self.ports.clock.now();
        let (sid, subject) = (claims.sid.as_deref(), claims.subject.as_ref());
        let sessions = work.upstream_sessions().live(&provider.id, sid, subject, now).await?;
        // Whoever still holds a ticket would come in by what is over.
        work.link_tickets().revoke(&provider.id, sid, subject).await?;
        let cause = Cause { reason: EndReason::ProviderLogout, actor: &Actor::System, origin: Some(origin) };
        let ended = self.endings.end(&mut *work, &sessions, cause).await?;
        let event = AuditEvent::ProviderLoggedOut { provider: provider.slug.clone(), sessions_ended: sessions.len() };
        self.ports.audit(&mut *work, Actor::System, None, event, Some(origin)).await?;
        work.commit().await?;
        Ok(ended)
    }
}
