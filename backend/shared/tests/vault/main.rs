//! The Vault adapters on a real Vault: signing, sealing, secrecy, rotation, and what happens when Vault fails.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod data_key;
mod failures;
mod login;
mod rotation;
mod secrecy;
mod signing;
mod tls;
mod world;

use testkit::stories::signing::SigningWorld;

async fn story_world() -> SigningWorld {
    world::World::new("stories").signing()
}

testkit::signing_contract!(crate::story_world);
