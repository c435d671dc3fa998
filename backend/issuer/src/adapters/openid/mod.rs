//! Our side of `OpenID` Connect: speaks to providers, and says what may be believed of their answers.
//!
//! ```text
//! OpenIdRelyingParty ──┬── Discovered (document and keys, remembered for minutes) ──┐
//!                      ├── redemption (code for tokens) ────────────────────────────┤── HttpFetch
//!                      │      ├── id_token (is it theirs, for us, now?)             │
//!                      │      └── person (who it is), else userinfo ────────────────┘
//!                      └── logout_token (is it theirs, for us, now?)
//! ```
//! Requests, forms, `JSON` Web Keys, signatures and the checks of ID tokens are `openidconnect`'s.

mod client;
mod diagnosis;
mod discovered;
mod document;
mod doubt;
mod flaw;
mod id_token;
mod keys;
mod logout_token;
mod person;
mod redemption;
mod relying_party;
mod remembered;
mod times;
mod userinfo;

pub use self::{diagnosis::ProviderFault, relying_party::OpenIdRelyingParty};
