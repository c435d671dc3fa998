//! Where a guess comes from: networks, spellings of addresses, proxies, and the limit per address.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    num::NonZeroU32,
};

use shared::middleware::client_ip::TrustedProxies;
use testkit::app::TestApp;

use crate::{
    accounts,
    guessing::{WRONG, guess, retry_after},
};

#[tokio::test]
async fn a_network_is_a_24_and_others_are_not_concerned() {
    let app = TestApp::start().await;
    for host in 1..=5 {
        assert_eq!(guess(&mut app.anonymous_at(Ipv4Addr::new(203, 0, 113, host))).await, 401);
    }
    assert_eq!(guess(&mut app.anonymous_at(Ipv4Addr::new(203, 0, 113, 250))).await, 429);
    assert_eq!(guess(&mut app.anonymous_at(Ipv4Addr::new(203, 0, 114, 1))).await, 401);
    let mut owner = app.anonymous_at(Ipv4Addr::new(198, 51, 100, 1));
    assert_eq!(owner.sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 200);
    let mut admin = app.anonymous_at(Ipv4Addr::new(203, 0, 113, 250));
    assert_eq!(admin.sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await.status, 200, "another account of that network");
}

#[tokio::test]
async fn d3_every_spelling_of_an_address_is_one_bucket() {
    let app = TestApp::start().await;
    let one_64 = [
        "2001:db8:1:2::1",
        "2001:db8:1:2::2",
        "2001:0db8:0001:0002:ffff:0:0:1",
        "2001:db8:1:2:aaaa::",
        "2001:db8:1:2::c000:207",
    ];
    let mapped = ["192.0.2.7", "::ffff:192.0.2.7", "::ffff:c000:207", "0:0:0:0:0:ffff:c000:207", "::ffff:192.0.2.99"];
    for (spellings, sixth, other) in
        [(one_64, "2001:db8:1:2:dead:beef::1", "2001:db8:1:3::1"), (mapped, "::ffff:192.0.2.1", "::ffff:192.0.3.7")]
    {
        for spelling in spellings {
            let address: IpAddr = spelling.parse().unwrap();
            assert_eq!(guess(&mut app.anonymous_at(address)).await, 401, "{spelling}");
        }
        assert_eq!(guess(&mut app.anonymous_at(sixth.parse::<IpAddr>().unwrap())).await, 429, "{sixth}");
        assert_eq!(guess(&mut app.anonymous_at(other.parse::<IpAddr>().unwrap())).await, 401, "{other}");
    }
}

#[tokio::test]
async fn d4_forged_headers_change_nothing() {
    let app = TestApp::start().await;
    let forged = |number: u8| format!("203.0.113.{number}, 198.51.100.{number}");
    let mut statuses = Vec::new();
    for number in 0..8 {
        let mut stranger = app.anonymous();
        let body = serde_json::json!({ "email": TestApp::USER.0, "password": WRONG });
        let call = stranger
            .post("/auth/v1/login/local")
            .header("x-forwarded-for", &forged(number))
            .header("forwarded", &format!("for=203.0.113.{number};proto=https"))
            .header("x-real-ip", &format!("203.0.113.{number}"))
            .header("x-client-ip", &format!("203.0.113.{number}"))
            .header("cf-connecting-ip", &format!("203.0.113.{number}"))
            .header("true-client-ip", &format!("203.0.113.{number}"));
        statuses.push(call.json(&body).await.status.as_u16());
    }
    assert_eq!(statuses, [401, 401, 401, 401, 401, 429, 429, 429]);
    let mut admin = app.anonymous();
    let body = serde_json::json!({ "email": TestApp::ADMIN.0, "password": TestApp::ADMIN.1 });
    let call = admin.post("/auth/v1/login/local").header("x-forwarded-for", "203.0.113.9");
    let answer = call.json(&body).await;
    admin.access_token = answer.json()["access_token"].as_str().map(str::to_owned);
    assert_eq!(accounts::sessions(&mut admin).await[0]["ip"], "192.0.2.1");
}

#[tokio::test]
async fn d4_behind_a_trusted_proxy_only_its_own_word_counts() {
    let app = TestApp::start_with(|settings| {
        settings.issuer.edge.trusted_proxies = TrustedProxies::parse("192.0.2.1, 10.0.0.0/8").unwrap();
    })
    .await;
    let knock = async |forwarded: &str| {
        let mut behind = app.anonymous();
        let body = serde_json::json!({ "email": TestApp::USER.0, "password": WRONG });
        let call = behind.post("/auth/v1/login/local").header("x-forwarded-for", forwarded);
        call.header("x-real-ip", "198.51.100.200").json(&body).await.status.as_u16()
    };
    // What stands left of the first foreign hop was written by that hop.
    for (number, way) in ["", ", 10.0.0.1", ", 10.1.2.3, 10.0.0.1", "", ""].iter().enumerate() {
        assert_eq!(knock(&format!("198.51.100.{number}, 203.0.113.5{way}")).await, 401);
    }
    assert_eq!(knock("198.51.100.77, 203.0.113.5").await, 429);
    assert_eq!(knock("203.0.113.5, 198.51.101.77").await, 401, "another caller of the same proxy");
}

#[tokio::test]
async fn an_address_has_its_own_limit() {
    let app = TestApp::start_with(|settings| {
        settings.issuer.login_burst = NonZeroU32::new(4).unwrap();
        settings.issuer.login_per_second = NonZeroU32::MIN;
    })
    .await;
    let mut stranger = app.anonymous();
    for number in 0..4 {
        assert_eq!(stranger.sign_in(&format!("nobody-{number}@example.com"), WRONG).await.status, 401);
    }
    let answer = stranger.sign_in(TestApp::USER.0, TestApp::USER.1).await;
    assert!(retry_after(&answer) >= 1);
    let setup = stranger.post("/auth/v1/setup").json(&serde_json::json!({})).await;
    assert_eq!(setup.status, 429, "both share one limit");
    assert_eq!(stranger.get("/auth/v1/login/options").send().await.status, 200);
    let mut neighbour = app.anonymous_at(Ipv4Addr::new(192, 0, 2, 2));
    assert_eq!(neighbour.sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 200);
}

#[tokio::test]
async fn d3_a_64_has_one_limit() {
    let app = TestApp::start_with(|settings| {
        settings.issuer.login_burst = NonZeroU32::new(2).unwrap();
        settings.issuer.login_per_second = NonZeroU32::MIN;
    })
    .await;
    let mut statuses = Vec::new();
    for host in 1..=3_u16 {
        let mut stranger = app.anonymous_at(Ipv6Addr::new(0x2001, 0xdb8, 0, 1, host, 0, 0, host));
        statuses.push(stranger.sign_in(&format!("nobody-{host}@example.com"), WRONG).await.status.as_u16());
    }
    assert_eq!(statuses, [401, 401, 429]);
}
