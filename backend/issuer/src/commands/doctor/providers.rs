//! Sign-in providers: whether each one that is switched on can be worked with.

use std::sync::Arc;

use futures::future::join_all;
use shared::{
    adapters::http_fetch::GuardedFetch,
    domain::{
        clock::Clock,
        providers::{DiscoveryFault, Provider},
        unit_of_work::Store,
    },
};

use super::{Code, Finding, Report, accounts::unreadable};
use crate::{
    adapters::openid::{OpenIdRelyingParty, ProviderFault},
    config::CoreConfig,
};

/// Reads each provider's discovery document and keys, through the guard that sign-in goes through.
pub async fn check(report: &mut Report, store: &dyn Store, core: &CoreConfig, clock: Arc<dyn Clock>) {
    let listed = async { store.read().await?.providers().list().await };
    let providers = match listed.await {
        Ok(providers) => providers,
        Err(error) => {
            report.check([unreadable(&error)]);
            return;
        }
    };
    let fetch = GuardedFetch::new(core.outbound.exceptions.clone());
    let relying_party = OpenIdRelyingParty::new(Arc::new(fetch), clock);
    let enabled = providers.iter().filter(|provider| provider.enabled);
    let looks =
        enabled.map(async |provider| relying_party.diagnose(provider).await.err().map(|fault| (provider, fault)));
    for found in join_all(looks).await {
        report.check(found.map(|(provider, (kind, fault))| finding(provider, kind, &fault)));
    }
}

fn finding(provider: &Provider, kind: ProviderFault, DiscoveryFault(words): &DiscoveryFault) -> Finding {
    let slug = &provider.slug;
    let (code, remedy) = match kind {
        ProviderFault::Unreachable => (
            Code::ProviderUnreachable,
            "Start the provider, or see that this machine reaches it by that name; deactivate it if it is gone for good.",
        ),
        ProviderFault::Forbidden => (
            Code::ProviderForbidden,
            "Name its host:port in OUTBOUND_ALLOW_HOSTS if it is one of your own machines; by plain http that works in \
             development only.",
        ),
        ProviderFault::Slash => (
            Code::ProviderTrailingSlash,
            "The issuer of a provider can't be changed: deactivate this one and make another, with the slash at the end \
             exactly as the provider's document has it.",
        ),
        ProviderFault::OtherIssuer => (
            Code::ProviderOtherIssuer,
            "Set the provider's own public address back to what it was, or deactivate this entry and make one with the \
             issuer that its document names.",
        ),
        ProviderFault::Unusable => (
            Code::ProviderUnusable,
            "Change the provider's settings as documents/operations.md, \"sign-in by providers\", says.",
        ),
    };
    Finding::new(code, format!("Nobody can sign in with {slug} ({}): {words}", provider.issuer), remedy)
}
