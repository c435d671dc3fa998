//! Attack h2, where it hurts most: texts that our key did sign, but that are not access tokens. Nothing but the
//! verifier's own rules stands between them and a service.

use serde_json::{Map, Value, json};

use super::*;

fn signed(payload: impl AsRef<[u8]>) -> String {
    sign_anything(1, payload.as_ref(), footer_of(1).as_bytes(), assertion().as_bytes())
}

async fn refuse_all(world: &World, payloads: Vec<String>) {
    assert!(!payloads.is_empty());
    for payload in payloads {
        assert!(world.verifier.verify(&signed(&payload)).await.is_err(), "{payload}");
    }
}

/// The world, and the claims of a good token in it.
async fn world_and_claims() -> (World, Map<String, Value>) {
    let world = World::new().await;
    let payload = payload_of(&world.token().await);
    assert!(world.verifier.verify(&signed(&payload)).await.is_ok(), "unchanged it is good");
    let Value::Object(claims) = serde_json::from_str(&payload).unwrap() else { unreachable!("claims are an object") };
    (world, claims)
}

fn with(claims: &Map<String, Value>, name: &str, value: Value) -> String {
    let mut claims = claims.clone();
    claims.insert(name.to_owned(), value);
    Value::Object(claims).to_string()
}

#[tokio::test]
async fn h2_claims_of_another_type_are_refused() {
    let (world, claims) = world_and_claims().await;
    let mut payloads = Vec::new();
    for (name, value) in &claims {
        let wrong =
            [json!(null), json!(1), json!(1.5e3), json!(true), json!({}), json!([value]), json!([[value, value]])];
        payloads.extend(wrong.into_iter().map(|wrong| with(&claims, name, wrong)));
    }
    payloads.extend([json!("pwd"), json!(["pwd", 1]), json!(["pwd", null])].map(|amr| with(&claims, "amr", amr)));
    refuse_all(&world, payloads).await;
}

#[tokio::test]
async fn h2_doubled_missing_and_unknown_claims_are_refused() {
    let (world, claims) = world_and_claims().await;
    let whole = Value::Object(claims.clone()).to_string();
    let mut payloads = Vec::new();
    for (name, value) in &claims {
        payloads.push(whole.replacen('{', &format!("{{\"{name}\":{value},"), 1));
        payloads.push(format!("{},\"{name}\":{value}}}", whole.strip_suffix('}').unwrap()));
        // The same name in another spelling of JSON.
        let escaped = format!("\\u{:04x}{}", name.as_bytes()[0], &name[1..]);
        payloads.push(whole.replacen('{', &format!("{{\"{escaped}\":{value},"), 1));
        payloads.push(whole.replacen(&format!("\"{name}\""), &format!("\"{}\"", name.to_uppercase()), 1));
        if !["sid", "auth_time", "amr"].contains(&name.as_str()) {
            let mut claims = claims.clone();
            claims.remove(name);
            payloads.push(Value::Object(claims).to_string());
        }
    }
    payloads.extend(["roles", "role", "Sub", "kid", "", "__proto__"].map(|name| with(&claims, name, json!(["Admin"]))));
    refuse_all(&world, payloads).await;
}

#[tokio::test]
async fn h2_payloads_that_are_no_object_are_refused() {
    let (world, claims) = world_and_claims().await;
    let whole = Value::Object(claims.clone()).to_string();
    // In the order in which the claims are declared, so that it could be read as a struct.
    let in_order = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "sid", "client_id", "scope", "auth_time", "amr"];
    let array = Value::Array(in_order.map(|name| claims[name].clone()).to_vec()).to_string();
    let deep = |depth: usize| "[".repeat(depth);
    let closed = |depth: usize| [deep(depth), "]".repeat(depth)].concat();
    let payloads = vec![
        array.clone(),
        format!("[{whole}]"),
        format!(" {whole}"),
        format!("\u{feff}{whole}"),
        format!("{whole}{whole}"),
        format!("{whole} x"),
        format!("{whole}\0"),
        format!("\"{whole}\""),
        "null".into(),
        "{}".into(),
        "{".into(),
        "[]".into(),
        deep(1_300),
        closed(600),
        "{\"a\":".repeat(250),
        whole.replacen('{', &format!("{{\"x\":{},", closed(300)), 1),
        whole.replacen("[\"pwd\"]", &closed(300), 1),
        whole.replacen("[\"pwd\"]", &deep(300), 1),
    ];
    refuse_all(&world, payloads).await;
    let not_utf8 = [b"{\"sub\":\"".as_slice(), &[0xff, 0xfe], whole.as_bytes()].concat();
    assert_eq!(world.refusal(&signed(not_utf8)).await, TokenRefused::Malformed);
    let empty = paseto::assemble(b"", &[1; 64], footer_of(1).as_bytes());
    assert_eq!(world.refusal(&empty).await, TokenRefused::Malformed);
}

#[tokio::test]
async fn h2_a_token_above_the_bound_is_refused() {
    let (world, claims) = world_and_claims().await;
    let (mut within, mut above) = (0, 0);
    for length in (0..1_600).step_by(20) {
        let token = signed(with(&claims, "amr", json!(["x".repeat(length)])));
        let fits = token.len() <= paseto::MAX_TOKEN_BYTES;
        assert_eq!(world.verifier.verify(&token).await.is_ok(), fits, "{} bytes", token.len());
        *if fits { &mut within } else { &mut above } += 1;
    }
    assert!(within > 10 && above > 10);
}

#[tokio::test]
async fn h2_claims_of_another_spelling_are_refused() {
    let (world, claims) = world_and_claims().await;
    let mut payloads = Vec::new();
    for name in ["exp", "nbf", "iat", "auth_time"] {
        for time in [
            "",
            "0",
            "1772368000",
            "2999-01-01",
            "2999-01-01T00:00:00",
            "2999-01-01t00:00:00Z",
            "2999-01-01T00:00:00z",
            "2999-01-01 00:00:00Z",
            "2999-01-01T00:00:00+00:00",
            "2999-01-01T00:00:00-05:00",
            "2999-01-01T00:00:00Z[UTC]",
            "2999-13-01T00:00:00Z",
            "99999-01-01T00:00:00Z",
            " 2999-01-01T00:00:00Z",
        ] {
            payloads.push(with(&claims, name, json!(time)));
        }
    }
    for (name, value) in [
        ("iss", "https://id.example/"),
        ("iss", "HTTPS://id.example"),
        ("iss", ""),
        ("aud", "https://api.example "),
        ("aud", "https://api.example,https://evil.example"),
        ("aud", "*"),
        ("aud", ""),
        ("jti", "not-an-id"),
        ("sid", ""),
        ("sid", "short"),
        ("client_id", ""),
        ("client_id", "b|f"),
        ("scope", ""),
        ("scope", "openid  paseport"),
        ("scope", " paseport"),
    ] {
        payloads.push(with(&claims, name, json!(value)));
    }
    refuse_all(&world, payloads).await;
}

#[tokio::test]
async fn h2_footers_of_another_form_are_refused() {
    let (world, claims) = world_and_claims().await;
    let payload = Value::Object(claims).to_string();
    let id = published(1, KeyStatus::Current).id().to_string();
    let other = published(2, KeyStatus::Current).id().to_string();
    let paserk = published(1, KeyStatus::Current).key().paserk();
    for footer in [
        String::new(),
        id.clone(),
        "{}".into(),
        "null".into(),
        format!("\"{id}\""),
        format!("[\"{id}\"]"),
        format!("{{\"kid\": \"{id}\"}}"),
        format!("{{\"kid\":\"{id}\"}} "),
        format!(" {{\"kid\":\"{id}\"}}"),
        format!("{{\"kid\":\"{id}\"}}\0"),
        format!("{{\"kid\":[\"{id}\"]}}"),
        format!("{{\"kid\":\"{id}\",\"kid\":\"{id}\"}}"),
        format!("{{\"kid\":\"{other}\",\"kid\":\"{id}\"}}"),
        format!("{{\"kid\":\"{id}\",\"wpk\":\"{paserk}\"}}"),
        format!("{{\"KID\":\"{id}\"}}"),
        format!("{{\"kid\":\"{paserk}\"}}"),
        format!("{{\"kid\":\"{other}\"}}"),
        format!("{{\"kid\":\"{}\"}}", id.replace("k4.pid", "k4.lid")),
        format!("{{\"kid\":\"{}\"}}", id.replace('k', "\\u006b")),
        "{\"kid\":\"\"}".into(),
        "{\"kid\":\"../../keys\"}".into(),
        format!("{{\"kid\":\"{id}\"}}{}", " ".repeat(300)),
        "[".repeat(500),
    ] {
        let token = sign_anything(1, payload.as_bytes(), footer.as_bytes(), assertion().as_bytes());
        assert!(world.verifier.verify(&token).await.is_err(), "{footer}");
    }
}

#[tokio::test]
async fn h2_other_assertions_are_refused() {
    let (world, claims) = world_and_claims().await;
    let payload = Value::Object(claims).to_string();
    for implicit in [
        String::new(),
        format!("paseport.access.v1|{AUDIENCE}|{ISSUER}"),
        format!("paseport.access.v1|{ISSUER}|https://other.example"),
        format!("paseport.access.v1|https://other.example|{AUDIENCE}"),
        format!("paseport.access.v2|{ISSUER}|{AUDIENCE}"),
        format!("paseport.access.v1|{ISSUER}|{AUDIENCE}|"),
        format!("paseport.access.v1|{ISSUER}"),
        format!("paseport.access.v1{ISSUER}{AUDIENCE}"),
        "{\"iss\":\"\"}".into(),
    ] {
        let token = sign_anything(1, payload.as_bytes(), footer_of(1).as_bytes(), implicit.as_bytes());
        assert_eq!(world.refusal(&token).await, TokenRefused::Signature, "{implicit}");
    }
}

#[tokio::test]
async fn h2_signatures_over_another_header_are_refused() {
    let (world, claims) = world_and_claims().await;
    let (payload, footer, implicit) = (Value::Object(claims).to_string(), footer_of(1), assertion());
    let pieces = |header: &'static str| [header.as_bytes(), payload.as_bytes(), footer.as_bytes(), implicit.as_bytes()];
    let messages = [
        paseto::pae(&pieces("v3.public.")),
        paseto::pae(&pieces("v4.local.")),
        paseto::pae(&pieces("v2.public.")),
        paseto::pae(&pieces(paseto::HEADER)[..3]),
        pieces(paseto::HEADER).concat(),
        payload.clone().into_bytes(),
    ];
    for message in messages {
        let signature = key_pair(KeyVersion(1)).sk.sign(&message, None);
        let token = paseto::assemble(payload.as_bytes(), &signature, footer.as_bytes());
        assert_eq!(world.refusal(&token).await, TokenRefused::Signature, "{message:?}");
    }
}
