//! An access token taken apart, without asking whether it is good.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

const HEADER: &str = "v4.public.";
const SIGNATURE_BYTES: usize = 64;

/// The claims in a token.
pub fn claims(token: &str) -> Value {
    let (body, _) = parts(token);
    let bytes = URL_SAFE_NO_PAD.decode(body).expect("base64url");
    serde_json::from_slice(&bytes[..bytes.len() - SIGNATURE_BYTES]).expect("JSON claims")
}

/// The footer as text.
pub fn footer(token: &str) -> String {
    let (_, footer) = parts(token);
    String::from_utf8(URL_SAFE_NO_PAD.decode(footer).expect("base64url")).expect("text")
}

fn parts(token: &str) -> (&str, &str) {
    token.strip_prefix(HEADER).and_then(|rest| rest.split_once('.')).expect("v4.public with a footer")
}
