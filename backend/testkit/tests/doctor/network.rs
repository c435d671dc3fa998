//! What is wrong between the service and the world.

use std::{fs, process::Command};

use secrecy::ExposeSecret;
use testkit::servers::free_ports;

use crate::{
    fault::{Fault, changes},
    world::{Changes, World},
};

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
        Fault::new(
            "the service runs with another secret than is set",
            &["service-not-ready"],
            |world| {
                let right = world.stack.issuers[0].variables()["VAULT_SECRET_ID"].clone();
                restarted(world, "a9a8b7c6-0000-4000-8000-1a2b3c4d5e6f");
                vec![("VAULT_SECRET_ID".to_owned(), right)]
            },
            |world| {
                let right = world.stack.key.issuer.secret_id.expose_secret().to_owned();
                restarted(world, &right);
                world.stack.issuers[0].wait_until_ready();
            },
        )
        .saying(&["because of:", "signer"]),
        Fault::new("the certificate ends tomorrow", &["certificate-expiring"], behind_tls, World::end_servers)
            .saying(&["in 0 days"]),
    ]
}

fn restarted(world: &World, secret: &str) {
    let issuer = &world.stack.issuers[0];
    issuer.stop();
    issuer.change(&[("VAULT_SECRET_ID", secret)]);
    issuer.run();
}

/// A proxy with the certificate of the tests, which ends in a day, and whose authority the machine is told to trust.
fn behind_tls(world: &mut World) -> Changes {
    let [port] = free_ports();
    let address = format!("https://127.0.0.1:{port}");
    let pages = world.folder.path().join("pages");
    fs::create_dir_all(pages.join(".well-known")).unwrap();
    fs::write(pages.join(".well-known/openid-configuration"), format!("{{\"issuer\":\"{address}\"}}")).unwrap();
    let certificates = world.stack.mariadb.certificates();
    let authority = certificates.authority().to_str().unwrap().to_owned();
    let mut server = Command::new("openssl");
    server.args(["s_server", "-WWW", "-quiet", "-accept", &format!("127.0.0.1:{port}")]).current_dir(pages);
    server.arg("-cert").arg(certificates.certificate()).arg("-key").arg(certificates.key());
    world.serve(&mut server, port);
    changes([("PUBLIC_URL", &address), ("ACCESS_TOKEN_ISSUER", &address), ("SSL_CERT_FILE", &authority)])
}
