//! Access tokens: PASETO `v4.public`, signed by a key that may live elsewhere.
//!
//! [`AccessTokenIssuer`] writes the claims, has a [`TokenSigner`] sign them and checks what comes back.
//! [`AccessTokenVerifier`] takes a token apart and believes it only if a key of the [`KeyRing`] made it for us.
//! Both bind the token to issuer and audience by an [`ImplicitAssertion`] that is never sent.

mod claims;
mod implicit_assertion;
mod issuing;
mod key;
mod key_ring;
mod key_schedule;
mod ledger;
pub mod paserk;
pub mod paseto;
mod ports;
mod signing_figures;
mod verifier;

pub use claims::{AccessClaims, InvalidClaims};
pub use implicit_assertion::{ImplicitAssertion, InvalidAssertion};
pub use issuing::{AccessGrant, AccessToken, AccessTokenIssuer, Subject};
pub use key::{InvalidKeyId, InvalidPublicKey, KeyId, KeyStatus, KeyVersion, PublicKey, PublishedKey};
pub use key_ring::{InvalidKeyTimes, KeyLookup, KeyRing, KeyTimes};
pub use key_schedule::{KeySchedule, StoredKey, StoredKeys};
pub use ledger::{Ledger, Signature, Signatures};
pub use ports::{KeysUnavailable, PublicKeys, SignError, TokenSigner};
pub use signing_figures::{SigningFailure, SigningFigures};
pub use verifier::{AccessTokenVerifier, TokenRefused};

#[cfg(test)]
mod tests;
