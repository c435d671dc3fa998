//! The relying party at a certified provider that misbehaves when it is told to: the cases of the `OpenID` Connect
//! conformance catalogue for relying parties, and the attacks on what comes back from a provider.
//!
//! Each refusal stands between two sign-ins that work with the same set-up.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod answers;
mod client_authentication;
mod discovery;
mod id_tokens;
mod keys;
mod logout_tokens;
mod memory;
mod scene;
mod times;
mod userinfo;
