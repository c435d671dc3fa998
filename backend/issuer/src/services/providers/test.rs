//! A look at a discovery document, before anything is made of it.

use shared::domain::{
    access::Identity,
    clients::Scope,
    ids::ProviderId,
    providers::{IssuerUrl, Provider},
    users::{DisplayName, Roles},
};

use super::{ProviderError, Providers};

impl Providers {
    /// Looks whether sign-in with a provider of this issuer can work. Nothing is kept of it.
    pub async fn test(&self, admin: &Identity, issuer: IssuerUrl) -> Result<(), ProviderError> {
        // It sends requests to wherever the caller says.
        let mut work = self.ports.store.begin().await?;
        self.acting_admin(&mut *work, admin).await?;
        drop(work);
        Ok(self.upstream.relying_party.test(&self.draft(issuer)).await?)
    }

    /// A provider of which nothing is known but its issuer.
    fn draft(&self, issuer: IssuerUrl) -> Provider {
        let now = self.ports.clock.now();
        Provider {
            id: ProviderId::new(&*self.ports.clock, &*self.ports.randomness),
            slug: "draft".parse().expect("a slug"),
            display_name: DisplayName::parse("Draft").expect("a name"),
            issuer,
            client_id: "draft".to_owned(),
            client_secret: None,
            scopes: Scope::try_from(Scope::OPENID.to_owned()).expect("a scope"),
            allow_signup: false,
            trust_email: false,
            default_roles: Roles::USER,
            enabled: false,
            created_at: now,
            updated_at: now,
        }
    }
}
