//! What is wrong with providers.

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    thread,
};

use serde_json::{Value, json};

use crate::{
    fault::{Fault, changes},
    world::{Changes, World},
};

pub(crate) fn faults() -> Vec<Fault> {
    vec![
        Fault::new(
            "a provider is away",
            &["provider-unreachable"],
            |world| entered(world, "http://127.0.0.1:1"),
            forgotten,
        ),
        Fault::new(
            "a provider is one of our own machines",
            &["provider-forbidden"],
            |world| {
                entered(world, "https://10.1.2.3");
                Changes::new()
            },
            forgotten,
        ),
        Fault::new(
            "a provider's issuer has a slash at its end",
            &["provider-trailing-slash"],
            |world| {
                let address = provider(|address| document(&format!("{address}/"), address));
                entered(world, &address)
            },
            forgotten,
        ),
        Fault::new(
            "a provider calls itself otherwise",
            &["provider-other-issuer"],
            |world| {
                let address = provider(|address| document("https://id.example.com", address));
                entered(world, &address)
            },
            forgotten,
        ),
        Fault::new(
            "a provider signs with what nobody takes",
            &["provider-unusable"],
            |world| {
                let address = provider(|address| {
                    let mut document = document(address, address);
                    document["id_token_signing_alg_values_supported"] = json!(["HS256"]);
                    document
                });
                entered(world, &address)
            },
            forgotten,
        ),
    ]
}

/// A provider with which nothing is wrong is looked at, and nothing said.
pub(crate) fn one_that_works(world: &World) {
    let address = provider(|address| document(address, address));
    let told = world.asked(&entered(world, &address), &[]);
    assert_eq!((told.codes(), told.status), (vec![], Some(0)), "{}", told.text);
    world.sql("DELETE FROM providers");
}

/// The document of a provider with which nothing is wrong.
pub(crate) fn document(issuer: &str, address: &str) -> Value {
    json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{address}/authorize"),
        "token_endpoint": format!("{address}/token"),
        "jwks_uri": format!("{address}/keys"),
        "response_types_supported": ["code"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
        "code_challenge_methods_supported": ["S256"],
    })
}

/// A provider that shows this document, and a key (RFC 8037, appendix A.2). It ends with the test.
pub(crate) fn provider(document: impl Fn(&str) -> Value) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let key = json!({
        "keys": [{ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwaaPJHURo", "use": "sig" }],
    });
    let (document, key) = (document(&address).to_string(), key.to_string());
    thread::spawn(move || {
        for stream in listener.incoming() {
            answer(stream.unwrap(), &document, &key);
        }
    });
    address
}

fn answer(mut stream: TcpStream, document: &str, key: &str) {
    let mut request = [0; 4096];
    let length = stream.read(&mut request).unwrap_or(0);
    let body = if request[..length].starts_with(b"GET /keys ") { key } else { document };
    let length = body.len();
    write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}").ok();
}

/// Enters a provider, whose host is let through.
pub(crate) fn entered(world: &World, issuer: &str) -> Changes {
    world.sql(&format!(
        "INSERT INTO providers VALUES ('01890000-0000-7000-8000-000000000001', 'acme', 'Acme', '{issuer}', 'paseport', NULL,
         'openid email', 0, 0, 'User', 1, 0, 0)"
    ));
    let host = issuer.split_once("://").unwrap().1;
    changes([("OUTBOUND_ALLOW_HOSTS", host)])
}

pub(crate) fn forgotten(world: &mut World) {
    world.sql("DELETE FROM providers");
}
