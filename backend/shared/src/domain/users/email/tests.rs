use proptest::prelude::*;

use super::{
    InvalidEmail::{Character, Domain, Dot, LookAlike, NotOneAddress, Space, TooLong},
    *,
};

fn key(text: &str) -> String {
    Email::parse(text).unwrap_or_else(|error| panic!("{text:?} {error}")).key().to_owned()
}

#[test]
fn ordinary_addresses_keep_their_spelling() {
    for text in [
        "user@example.com",
        "Grace.Hopper+navy@Example.COM",
        "o'brien@example.ie",
        "x@y.zz",
        "a!#$%&'*+-/=?^_`{|}~z@example.com",
        "1234567890@example.com",
        "user@sub.sub.example.co.uk",
        "user@xn--bcher-kva.example",
        "user@Bücher.example",
        "josé@example.es",
        "用户@例子.广告",
        "अजय@डाटा.भारत",
        "Βίκυ@example.gr",
        "user@1and1.example",
        "user@a--b.example",
    ] {
        assert_eq!(Email::parse(text).map(|email| email.to_string()).as_deref(), Ok(text));
    }
}

#[test]
fn a9_case_and_composition_and_punycode_twins_are_one_address() {
    for (left, right) in [
        ("User@Example.com", "user@example.COM"),
        ("ZOË@example.com", "zoe\u{308}@example.com"),
        ("\u{212a}elvin@example.com", "kelvin@example.com"),
        ("ΟΔΟΣ@example.gr", "οδος@example.gr"),
        ("user@BÜCHER.example", "user@bu\u{308}cher.example"),
        ("user@bücher.example", "user@XN--BCHER-KVA.example"),
    ] {
        assert_eq!(Email::parse(left), Email::parse(right), "{left} and {right}");
        assert!(Email::parse(left).is_ok(), "{left}");
    }
}

#[test]
fn addresses_that_only_look_related_are_different() {
    for (left, right) in [
        ("user@example.com", "user+tag@example.com"),
        ("us.er@example.com", "user@example.com"),
        ("zoë@example.com", "zoe@example.com"),
        ("user@example.com", "user@example.org"),
    ] {
        assert_ne!(key(left), key(right));
    }
}

/// What nobody should be able to register, with the reason that is told.
const ODD: &[(&str, InvalidEmail)] = &[
    ("", NotOneAddress),
    ("user", NotOneAddress),
    ("@", NotOneAddress),
    ("user@", NotOneAddress),
    ("@example.com", NotOneAddress),
    ("user@@example.com", NotOneAddress),
    ("user@evil.example@example.com", NotOneAddress),
    ("user@example.com@", NotOneAddress),
    ("user@example.com,evil@example.org", NotOneAddress),
    ("user@example.com;evil@example.org", NotOneAddress),
    ("<user@example.com><evil@example.org>", NotOneAddress),
    ("user\u{ff20}example.com", NotOneAddress),
    ("user\u{fe6b}example.com", NotOneAddress),
    ("user%40example.com", NotOneAddress),
    ("user@example.com, evil@example.org", Space),
    ("user@example.com\r\nBcc: evil@example.org", Space),
    ("user\r\n@example.com", Space),
    ("user@example.com\n", Space),
    ("user@example.com\r", Space),
    ("\u{feff}user@example.com", LookAlike),
    (" user@example.com", Space),
    ("user@example.com ", Space),
    ("us er@example.com", Space),
    ("user\t@example.com", Space),
    ("user\u{a0}@example.com", Space),
    ("user\u{3000}@example.com", Space),
    ("user\u{2028}@example.com", Space),
    ("user\u{85}@example.com", Space),
    ("user\0@example.com", Space),
    ("user@example.com\0", Space),
    ("user\u{7f}@example.com", Space),
    ("user\u{1b}[2J@example.com", Space),
    ("User <user@example.com>", Space),
    ("us\u{200b}er@example.com", LookAlike),
    ("us\u{200d}er@example.com", LookAlike),
    ("us\u{ad}er@example.com", LookAlike),
    ("us\u{2060}er@example.com", LookAlike),
    ("us\u{202e}er@example.com", LookAlike),
    ("us\u{2066}er@example.com", LookAlike),
    ("us\u{3164}er@example.com", LookAlike),
    ("us\u{fe0f}er@example.com", LookAlike),
    ("us\u{e0041}er@example.com", LookAlike),
    ("user@exam\u{200b}ple.com", LookAlike),
    ("user@exam\u{ad}ple.com", LookAlike),
    ("ｕｓｅｒ@example.com", LookAlike),
    ("ﬁnn@example.com", LookAlike),
    ("us\u{aa}r@example.com", LookAlike),
    ("user@ｅxample.com", LookAlike),
    ("user@example\u{3002}com", LookAlike),
    ("user@example\u{ff0e}com", LookAlike),
    ("\"user\"@example.com", Character),
    ("\"user,evil\"@example.com", Character),
    ("user(comment)@example.com", Character),
    ("<user@example.com>", Character),
    ("mailto:user@example.com", Character),
    ("us\\er@example.com", Character),
    ("[user]@example.com", Character),
    ("user,evil@example.com", Character),
    ("user;evil@example.com", Character),
    ("us😀er@example.com", Character),
    ("us=\u{338}er@example.com", Character),
    (".user@example.com", Dot),
    ("user.@example.com", Dot),
    ("us..er@example.com", Dot),
    (".@example.com", Dot),
    ("user@example", Domain),
    ("user@localhost", Domain),
    ("user@.example.com", Domain),
    ("user@example.com.", Domain),
    ("user@example..com", Domain),
    ("user@-example.com", Domain),
    ("user@example-.com", Domain),
    ("user@exam_ple.com", Domain),
    ("user@example.com,", Domain),
    ("user@example.com>", Domain),
    ("user@[127.0.0.1]", Domain),
    ("user@[IPv6:::1]", Domain),
    ("user@127.0.0.1", Domain),
    ("user@example.123", Domain),
    ("user@example.com:25", Domain),
    ("user@example.com/path", Domain),
    ("user@exam%70le.com", Domain),
    ("user@xn--a.example", Domain),
    ("user@xn--.example", Domain),
    ("user@\u{308}bc.example", Domain),
];

#[test]
fn a9_odd_addresses_are_refused_with_a_reason() {
    for (text, reason) in ODD {
        assert_eq!(Email::parse(text).map(|email| email.to_string()), Err(*reason), "{text:?}");
    }
}

#[test]
fn a9_very_long_addresses_are_refused() {
    let label = "a".repeat(64);
    for (text, reason) in [
        (format!("{label}a@example.com"), TooLong),
        (format!("{}@example.com", "é".repeat(33)), TooLong),
        (format!("user@{label}.com"), Domain),
        (format!("user@{}com", "abcdefghi.".repeat(25)), TooLong),
        (format!("user@{}", "a".repeat(100_000)), TooLong),
        ("@".repeat(1_000_000), TooLong),
    ] {
        assert_eq!(Email::parse(&text).map(|email| email.to_string()), Err(reason), "{} bytes", text.len());
    }
}

#[test]
fn the_greatest_lengths_are_taken_and_one_byte_more_is_not() {
    let local = "a".repeat(64);
    let domain = format!("{}.{}.{}.example", "b".repeat(60), "c".repeat(60), "d".repeat(59));
    let longest = format!("{local}@{domain}");
    assert_eq!(longest.len(), Email::MAX_BYTES);
    assert!(Email::parse(&longest).is_ok());
    assert_eq!(Email::parse(&format!("{local}@e{domain}")), Err(TooLong));
    assert_eq!(Email::parse(&format!("a{local}@example.com")), Err(TooLong));
    assert!(Email::parse(&format!("user@{}.example", "b".repeat(63))).is_ok());
    assert_eq!(Email::parse(&format!("user@{}.example", "b".repeat(64))), Err(Domain));
}

#[test]
fn a_form_to_compare_that_grows_past_the_limit_is_too_long() {
    // The lower case of U+023A takes three bytes, the letter itself two.
    let local = "\u{23a}".repeat(32);
    assert_eq!(Email::parse(&format!("{local}@example.com")), Err(TooLong));
}

#[test]
fn debug_is_silent_about_the_address() {
    assert_eq!(format!("{:?}", Email::parse("user@example.com").unwrap()), "Email(…)");
}

/// Texts that are addresses more often than chance would have it.
fn nearly_an_address() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "\\PC{1,12}@\\PC{1,12}\\.\\PC{2,4}",
        "[\\p{L}\\p{M}\\p{N}.]{1,20}@[\\p{L}\\p{M}\\p{N}-]{1,12}\\.[\\p{L}]{2,6}",
        "[a-zA-ZΑ-ω.İßẞ]{1,20}@(xn--)?[a-zA-Zß-ÿΑ-ω0-9-]{1,12}\\.[a-z]{2,6}",
    ]
}

proptest! {
    #[test]
    fn a9_what_was_taken_is_one_line_with_one_at_sign(text in nearly_an_address()) {
        if let Ok(email) = Email::parse(&text) {
            for form in [email.as_str(), email.key()] {
                prop_assert_eq!(form.matches('@').count(), 1);
                prop_assert!(form.len() <= Email::MAX_BYTES);
                prop_assert!(!form.contains(|c: char| c.is_control() || c.is_whitespace() || ",;<>()[]\\\":".contains(c)));
            }
        }
    }

    #[test]
    fn a9_the_key_of_a_key_is_itself(text in nearly_an_address()) {
        if let Ok(email) = Email::parse(&text) {
            prop_assert_eq!(Email::parse(email.key()).map(|again| again.key().to_owned()), Ok(email.key().to_owned()));
            prop_assert_eq!(Email::parse(email.as_str()), Ok(email));
        }
    }
}
