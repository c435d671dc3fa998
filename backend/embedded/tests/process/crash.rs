//! The plug pulled in the middle of use, again and again: nobody is signed out, nobody who was signed out comes back,
//! and what was acknowledged is still there.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use http::Method;
use tokio::task::JoinSet;

use crate::{
    browser::{ADMIN, Browser, new_user},
    program::{Launch, folder, wait_for},
};

const ROUNDS: usize = 4;
const CLIENTS: usize = 6;
/// Acknowledged actions before the plug is pulled.
const ACTIONS: usize = 120;
const PASSWORD: &str = "a-long-enough-phrase";

/// Refreshes and makes users until the connection breaks. Gives back the browser as it was after the last
/// acknowledged refresh, and the users that were acknowledged.
async fn work(mut browser: Browser, name: String, done: Arc<AtomicUsize>) -> (Browser, Vec<(String, String)>) {
    let mut made = Vec::new();
    for number in 0.. {
        let Some(refreshed) = browser.refresh().await else { break };
        assert_eq!(refreshed.status, 200, "{name}: {}", refreshed.text);
        done.fetch_add(1, Ordering::Relaxed);
        let email = format!("{name}-{number}@example.org");
        let user = Some(new_user(&email, PASSWORD));
        let Some(created) = browser.try_call(Method::POST, "/users/v1", user).await else { break };
        assert_eq!(created.status, 201, "{name}: {}", created.text);
        made.push((email, created.header("location").to_owned()));
        done.fetch_add(1, Ordering::Relaxed);
    }
    (browser, made)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_signed_out_and_no_account_is_lost_when_the_process_is_killed() {
    let (_folder, data_dir) = folder();
    let launch = Launch::development(&data_dir);
    let mut program = launch.start().await;
    let mut browsers: Vec<_> = (0..CLIENTS).map(|_| program.browser()).collect();
    for browser in &mut browsers {
        assert_eq!(browser.sign_in(ADMIN).await.status, 200);
    }
    for round in 0..ROUNDS {
        let mut gone = program.browser();
        gone.sign_in(ADMIN).await;
        let ended = gone.clone();
        assert_eq!(gone.call(Method::POST, "/auth/v1/logout", None).await.status, 204);

        let done = Arc::new(AtomicUsize::new(0));
        let mut workers = JoinSet::new();
        for (number, browser) in browsers.drain(..).enumerate() {
            workers.spawn(work(browser, format!("user-{round}-{number}"), done.clone()));
        }
        // Another moment within the work in every round.
        let enough = ACTIONS + round * 7;
        wait_for("enough work", || std::future::ready(done.load(Ordering::Relaxed) >= enough)).await;
        program.kill();
        let results = workers.join_all().await;

        program = launch.start().await;
        let mut made = Vec::new();
        for (mut browser, users) in results {
            let dashboard = browser.get("/api/dashboard").await;
            assert_eq!(dashboard.status, 200, "round {round}, the old access token: {}", dashboard.text);
            let refreshed = browser.refresh().await.unwrap();
            assert_eq!(refreshed.status, 200, "round {round}: {}", refreshed.text);
            browsers.push(browser);
            made.extend(users);
        }
        assert!(made.len() * 2 + CLIENTS >= ACTIONS / 2, "the clients did work: {}", made.len());
        for (email, path) in &made {
            assert_eq!(browsers[0].get(path).await.json()["email"], *email, "round {round}");
        }
        let (email, _) = made.last().unwrap();
        assert_eq!(program.browser().sign_in((email, PASSWORD)).await.status, 200);
        assert_eq!(ended.clone().refresh().await.unwrap().status, 401, "round {round}: an ended session came back");
    }
}

#[tokio::test]
async fn c2_an_old_token_is_still_known_for_old_after_a_restart() {
    let (_folder, data_dir) = folder();
    let launch = Launch::development(&data_dir);
    let program = launch.start().await;
    let mut browser = program.browser();
    browser.sign_in(ADMIN).await;
    let mut thief = browser.clone();
    for _ in 0..2 {
        assert_eq!(browser.refresh().await.unwrap().status, 200);
    }
    program.kill();

    let _program = launch.start().await;
    assert_eq!(thief.refresh().await.unwrap().status, 401);
    assert_eq!(browser.refresh().await.unwrap().status, 401, "the theft was noticed");
    assert_eq!(browser.get("/api/dashboard").await.status, 401);
}
