//! The private key never leaves Vault, and each role can do its own work only.

use shared::{
    adapters::vault::{TransitKey, VaultCredentials, VaultPublicKeys},
    domain::tokens::{KeyVersion, PublicKeys, SignError, TokenSigner},
};
use testkit::servers::vault::AppRole;

use crate::world::World;

/// A token of this role, as an attacker has it who broke into its service.
fn token_of(world: &World<'_>, role: &AppRole) -> String {
    use secrecy::ExposeSecret;
    let secret_id = format!("secret_id={}", role.secret_id.expose_secret());
    let role_id = format!("role_id={}", role.role_id);
    world.server.cli_ok(&["write", "-field=token", "auth/approle/login", &role_id, &secret_id]).trim().to_owned()
}

fn refused(world: &World<'_>, token: &str, arguments: &[&str]) {
    let output = world.server.cli_as(token, arguments);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && error.contains("permission denied"), "{arguments:?}: {error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn not_even_root_gets_the_key_out() {
    let world = World::new("export");
    for (path, reason) in [
        ("transit/export/signing-key/export", "not exportable"),
        ("transit/export/hmac-key/export", "not exportable"),
        ("transit/export/encryption-key/export-data", "not exportable"),
        ("transit/backup/export", "disallowed"),
        ("transit/backup/export-data", "disallowed"),
    ] {
        let output = world.server.cli(&["read", path]);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success(), "{path} is given out");
        assert!(error.contains(reason), "{path}: {error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_can_do_its_own_work_only() {
    let world = World::new("roles");
    let [issuer, api, rotator] =
        [&world.provisioned.issuer, &world.provisioned.api, &world.provisioned.rotator].map(|r| token_of(&world, r));
    let everyone = [&issuer, &api, &rotator];
    for token in everyone {
        assert!(world.server.cli_as(token, &["read", "transit/keys/roles"]).status.success());
        for denied in [
            &["read", "transit/export/signing-key/roles"][..],
            &["read", "transit/backup/roles"],
            &["list", "transit/keys"],
            &["read", "transit/keys/stories"],
            &["read", "transit/keys/roles-data"],
            &["delete", "transit/keys/roles"],
            &["write", "-f", "transit/keys/another"],
            &["write", "transit/keys/roles/config", "exportable=true"],
            &["write", "transit/keys/roles/config", "allow_plaintext_backup=true"],
            &["write", "transit/keys/roles/config", "deletion_allowed=true"],
            &["write", "transit/keys/roles/config", "min_decryption_version=1", "exportable=true"],
            &["write", "-f", "transit/keys/roles/trim"],
            &["policy", "list"],
            &["write", "-f", "auth/approle/role/test-roles-issuer/secret-id"],
            &["token", "create"],
        ] {
            refused(&world, token, denied);
        }
    }
    let sign = ["write", "-f", "transit/sign/roles", "input=AAAA"];
    for token in [&api, &rotator] {
        refused(&world, token, &sign);
        refused(
            &world,
            token,
            &["write", "-f", "transit/encrypt/roles-data", "plaintext=AAAA", "associated_data=AAAA"],
        );
    }
    // Nothing is sealed that isn't bound to what it is for, nor with anything that would change how.
    for denied in [
        &["write", "transit/encrypt/roles-data", "plaintext=AAAA"][..],
        &["write", "transit/encrypt/roles-data", "plaintext=AAAA", "associated_data=AAAA", "key_version=1"],
        &["write", "transit/encrypt/roles-data", "associated_data=AAAA", "batch_input=[]"],
        &["write", "transit/encrypt/another", "plaintext=AAAA", "associated_data=AAAA"],
        &["write", "transit/decrypt/roles-data", "ciphertext=vault:v1:AAAA"],
        &["write", "transit/decrypt/stories-data", "ciphertext=vault:v1:AAAA", "associated_data=AAAA"],
        &["write", "transit/rewrap/roles-data", "ciphertext=vault:v1:AAAA"],
        &["write", "-f", "transit/datakey/plaintext/roles-data"],
        &["write", "-f", "transit/keys/roles-data/rotate"],
        &["read", "transit/export/encryption-key/roles-data"],
    ] {
        refused(&world, &issuer, denied);
    }
    // Not even the issuer asks for anything but raw bytes.
    refused(&world, &issuer, &["write", "transit/sign/roles", "input=AAAA", "prehashed=true"]);
    refused(&world, &issuer, &["write", "transit/sign/roles/sha2-512", "input=AAAA"]);
    for token in [&issuer, &api] {
        refused(&world, token, &["write", "-f", "transit/keys/roles/rotate"]);
        refused(&world, token, &["write", "transit/keys/roles/config", "min_decryption_version=1"]);
    }
    let config = ["write", "transit/keys/roles/config", "min_decryption_version=1"];
    assert!(world.server.cli_as(&rotator, &config).status.success());
    let encrypt = ["write", "transit/encrypt/roles-data", "plaintext=AAAA", "associated_data=AAAA"];
    assert!(world.server.cli_as(&issuer, &encrypt).status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_apis_login_reads_keys_and_signs_nothing() {
    let world = World::new("api-only");
    let client = world.client(&world.provisioned.api);
    assert_eq!(world.public_keys(&client).load().await.unwrap().len(), 1);
    let refused = world.signer(&client).sign(KeyVersion(1), b"message").await;
    let Err(SignError::Unavailable(error)) = refused else { panic!("{refused:?}") };
    assert!(error.to_string().contains("does not allow"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_login_nothing_is_read() {
    let world = World::new("nobody");
    let client = world.client_with(VaultCredentials::Token("hvs.nobody".to_owned().into()));
    let error = world.public_keys(&client).load().await.unwrap_err();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(source.contains("refuses our credentials"), "{source}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_could_leave_vault_or_is_of_another_kind_is_not_used() {
    let world = World::new("kinds");
    let root = world.client_with(VaultCredentials::Token(world.server.root_token().to_owned().into()));
    for (name, kind, flag, reason) in [
        ("kinds-exportable", "ed25519", "exportable=true", "can leave Vault"),
        ("kinds-backup", "ed25519", "allow_plaintext_backup=true", "can leave Vault"),
        ("kinds-derived", "ed25519", "derived=true", "not derived"),
        ("kinds-rsa", "rsa-2048", "exportable=false", "must be an ed25519 key"),
        ("kinds-aes", "aes256-gcm96", "exportable=false", "must be an ed25519 key"),
    ] {
        let (path, kind) = (format!("transit/keys/{name}"), format!("type={kind}"));
        world.server.cli_ok(&["write", "-f", &path, &kind, flag]);
        let key = TransitKey::new("transit", name).unwrap();
        let keys = VaultPublicKeys::new(root.clone(), key, world.schedule, world.clock.clone());
        let error = keys.load().await.unwrap_err();
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.contains(reason), "{name}: {source}");
    }
    let absent = TransitKey::new("transit", "kinds-absent").unwrap();
    let keys = VaultPublicKeys::new(root, absent, world.schedule, world.clock.clone());
    let error = keys.load().await.unwrap_err();
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "Vault has no such key");
}

#[tokio::test(flavor = "multi_thread")]
async fn setting_up_again_changes_nothing() {
    let world = World::new("again");
    let signer = world.signer(&world.issuer());
    let before = signer.sign(KeyVersion(1), b"message").await.unwrap();
    let key = world.server.cli_ok(&["read", "-format=json", "-field=keys", "transit/keys/again"]);
    let again = world.server.provision("again", &[]);
    assert_eq!(world.server.cli_ok(&["read", "-format=json", "-field=keys", "transit/keys/again"]), key);
    assert_eq!(again.issuer.role_id, world.provisioned.issuer.role_id);
    let token = token_of(&world, &world.provisioned.issuer);
    assert_eq!(token_of(&world, &again.issuer).is_empty(), token.is_empty(), "both secret ids are good");
    assert_eq!(signer.sign(KeyVersion(1), b"message").await.unwrap().bytes(), before.bytes());
}

#[tokio::test(flavor = "multi_thread")]
async fn setting_up_stops_at_a_key_that_could_leave_vault() {
    let world = World::new("unsafe-keys");
    world.server.cli_ok(&["write", "-f", "transit/keys/unsafe-here", "type=ed25519", "exportable=true"]);
    let refused = std::panic::catch_unwind(|| world.server.provision("unsafe-here", &[]));
    let message = *refused.unwrap_err().downcast::<String>().unwrap();
    assert!(message.contains("\"exportable\":false"), "{message}");
}
