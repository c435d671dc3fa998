//! What is wrong with Vault.

use std::{fs, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;

use crate::{
    fault::{Fault, changes},
    world::{Changes, World},
};

/// The policy of the stack's issuers.
const POLICY: &str = "test-access-token-issuer";

pub(crate) fn faults() -> Vec<Fault> {
    let unchanged = |_: &mut World| {};
    vec![
        Fault::new(
            "Vault is sealed",
            &["vault-sealed"],
            |world| {
                world.stack.vault.seal();
                Changes::new()
            },
            |world| world.stack.vault.unseal(),
        )
        .saying(&["vault operator unseal -address=http"]),
        Fault::new(
            "Vault is away",
            &["vault-unreachable"],
            |world| {
                world.stack.vault.kill();
                Changes::new()
            },
            |world| {
                world.stack.vault.run();
                world.stack.vault.unseal();
            },
        ),
        Fault::of_settings("Vault knows no such secret", &["vault-login-refused"], |_| {
            changes([("VAULT_SECRET_ID", "a9a8b7c6-0000-4000-8000-1a2b3c4d5e6f")])
        })
        .saying(&["VAULT_ROLE_ID and VAULT_SECRET_ID", "vault write -f -field=secret_id"]),
        Fault::new(
            "nobody may sign",
            &["vault-policy-narrow"],
            |world| {
                policy(world, |policy| policy.replace("transit/sign/access-token\"", "transit/sign/other\""));
                Changes::new()
            },
            as_provisioned,
        )
        .saying(&["transit/sign/access-token (update)"]),
        Fault::new(
            "nobody may open what was sealed",
            &["vault-policy-narrow", "vault-data-key-unusable"],
            |world| {
                policy(world, |policy| policy.replace("transit/decrypt/", "transit/decrypt/other-"));
                Changes::new()
            },
            as_provisioned,
        ),
        Fault::new(
            "nobody may ask what he may",
            &["vault-policy-narrow"],
            |world| {
                policy(world, |policy| policy.replace("sys/capabilities-self", "sys/capabilities-other"));
                Changes::new()
            },
            as_provisioned,
        )
        .saying(&["sys/capabilities-self (update)"]),
        Fault::new(
            "the issuer may change and copy keys",
            &["vault-policy-wide"],
            |world| {
                let more = "path \"transit/keys/access-token/config\" { capabilities = [\"update\"] }\n\
                        path \"transit/export/*\" { capabilities = [\"read\"] }\n";
                policy(world, |policy| format!("{policy}\n{more}"));
                Changes::new()
            },
            as_provisioned,
        )
        .saying(&["transit/keys/access-token/config (update)", "transit/export/signing-key/access-token (read)"]),
        Fault::of_settings("the service is root", &["vault-policy-wide"], |world| {
            token(world.stack.vault.root_token())
        })
        .saying(&["root token"]),
        Fault::new(
            "a token that ends",
            &["vault-token-ends"],
            |world| token(&made(world, &["-ttl=10m", "-renewable=false", &format!("-policy={POLICY}")])),
            unchanged,
        ),
        Fault::new("the key is not there", &["vault-key-missing"], |world| other_key(world, "none", &[]), unchanged),
        Fault::new(
            "the key is of another type",
            &["vault-key-type"],
            |world| other_key(world, "sealing", &["type=aes256-gcm96"]),
            unchanged,
        ),
        Fault::new(
            "the key was made years ago",
            &["vault-key-old"],
            |world| {
                make_aged(world, "aged");
                other_key(world, "aged", &[])
            },
            unchanged,
        )
        .saying(&["The newest version of the key aged is "]),
        Fault::new(
            "the key can be exported",
            &["vault-key-exportable"],
            |world| other_key(world, "open", &["type=ed25519", "exportable=true"]),
            unchanged,
        ),
        Fault::new(
            "the key of secrets at rest is not there",
            &["vault-data-key-unusable"],
            |world| {
                let mut changes = token(&token_for(world, "access-token", "no-data"));
                changes.push(("DATA_KEY".to_owned(), "no-data".to_owned()));
                changes
            },
            unchanged,
        ),
    ]
}

/// The services' own key, opened by an operator: for good.
pub(crate) fn key_let_out() -> Fault {
    Fault::new(
        "the key was allowed to leave",
        &["vault-key-exportable"],
        |world| {
            world.stack.vault.cli_ok(&["write", "transit/keys/access-token/config", "allow_plaintext_backup=true"]);
            Changes::new()
        },
        |_| {},
    )
}

/// Another way in than the role.
fn token(token: &str) -> Changes {
    changes([("VAULT_TOKEN", token), ("VAULT_ROLE_ID", ""), ("VAULT_SECRET_ID", "")])
}

fn made(world: &World, options: &[&str]) -> String {
    let fixed = ["token", "create", "-field=token", "-no-default-policy", "-orphan"];
    world.stack.vault.cli_ok(&[&fixed, options].concat()).trim().to_owned()
}

/// A key of this name, if it is told of what kind, and a login for it.
fn other_key(world: &World, name: &str, kind: &[&str]) -> Changes {
    if !kind.is_empty() {
        let path = format!("transit/keys/{name}");
        world.stack.vault.cli_ok(&[&["write", "-f", &path], kind].concat());
    }
    let mut changes = token(&token_for(world, name, "access-token-data"));
    changes.push(("TRANSIT_KEY".to_owned(), name.to_owned()));
    changes
}

/// A key as it would be if it had been made in 2020: Vault believes what a backup says.
fn make_aged(world: &World, name: &str) {
    let vault = &world.stack.vault;
    let open = ["write", "-f", "transit/keys/young", "type=ed25519", "exportable=true", "allow_plaintext_backup=true"];
    vault.cli_ok(&open);
    let backup = STANDARD.decode(vault.cli_ok(&["read", "-field=backup", "transit/backup/young"]).trim()).unwrap();
    let mut backup: Value = serde_json::from_slice(&backup).unwrap();
    let policy = &mut backup["policy"];
    policy["exportable"] = false.into();
    policy["allow_plaintext_backup"] = false.into();
    for key in policy["keys"].as_object_mut().unwrap().values_mut() {
        key["time"] = "2020-01-01T00:00:00Z".into();
        key["creation_time"] = 1_577_836_800.into();
    }
    let backup = STANDARD.encode(backup.to_string());
    vault.cli_ok(&["write", &format!("transit/restore/{name}"), &format!("backup={backup}")]);
}

/// A token with the issuer's policy, for other keys.
fn token_for(world: &World, key: &str, data_key: &str) -> String {
    let name = format!("for-{key}-{data_key}");
    write_policy(world, &name, &filled_in(key, data_key));
    made(world, &["-period=1h", &format!("-policy={name}")])
}

/// Changes the policy of the issuers.
fn policy(world: &World, change: impl Fn(String) -> String) {
    write_policy(world, POLICY, &change(filled_in("access-token", "access-token-data")));
}

/// As `docker/vault/provision.sh` writes it.
fn as_provisioned(world: &mut World) {
    write_policy(world, POLICY, &filled_in("access-token", "access-token-data"));
}

fn write_policy(world: &World, name: &str, text: &str) {
    let file = world.file(name, text, 0o600);
    world.stack.vault.cli_ok(&["policy", "write", name, &file]);
}

fn filled_in(key: &str, data_key: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docker/vault/policies/issuer.hcl");
    let names = [
        ("@MOUNT_PATH@", "transit"),
        ("@TRANSIT_KEY@", key),
        ("@DATA_KEY@", data_key),
        ("@ID_TOKEN_KEY@", "no-id-token-key"),
    ];
    names.into_iter().fold(fs::read_to_string(file).unwrap(), |text, (name, value)| text.replace(name, value))
}
