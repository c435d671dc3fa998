//! A provider, changed.

use shared::domain::{
    access::Identity,
    audit::{Actor, AuditEvent, Origin},
    ids::ProviderId,
    providers::{Provider, ProviderFacts, SealedSecret},
    unit_of_work::UnitOfWork,
};

use super::{ProviderError, ProviderSettings, Providers, SecretChange};
use crate::services::repeat::repeated;

/// What becomes of the secret, with a new one sealed.
#[derive(Clone, Debug)]
pub(super) enum SealedChange {
    Keep,
    Replace(Option<SealedSecret>),
}

impl Providers {
    /// Changes a provider. One that is to sign people in again has its discovery document looked at first.
    pub async fn update(
        &self,
        admin: &Identity,
        id: &ProviderId,
        settings: ProviderSettings,
        origin: &Origin,
    ) -> Result<Provider, ProviderError> {
        let before = self.find(id).await?;
        if before.issuer != settings.issuer {
            return Err(ProviderError::IssuerChanged);
        }
        if settings.enabled == Some(true) && !before.enabled {
            self.upstream.relying_party.test(&before).await?;
        }
        let secret = match &settings.client_secret {
            SecretChange::Keep => SealedChange::Keep,
            SecretChange::Remove => SealedChange::Replace(None),
            SecretChange::Set(secret) => SealedChange::Replace(Some(self.seal(id, secret).await?)),
        };
        repeated(|| self.try_update(admin, id, &settings, &secret, origin)).await
    }

    async fn try_update(
        &self,
        admin: &Identity,
        id: &ProviderId,
        settings: &ProviderSettings,
        secret: &SealedChange,
        origin: &Origin,
    ) -> Result<Provider, ProviderError> {
        let mut work = self.ports.store.begin().await?;
        self.acting_admin(&mut *work, admin).await?;
        let by = (Actor::of(admin), Some(origin));
        let after = self.write_change(&mut *work, id, settings.clone(), secret.clone(), by).await?;
        work.commit().await?;
        Ok(after)
    }

    /// Writes what it is to be from now on, and who wanted it.
    pub(super) async fn write_change(
        &self,
        work: &mut dyn UnitOfWork,
        id: &ProviderId,
        settings: ProviderSettings,
        secret: SealedChange,
        (actor, origin): (Actor, Option<&Origin>),
    ) -> Result<Provider, ProviderError> {
        let before = work.providers().lock(id).await?.ok_or(ProviderError::NotFound)?;
        let secret_changed = !matches!(secret, SealedChange::Keep);
        let mut after = apply(before.clone(), settings, secret);
        after.updated_at = self.ports.clock.now();
        let written = work.providers().update(&after).await.map(drop);
        self.name_duplicate(written, &after).await?;
        let event = AuditEvent::ProviderUpdated {
            provider_id: *id,
            before: ProviderFacts::from(&before),
            after: ProviderFacts::from(&after),
            secret_changed,
        };
        self.ports.audit(work, actor, None, event, origin).await?;
        Ok(after)
    }
}

pub(super) fn apply(before: Provider, settings: ProviderSettings, secret: SealedChange) -> Provider {
    Provider {
        slug: settings.slug,
        display_name: settings.display_name,
        client_id: settings.client_id,
        client_secret: match secret {
            SealedChange::Keep => before.client_secret,
            SealedChange::Replace(secret) => secret,
        },
        scopes: settings.scopes,
        allow_signup: settings.allow_signup,
        trust_email: settings.trust_email,
        default_roles: settings.default_roles,
        enabled: settings.enabled.unwrap_or(before.enabled),
        ..before
    }
}
