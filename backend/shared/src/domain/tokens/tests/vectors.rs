//! The official vectors of PASETO v4 and PASERK; see `shared/tests/vectors/NOTICE`.

use ed25519_compact::SecretKey;
use serde::Deserialize;

use super::*;

#[derive(Deserialize)]
struct Vectors<T> {
    tests: Vec<T>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct PasetoVector {
    name: String,
    expect_fail: bool,
    secret_key: Option<String>,
    public_key: Option<String>,
    token: String,
    payload: Option<String>,
    footer: String,
    implicit_assertion: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct PaserkVector {
    name: String,
    expect_fail: bool,
    key: String,
    paserk: Option<String>,
}

fn paseto_vectors() -> Vec<PasetoVector> {
    let file: Vectors<_> = serde_json::from_str(include_str!("../../../../tests/vectors/v4.json")).unwrap();
    file.tests
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// The vectors have no key ids in their footers, and some no footer, so they are checked one layer below the verifier.
fn is_accepted(token: &str, key: &PublicKey, footer: &str, implicit: &str) -> bool {
    paseto::UnverifiedToken::parse(token)
        .is_some_and(|token| token.footer() == footer.as_bytes() && token.is_signed_by(key, implicit.as_bytes()))
}

#[test]
fn every_signed_paseto_vector_is_made_byte_for_byte() {
    let mut made = 0;
    for vector in paseto_vectors().into_iter().filter(|vector| vector.name.starts_with("4-S-")) {
        let secret = SecretKey::from_slice(&unhex(vector.secret_key.as_deref().unwrap())).unwrap();
        let payload = vector.payload.unwrap();
        let (footer, implicit) = (vector.footer.as_bytes(), vector.implicit_assertion.as_bytes());
        let message = paseto::signing_input(payload.as_bytes(), footer, implicit);
        let token = paseto::assemble(payload.as_bytes(), &secret.sign(message, None), footer);
        assert_eq!(token, vector.token, "{}", vector.name);
        assert_eq!(paseto::token_bytes(payload.as_bytes(), footer), vector.token.len(), "{}", vector.name);
        made += 1;
    }
    assert_eq!(made, 3);
}

#[test]
fn signed_paseto_vectors_with_a_footer_are_accepted() {
    let mut accepted = 0;
    for vector in paseto_vectors().into_iter().filter(|vector| vector.name.starts_with("4-S-")) {
        let key = PublicKey::try_from(&*unhex(vector.public_key.as_deref().unwrap())).unwrap();
        let expected = !vector.footer.is_empty();
        let found = is_accepted(&vector.token, &key, &vector.footer, &vector.implicit_assertion);
        assert_eq!(found, expected, "{}", vector.name);
        assert!(!is_accepted(&vector.token, &key, &vector.footer, "another assertion"), "{}", vector.name);
        accepted += usize::from(found);
    }
    assert_eq!(accepted, 2);
}

#[tokio::test]
async fn every_failing_paseto_vector_is_refused() {
    let vectors = paseto_vectors();
    let signing_key = vectors.iter().find_map(|vector| vector.public_key.as_deref()).unwrap();
    let key = PublicKey::try_from(&*unhex(signing_key)).unwrap();
    let world = World::new().await;
    let mut refused = 0;
    for vector in vectors.iter().filter(|vector| vector.expect_fail) {
        assert!(!is_accepted(&vector.token, &key, &vector.footer, &vector.implicit_assertion), "{}", vector.name);
        assert_eq!(world.refusal(&vector.token).await, TokenRefused::Malformed, "{}", vector.name);
        refused += 1;
    }
    assert_eq!(refused, 5);
}

/// Runs `text_of` on every vector that has a text and `PublicKey` on every one that must fail.
fn check_paserk(file: &str, text_of: fn(&[u8; 32]) -> String) -> usize {
    let file: Vectors<PaserkVector> = serde_json::from_str(file).unwrap();
    for vector in &file.tests {
        // One failing vector holds a PEM text instead of a key.
        let key = if vector.key.starts_with('-') { vector.key.clone().into_bytes() } else { unhex(&vector.key) };
        if vector.expect_fail {
            assert!(PublicKey::try_from(&*key).is_err(), "{}", vector.name);
        } else {
            let text = text_of(key.as_slice().try_into().unwrap());
            assert_eq!(Some(text), vector.paserk, "{}", vector.name);
        }
    }
    file.tests.len()
}

#[test]
fn every_paserk_public_vector_passes() {
    assert_eq!(check_paserk(include_str!("../../../../tests/vectors/k4.public.json"), paserk::public_key), 4);
}

#[test]
fn every_paserk_pid_vector_passes() {
    assert_eq!(check_paserk(include_str!("../../../../tests/vectors/k4.pid.json"), paserk::public_key_id), 5);
}

#[test]
fn a_key_id_has_one_spelling() {
    let id = published(1, KeyStatus::Current).id().to_string();
    assert_eq!(id.parse::<KeyId>().unwrap().as_str(), id);
    let shorter = &id[..id.len() - 1];
    for text in [
        "",
        shorter,
        &format!("{id}A"),
        &format!("{shorter}="),
        &format!("{shorter}."),
        &id.replace("pid", "lid"),
        &id.replace("k4", "k3"),
        &id.to_uppercase(),
    ] {
        assert_eq!(text.parse::<KeyId>(), Err(InvalidKeyId), "{text}");
    }
}
