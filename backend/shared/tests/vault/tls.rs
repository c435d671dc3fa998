//! Vault with a certificate of an authority that only the operator knows.

use std::{fs, sync::Arc};

use shared::adapters::{
    system_clock::SystemClock,
    vault::{VaultAddress, VaultClient, VaultCredentials, VaultError, VaultTimeouts},
};
use testkit::servers::vault::VaultServer;

#[tokio::test]
async fn only_an_authority_that_was_named_says_who_is_vault() {
    let server = VaultServer::start_encrypted();
    let role = server.provision("tls", &[]).issuer;
    let client = |address: VaultAddress| {
        let (role_id, secret_id) = (role.role_id.clone(), role.secret_id.clone());
        let credentials = VaultCredentials::AppRole { role_id, secret_id };
        VaultClient::new(address, credentials, VaultTimeouts::default(), Arc::new(SystemClock::new())).unwrap()
    };
    let address = VaultAddress::new(server.address(), false).unwrap();
    let unknown = client(address.clone()).log_in().await;
    assert!(matches!(unknown, Err(VaultError::Unreachable(_))), "{unknown:?}");

    let authority = fs::read(server.certificates().unwrap().authority()).unwrap();
    client(address.trusting(authority)).log_in().await.unwrap();
}
