//! What is wrong between the service and the world.

use crate::fault::{Fault, changes};

pub(crate) fn faults() -> Vec<Fault> {
    vec![
        Fault::of_settings("a proxy that nobody trusts", &["proxy-not-trusted"], |_| {
            changes([("TRUSTED_PROXIES", "")])
        }),
        Fault::of_settings("another machine is trusted than the proxy", &["proxy-not-trusted"], |_| {
            changes([("TRUSTED_PROXIES", "10.9.8.7, 192.168.0.0/16")])
        })
        .saying(&["connected to the service: 127.0.0.1"]),
        Fault::of_settings("nothing runs at the service's port", &["service-not-running"], |_| {
            changes([("SERVER_PORT", "1")])
        }),
        Fault::of_settings("nothing serves the public address", &["public-url-unreachable"], |_| {
            changes([("PUBLIC_URL", "http://127.0.0.1:1"), ("ACCESS_TOKEN_ISSUER", "http://127.0.0.1:1")])
        }),
        Fault::of_settings(
            "the public address is the service itself",
            &["issuer-mismatch", "health-public"],
            |world| {
                let other = world.stack.issuers[1].address();
                changes([("PUBLIC_URL", &format!("http://{other}"))])
            },
        ),
        Fault::of_settings(
            "Vault is asked without TLS across the internet",
            &["plain-connection", "vault-unreachable"],
            |_| {
                // An address of documentations (RFC 5737).
                changes([("VAULT_URL", "http://203.0.113.7:8200")])
            },
        ),
    ]
}
