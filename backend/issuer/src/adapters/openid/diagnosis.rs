//! What is wrong with a provider, in kinds that somebody who looks for faults tells apart.

use shared::domain::{
    outbound::FetchError,
    providers::{DiscoveryFault, Provider},
};

use super::{flaw::Flaw, relying_party::OpenIdRelyingParty};

/// The kind of what keeps sign-in with a provider from working.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProviderFault {
    /// Away, slow, or answering with an error.
    Unreachable,
    /// The guard lets nothing out to its address.
    Forbidden,
    /// Its document is of another issuer, which differs in the slash at its end and in nothing else.
    Slash,
    /// Its document is of another issuer.
    OtherIssuer,
    /// It can't be worked with.
    Unusable,
}

impl OpenIdRelyingParty {
    /// Reads discovery document and keys anew and says what kind of fault keeps sign-in from working.
    pub async fn diagnose(&self, provider: &Provider) -> Result<(), (ProviderFault, DiscoveryFault)> {
        match self.read(&provider.issuer).await {
            Ok(discovered) => discovered.check_client(provider).map_err(|flaw| (kind(&flaw), flaw.fault())),
            Err(flaw) => Err((kind(&flaw.0), flaw.0.fault())),
        }
    }
}

fn kind(flaw: &Flaw) -> ProviderFault {
    match flaw {
        Flaw::Unread { why: FetchError::Forbidden(_), .. } => ProviderFault::Forbidden,
        Flaw::Unread { .. } | Flaw::Status { .. } => ProviderFault::Unreachable,
        Flaw::OtherIssuer { entered, found } if entered.trim_end_matches('/') == found.trim_end_matches('/') => {
            ProviderFault::Slash
        }
        Flaw::OtherIssuer { .. } => ProviderFault::OtherIssuer,
        _ => ProviderFault::Unusable,
    }
}
