//! PASERK texts of a public key: `k4.public` (the key) and `k4.pid` (its id).
//!
//! Both are functions of 32 bytes, whether or not these are a usable key: the PASERK specification says so and its
//! vectors contain ones that are not. [`PublicKey`](super::PublicKey) is what refuses those.

use pasetors::{
    keys::AsymmetricPublicKey,
    paserk::{FormatAsPaserk, Id},
    version4::V4,
};

/// `k4.public.` and the key in base64url (PASERK, type `public`).
pub fn public_key(key: &[u8; 32]) -> String {
    text_of(&any_key(key))
}

/// `k4.pid.` and a 33-byte `BLAKE2b` digest of the `k4.public` text in base64url (PASERK, type `pid`).
pub fn public_key_id(key: &[u8; 32]) -> String {
    text_of(&Id::from(&any_key(key)))
}

/// The form in which `pasetors` wants a key.
pub(super) fn any_key(key: &[u8; 32]) -> AsymmetricPublicKey<V4> {
    AsymmetricPublicKey::from(key).expect("pasetors checks the length only, and the type fixes it")
}

fn text_of(value: &impl FormatAsPaserk) -> String {
    let mut text = String::new();
    FormatAsPaserk::fmt(value, &mut text).expect("writing to a string never fails");
    text
}
