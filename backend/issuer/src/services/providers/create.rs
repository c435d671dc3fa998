//! A new provider.

use shared::domain::{
    access::Identity,
    audit::{Actor, AuditEvent, Origin},
    ids::ProviderId,
    providers::{Provider, ProviderFacts},
    unit_of_work::UnitOfWork,
};

use super::{ProviderError, ProviderSettings, Providers, SecretChange};

impl Providers {
    /// Makes a provider, if its discovery document says that sign-in can work.
    pub async fn create(
        &self,
        admin: &Identity,
        settings: ProviderSettings,
        origin: &Origin,
    ) -> Result<Provider, ProviderError> {
        let provider = self.prepare(settings).await?;
        self.upstream.relying_party.test(&provider).await?;
        let mut work = self.ports.store.begin().await?;
        self.acting_admin(&mut *work, admin).await?;
        self.write_new(&mut *work, &provider, Actor::of(admin), Some(origin)).await?;
        work.commit().await?;
        Ok(provider)
    }

    /// A provider with a fresh id and a sealed secret, not yet written.
    pub(super) async fn prepare(&self, settings: ProviderSettings) -> Result<Provider, ProviderError> {
        let now = self.ports.clock.now();
        let mut provider = Provider {
            id: ProviderId::new(&*self.ports.clock, &*self.ports.randomness),
            slug: settings.slug,
            display_name: settings.display_name,
            issuer: settings.issuer,
            client_id: settings.client_id,
            client_secret: None,
            scopes: settings.scopes,
            allow_signup: settings.allow_signup,
            trust_email: settings.trust_email,
            default_roles: settings.default_roles,
            enabled: settings.enabled,
            created_at: now,
            updated_at: now,
        };
        // A provider that can't be made isn't worth a question to the outside.
        if let Some(taken) = self.taken(&provider).await? {
            return Err(taken);
        }
        if let SecretChange::Set(secret) = &settings.client_secret {
            provider.client_secret = Some(self.seal(&provider.id, secret).await?);
        }
        Ok(provider)
    }

    /// Writes it, and who made it.
    pub(super) async fn write_new(
        &self,
        work: &mut dyn UnitOfWork,
        provider: &Provider,
        actor: Actor,
        origin: Option<&Origin>,
    ) -> Result<(), ProviderError> {
        let written = work.providers().insert(provider).await;
        self.name_duplicate(written, provider).await?;
        let event = AuditEvent::ProviderCreated { provider_id: provider.id, after: ProviderFacts::from(provider) };
        Ok(self.ports.audit(work, actor, None, event, origin).await?)
    }
}
