//! Somebody guesses passwords while Redis, which counts the guesses, is away.

use testkit::{app::TestApp, stack::Browser};
use tokio::time::{Duration, Instant};

use super::stack_beside_another;

/// `LOGIN_FREE_FAILURES`.
const FREE: usize = 5;
/// Guesses at full speed for so long, so that none is let through only because time has passed.
const GUESSING: Duration = Duration::from_secs(4);
/// Delays double from 1 s on: after 0, 1, 3 s.
const DELAYED: usize = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn d10_guesses_are_throttled_while_redis_is_dead() {
    let (stack, accounts) = stack_beside_another().await;
    let mut owner = accounts.nobody();
    assert_eq!(owner.sign_in(TestApp::USER.0, TestApp::USER.1).await.unwrap().status, 200);

    (0..3).for_each(|node| stack.redis.kill(node));
    let thief = accounts.nobody();
    let evaluated = guess(&thief).await;
    let most = stack.issuers.len() * (FREE + DELAYED);
    assert!((FREE..=most).contains(&evaluated), "{evaluated} guesses were evaluated");
    // Right or wrong, nobody looks at it.
    let throttled = thief.clone().sign_in(TestApp::USER.0, TestApp::USER.1).await.unwrap();
    assert_eq!(throttled.status, 429);
    assert!(throttled.retry_after.is_some());
    // The owner's browser counts for itself. It can't get in either, but not because of the thief.
    assert_eq!(owner.sign_in(TestApp::USER.0, TestApp::USER.1).await.unwrap().status, 503);

    (0..3).for_each(|node| stack.redis.revive(node));
    let back = Instant::now() + Duration::from_secs(20);
    while owner.sign_in(TestApp::USER.0, TestApp::USER.1).await.unwrap().status != 200 {
        assert!(Instant::now() < back, "the owner gets in again");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Guesses without a pause; returns how many were looked at.
async fn guess(thief: &Browser) -> usize {
    let (until, mut evaluated, mut refused) = (Instant::now() + GUESSING, 0, 0);
    while Instant::now() < until {
        let answer = thief.clone().sign_in(TestApp::USER.0, "not-the-password").await.unwrap();
        match answer.status.as_u16() {
            401 => evaluated += 1,
            429 => refused += 1,
            _ => panic!("a guess got {answer:?}"),
        }
    }
    eprintln!("Redis: dead during guessing: {evaluated} guesses evaluated, {refused} refused");
    assert!(refused > evaluated, "guessing was fast enough to be throttled");
    evaluated
}
