use proptest::{
    prelude::RngExt,
    test_runner::{RngAlgorithm, TestRng},
};

use super::*;
use crate::middleware::bearer::{Credentials, credentials};

const SECURE: Cookies = Cookies { secure: true };

fn headers(lines: &[&[u8]]) -> HeaderMap {
    lines.iter().map(|line| (COOKIE, HeaderValue::from_bytes(line).unwrap())).collect()
}

fn read(lines: &[&[u8]]) -> Result<Option<String>, u16> {
    match SECURE.read(&headers(lines), CookieKind::Refresh) {
        Ok(value) => Ok(value.map(|value| value.expose_secret().to_owned())),
        Err(problem) => Err(problem.status().as_u16()),
    }
}

#[test]
fn one_value_is_read_wherever_it_stands() {
    let lines: [&[&[u8]]; 5] = [
        &[b"__Host-refresh=abc"],
        &[b"a=b; __Host-refresh=abc; c=d"],
        &[b"a=b;__Host-refresh=abc"],
        &[b"a=b", b"__Host-refresh=abc"],
        &[b"junk; =x; \xff=\xff; \"; __Host-refresh=abc;;"],
    ];
    for lines in lines {
        assert_eq!(read(lines), Ok(Some("abc".to_owned())), "{lines:?}");
    }
}

#[test]
fn no_cookie_is_no_error() {
    let lines: [&[&[u8]]; 4] =
        [&[], &[b""], &[b"refresh=abc"], &[b"__host-refresh=abc; __Host-refresh2=abc; __Host-refresh"]];
    for lines in lines {
        assert_eq!(read(lines), Ok(None), "{lines:?}");
    }
}

#[test]
fn two_of_one_name_are_400_also_when_equal() {
    let lines: [&[&[u8]]; 3] = [
        &[b"__Host-refresh=abc; __Host-refresh=abc"],
        &[b"__Host-refresh=abc", b"__Host-refresh=def"],
        &[b"__Host-refresh=; a=b; __Host-refresh=\xff"],
    ];
    for lines in lines {
        assert_eq!(read(lines), Err(400), "{lines:?}");
    }
    assert!(SECURE.read(&headers(&[b"__Host-login=a; __Host-login=b; __Host-known=x"]), CookieKind::Known).is_ok());
}

#[test]
fn names_and_attributes_follow_the_setting() {
    let token = SecretString::from("abc_-.~9");
    let day = Duration::from_hours(24);
    let set = |cookies: Cookies, kind| cookies.set(kind, &token, day).to_str().unwrap().to_owned();
    let strict = "HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=86400";
    assert_eq!(set(SECURE, CookieKind::Refresh), format!("__Host-refresh=abc_-.~9; {strict}"));
    assert_eq!(set(SECURE, CookieKind::Known), format!("__Host-known=abc_-.~9; {strict}"));
    assert_eq!(set(SECURE, CookieKind::Login), format!("__Host-login=abc_-.~9; {}", strict.replace("Strict", "Lax")));
    let plain = set(Cookies::new(false), CookieKind::Refresh);
    assert_eq!(plain, "refresh=abc_-.~9; HttpOnly; SameSite=Strict; Path=/; Max-Age=86400");
}

#[test]
fn clearing_names_the_same_cookie_with_no_life() {
    let cleared = SECURE.clear(CookieKind::Refresh);
    assert_eq!(cleared, "__Host-refresh=; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=0");
}

#[test]
fn a_set_cookie_value_is_silent_in_debug_output() {
    let set = SECURE.set(CookieKind::Refresh, &SecretString::from("topsecret"), Duration::ZERO);
    assert!(!format!("{set:?}").contains("topsecret"));
}

/// Text that looks now and then like what is expected, with any byte a header can carry.
fn fuzzed(rng: &mut TestRng) -> HeaderValue {
    const PIECES: [&str; 16] = [
        "__Host-refresh",
        "refresh",
        "=",
        ";",
        "; ",
        "Bearer ",
        "bearer",
        "\"",
        ",",
        "==",
        "v4.public.",
        "a",
        " ",
        "\t",
        "é",
        "$Path",
    ];
    let mut bytes = Vec::new();
    for _ in 0..rng.random_range(0..12) {
        match rng.random_range(0..3) {
            0 => bytes.extend((0..rng.random_range(0..20)).map(|_| rng.random::<u8>())),
            _ => bytes.extend(PIECES[rng.random_range(0..PIECES.len())].bytes()),
        }
    }
    bytes.retain(|&byte| byte == b'\t' || (byte >= b' ' && byte != 127));
    HeaderValue::from_bytes(&bytes).unwrap()
}

#[test]
fn i5_ten_thousand_fuzzed_cookies_and_authorization_headers_do_no_harm() {
    let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let (mut cookies_read, mut tokens_read) = (0, 0);
    for _ in 0..10_000 {
        let mut headers = HeaderMap::new();
        for _ in 0..rng.random_range(1..4) {
            headers.append(COOKIE, fuzzed(&mut rng));
        }
        for _ in 0..rng.random_range(1..3) {
            headers.append(http::header::AUTHORIZATION, fuzzed(&mut rng));
        }
        for cookies in [SECURE, Cookies::new(false)] {
            let named = headers
                .get_all(COOKIE)
                .iter()
                .any(|line| String::from_utf8_lossy(line.as_bytes()).contains(cookies.name(CookieKind::Refresh)));
            match cookies.read(&headers, CookieKind::Refresh) {
                Ok(Some(_)) => cookies_read += 1,
                Ok(None) => {}
                Err(problem) => assert_eq!(problem.status(), 400),
            }
            assert!(named || matches!(cookies.read(&headers, CookieKind::Refresh), Ok(None)));
        }
        if let Credentials::Token(token) = credentials(&headers) {
            tokens_read += 1;
            assert!(
                !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic() && byte != b',' && byte != b'"')
            );
        }
    }
    assert!(cookies_read > 100 && tokens_read > 0, "the fuzz reaches the good paths: {cookies_read}, {tokens_read}");
}
