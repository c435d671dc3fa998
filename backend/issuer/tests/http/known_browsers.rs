//! `__Host-known`: a browser that has signed in before counts only for itself.

use std::net::Ipv4Addr;

use testkit::app::TestApp;

use crate::guessing::{counted, guess, use_up_free_failures};

#[tokio::test]
async fn d6_ten_thousand_wrong_passwords_of_strangers_do_not_keep_the_owner_out() {
    let (app, hasher) = counted().await;
    let mut owner = app.user().await;
    let evaluated = hasher.verified();
    for round in 0..10_000_u32 {
        let [_, _, high, low] = (round / 20).to_be_bytes();
        guess(&mut app.anonymous_at(Ipv4Addr::new(10, high, low, 1))).await;
    }
    assert_eq!(hasher.verified() - evaluated, 100, "of ten thousand guesses a hundred were evaluated");
    assert_eq!(app.anonymous().sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 429);
    let answer = owner.sign_in(TestApp::USER.0, TestApp::USER.1).await;
    assert_eq!(answer.status, 200, "the owner's own browser gets in: {}", answer.text());
    assert_eq!(owner.refresh().await.status, 200);
}

#[tokio::test]
async fn a_known_browser_has_a_bucket_of_its_own() {
    let app = TestApp::start().await;
    let mut owner = app.user().await;
    use_up_free_failures(&mut owner).await;
    assert_eq!(owner.sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 429, "it is throttled too");
    assert_eq!(app.anonymous().sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 200, "and only itself");
    app.advance(1);
    assert_eq!(owner.sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 200);
}

#[tokio::test]
async fn a_mark_is_worth_nothing_for_another_account_bent_or_too_old() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let admins = admin.cookies["__Host-known"].clone();
    let owner = app.user().await;
    let own = owner.cookies["__Host-known"].clone();
    use_up_free_failures(&mut app.anonymous()).await;
    let bent = format!("{}{}", &own[..own.len() - 1], if own.ends_with('A') { 'B' } else { 'A' });
    let user_swapped = own.replacen(&owner.user_id.clone().unwrap(), &admin.user_id.clone().unwrap(), 1);
    for mark in [admins.as_str(), &bent, &user_swapped, &own[..own.len() - 1], "", "x", "a.b.c.d"] {
        let mut browser = app.anonymous();
        browser.cookies.insert("__Host-known".to_owned(), mark.to_owned());
        let status = browser.sign_in(TestApp::USER.0, TestApp::USER.1).await.status;
        assert_eq!(status, 429, "{mark:?} opened a bucket of its own");
    }
    let mut browser = app.anonymous();
    browser.cookies.insert("__Host-known".to_owned(), own.clone());
    assert_eq!(browser.sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 200, "the true one does");
    app.advance(180 * 24 * 3600);
    use_up_free_failures(&mut app.anonymous()).await;
    browser.cookies.insert("__Host-known".to_owned(), own);
    assert_eq!(browser.sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 429, "after 180 days it is forgotten");
}

#[tokio::test]
async fn a_mark_is_given_anew_at_each_sign_in() {
    let app = TestApp::start().await;
    let mut owner = app.user().await;
    for _ in 0..4 {
        app.advance(100 * 24 * 3600);
        use_up_free_failures(&mut app.anonymous()).await;
        assert_eq!(owner.sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 200);
    }
}
