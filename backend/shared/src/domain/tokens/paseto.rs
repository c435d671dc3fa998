//! PASETO `v4.public`: the frame around a payload that is signed elsewhere, and the one way to look into a token.
//!
//! `pasetors` signs only with a key in the process and keeps its pre-authentication encoding private, so a token is put
//! together here; signatures are checked by `pasetors`.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use pasetors::{
    Public,
    token::UntrustedToken,
    version4::{PublicToken, V4},
};

use super::{
    key::{KeyId, PublicKey},
    paserk,
};

/// Version and purpose of every token.
pub const HEADER: &str = PublicToken::HEADER;

/// The longest token that is looked at, in bytes. What is issued stays below: see
/// [`SignError::TooLong`](super::SignError::TooLong).
pub const MAX_TOKEN_BYTES: usize = 2048;

/// Pre-Authentication Encoding (PASETO, Common, "PAE"): a count, then each piece after its length, all as little-endian
/// 64-bit numbers whose highest bit is clear. Different lists of pieces have different encodings.
pub fn pae(pieces: &[&[u8]]) -> Vec<u8> {
    let mut encoded = Vec::with_capacity(pieces.iter().fold(8, |total, piece| total + 8 + piece.len()));
    encoded.extend_from_slice(&le64(pieces.len()));
    for piece in pieces {
        encoded.extend_from_slice(&le64(piece.len()));
        encoded.extend_from_slice(piece);
    }
    encoded
}

fn le64(length: usize) -> [u8; 8] {
    (length as u64 & (u64::MAX >> 1)).to_le_bytes()
}

/// The bytes that the signature of a token covers (PASETO v4, section 5.3, step 3).
pub fn signing_input(payload: &[u8], footer: &[u8], implicit_assertion: &[u8]) -> Vec<u8> {
    pae(&[HEADER.as_bytes(), payload, footer, implicit_assertion])
}

/// The token made of its parts (PASETO v4, section 5.3, step 5). An empty footer leaves no trace.
pub fn assemble(payload: &[u8], signature: &[u8; 64], footer: &[u8]) -> String {
    let mut token = String::from(HEADER);
    URL_SAFE_NO_PAD.encode_string([payload, signature].concat(), &mut token);
    if !footer.is_empty() {
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(footer, &mut token);
    }
    token
}

/// The length of the token that [`assemble`] makes of a payload and a footer, in bytes.
pub fn token_bytes(payload: &[u8], footer: &[u8]) -> usize {
    let base64_length = |bytes: usize| (bytes * 4).div_ceil(3);
    let footer = if footer.is_empty() { 0 } else { 1 + base64_length(footer.len()) };
    HEADER.len() + base64_length(payload.len() + 64) + footer
}

const FOOTER_START: &str = "{\"kid\":\"";
const FOOTER_END: &str = "\"}";

/// The footer of a token of the key `id`: `{"kid":"k4.pid.…"}`.
pub fn footer(id: &KeyId) -> String {
    [FOOTER_START, id.as_str(), FOOTER_END].concat()
}

/// The key that a footer names, if the footer is byte for byte one that [`footer`] writes.
pub fn key_named_by(footer: &[u8]) -> Option<KeyId> {
    let text = std::str::from_utf8(footer).ok()?;
    text.strip_prefix(FOOTER_START)?.strip_suffix(FOOTER_END)?.parse().ok()
}

/// A token in its parts, nothing of it believed yet.
#[derive(Debug)]
pub struct UnverifiedToken(UntrustedToken<Public, V4>);

impl UnverifiedToken {
    /// Takes apart what has the outer form of our tokens: at most [`MAX_TOKEN_BYTES`], [`HEADER`], exactly four parts,
    /// canonical base64url without padding.
    pub fn parse(token: &str) -> Option<Self> {
        let framed = token.len() <= MAX_TOKEN_BYTES && token.starts_with(HEADER);
        // Three parts are a token without footer, and pasetors reads a trailing dot as one.
        if !framed || token.bytes().filter(|byte| *byte == b'.').count() != 3 || token.ends_with('.') {
            return None;
        }
        UntrustedToken::try_from(token).ok().map(Self)
    }

    /// The claims, as whoever made the token wrote them.
    pub fn payload(&self) -> &[u8] {
        self.0.untrusted_payload()
    }

    /// The footer, as whoever made the token wrote it.
    pub fn footer(&self) -> &[u8] {
        self.0.untrusted_footer()
    }

    /// Whether `key` signed payload and footer together with this assertion.
    pub fn is_signed_by(&self, key: &PublicKey, implicit_assertion: &[u8]) -> bool {
        let key = paserk::any_key(key.as_bytes());
        PublicToken::verify(&key, &self.0, Some(self.footer()), Some(implicit_assertion)).is_ok()
    }
}
