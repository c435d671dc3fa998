//! What is wrong with settings and secrets.

use crate::{
    fault::{Fault, changes},
    world::World,
};

pub(crate) fn faults() -> Vec<Fault> {
    vec![
        Fault::of_settings(
            "the issuer has a slash at its end",
            &["issuer-trailing-slash", "public-url-other"],
            |world| changes([("ACCESS_TOKEN_ISSUER", &format!("{}/", world.address()))]),
        )
        .saying(&["slash at the end"]),
        Fault::of_settings("the issuer is another", &["issuer-mismatch", "public-url-other"], |_| {
            changes([("ACCESS_TOKEN_ISSUER", "https://id.example.com")])
        }),
        Fault::of_settings(
            "settings are missing or of the wrong type, all told at once",
            &["setting-invalid", "setting-invalid", "setting-invalid", "setting-invalid"],
            |_| changes([("MARIADB_URL", ""), ("BCRYPT_COST", "many"), ("TRANSIT_KEY", ""), ("REDIS_ROLE_TTL", "0")]),
        )
        .saying(&[
            "MARIADB_URL must be set",
            "BCRYPT_COST must be a whole number",
            "TRANSIT_KEY must be set",
            "REDIS_ROLE_TTL must",
        ]),
        Fault::of_settings(
            "secure cookies over plain http, in development, on every address",
            &["cookie-needs-https", "development-exposed", "public-url-other", "port-public"],
            |world| {
                let address = format!("http://0.0.0.0:{}", world.port());
                changes([("PUBLIC_URL", &address), ("ACCESS_TOKEN_ISSUER", &address), ("COOKIE_SECURE", "true")])
            },
        )
        .saying(&["throw Secure cookies away", "Vault (", "MariaDB (", "Redis (", "a Sentinel ("]),
        Fault::of_settings(
            "cookies without Secure over https",
            &["cookie-not-secure", "public-url-unreachable"],
            |world| {
                let address = format!("https://127.0.0.1:{}", world.port());
                changes([("PUBLIC_URL", &address), ("ACCESS_TOKEN_ISSUER", &address), ("COOKIE_SECURE", "false")])
            },
        ),
        Fault::of_settings(
            "production with the accounts of development, no mail and an open Redis",
            &["mail-off", "redis-no-login", "seeded-accounts"],
            |_| changes([("PASEPORT_ENV", "production")]),
        ),
        Fault::of_settings("the own origin among the foreign ones", &["cors-origin-odd"], |world| {
            changes([("CORS_ORIGINS", &format!("{},https://app.example.com", world.address()))])
        }),
        Fault::of_settings("checks of certificates are off", &["vault-skip-verify"], |_| {
            changes([("VAULT_SKIP_VERIFY", "true")])
        }),
        Fault::of_settings("a pepper that is too short", &["weak-secret"], |_| {
            changes([("PASSWORD_PEPPER", "only-17-bytes-123")])
        })
        .saying(&["PASSWORD_PEPPER must have at least 32 bytes"]),
        Fault::of_settings("a secret id that Vault never gave out", &["weak-secret"], |_| {
            changes([("VAULT_SECRET_ID", "changeme")])
        })
        .saying(&["what Vault gave out"]),
        Fault::of_settings("a pepper from a tutorial", &["weak-secret"], |_| {
            changes([("REFRESH_TOKEN_PEPPER", "please-changeme-please-changeme-0123456789")])
        }),
        Fault::of_settings("a pepper that is the alphabet", &["weak-secret"], |_| {
            changes([("REFRESH_TOKEN_PEPPER", "abcdefghijklmnopqrstuvwxyz0123456789")])
        })
        .saying(&["REFRESH_TOKEN_PEPPER is easily guessed"]),
        Fault::of_settings("one pepper for two purposes", &["same-secret"], |world| {
            changes([("REFRESH_TOKEN_PEPPER", &own_pepper(world))])
        }),
        Fault::of_settings("a rotation that was none", &["previous-secret-current"], |world| {
            changes([("PASSWORD_PEPPER_PREVIOUS", &own_pepper(world))])
        }),
        Fault::of_settings("a secret in a file that everybody can read", &["secret-file-exposed"], |world| {
            let file = world.file("pepper", &own_pepper(world), 0o644);
            changes([("PASSWORD_PEPPER", ""), ("PASSWORD_PEPPER_FILE", &file)])
        }),
        Fault::of_settings("a secret in a file that is not there", &["setting-invalid"], |_| {
            changes([("PASSWORD_PEPPER", ""), ("PASSWORD_PEPPER_FILE", "/no/such/pepper")])
        })
        .saying(&["PASSWORD_PEPPER_FILE names a file that can't be read"]),
    ]
}

/// What the service's passwords were made with.
fn own_pepper(world: &World) -> String {
    world.stack.issuers[0].variables()["PASSWORD_PEPPER"].clone()
}
