//! Sign-in by the word of an identity provider, and the linking of identities to accounts.
//!
//! ```text
//! begin ──> provider ──> callback ──┬── known identity ───────────────> session
//!                                   ├── unknown, address of nobody ───> account ──> session
//!                                   └── unknown, address of an account ──> ticket ──> password ──> linked ──> session
//! link_start (session) ──> provider ──> callback ──> linked
//! ```
//! Nothing that a browser or a provider says chooses whose account it is but issuer and subject of a token that was
//! verified: what was asked, of whom and why stands in the transaction, on the server.

mod arrive;
mod backchannel_logout;
mod begin;
mod callback;
mod enter;
pub mod identities;
mod link;
mod link_by_session;
mod link_by_ticket;
mod sign_up;
mod stop;
mod tickets;

use std::{fmt, sync::Arc};

use secrecy::SecretString;
use shared::{
    domain::{
        ids::ProviderId,
        providers::{DataKey, DataKeyError, Provider, RelyingParty, Slug},
        store::StoreError,
        unit_of_work::UnitOfWork,
    },
    figures::Tally,
};
use url::Url;

pub use self::{
    backchannel_logout::LogoutError,
    begin::{Begin, Departure},
    callback::{Arrival, CallbackFailed, Carried, ProviderAnswer, Return},
    link_by_session::{LinkStart, LinkStartError},
    link_by_ticket::{LinkByTicket, LinkByTicketError},
    stop::{ExternalSignInError, Stop},
    tickets::{PresentedTicket, TicketFacts},
};
use super::{
    Ports,
    endings::Endings,
    mails::Mails,
    sessions::Sessions,
    sign_in::{PasswordProofs, SignInOutcome},
};

/// What speaks to providers, and keeps our secrets there.
#[derive(Clone)]
pub struct Upstream {
    pub relying_party: Arc<dyn RelyingParty>,
    pub data_key: Arc<dyn DataKey>,
    /// Below it each provider has its callback.
    pub callbacks: Url,
}

impl fmt::Debug for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upstream").field("callbacks", &self.callbacks.as_str()).finish_non_exhaustive()
    }
}

/// Signs people in by the word of a provider, and links what a provider says of them.
#[derive(Clone, Debug)]
pub struct ExternalSignIn {
    ports: Ports,
    endings: Endings,
    sessions: Arc<Sessions>,
    proofs: PasswordProofs,
    mails: Mails,
    upstream: Upstream,
    outcomes: Arc<Tally<SignInOutcome>>,
}

impl Upstream {
    /// Where the provider sends browsers back to. Each has its own, so that an answer can't be passed off as another's (RFC
    /// 9700, section 4.4.2): a provider would be handed the codes of those that don't name themselves in their answers.
    fn redirect_uri(&self, provider: &Provider) -> Url {
        let mut address = self.callbacks.clone();
        address.set_path(&format!("{}{}", self.callbacks.path(), provider.slug));
        address
    }

    /// Our secret at the provider, opened.
    async fn client_secret(&self, provider: &Provider) -> Result<Option<SecretString>, DataKeyError> {
        let Some(sealed) = &provider.client_secret else { return Ok(None) };
        self.data_key.open(&Provider::secret_purpose(&provider.id), sealed).await.map(Some)
    }
}

impl ExternalSignIn {
    /// `outcomes` counts the sign-ins of every way in.
    pub fn new(
        ports: Ports,
        endings: Endings,
        sessions: Arc<Sessions>,
        proofs: PasswordProofs,
        mails: Mails,
        upstream: Upstream,
        outcomes: Arc<Tally<SignInOutcome>>,
    ) -> Self {
        Self { ports, endings, sessions, proofs, mails, upstream, outcomes }
    }

    /// The provider of this name, if it signs anybody in.
    async fn enabled(&self, slug: &Slug) -> Result<Option<Provider>, StoreError> {
        let provider = self.ports.store.read().await?.providers().find_by_slug(slug).await?;
        Ok(provider.filter(|provider| provider.enabled))
    }
}

/// The provider, if it signs people in and goes on doing so until the unit of work ends.
async fn hold_enabled(work: &mut dyn UnitOfWork, id: &ProviderId) -> Result<Option<Provider>, StoreError> {
    Ok(work.providers().hold(id).await?.filter(|provider| provider.enabled))
}
