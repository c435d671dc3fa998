//! Browsers that were sent to a provider and have not come back.

use std::time::Duration;

use secrecy::ExposeSecret;
use shared::domain::{
    external_sign_in::{LoginTransaction, Purpose},
    return_to::ReturnTo,
};
use tokio::task::JoinSet;

use crate::stories::World;

pub async fn a_transaction_is_read_as_written(world: &World) {
    let (user, provider) = (world.samples.user("anna@example.com"), world.samples.provider("rauthy"));
    let session_id = world.samples.session(&user).id;
    for purpose in [
        Purpose::SignIn { replaces: None },
        Purpose::SignIn { replaces: Some(session_id.clone()) },
        Purpose::Link { user_id: user.id, session_id },
    ] {
        let plain = LoginTransaction { purpose: purpose.clone(), ..world.samples.transaction(&provider) };
        world.clock.advance(Duration::from_millis(1234));
        let full = LoginTransaction {
            code_verifier: "v".repeat(128).into(),
            max_age_seconds: Some(u32::MAX),
            return_to: ReturnTo::or_home(&format!("/users?q={}", "\u{e9}".repeat(1000))),
            purpose,
            ..world.samples.transaction(&provider)
        };
        assert_ne!(full.return_to, ReturnTo::default());
        record(world, [&plain, &full]).await;
        assert_same(&taken(world, &plain).await.unwrap(), &plain);
        assert_same(&taken(world, &full).await.unwrap(), &full);
    }
}

pub async fn a_transaction_is_taken_once_by_its_browser(world: &World) {
    let provider = world.samples.provider("rauthy");
    let (hers, his) = (world.samples.transaction(&provider), world.samples.transaction(&provider));
    record(world, [&hers, &his]).await;

    let crossed = LoginTransaction { browser: his.browser, ..hers.clone() };
    let unknown = LoginTransaction { state: world.samples.handle(), ..hers.clone() };
    assert!(taken(world, &crossed).await.is_none());
    assert!(taken(world, &unknown).await.is_none());
    assert!(taken(world, &hers).await.is_some());
    assert!(taken(world, &hers).await.is_none());
    assert!(taken(world, &his).await.is_some());
}

pub async fn two_tabs_of_one_browser_have_a_transaction_each(world: &World) {
    let provider = world.samples.provider("rauthy");
    let first = world.samples.transaction(&provider);
    let second = LoginTransaction { browser: first.browser, ..world.samples.transaction(&provider) };
    record(world, [&first, &second]).await;
    assert_same(&taken(world, &second).await.unwrap(), &second);
    assert_same(&taken(world, &first).await.unwrap(), &first);
}

pub async fn a5_of_fifty_answers_at_once_one_gets_the_transaction(world: &World) {
    let transaction = world.samples.transaction(&world.samples.provider("rauthy"));
    record(world, [&transaction]).await;
    let processes = [world.stores.store.clone(), world.reopened().await.store];
    let mut answers = JoinSet::new();
    for number in 0..50 {
        let (store, state, browser) = (processes[number % 2].clone(), transaction.state, transaction.browser);
        answers.spawn(async move {
            let mut unit = store.begin().await.unwrap();
            let taken = unit.login_transactions().take(&state, &browser).await.unwrap();
            unit.commit().await.unwrap();
            taken
        });
    }
    assert_eq!(answers.join_all().await.into_iter().flatten().count(), 1);
}

pub async fn a_transaction_is_given_back_when_the_work_is_undone(world: &World) {
    let transaction = world.samples.transaction(&world.samples.provider("rauthy"));
    record(world, [&transaction]).await;
    let mut unit = world.begin().await;
    assert!(unit.login_transactions().take(&transaction.state, &transaction.browser).await.unwrap().is_some());
    drop(unit);
    assert!(taken(world, &transaction).await.is_some());
}

pub async fn transactions_past_their_end_are_forgotten_a_few_at_a_time(world: &World) {
    let provider = world.samples.provider("rauthy");
    let old = [(); 3].map(|()| world.samples.transaction(&provider));
    let limit = old[0].expires_at + Duration::from_millis(1);
    let young = LoginTransaction { expires_at: limit, ..world.samples.transaction(&provider) };
    record(world, old.each_ref()).await;
    record(world, [&young]).await;

    for forgotten in [2, 1, 0] {
        let mut unit = world.begin().await;
        assert_eq!(unit.login_transactions().forget_before(limit, 2).await.unwrap(), forgotten);
        unit.commit().await.unwrap();
    }
    for old in &old {
        assert!(taken(world, old).await.is_none());
    }
    assert!(taken(world, &young).await.is_some());
}

async fn record<const N: usize>(world: &World, transactions: [&LoginTransaction; N]) {
    let mut unit = world.begin().await;
    for transaction in transactions {
        unit.login_transactions().insert(transaction).await.unwrap();
    }
    unit.commit().await.unwrap();
}

async fn taken(world: &World, transaction: &LoginTransaction) -> Option<LoginTransaction> {
    let mut unit = world.begin().await;
    let taken = unit.login_transactions().take(&transaction.state, &transaction.browser).await.unwrap();
    unit.commit().await.unwrap();
    taken
}

/// Equal in everything, also in what `Debug` does not show.
fn assert_same(left: &LoginTransaction, right: &LoginTransaction) {
    assert_eq!(format!("{left:?}"), format!("{right:?}"));
    assert_eq!((left.state, left.browser, left.nonce), (right.state, right.browser, right.nonce));
    assert_eq!(left.code_verifier.expose_secret(), right.code_verifier.expose_secret());
}
