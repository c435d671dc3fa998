//! The keys of a provider (RFC 7517), and which of them fits a signature.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use openidconnect::{
    JsonWebKey, JsonWebKeyAlgorithm, JsonWebKeyUse, JwsSigningAlgorithm, SignatureVerificationError,
    core::{CoreJsonWebKey, CoreJsonWebKeySet, CoreJsonWebKeyType, CoreJwsSigningAlgorithm},
};
use serde_json::{Map, Value};

/// Signatures by any other algorithm are not taken.
pub(super) const ALGORITHMS: [CoreJwsSigningAlgorithm; 3] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// More than these are not remembered.
const MOST_KEYS: usize = 64;

/// An RSA key with fewer bits is no proof (RFC 7518, section 3.3).
const LEAST_RSA_BITS: usize = 2048;

/// The keys of a set that a signature can be checked with.
pub(super) fn usable(set: &Map<String, Value>) -> CoreJsonWebKeySet {
    let keys = set.get("keys").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let strong = keys.iter().filter(|key| is_strong(key)).filter_map(|key| serde_json::from_value(key.clone()).ok());
    let fitting = strong.filter(|key: &CoreJsonWebKey| ALGORITHMS.iter().any(|algorithm| fits(key, algorithm)));
    CoreJsonWebKeySet::new(fitting.take(MOST_KEYS).collect())
}

/// Whether the key is public, and too long to be found by trying.
fn is_strong(key: &Value) -> bool {
    match key["kty"].as_str() {
        Some("RSA") => rsa_bits(key).is_some_and(|bits| bits >= LEAST_RSA_BITS),
        Some("EC") => key["crv"] == "P-256",
        Some("OKP") => key["crv"] == "Ed25519",
        _ => false,
    }
}

/// The bits of the modulus, without zeros before it.
fn rsa_bits(key: &Value) -> Option<usize> {
    let modulus = URL_SAFE_NO_PAD.decode(key["n"].as_str()?.trim_end_matches('=')).ok()?;
    let start = modulus.iter().position(|byte| *byte != 0)?;
    Some((modulus.len() - start) * 8 - modulus[start].leading_zeros() as usize)
}

/// Whether the key may be used with the algorithm.
fn fits(key: &CoreJsonWebKey, algorithm: &CoreJwsSigningAlgorithm) -> bool {
    let is_of_type =
        *key.key_type() != CoreJsonWebKeyType::Symmetric && algorithm.key_type().as_ref() == Some(key.key_type());
    let is_for_signatures = key.key_use().is_none_or(JsonWebKeyUse::allows_signature);
    is_of_type
        && is_for_signatures
        && match key.signing_alg() {
            JsonWebKeyAlgorithm::Unspecified => true,
            JsonWebKeyAlgorithm::Algorithm(own) => own == algorithm,
            JsonWebKeyAlgorithm::Unsupported => false,
        }
}

/// Checks a signature with the one key that it can be by: the named one, or the only one there is.
pub(super) fn verify(
    set: &CoreJsonWebKeySet,
    key_id: Option<&str>,
    algorithm: &CoreJwsSigningAlgorithm,
    message: &[u8],
    signature: &[u8],
) -> Result<(), SignatureVerificationError> {
    let is_named = |key: &&CoreJsonWebKey| key_id.is_none_or(|id| key.key_id().is_some_and(|own| own.as_str() == id));
    let mut candidates = set.keys().iter().filter(is_named).filter(|key| fits(key, algorithm));
    let key = candidates.next().ok_or(SignatureVerificationError::NoMatchingKey)?;
    if candidates.next().is_some() {
        return Err(SignatureVerificationError::AmbiguousKeyId("several keys fit".to_owned()));
    }
    key.verify_signature(algorithm, message, signature)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rsa(bytes: usize, first: u8) -> Value {
        let mut modulus = vec![0xff; bytes];
        modulus[0] = first;
        json!({ "kty": "RSA", "kid": "a", "e": "AQAB", "n": URL_SAFE_NO_PAD.encode(modulus) })
    }

    fn is_usable(key: &Value) -> bool {
        usable(json!({ "keys": [key] }).as_object().unwrap()).keys().len() == 1
    }

    fn with(mut key: Value, name: &str, value: &str) -> Value {
        key[name] = value.into();
        key
    }

    #[test]
    fn h1_a_short_rsa_key_is_no_key() {
        assert!(is_usable(&rsa(256, 0x80)));
        assert!(is_usable(&rsa(512, 0xff)));
        assert!(!is_usable(&rsa(128, 0xff)));
        assert!(!is_usable(&rsa(256, 0x7f)));
        // Zeros before it add nothing.
        assert!(!is_usable(&rsa(256, 0)));
    }

    #[test]
    fn h1_a_key_is_used_for_what_it_is_for() {
        let point = URL_SAFE_NO_PAD.encode([1; 32]);
        let p256 = json!({ "kty": "EC", "crv": "P-256", "x": point, "y": point });
        let ed25519 = json!({ "kty": "OKP", "crv": "Ed25519", "x": point });
        for key in [rsa(256, 0xff), p256.clone(), ed25519.clone(), with(rsa(256, 0xff), "alg", "RS256")] {
            assert!(is_usable(&key) && is_usable(&with(key.clone(), "use", "sig")), "{key}");
            assert!(!is_usable(&with(key.clone(), "use", "enc")), "{key}");
            assert!(!is_usable(&with(key.clone(), "alg", "HS256")), "{key}");
            assert!(!is_usable(&with(key.clone(), "alg", "RSA-OAEP")), "{key}");
        }
        assert!(!is_usable(&json!({ "kty": "oct", "k": point })));
        assert!(!is_usable(&with(p256, "crv", "P-384")));
        assert!(!is_usable(&with(ed25519, "crv", "X25519")));
    }

    #[test]
    fn a_set_that_is_none_has_no_keys() {
        for set in [json!({}), json!({ "keys": {} }), json!({ "keys": [] }), json!({ "keys": [null, 5, "a", {}] })] {
            assert!(usable(set.as_object().unwrap()).keys().is_empty(), "{set}");
        }
        let many: Vec<_> = (0..1000).map(|_| rsa(256, 0xff)).collect();
        assert_eq!(usable(json!({ "keys": many }).as_object().unwrap()).keys().len(), MOST_KEYS);
    }
}
