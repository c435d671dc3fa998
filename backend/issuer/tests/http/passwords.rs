//! What a password is: every byte of it counts, and one rule decides which spellings are the same.

use serde_json::json;
use shared::domain::peppers::PepperRing;
use testkit::{app::TestApp, settings::pepper};

use crate::accounts::{self, PASSWORD};

/// `length` bytes without a pattern.
fn text(length: usize) -> String {
    (0..length).map(|place| char::from(b'a' + u8::try_from((place * 7 + place / 26) % 26).unwrap())).collect()
}

/// Makes an account with `password`; tells the status of a sign-in with each of the others and with the password.
async fn sign_ins(password: &str, others: &[&str]) -> (Vec<u16>, u16) {
    let app = TestApp::start_with(|settings| settings.issuer.free_failures = 1000).await;
    let mut admin = app.admin().await;
    accounts::create(&mut admin, "kim@example.com", password, &["User"]).await;
    let mut statuses = Vec::new();
    for other in others {
        statuses.push(app.anonymous().sign_in("kim@example.com", other).await.status.as_u16());
    }
    (statuses, app.anonymous().sign_in("kim@example.com", password).await.status.as_u16())
}

#[tokio::test]
async fn e1_bytes_after_the_seventy_second_count() {
    let password = text(80);
    let other_tail = format!("{}{}", &password[..72], "ZZZZZZZZ");
    let last_byte = format!("{}Z", &password[..79]);
    let longer = format!("{password}Z");
    let others = [&password[..72], &password[..79], &other_tail, &last_byte, &longer];
    assert_eq!(sign_ins(&password, &others).await, (vec![401; 5], 200));
}

#[tokio::test]
async fn e2_every_allowed_length_works_and_no_other_length_does() {
    for length in [15, 70, 71, 72, 73, 74, 255, 256, 1023, 1024] {
        let password = text(length);
        let shorter = &password[..length - 1];
        let other = format!("{shorter}Z");
        let mut others = vec![shorter, other.as_str()];
        let longer = format!("{password}Z");
        if length < 1024 {
            others.push(&longer);
        }
        assert_eq!(sign_ins(&password, &others).await, (vec![401; others.len()], 200), "{length} bytes");
    }
}

#[tokio::test]
async fn e2_a_password_beyond_the_limit_is_refused_before_anything_is_looked_up() {
    let app = TestApp::start().await;
    let mut admin = app.admin().await;
    let body = json!({
        "email": "kim@example.com", "display_name": "Kim", "password": text(1025), "roles": ["User"],
    });
    let answer = admin.post("/users/v1").json(&body).await;
    assert_eq!((answer.status.as_u16(), answer.invalid_fields()), (422, vec!["password".to_owned()]));
    for email in [TestApp::USER.0, "nobody@example.com"] {
        for _ in 0..10 {
            let answer = app.anonymous().sign_in(email, &text(1025)).await;
            assert_eq!(
                (answer.status.as_u16(), answer.invalid_fields()),
                (422, vec!["password".to_owned()]),
                "{email}"
            );
        }
    }
    assert_eq!(app.anonymous().sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 200, "none of it was counted");
}

#[tokio::test]
async fn e4_nothing_ends_at_a_nul_byte() {
    let password = "kestrel\0orbits a lantern";
    let others =
        ["kestrel", "kestrel\0", "kestrel\0orbits a lanterN", "kestrel\0\0rbits a lantern", "kestrelorbits a lantern"];
    assert_eq!(sign_ins(password, &others).await, (vec![401; 5], 200));
    let leading = "\0kestrel orbits a lantern";
    assert_eq!(
        sign_ins(leading, &["\0", "\0another text altogether", "kestrel orbits a lantern"]).await,
        (vec![401; 3], 200)
    );
}

#[tokio::test]
async fn e5_spaces_count() {
    let password = "  kestrel  orbits a lantern ";
    let others = [
        "kestrel  orbits a lantern",
        "  kestrel  orbits a lantern",
        " kestrel  orbits a lantern ",
        "  kestrel orbits a lantern ",
    ];
    assert_eq!(sign_ins(password, &others).await, (vec![401; 4], 200));
    let no_break = "kestrel\u{a0}orbits a lantern";
    assert_eq!(sign_ins(no_break, &["kestrel orbits a lantern"]).await, (vec![401], 200));
}

#[tokio::test]
async fn e5_composed_and_decomposed_spellings_are_the_same() {
    let composed = "kestr\u{e9}l \u{f6}rbits \u{c5} lantern";
    let decomposed = "kestre\u{301}l o\u{308}rbits A\u{30a} lantern";
    let angstrom = "kestr\u{e9}l \u{f6}rbits \u{212b} lantern";
    assert_eq!(sign_ins(composed, &[decomposed, angstrom]).await, (vec![200; 2], 200));
    assert_eq!(sign_ins(decomposed, &[composed]).await, (vec![200], 200));
    let compatible = "\u{fb01}ne kestrel orbits a lantern";
    assert_eq!(sign_ins(compatible, &["fine kestrel orbits a lantern"]).await, (vec![401], 200), "NFC, not NFKC");
    assert_eq!(sign_ins(composed, &["KESTR\u{c9}L \u{d6}RBITS \u{c5} LANTERN"]).await, (vec![401], 200), "case counts");
}

/// What is kept of the user's password.
async fn stored_hash(app: &TestApp) -> String {
    accounts::record(app, TestApp::USER.0).await.password.unwrap().as_str().to_owned()
}

#[tokio::test]
async fn e6_a_sign_in_brings_the_hash_to_the_present_cost() {
    let app = TestApp::start().await;
    let before = stored_hash(&app).await;
    assert!(before.contains("$04$"), "{before}");
    app.user().await;
    assert_eq!(stored_hash(&app).await, before, "the same cost leaves it alone");
    let app = app.restart(|settings| settings.issuer.bcrypt_cost = 5).await;
    for wrong in ["not-the-password", PASSWORD] {
        assert_eq!(app.anonymous().sign_in(TestApp::USER.0, wrong).await.status, 401);
    }
    assert_eq!(stored_hash(&app).await, before, "a failed sign-in changes nothing");
    let mut session = app.user().await;
    let after = stored_hash(&app).await;
    assert!(after.contains("$05$"), "{after}");
    app.user().await;
    assert_eq!(stored_hash(&app).await, after, "once is enough");
    assert!(accounts::opens(&mut session, "/account/v1/me").await);
    let app = app.restart(|_| {}).await;
    app.user().await;
    assert_eq!(stored_hash(&app).await, after, "a cost that falls takes nothing back");
}

#[tokio::test]
async fn a_password_outlives_the_rotation_of_the_pepper_once_its_owner_signed_in() {
    let app = TestApp::start().await;
    let known = app.user().await.cookies["__Host-known"].clone();
    let both = PepperRing::new(pepper(9), Some(pepper(1)));
    let app = app.restart(|settings| settings.issuer.password_peppers = both).await;
    assert_eq!(app.anonymous().sign_in(TestApp::USER.0, "not-the-password").await.status, 401);
    let before = stored_hash(&app).await;
    app.user().await;
    let after = stored_hash(&app).await;
    assert_ne!(before, after, "the sign-in brought the hash to the present pepper");
    for _ in 0..5 {
        app.anonymous().sign_in(TestApp::USER.0, "not-the-password").await;
    }
    let mut browser = app.anonymous();
    browser.cookies.insert("__Host-known".to_owned(), known);
    assert_eq!(browser.sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 200, "a mark outlives it too");
    let app = app.restart(|settings| settings.issuer.password_peppers = PepperRing::new(pepper(9), None)).await;
    app.advance(24 * 3600);
    app.user().await;
    let answer = app.anonymous().sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await;
    assert_eq!(answer.status, 401, "a hash of a pepper that is gone opens nothing");
}
