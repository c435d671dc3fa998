//! Guessing at passwords: throttled per account and network, and per account over all networks.

use std::{net::Ipv4Addr, sync::Arc};

use testkit::{
    actor::{Actor, Answer},
    app::TestApp,
    interposed::InterposedHasher,
};
use tokio::task::JoinSet;

use crate::accounts;

pub(crate) const WRONG: &str = "not-the-password";

/// A product whose password work is counted.
pub(crate) async fn counted() -> (TestApp, Arc<InterposedHasher>) {
    let mut hasher = None;
    let app = TestApp::start_between(|_| {}, |ports| hasher = Some(InterposedHasher::plug(ports))).await;
    (app, hasher.unwrap())
}

pub(crate) async fn guess(actor: &mut Actor) -> u16 {
    actor.sign_in(TestApp::USER.0, WRONG).await.status.as_u16()
}

/// Five failures, as many as are free.
pub(crate) async fn use_up_free_failures(actor: &mut Actor) {
    for _ in 0..5 {
        assert_eq!(guess(actor).await, 401);
    }
}

pub(crate) fn retry_after(answer: &Answer) -> u64 {
    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (429, "too-many-requests"));
    answer.header("retry-after").unwrap().parse().unwrap()
}

#[tokio::test]
async fn after_five_failures_the_delay_doubles_from_a_second_to_a_quarter_of_an_hour() {
    let (app, hasher) = counted().await;
    let mut stranger = app.anonymous();
    use_up_free_failures(&mut stranger).await;
    for delay in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900] {
        let evaluated = hasher.verified();
        // Not even the right password passes, and waiting in vain costs nothing.
        for password in [TestApp::USER.1, WRONG, WRONG] {
            let answer = stranger.sign_in(TestApp::USER.0, password).await;
            assert_eq!(retry_after(&answer), delay);
            assert!(answer.set_cookies().is_empty());
        }
        app.clock.advance(std::time::Duration::from_millis(delay * 1000 - 1));
        assert_eq!(retry_after(&stranger.sign_in(TestApp::USER.0, TestApp::USER.1).await), 1);
        assert_eq!(hasher.verified(), evaluated, "a refused guess was evaluated");
        app.clock.advance(std::time::Duration::from_millis(1));
        assert_eq!(guess(&mut stranger).await, 401);
    }
}

#[tokio::test]
async fn a_right_password_empties_the_bucket() {
    let app = TestApp::start().await;
    for _ in 0..3 {
        let mut stranger = app.anonymous();
        for _ in 0..4 {
            assert_eq!(guess(&mut stranger).await, 401);
        }
        assert_eq!(stranger.sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 200);
    }
}

#[tokio::test]
async fn a_day_later_everything_is_forgotten() {
    let app = TestApp::start().await;
    let mut stranger = app.anonymous();
    for _ in 0..12 {
        guess(&mut stranger).await;
        app.advance(901);
    }
    app.advance(24 * 3600);
    use_up_free_failures(&mut stranger).await;
    assert_eq!(guess(&mut stranger).await, 429);
}

#[tokio::test]
async fn every_spelling_of_an_email_is_one_bucket() {
    let app = TestApp::start().await;
    let mut stranger = app.anonymous();
    for email in ["user@example.com", "USER@example.com", "User@Example.Com", "user@EXAMPLE.com", "uSER@example.com"] {
        assert_eq!(stranger.sign_in(email, WRONG).await.status, 401);
    }
    assert_eq!(stranger.sign_in("useR@example.com", TestApp::USER.1).await.status, 429);
}

#[tokio::test]
async fn an_email_that_nobody_has_is_counted_alike() {
    let app = TestApp::start().await;
    let mut answers = Vec::new();
    for email in [TestApp::USER.0, "nobody@example.com"] {
        let mut stranger = app.anonymous();
        let mut seen = Vec::new();
        for _ in 0..8 {
            let body = serde_json::json!({ "email": email, "password": WRONG });
            let call = stranger.post("/auth/v1/login/local").header("x-request-id", "one-and-the-same");
            let answer = call.json(&body).await;
            seen.push((answer.status, answer.headers, answer.body));
        }
        answers.push(seen);
    }
    assert_eq!(answers[0][5].0, 429);
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn a_hundred_failures_a_day_over_all_networks_delay_every_stranger() {
    let (app, hasher) = counted().await;
    let network = |number: u32| {
        let [_, _, high, low] = number.to_be_bytes();
        app.anonymous_at(Ipv4Addr::new(10, high, low, 1))
    };
    let mut owner = app.user().await;
    for number in 0..100 {
        assert_eq!(guess(&mut network(number)).await, 401, "{number}");
    }
    let evaluated = hasher.verified();
    let answer = network(1000).sign_in(TestApp::USER.0, TestApp::USER.1).await;
    assert_eq!(retry_after(&answer), 1, "the hundred-and-first waits, whoever it is");
    assert_eq!(network(1001).sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await.status, 200, "other accounts don't");
    assert_eq!(owner.sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 200, "a browser that is known doesn't");
    app.advance(1);
    assert_eq!(guess(&mut network(2000)).await, 401);
    assert_eq!(retry_after(&network(2001).sign_in(TestApp::USER.0, TestApp::USER.1).await), 2);
    assert_eq!(hasher.verified() - evaluated, 3);
    app.advance(2);
    let answer = network(3000).sign_in(TestApp::USER.0, TestApp::USER.1).await;
    assert_eq!(answer.status, 200, "and it is a delay, not a lock");
    app.advance(24 * 3600);
    assert_eq!(guess(&mut network(4000)).await, 401);
    assert_eq!(guess(&mut network(4001)).await, 401, "a new day");
}

#[tokio::test]
async fn the_shared_delay_takes_nothing_from_the_networks_own_failures() {
    let app = TestApp::start().await;
    for number in 0..100 {
        assert_eq!(guess(&mut app.anonymous_at(Ipv4Addr::new(10, 0, number, 1))).await, 401);
    }
    let mut stranger = app.anonymous_at(Ipv4Addr::new(10, 1, 0, 1));
    for _ in 0..50 {
        assert_eq!(guess(&mut stranger).await, 429);
    }
    app.advance(24 * 3600 + 1);
    use_up_free_failures(&mut stranger).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn d7_of_five_hundred_guesses_at_once_only_the_free_ones_are_evaluated() {
    for (networks, limit) in [(1_u32, 5), (500, 100)] {
        let (app, hasher) = counted().await;
        let mut guesses = JoinSet::new();
        for number in 0..500 {
            let [_, _, high, low] = (number % networks).to_be_bytes();
            let mut stranger = app.anonymous_at(Ipv4Addr::new(10, high, low, 1));
            guesses.spawn(async move { guess(&mut stranger).await });
        }
        let statuses = guesses.join_all().await;
        let count = |status| statuses.iter().filter(|seen| **seen == status).count();
        // Five hundred at once may be more than a small machine has connections for: who is turned away was not evaluated.
        let turned_away = count(503);
        assert_eq!(count(401) + count(429) + turned_away, 500, "from {networks} networks");
        assert_eq!(hasher.verified(), u64::try_from(count(401)).unwrap());
        assert!(count(401) == limit || (turned_away > 0 && count(401) < limit), "from {networks} networks");
    }
}

#[tokio::test]
async fn d8_a_crash_forgets_no_failure() {
    let app = TestApp::start().await;
    let mut stranger = app.anonymous();
    use_up_free_failures(&mut stranger).await;
    let app = app.restart(|_| {}).await;
    let mut stranger = app.anonymous();
    assert_eq!(guess(&mut stranger).await, 429);
    app.advance(1);
    assert_eq!(guess(&mut stranger).await, 401);
    let app = app.restart(|_| {}).await;
    let answer = app.anonymous().sign_in(TestApp::USER.0, TestApp::USER.1).await;
    assert_eq!(retry_after(&answer), 2);
}

#[tokio::test]
async fn d8_a_guess_that_was_cut_off_is_counted() {
    let (app, hasher) = counted().await;
    for _ in 0..5 {
        hasher.after_verify.hold_next();
        let mut stranger = app.anonymous();
        let attempt = tokio::spawn(async move { guess(&mut stranger).await });
        hasher.after_verify.held().await;
        attempt.abort();
        assert!(attempt.await.unwrap_err().is_cancelled());
        hasher.after_verify.release();
    }
    assert_eq!(guess(&mut app.anonymous()).await, 429, "hanging up before the answer is no way around the counter");
    let app = app.restart(|_| {}).await;
    assert_eq!(guess(&mut app.anonymous()).await, 429);
}

#[tokio::test]
async fn an_answer_of_503_does_not_count() {
    let (app, hasher) = counted().await;
    let mut stranger = app.anonymous();
    hasher.set_busy(true);
    for _ in 0..20 {
        let answer = stranger.sign_in(TestApp::USER.0, WRONG).await;
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, Some("2")));
    }
    hasher.set_busy(false);
    use_up_free_failures(&mut stranger).await;
    assert_eq!(guess(&mut stranger).await, 429);
}

#[tokio::test]
async fn a_flood_of_refusals_is_one_entry_of_the_record() {
    let app = TestApp::start().await;
    let mut stranger = app.anonymous();
    use_up_free_failures(&mut stranger).await;
    for _ in 0..30 {
        assert_eq!(guess(&mut stranger).await, 429);
    }
    let kinds = accounts::audit_kinds(&app).await;
    let count = |kind: &str| kinds.iter().filter(|seen| *seen == kind).count();
    assert_eq!((count("sign_in.failed"), count("sign_in.throttled")), (5, 1));
}
