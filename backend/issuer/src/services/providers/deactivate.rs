//! A provider that signs nobody in any more.

use shared::domain::{
    access::Identity,
    audit::{Actor, AuditEvent, Origin},
    ids::ProviderId,
    sessions::EndReason,
};

use super::{ProviderError, Providers};
use crate::services::{
    endings::{Cause, Unapplied},
    repeat::repeated,
};

impl Providers {
    /// Stops sign-in by a provider, of those that are under way too. Its row and its identities stay; the sessions that came
    /// from it end if that is wanted.
    pub async fn deactivate(
        &self,
        admin: &Identity,
        id: &ProviderId,
        end_sessions: bool,
        origin: &Origin,
    ) -> Result<(), ProviderError> {
        let ended = repeated(|| self.try_deactivate(admin, id, end_sessions, origin)).await?;
        self.endings.apply(ended).await;
        Ok(())
    }

    async fn try_deactivate(
        &self,
        admin: &Identity,
        id: &ProviderId,
        end_sessions: bool,
        origin: &Origin,
    ) -> Result<Unapplied, ProviderError> {
        let mut work = self.ports.store.begin().await?;
        self.acting_admin(&mut *work, admin).await?;
        let mut provider = work.providers().lock(id).await?.ok_or(ProviderError::NotFound)?;
        let now = self.ports.clock.now();
        if provider.enabled {
            provider.enabled = false;
            provider.updated_at = now;
            work.providers().update(&provider).await?;
        }
        let actor = Actor::of(admin);
        let sessions =
            if end_sessions { work.upstream_sessions().live(id, None, None, now).await? } else { Vec::new() };
        let cause = Cause { reason: EndReason::ProviderDeactivated, actor: &actor, origin: Some(origin) };
        let ended = self.endings.end(&mut *work, &sessions, cause).await?;
        let event = AuditEvent::ProviderDeactivated {
            provider_id: *id,
            provider: provider.slug,
            sessions_ended: sessions.len(),
        };
        self.ports.audit(&mut *work, actor.clone(), None, event, Some(origin)).await?;
        work.commit().await?;
        Ok(ended)
    }
}
