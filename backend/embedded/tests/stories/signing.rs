//! The local key, told the stories that Vault is told too.

use std::sync::Arc;

use embedded::adapters::local_key::LocalKey;
use shared::adapters::os_randomness::OsRandomness;
use testkit::stories::signing::SigningWorld;

async fn world() -> SigningWorld {
    let folder = tempfile::tempdir().unwrap();
    let key = Arc::new(LocalKey::open(folder.path(), &OsRandomness).unwrap());
    SigningWorld { signer: key.clone(), keys: key }
}

testkit::signing_contract!(crate::signing::world);
