//! Attacks h2 to h5: texts that were made from a good token, or look like one, without our key.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use pasetors::{keys::SymmetricKey, version4::LocalToken};

use super::*;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The order of the base point, little-endian (RFC 8032, section 5.1).
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

fn replaced(text: &str, at: usize, by: &str) -> String {
    [&text[..at], by, &text[at + 1..]].concat()
}

/// The two encoded parts of a token.
fn body_and_footer(token: &str) -> (&str, &str) {
    token.strip_prefix(paseto::HEADER).unwrap().split_once('.').unwrap()
}

/// Every character replaced by others, of the alphabet and not.
fn character_flips(token: &str) -> Vec<String> {
    let strange = ["=", "+", "/", ".", " ", "\0", "\n", "%", "é"];
    let mut flips = Vec::new();
    for (at, character) in token.char_indices() {
        let next = ALPHABET.iter().position(|known| char::from(*known) == character).map_or(0, |at| (at + 1) % 64);
        let neighbour = char::from(ALPHABET[next]).to_string();
        flips.extend(strange.into_iter().chain([neighbour.as_str()]).map(|by| replaced(token, at, by)));
    }
    flips
}

/// Every bit of signature and payload turned over, encoded as it should be.
fn bit_flips(token: &str) -> Vec<String> {
    let (body, footer) = body_and_footer(token);
    let bytes = URL_SAFE_NO_PAD.decode(body).unwrap();
    let flip = |bit: usize| {
        let mut bytes = bytes.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        format!("{}{}.{footer}", paseto::HEADER, URL_SAFE_NO_PAD.encode(bytes))
    };
    (0..bytes.len() * 8).map(flip).collect()
}

/// Shorter and longer, at both ends and between.
fn other_lengths(token: &str) -> Vec<String> {
    let (body, footer) = body_and_footer(token);
    let header = paseto::HEADER;
    let mut texts: Vec<_> =
        (0..token.len()).flat_map(|at| [token[..at].to_owned(), token[at + 1..].to_owned()]).collect();
    texts.extend((0..=token.len()).map(|at| [&token[..at], "A", &token[at..]].concat()));
    texts.extend((1..body.len()).map(|at| format!("{header}{}.{footer}", &body[..at])));
    texts.extend([
        format!("{token}."),
        format!("{token}.."),
        format!("{token}.{footer}"),
        format!("{token}{token}"),
        format!("{token} "),
        format!(" {token}"),
        format!("{token}\n"),
        format!("{token},{token}"),
        format!("Bearer {token}"),
        format!("\u{feff}{token}"),
        format!("{header}{body}"),
        format!("{header}{body}."),
        format!("{header}{body}.."),
        format!("{header}{body}..{footer}"),
        format!("{header}.{body}.{footer}"),
        format!("{header}.{footer}"),
        format!("{header}{footer}.{body}"),
        format!("{header}{body}.{body}"),
        header.to_owned(),
        String::new(),
        ".".to_owned(),
        "...".to_owned(),
    ]);
    texts
}

/// Other spellings of the same bytes.
fn other_spellings(token: &str) -> Vec<String> {
    let (body, footer) = body_and_footer(token);
    let header = paseto::HEADER;
    let mut texts = Vec::new();
    for part in [body, footer] {
        for ending in ["=", "==", "===", "%3D", "\r\n"] {
            texts.push(token.replacen(part, &format!("{part}{ending}"), 1));
        }
        let standard = STANDARD_NO_PAD.encode(URL_SAFE_NO_PAD.decode(part).unwrap());
        texts.push(token.replacen(part, &standard, 1));
        // All last characters: those that differ in the unused bits alone decode to the same bytes in lax decoders.
        for last in ALPHABET {
            texts.push(token.replacen(part, &format!("{}{}", &part[..part.len() - 1], char::from(*last)), 1));
        }
    }
    for other in ["v3.public.", "v2.public.", "v1.public.", "v5.public.", "v4.local.", "v3.local.", "V4.public."] {
        texts.push(format!("{other}{body}.{footer}"));
    }
    for other in ["v4.Public.", "v4.public,", "v4.public", "v4..", "v4.", "v4.secret.", "k4.public.", "v04.public."] {
        texts.push(format!("{other}{body}.{footer}"));
    }
    texts.push(format!("{header}{}.{footer}", body.to_uppercase()));
    texts
}

/// Much of everything.
fn huge(token: &str) -> Vec<String> {
    let (body, footer) = body_and_footer(token);
    let (header, million) = (paseto::HEADER, 1_000_000);
    vec![
        format!("{header}{}.{footer}", "A".repeat(million)),
        format!("{header}{body}.{}", "A".repeat(million)),
        format!("{token}{}", ".".repeat(million)),
        format!("{token}{}", "A".repeat(million)),
        ".".repeat(million),
        "é".repeat(million / 2),
        "v4.public.".repeat(million / 10),
        format!("{header}{}.{footer}", "A".repeat(paseto::MAX_TOKEN_BYTES)),
    ]
}

/// Whether a text is the good token itself: a mutation that changes nothing.
fn differs_from(token: &str) -> impl Fn(&String) -> bool + '_ {
    move |text| text != token
}

#[tokio::test]
async fn h2_no_mutation_of_an_access_token_is_accepted() {
    let world = World::new().await;
    let token = world.token().await;
    let makers: [fn(&str) -> Vec<String>; 5] = [character_flips, bit_flips, other_lengths, other_spellings, huge];
    let mut texts: Vec<_> = makers.iter().flat_map(|make| make(&token)).filter(differs_from(&token)).collect();
    // The number of unused bits depends on the length.
    for name in ["a", "aa", "aaa"] {
        let grant = AccessGrant { amr: Some(vec![name.into()]), ..world.grant() };
        let token = world.token_for(grant).await;
        texts.extend(other_spellings(&token).into_iter().filter(differs_from(&token)));
    }
    #[expect(clippy::disallowed_methods, reason = "the time that refusing takes is what is measured")]
    let start = std::time::Instant::now();
    for text in &texts {
        assert!(world.verifier.verify(text).await.is_err(), "{text:.3000}");
    }
    let mean = start.elapsed() / u32::try_from(texts.len()).unwrap();
    assert!(texts.len() >= 2_000, "only {} tried", texts.len());
    assert!(mean < Duration::from_millis(1), "{mean:?} each");
    assert!(world.verifier.verify(&token).await.is_ok(), "and the token itself is good");
}

#[tokio::test]
async fn h2_only_four_full_parts_are_taken_apart() {
    let token = World::new().await.token().await;
    let (body, footer) = body_and_footer(&token);
    let header = paseto::HEADER;
    assert!(paseto::UnverifiedToken::parse(&token).is_some());
    for text in [
        format!("{header}{body}"),
        format!("{header}{body}."),
        format!("{header}.{footer}"),
        format!("{token}."),
        format!("{token}.{footer}"),
    ] {
        assert!(paseto::UnverifiedToken::parse(&text).is_none(), "{text}");
    }
}

#[tokio::test]
async fn h3_our_public_key_is_no_key_of_a_local_token() {
    let world = World::new().await;
    let token = world.token().await;
    let public = published(1, KeyStatus::Current);
    let key = SymmetricKey::from(public.key().as_bytes()).unwrap();
    let footer = footer_of(1);
    let implicit = assertion();
    let payload = payload_of(&token);
    let local =
        LocalToken::encrypt(&key, payload.as_bytes(), Some(footer.as_bytes()), Some(implicit.as_bytes())).unwrap();
    assert_eq!(world.refusal(&local).await, TokenRefused::Malformed);
    let relabelled = local.replacen("v4.local.", paseto::HEADER, 1);
    assert!(world.verifier.verify(&relabelled).await.is_err());
}

#[tokio::test]
async fn h4_other_tokens_are_no_access_tokens() {
    let world = World::new().await;
    let payload = payload_of(&world.token().await);
    let pair = key_pair(KeyVersion(1));
    let header = format!("{{\"alg\":\"EdDSA\",\"kid\":\"{}\"}}", published(1, KeyStatus::Current).id());
    let jwt_input = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(&payload));
    let signed_jwt = format!("{jwt_input}.{}", URL_SAFE_NO_PAD.encode(*pair.sk.sign(&jwt_input, None)));
    let unsigned_jwt =
        format!("{}.{}.", URL_SAFE_NO_PAD.encode("{\"alg\":\"none\"}"), URL_SAFE_NO_PAD.encode(&payload));
    let session = SessionId::new(&*world.randomness);
    let refresh_token = format!("{session}.17.{}", URL_SAFE_NO_PAD.encode([7; 32]));
    let code = URL_SAFE_NO_PAD.encode([9; 32]);
    let key = published(1, KeyStatus::Current);
    for other in [&signed_jwt, &unsigned_jwt, &refresh_token, &code, session.as_str(), &key.key().paserk()] {
        for text in [other.to_owned(), format!("{}{other}", paseto::HEADER)] {
            assert_eq!(world.refusal(&text).await, TokenRefused::Malformed, "{text}");
        }
    }
}

/// `s + ORDER`: the same scalar, written in a way that RFC 8032, section 5.1.7, forbids.
fn plus_order(s: &[u8]) -> Vec<u8> {
    let mut carry = 0;
    let add = |(a, b): (&u8, &u8)| {
        let sum = u16::from(*a) + u16::from(*b) + carry;
        carry = sum >> 8;
        sum.to_le_bytes()[0]
    };
    s.iter().zip(&ORDER).map(add).collect()
}

fn point(first: u8, middle: u8, last: u8) -> [u8; 32] {
    let mut y = [middle; 32];
    (y[0], y[31]) = (first, last);
    y
}

fn hex_point(text: &str) -> [u8; 32] {
    let bytes: Vec<u8> = (0..64).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect();
    bytes.try_into().unwrap()
}

/// All points of small order with either sign, and every y that is not below the field's prime.
fn odd_points() -> Vec<[u8; 32]> {
    let mut points = vec![point(0, 0, 0), point(0, 0, 0x80), point(1, 0, 0), point(1, 0, 0x80)];
    points.extend([point(0xec, 0xff, 0x7f), point(0xec, 0xff, 0xff)]);
    for of_order_8 in [
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    ] {
        let positive = hex_point(of_order_8);
        let mut negative = positive;
        negative[31] |= 0x80;
        points.extend([positive, negative]);
    }
    points.extend((0xed..=0xff).flat_map(|first| [point(first, 0xff, 0x7f), point(first, 0xff, 0xff)]));
    points
}

#[tokio::test]
async fn h5_odd_signatures_are_refused() {
    let world = World::new().await;
    let (payload, footer) = (payload_of(&world.token().await), footer_of(1));
    let message = paseto::signing_input(payload.as_bytes(), footer.as_bytes(), assertion().as_bytes());
    let good = *key_pair(KeyVersion(1)).sk.sign(message, None);
    let (r, s) = good.split_at(32);
    let twice = plus_order(&plus_order(s));
    let mut signatures =
        vec![[0; 64].to_vec(), [0xff; 64].to_vec(), [r, &plus_order(s)].concat(), [r, &twice].concat()];
    signatures.extend([[s, r].concat(), [r, &[0; 32]].concat(), [r, &ORDER].concat(), [&[0; 32], s].concat()]);
    for odd in odd_points() {
        signatures.extend([[&odd, s].concat(), [&odd[..], &[0; 32]].concat(), [&odd[..], &ORDER].concat()]);
    }
    for signature in signatures {
        let token = paseto::assemble(payload.as_bytes(), signature.as_slice().try_into().unwrap(), footer.as_bytes());
        assert_eq!(world.refusal(&token).await, TokenRefused::Signature, "{signature:?}");
    }
    let token = paseto::assemble(payload.as_bytes(), &good, footer.as_bytes());
    assert!(world.verifier.verify(&token).await.is_ok());
}

#[test]
fn h5_odd_keys_are_refused() {
    for odd in odd_points() {
        assert_eq!(PublicKey::try_from(&odd[..]), Err(InvalidPublicKey), "{odd:?}");
    }
    assert!(PublicKey::try_from(&[9; 31][..]).is_err());
    assert!(PublicKey::try_from(&[9; 33][..]).is_err());
}
