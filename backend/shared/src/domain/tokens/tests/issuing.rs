use super::*;

#[tokio::test]
async fn a_token_tells_its_life_and_id() {
    let world = World::new().await;
    let token = world.issuer.issue(world.grant()).await.unwrap();
    let claims = world.verifier.verify(token.text().expose_secret()).await.unwrap();
    assert_eq!(token.expires_in(), 300);
    assert_eq!(token.jti(), claims.jti);
    assert_ne!(world.issuer.issue(world.grant()).await.unwrap().jti(), token.jti());
}

#[tokio::test]
async fn debug_output_hides_the_token() {
    let world = World::new().await;
    let token = world.issuer.issue(world.grant()).await.unwrap();
    assert!(!format!("{token:?}").contains("v4.public"));
}

#[tokio::test]
async fn a_signer_that_is_away_makes_nothing() {
    let world = World::new().await;
    world.signer.away.store(true, Ordering::Relaxed);
    assert!(matches!(world.issuer.issue(world.grant()).await, Err(SignError::Unavailable(_))));
    assert_eq!(world.issuer.signatures(), 0);
}

#[tokio::test]
async fn without_a_current_key_the_signer_is_not_asked() {
    let world = World::unloaded();
    world.keys.away.store(true, Ordering::Relaxed);
    assert!(matches!(world.issuer.issue(world.grant()).await, Err(SignError::Unavailable(_))));
    world.keys.away.store(false, Ordering::Relaxed);
    world.keys.set(vec![published(1, KeyStatus::Retiring), published(2, KeyStatus::Next)]);
    world.ring.reload().await.unwrap();
    assert!(matches!(world.issuer.issue(world.grant()).await, Err(SignError::Unavailable(_))));
    assert!(world.signer.versions.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_version_that_the_signer_refuses_makes_the_issuer_look_for_the_one_after_it_at_once() {
    let world = World::new().await;
    world.keys.set(vec![published(2, KeyStatus::Current)]);
    world.signer.signs_from.store(2, Ordering::Relaxed);
    for _ in 0..3 {
        let token = world.issuer.issue(world.grant()).await.unwrap();
        assert!(world.verifier.verify(token.text().expose_secret()).await.is_ok());
    }
    assert_eq!(world.keys.loads(), 2, "once at first, and once for the refusal");
    assert!(world.issuer.figures().failures.read().all(|(_, count)| count == 0));
}

#[tokio::test]
async fn a_signer_that_refuses_what_is_published_is_not_asked_for_keys_all_the_time() {
    let world = World::new().await;
    world.signer.signs_from.store(2, Ordering::Relaxed);
    for (step, loads) in [(0, 2), (0, 2), (999, 2), (1, 3), (500, 3), (500, 4)] {
        world.clock.advance(Duration::from_millis(step));
        assert!(matches!(world.issuer.issue(world.grant()).await, Err(SignError::VersionRefused(_))));
        assert_eq!(world.keys.loads(), loads, "{step}");
    }
    assert_eq!(world.issuer.signatures(), 0);
}

#[tokio::test]
async fn keys_that_were_not_read_while_a_new_one_could_become_current_sign_nothing() {
    let world = World::new().await;
    world.keys.away.store(true, Ordering::Relaxed);
    world.clock.advance(Duration::from_millis(599_999));
    assert!(world.issuer.issue(world.grant()).await.is_ok());
    world.clock.advance(Duration::from_millis(1));
    assert!(matches!(world.issuer.issue(world.grant()).await, Err(SignError::Unavailable(_))));
    assert_eq!(world.signer.versions.lock().unwrap().len(), 1, "the signer was not asked");
    assert!(world.ring.current_key_age().is_some(), "the operator still sees the key");

    world.keys.away.store(false, Ordering::Relaxed);
    world.clock.advance(KeyRing::SIGNING_PAUSE);
    assert!(world.issuer.issue(world.grant()).await.is_ok(), "it reads them itself, also after a long standstill");
}

#[tokio::test]
async fn a_wrong_signature_is_never_handed_out() {
    let world = World::new().await;
    world.signer.wrong.store(true, Ordering::Relaxed);
    assert!(matches!(world.issuer.issue(world.grant()).await, Err(SignError::BadSignature)));
    assert_eq!((world.issuer.signatures(), world.issuer.thrown_away(), world.issuer.issued()), (1, 1, 0));
}

#[tokio::test]
async fn signatures_are_on_their_way_and_then_issued_or_thrown_away() {
    let world = World::new().await;
    let figures = || (world.issuer.signatures(), world.issuer.issued(), world.issuer.thrown_away());
    for _ in 0..3 {
        world.issuer.issue(world.grant()).await.unwrap().hand_out();
    }
    let unused = world.issuer.issue(world.grant()).await.unwrap();
    assert_eq!(figures(), (4, 3, 0));
    drop(unused);
    assert_eq!(figures(), (4, 3, 1));
    assert_eq!(world.signer.versions.lock().unwrap().len(), 4);
}

#[tokio::test]
async fn the_longest_grant_fits_and_is_accepted() {
    let world = World::new().await;
    let longest = "x".repeat(ImplicitAssertion::MAX_PART_BYTES);
    let assertion = ImplicitAssertion::new(&longest, &longest).unwrap();
    let (ring, clock) = (world.ring.clone(), world.clock.clone());
    let issuer = AccessTokenIssuer::new(
        ring.clone(),
        world.signer.clone(),
        assertion.clone(),
        TTL,
        clock.clone(),
        world.randomness.clone(),
    );
    let client_id: ClientId = "c".repeat(ClientId::MAX_BYTES).parse().unwrap();
    let grant = AccessGrant {
        subject: Subject::Client(client_id.clone()),
        client_id,
        scope: "s".repeat(Scope::MAX_BYTES).parse().unwrap(),
        amr: Some(["pwd", "otp", "hwk", "mfa"].map(String::from).to_vec()),
        ..world.grant()
    };
    let token = issuer.issue(grant).await.unwrap();
    let verifier = AccessTokenVerifier::new(ring, assertion, clock);
    assert!(verifier.verify(token.text().expose_secret()).await.is_ok());
}

#[tokio::test]
async fn a_token_that_no_verifier_would_read_is_not_signed() {
    let world = World::new().await;
    let grant = AccessGrant { amr: Some(vec!["x".repeat(paseto::MAX_TOKEN_BYTES)]), ..world.grant() };
    assert!(matches!(world.issuer.issue(grant).await, Err(SignError::TooLong)));
    assert_eq!(world.issuer.signatures(), 0);
}
