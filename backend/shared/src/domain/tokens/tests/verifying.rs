use super::*;

fn at(world: &World, offset: i64) -> Timestamp {
    Timestamp::from_second(world.clock.now().as_second() + offset).unwrap()
}

/// A token of key 1 whose claims were changed before signing.
async fn token_with(world: &World, change: impl FnOnce(&mut AccessClaims)) -> String {
    let mut claims = AccessClaims::from_json(payload_of(&world.token().await).as_bytes()).unwrap();
    change(&mut claims);
    sign_anything(1, &claims.to_json(), footer_of(1).as_bytes(), assertion().as_bytes())
}

#[tokio::test]
async fn a_token_says_what_the_contract_lists() {
    let world = World::new().await;
    let payload: serde_json::Value = serde_json::from_str(&payload_of(&world.token().await)).unwrap();
    let names: Vec<_> = payload.as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected =
        ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "sid", "client_id", "scope", "auth_time", "amr"];
    expected.sort_unstable();
    assert_eq!(names, expected);
    assert_eq!(payload["iss"], ISSUER);
    assert_eq!(payload["aud"], AUDIENCE);
    assert_eq!(payload["client_id"], "bff");
    assert_eq!(payload["scope"], "openid profile email paseport");
    assert_eq!(payload["iat"], "2026-03-01T12:16:40Z");
    assert_eq!(payload["nbf"], payload["iat"]);
    assert_eq!(payload["exp"], "2026-03-01T12:21:40Z");
    assert_eq!(payload["auth_time"], "2026-03-01T12:16:40Z");
}

#[tokio::test]
async fn a_client_token_has_no_session_and_no_user() {
    let world = World::new().await;
    // A client whose name looks like the id of a user.
    let user = UserId::new(&*world.clock, &*world.randomness);
    let client_id: ClientId = user.to_string().parse().unwrap();
    let subject = Subject::Client(client_id.clone());
    let grant = AccessGrant { subject, session: None, client_id, auth_time: None, amr: None, ..world.grant() };
    let token = world.token_for(grant).await;
    for name in ["\"sid\"", "\"auth_time\"", "\"amr\"", "null"] {
        assert!(!payload_of(&token).contains(name), "{name}");
    }
    let claims = world.verifier.verify(&token).await.unwrap();
    assert_eq!(claims.sub, user.to_string());
    assert_eq!(claims.user_id(), None);
}

#[tokio::test]
async fn an_expired_token_is_refused_without_leeway() {
    let world = World::new().await;
    let token = world.token().await;
    world.clock.advance(Duration::from_millis(299_249));
    assert!(world.verifier.verify(&token).await.is_ok());
    world.clock.advance(Duration::from_millis(1));
    assert_eq!(world.verifier.verify(&token).await, Err(TokenRefused::Expired), "exp is now");
    world.clock.advance(Duration::from_secs(1));
    assert_eq!(world.refusal(&token).await, TokenRefused::Expired);
}

#[tokio::test]
async fn nbf_and_iat_have_five_seconds_of_leeway() {
    let world = World::new().await;
    // The clock stands at .75, so 5 s later by whole seconds is within the leeway and 6 s is not.
    for (offset, expected) in [(-10, Ok(())), (5, Ok(())), (6, Err(TokenRefused::NotYetValid))] {
        let time = at(&world, offset);
        for token in
            [token_with(&world, |claims| claims.nbf = time).await, token_with(&world, |claims| claims.iat = time).await]
        {
            assert_eq!(world.verifier.verify(&token).await.map(drop), expected, "{offset}");
        }
    }
}

#[tokio::test]
async fn issuer_and_audience_are_checked_beside_the_assertion() {
    let world = World::new().await;
    let foreign_issuer = token_with(&world, |claims| claims.iss = "https://evil.example".into()).await;
    assert_eq!(world.refusal(&foreign_issuer).await, TokenRefused::WrongIssuer);
    let foreign_audience = token_with(&world, |claims| claims.aud = "https://evil.example".into()).await;
    assert_eq!(world.refusal(&foreign_audience).await, TokenRefused::WrongAudience);
}

#[tokio::test]
async fn a_token_for_another_audience_has_a_wrong_signature() {
    let world = World::new().await;
    let token = world.token().await;
    for (issuer, audience) in [(ISSUER, "https://other.example"), ("https://other.example", AUDIENCE)] {
        let assertion = ImplicitAssertion::new(issuer, audience).unwrap();
        let other = AccessTokenVerifier::new(world.ring.clone(), assertion, world.clock.clone());
        assert_eq!(other.verify(&token).await, Err(TokenRefused::Signature));
    }
}

#[tokio::test]
async fn only_the_key_that_the_footer_names_is_tried() {
    let world = World::new().await;
    world.keys.set(vec![published(1, KeyStatus::Retiring), published(2, KeyStatus::Current)]);
    world.ring.reload().await.unwrap();
    let payload = payload_of(&world.token().await);
    let sign = |signed_by, named: u32| {
        sign_anything(signed_by, payload.as_bytes(), footer_of(named).as_bytes(), assertion().as_bytes())
    };
    assert!(world.verifier.verify(&sign(1, 1)).await.is_ok());
    assert!(world.verifier.verify(&sign(2, 2)).await.is_ok());
    assert_eq!(world.refusal(&sign(1, 2)).await, TokenRefused::Signature);
    assert_eq!(world.refusal(&sign(2, 1)).await, TokenRefused::Signature);
    assert_eq!(world.refusal(&sign(3, 3)).await, TokenRefused::UnknownKey);
}

#[tokio::test]
async fn keys_of_every_status_are_accepted_and_only_the_current_one_signs() {
    let world = World::new().await;
    let first = world.token().await;
    for (statuses, signing) in [
        ([KeyStatus::Current, KeyStatus::Next], KeyVersion(1)),
        ([KeyStatus::Retiring, KeyStatus::Current], KeyVersion(2)),
    ] {
        world.keys.set(vec![published(2, statuses[1]), published(1, statuses[0])]);
        world.ring.reload().await.unwrap();
        let token = world.token().await;
        assert_eq!(world.signer.versions.lock().unwrap().last(), Some(&signing));
        assert!(world.verifier.verify(&first).await.is_ok());
        assert!(world.verifier.verify(&token).await.is_ok());
    }
}

#[tokio::test]
async fn an_expired_token_never_reaches_the_curve_or_the_key_source() {
    let world = World::new().await;
    let loads = world.keys.loads();
    let exp = at(&world, -1);
    let payload = payload_of(&token_with(&world, |claims| claims.exp = exp).await);
    let unsigned = paseto::assemble(payload.as_bytes(), &[0; 64], footer_of(9).as_bytes());
    assert_eq!(world.refusal(&unsigned).await, TokenRefused::Expired);
    assert_eq!(world.keys.loads(), loads);
}

#[tokio::test]
async fn checks_go_on_while_the_keys_are_away() {
    let world = World::new().await;
    let payload = payload_of(&world.token().await).replace("12:21:40Z", "23:59:59Z");
    let token = sign_anything(1, payload.as_bytes(), footer_of(1).as_bytes(), assertion().as_bytes());
    world.keys.away.store(true, Ordering::Relaxed);
    world.clock.advance(KeyTimes::default().publish_ahead() * 10);
    assert!(world.ring.reload().await.is_err());
    assert!(world.verifier.verify(&token).await.is_ok());
}

#[tokio::test]
async fn an_unknown_key_is_503_only_when_the_keys_are_too_old() {
    let world = World::new().await;
    let payload = payload_of(&world.token().await).replace("12:21:40Z", "23:59:59Z");
    let unknown = sign_anything(7, payload.as_bytes(), footer_of(7).as_bytes(), assertion().as_bytes());
    world.keys.away.store(true, Ordering::Relaxed);
    world.clock.advance(Duration::from_mins(10));
    assert_eq!(world.refusal(&unknown).await, TokenRefused::UnknownKey);
    world.clock.advance(Duration::from_secs(1));
    assert_eq!(world.refusal(&unknown).await, TokenRefused::KeysUnavailable);
    world.keys.away.store(false, Ordering::Relaxed);
    world.clock.advance(KeyRing::UNKNOWN_ID_PAUSE);
    assert_eq!(world.refusal(&unknown).await, TokenRefused::UnknownKey);
}
