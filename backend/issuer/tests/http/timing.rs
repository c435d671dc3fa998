//! What a stranger could learn from the time an answer takes.

use std::time::{Duration, Instant};

use testkit::app::TestApp;

/// Real time, for what is measured rather than simulated.
#[expect(clippy::disallowed_methods, reason = "the clock of the tests stands still, and this is about real time")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

const ROUNDS: usize = 300;
/// The most that the medians may be apart.
const TOLERANCE: Duration = Duration::from_millis(2);
/// So dear that leaving the hash out would show: about 4 ms.
const COST: u32 = 6;

async fn timed(app: &TestApp, email: &str, password: &str) -> (Duration, u16) {
    let mut stranger = app.anonymous();
    let started = now();
    let answer = stranger.sign_in(email, password).await;
    (started.elapsed(), answer.status.as_u16())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Signs in with a wrong password as a known and as an unknown user by turns, and holds the medians together.
#[expect(clippy::print_stdout, reason = "the figures are half of what this is for")]
async fn compare(app: &TestApp, length: usize, status: u16) {
    let password = "p".repeat(length);
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        // Beyond every delay: the throttle counts both alike, but a refusal would hide the work.
        app.advance(16 * 60);
        let nobody = format!("nobody-{}@example.com", round % 2);
        let mut order = [(true, TestApp::USER.0), (false, nobody.as_str())];
        order.rotate_left(round % 2);
        for (is_known, email) in order {
            let (time, answered) = timed(app, email, &password).await;
            assert_eq!(answered, status, "{email}, {length} bytes");
            if is_known { known.push(time) } else { unknown.push(time) }
        }
    }
    let (known, unknown) = (median(known), median(unknown));
    println!("d1: {length} bytes: known {known:.2?}, unknown {unknown:.2?}");
    assert!(known.abs_diff(unknown) < TOLERANCE, "{length} bytes: known {known:?}, unknown {unknown:?}");
    assert!(status == 422 || unknown > TOLERANCE, "the work is too cheap for this test to see it missing");
}

#[tokio::test]
async fn d1_an_unknown_user_takes_as_long_as_a_known_one() {
    let app = TestApp::start_with(|settings| settings.issuer.bcrypt_cost = COST).await;
    for (length, status) in [(1, 401), (15, 401), (72, 401), (73, 401), (1000, 401), (2000, 422)] {
        compare(&app, length, status).await;
    }
}

#[tokio::test]
async fn d1_a_user_who_has_not_signed_in_since_the_cost_rose_takes_as_long() {
    let app = TestApp::start().await.restart(|settings| settings.issuer.bcrypt_cost = COST).await;
    compare(&app, 15, 401).await;
}
