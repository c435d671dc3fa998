//! Refresh tokens: the form of a token as `documents/sessions.md`, "Refresh", has it, and attack c10.

use proptest::prelude::*;
use secrecy::ExposeSecret;

use super::{
    super::{Generation, RefreshToken, RefreshTokens, Salt},
    nth, pepper, ring,
};
use crate::domain::{ids::SessionId, peppers::PepperId};

/// The salt of the family that everything here is about.
fn own_salt() -> Salt {
    Salt::from_bytes([7; 32])
}

fn tokens() -> RefreshTokens {
    RefreshTokens::new(ring(1, None))
}

fn sid() -> SessionId {
    "AAECAwQFBgcICQoLDA0ODxAR".parse().unwrap()
}

fn text_of(tokens: &RefreshTokens, sid: &SessionId, generation: u64, salt: &Salt, pepper: &PepperId) -> String {
    tokens.mint(sid, nth(generation), salt, pepper).unwrap().expose_secret().to_owned()
}

/// The token of generation 10 of that family.
fn genuine() -> String {
    text_of(&tokens(), &sid(), 10, &own_salt(), &pepper(1).id())
}

fn proves(text: &str) -> bool {
    text.parse().is_ok_and(|token: RefreshToken| tokens().prove(&token, &own_salt(), &pepper(1).id()))
}

fn all_refused(spellings: impl IntoIterator<Item = String>) {
    let genuine = genuine();
    let mut tried = 0;
    for text in spellings {
        assert_ne!(text, genuine, "not another spelling");
        assert!(!proves(&text), "{text:?}");
        tried += 1;
    }
    assert!(tried > 0);
}

#[test]
fn the_token_of_a_generation_proves() {
    assert!(proves(&genuine()));
}

#[test]
fn the_mac_is_the_documented_one() {
    // Computed with another implementation of HMAC-SHA-256.
    let known =
        [(1, "MSm1PUGOPIRdVGYH6J3VjXfsJdFcTI2HvlYpJG8D514"), (u64::MAX, "lVvYqxEC7ILKaC6JN98XRHAkLlzH6o1JYJGNboJ0aVk")];
    for (generation, mac) in known {
        let text = text_of(&tokens(), &sid(), generation, &own_salt(), &pepper(1).id());
        assert_eq!(text, format!("AAECAwQFBgcICQoLDA0ODxAR.{generation}.{mac}"));
    }
}

#[test]
fn the_same_generation_has_the_same_token_in_every_process() {
    assert_eq!(genuine(), genuine());
}

#[test]
fn a_token_names_its_session_and_generation() {
    let token: RefreshToken = genuine().parse().unwrap();
    assert_eq!(token.session_id(), &sid());
    assert_eq!(token.generation(), nth(10));
}

#[test]
fn c10_every_truncation_is_refused() {
    let text = genuine();
    all_refused((0..text.len()).map(|length| text[..length].to_owned()));
    all_refused((1..text.len()).map(|start| text[start..].to_owned()));
}

#[test]
fn c10_every_extension_by_a_character_is_refused() {
    let text = genuine();
    let characters = || (0..=127_u8).map(char::from).chain(['ä', '\u{a0}', '\u{feff}']);
    all_refused(characters().map(|character| format!("{text}{character}")));
    all_refused(characters().map(|character| format!("{character}{text}")));
    all_refused([format!("{text}{text}"), format!("{text}.{text}"), format!("{text}.")]);
}

#[test]
fn c10_every_bit_flip_is_refused() {
    let text = genuine();
    let flipped = (0..text.len() * 8).filter_map(|bit| {
        let mut bytes = text.clone().into_bytes();
        bytes[bit / 8] ^= 1 << (bit % 8);
        // The cookie is text: what isn't UTF-8 doesn't get as far as this.
        String::from_utf8(bytes).ok()
    });
    all_refused(flipped);
}

#[test]
fn c10_every_character_in_the_place_of_another_is_refused() {
    let text = genuine();
    let replaced = (0..text.len()).flat_map(|place| {
        let text = text.clone();
        let own = text.as_bytes()[place];
        (0..=127_u8).filter(move |byte| *byte != own).map(move |byte| {
            let mut bytes = text.clone().into_bytes();
            bytes[place] = byte;
            String::from_utf8(bytes).unwrap()
        })
    });
    all_refused(replaced);
}

#[test]
fn c10_every_other_spelling_of_the_generation_is_refused() {
    let text = genuine();
    let spellings = [
        "010",
        "0010",
        "+10",
        "-10",
        " 10",
        "10 ",
        "\t10",
        "10\n",
        "1 0",
        "1_0",
        "0x0a",
        "0xa",
        "0b1010",
        "0o12",
        "1e1",
        "10.0",
        "10,0",
        "１０",
        "%31%30",
        "",
        "0",
        "9",
        "11",
        "18446744073709551626",
    ];
    all_refused(spellings.map(|spelling| text.replacen(".10.", &format!(".{spelling}."), 1)));
}

#[test]
fn c10_every_other_spelling_of_the_session_and_the_mac_is_refused() {
    let text = genuine();
    let (head, mac) = text.rsplit_once('.').unwrap();
    all_refused([
        text.to_lowercase(),
        text.to_uppercase(),
        format!("{text}="),
        format!("{text}=="),
        format!("{head}.{mac}%3D"),
        format!("{}=.10.{mac}", sid()),
        format!("{head}. {mac}"),
        format!("{head} .{mac}"),
        format!("\"{text}\""),
        text.replace('.', "%2E"),
        text.replace('.', ".."),
        text.replace('.', ","),
        text.replace('.', "|"),
        format!("{head}."),
        head.to_owned(),
        format!("..{mac}"),
    ]);
}

#[test]
fn c10_unused_bits_and_the_other_base64_alphabet_are_refused() {
    // Of generations enough to have both special characters in a MAC.
    let (mut unused_bits, mut alphabets) = (0, 0);
    for generation in 1..50 {
        let text = text_of(&tokens(), &sid(), generation, &own_salt(), &pepper(1).id());
        assert!(proves(&text));
        let last = text.chars().last().unwrap();
        for other in ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['-', '_']).filter(|other| *other != last) {
            assert!(!proves(&format!("{}{other}", &text[..text.len() - 1])), "{generation} {other}");
            unused_bits += 1;
        }
        let standard = text.replace('-', "+").replace('_', "/");
        if standard != text {
            assert!(!proves(&standard), "{standard}");
            alphabets += 1;
        }
    }
    assert!(unused_bits > 0 && alphabets > 0);
}

#[test]
fn the_generation_is_bound_into_the_mac() {
    let text = genuine();
    all_refused((0..200).filter(|other| *other != 10).map(|other| text.replacen(".10.", &format!(".{other}."), 1)));
}

#[test]
fn the_session_is_bound_into_the_mac() {
    let text = genuine();
    let other = "AAECAwQFBgcICQoLDA0ODxAS".parse::<SessionId>().unwrap();
    let moved = text.replacen(sid().as_str(), other.as_str(), 1);
    assert_eq!(moved.parse::<RefreshToken>().unwrap().session_id(), &other);
    assert!(!proves(&moved));
}

#[test]
fn the_salt_is_bound_into_the_mac() {
    let token: RefreshToken = genuine().parse().unwrap();
    for bit in 0..256 {
        let mut salt = *own_salt().as_bytes();
        salt[bit / 8] ^= 1 << (bit % 8);
        assert!(!tokens().prove(&token, &Salt::from_bytes(salt), &pepper(1).id()), "bit {bit}");
    }
}

#[test]
fn a_token_of_the_previous_pepper_proves_and_gets_a_successor_of_it() {
    let token: RefreshToken = genuine().parse().unwrap();
    let renewed = RefreshTokens::new(ring(2, Some(1)));
    assert_eq!(renewed.current_pepper(), pepper(2).id());
    assert!(renewed.prove(&token, &own_salt(), &pepper(1).id()));
    let successor = text_of(&renewed, &sid(), 11, &own_salt(), &pepper(1).id());
    assert_eq!(successor, text_of(&tokens(), &sid(), 11, &own_salt(), &pepper(1).id()));
}

#[test]
fn a_token_proves_only_under_the_pepper_of_its_session() {
    let token: RefreshToken = genuine().parse().unwrap();
    let both = RefreshTokens::new(ring(2, Some(1)));
    assert!(!both.prove(&token, &own_salt(), &pepper(2).id()));
}

#[test]
fn nothing_proves_under_an_unknown_pepper() {
    let token: RefreshToken = genuine().parse().unwrap();
    assert!(tokens().mint(&sid(), nth(10), &own_salt(), &pepper(3).id()).is_none());
    assert!(!tokens().prove(&token, &own_salt(), &pepper(3).id()));
    let replaced = RefreshTokens::new(ring(2, None));
    assert!(!replaced.prove(&token, &own_salt(), &pepper(1).id()));
}

#[test]
fn debug_shows_no_secret() {
    let text = genuine();
    let token: RefreshToken = text.parse().unwrap();
    let tokens = RefreshTokens::new(ring(b'k', None));
    let minted = tokens.mint(&sid(), nth(10), &own_salt(), &tokens.current_pepper());
    let shown = format!("{token:?} {tokens:?} {minted:?} {:?}", Salt::from_bytes([b's'; 32]));
    let mac = text.rsplit('.').next().unwrap();
    for secret in [mac, "kkk", "107, 107", "sss", "115, 115"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(shown.contains("RefreshToken") && shown.contains("Salt(…)"));
}

#[test]
fn a_successor_follows_its_predecessor_and_nothing_else() {
    assert_eq!(Generation::FIRST.number(), 1);
    assert_eq!(nth(7).successor(), nth(8));
    assert!(nth(8).follows(nth(7)));
    for other in [0, 6, 8, 9, u64::MAX] {
        assert!(!nth(8).follows(nth(other)), "{other}");
    }
    assert_eq!(nth(u64::MAX).successor(), nth(u64::MAX));
    assert!(!nth(u64::MAX).follows(nth(u64::MAX)) && !nth(0).follows(nth(u64::MAX)));
}

proptest! {
    #[test]
    fn every_token_that_is_minted_proves(generation: u64, salt: [u8; 32]) {
        let salt = Salt::from_bytes(salt);
        let token: RefreshToken = text_of(&tokens(), &sid(), generation, &salt, &pepper(1).id()).parse().unwrap();
        prop_assert_eq!(token.generation(), nth(generation));
        prop_assert!(tokens().prove(&token, &salt, &pepper(1).id()));
    }

    #[test]
    fn c10_nothing_of_the_right_form_proves_by_chance(generation: u64, mac in "[A-Za-z0-9_-]{43}") {
        let text = format!("{}.{generation}.{mac}", sid());
        prop_assert!(!proves(&text));
    }

    #[test]
    fn c10_whatever_is_sent_is_refused_without_a_panic(text in any::<String>()) {
        prop_assert!(!proves(&text));
    }
}
