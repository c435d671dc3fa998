//! Providers as an operator's file has them.

use secrecy::{ExposeSecret, SecretString};
use shared::domain::{
    audit::Actor,
    providers::{DataKeyError, Provider},
};

use super::{
    ProviderError, ProviderSettings, Providers, SecretChange,
    update::{SealedChange, apply},
};

/// What became of a provider in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    Made,
    Changed,
    Unchanged,
}

impl Providers {
    /// Makes a provider, or brings the one with its issuer to what the file says of it. Doing it again changes nothing.
    ///
    /// With `keep_enabled` an existing one stays switched on or off as it is, so that a restart doesn't undo what an admin
    /// did in an emergency. The provider isn't asked, for it may start later than this. The audit says that the system did
    /// it.
    pub async fn apply_by_operator(
        &self,
        mut settings: ProviderSettings,
        keep_enabled: bool,
    ) -> Result<Applied, ProviderError> {
        let Some(before) = self.list().await?.into_iter().find(|provider| provider.issuer == settings.issuer) else {
            let provider = self.prepare(settings).await?;
            let mut work = self.ports.store.begin().await?;
            self.write_new(&mut *work, &provider, Actor::System, None).await?;
            work.commit().await?;
            return Ok(Applied::Made);
        };
        if keep_enabled {
            settings.enabled = before.enabled;
        }
        let secret = self.secret_change(&before, &settings.client_secret).await?;
        if matches!(secret, SealedChange::Keep) && apply(before.clone(), settings.clone(), secret.clone()) == before {
            return Ok(Applied::Unchanged);
        }
        let mut work = self.ports.store.begin().await?;
        self.write_change(&mut *work, &before.id, settings, secret, (Actor::System, None)).await?;
        work.commit().await?;
        Ok(Applied::Changed)
    }

    /// Sealing twice gives two texts, so what is there is opened to be compared.
    async fn secret_change(&self, before: &Provider, wanted: &SecretChange) -> Result<SealedChange, DataKeyError> {
        Ok(match wanted {
            SecretChange::Keep => SealedChange::Keep,
            SecretChange::Remove if before.client_secret.is_none() => SealedChange::Keep,
            SecretChange::Remove => SealedChange::Replace(None),
            SecretChange::Set(secret) if self.is_kept(before, secret).await? => SealedChange::Keep,
            SecretChange::Set(secret) => SealedChange::Replace(Some(self.seal(&before.id, secret).await?)),
        })
    }

    async fn is_kept(&self, provider: &Provider, secret: &SecretString) -> Result<bool, DataKeyError> {
        let Some(sealed) = &provider.client_secret else { return Ok(false) };
        match self.upstream.data_key.open(&Provider::secret_purpose(&provider.id), sealed).await {
            Ok(kept) => Ok(kept.expose_secret() == secret.expose_secret()),
            // Sealed with a key that is lost: the new one replaces it.
            Err(DataKeyError::Unopened) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
