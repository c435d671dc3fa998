//! Identity providers: whom else we believe when he says who somebody is.

mod issuer_url;
mod provider;
mod relying_party;
mod repository;
mod secret;
mod slug;

pub use issuer_url::{InvalidIssuerUrl, IssuerUrl};
pub use provider::{Provider, ProviderFacts};
pub use relying_party::{
    AuthorizationRequest, CodeRedemption, DiscoveryFault, LogoutClaims, LogoutTokenError, RelyingParty,
    RelyingPartyError, UpstreamEmail, UpstreamIdentity,
};
pub use repository::ProviderRepository;
pub use secret::{DataKey, DataKeyError, SealedSecret};
pub use slug::{InvalidSlug, Slug};
