//! Both peppers are replaced while people sign in and refresh: two rolling restarts, and a third one at the end.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use http::Method;
use serde_json::json;
use testkit::{
    app::TestApp,
    servers::free_ports,
    stack::{Browser, Lost, Reply, Service, Stack, StackOptions},
};
use tokio::{task::JoinSet, time::sleep};

use crate::{rolling_restart::one_after_the_other, turn};

const PEOPLE: usize = 4;
const PASSWORD: &str = "a-long-enough-phrase";
/// The names of the variables, and what comes after what the stack was started with.
const NEXT: [(&str, &str); 2] = [
    ("PASSWORD_PEPPER", "mR4tYc8WzQ1nVb6Kx3Jp9Hs5Lf7Gd2DaEuOiTwZkSvB"),
    ("REFRESH_TOKEN_PEPPER", "t5Gh9Kd2Zq7Wn4Xc1Vb8Mf3Jr6Ls0PyEaUiOoTwQxN"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn peppers_are_rotated_by_two_rolling_restarts_and_nobody_notices() {
    let _turn = turn::alone().await;
    let options = StackOptions::default()
        .with("BCRYPT_COST", "4")
        .with("LOGIN_FREE_FAILURES", "100")
        .with("LOGIN_BURST", "100000")
        .with("LOGIN_PER_SECOND", "100000");
    let stack = Arc::new(tokio::task::spawn_blocking(move || Stack::start(&options)).await.unwrap());
    make_people(&stack).await;
    let (stop, mut working) = (Arc::<AtomicBool>::default(), JoinSet::new());
    for number in 0..PEOPLE {
        working.spawn(work(stack.browser(), email(number), stop.clone()));
    }
    let rotating = stack.clone();
    let shares = tokio::task::spawn_blocking(move || {
        accept_the_next(&rotating);
        let accepted = hashes_by_pepper(&rotating);
        use_the_next(&rotating);
        accepted
    });
    assert_eq!(shares.await.unwrap().len(), 1, "while the new one is only accepted, nothing is made with it");
    // Everybody signs in once more.
    sleep(Duration::from_secs(2)).await;
    stop.store(true, Ordering::Relaxed);
    let done: Vec<_> = working.join_all().await;
    let (sign_ins, refreshes) = done.iter().fold((0, 0), |sum, did| (sum.0 + did.sign_ins, sum.1 + did.refreshes));
    let wrong: Vec<_> = done.iter().flat_map(|did| &did.wrong).collect();
    eprintln!("{sign_ins} sign-ins and {refreshes} refreshes over 4 restarts: {} went wrong", wrong.len());
    assert!(wrong.is_empty(), "{:#?}", &wrong[..wrong.len().min(5)]);
    assert!(sign_ins > 50 && refreshes > 200, "{sign_ins} sign-ins, {refreshes} refreshes");
    let left: Vec<_> = hashes_by_pepper(&stack).into_iter().map(|(_, count)| count).collect();
    assert_eq!(left.iter().sum::<u64>(), PEOPLE as u64 + 2, "{left:?}");
    assert!(left.contains(&2), "the seeded accounts have not signed in since: {left:?}");

    drop_the_old(stack, done).await;
}

/// The third restart. What was only good with the old peppers ends, and the log says so.
async fn drop_the_old(stack: Arc<Stack>, done: Vec<Did>) {
    let dropping = stack.clone();
    tokio::task::spawn_blocking(move || {
        for issuer in &dropping.issuers {
            for (name, _) in NEXT {
                issuer.unset(&format!("{name}_PREVIOUS"));
            }
        }
        one_after_the_other(&dropping.issuers);
    })
    .await
    .unwrap();
    for (number, mut did) in done.into_iter().enumerate() {
        assert_eq!(did.newest.refresh().await.unwrap().status, 200, "a session of the new pepper");
        assert_eq!(did.first.refresh().await.unwrap().status, 401, "one of the old pepper");
        assert_eq!(stack.browser().sign_in(&email(number), PASSWORD).await.unwrap().status, 200);
    }
    let seeded = stack.browser().sign_in(TestApp::USER.0, TestApp::USER.1).await.unwrap();
    assert_eq!(seeded.status, 401, "a hash of the old pepper");
    let log = stack.issuers.iter().map(Service::log).collect::<String>();
    for event in ["password.peppers_missing", "password.unknown_pepper", "session.unknown_pepper"] {
        assert!(log.contains(event), "{event}: {log}");
    }
    tokio::task::spawn_blocking(move || one_restart_is_not_enough(&stack)).await.unwrap();
}

/// Why it takes two: whoever is at the next pepper already is refused by the issuer that has not heard of it. And an issuer
/// that knows none of the peppers that are in use doesn't start.
fn one_restart_is_not_enough(stack: &Stack) {
    let (name, used) = NEXT[0];
    let third = "z2Nf6Qb9Xk4Wm1Rt7Jc5Hv8Ld3Gs0YpEaIuOoTqZxKw";
    stack.issuers[0].change(&[(name, third), (&format!("{name}_PREVIOUS"), used)]);
    one_after_the_other(&stack.issuers[..1]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let sign_in = |issuer: usize| {
        let address = format!("http://{}", stack.issuers[issuer].address());
        runtime.block_on(Browser::new(&address).sign_in(&email(0), PASSWORD)).unwrap().status
    };
    assert_eq!(
        (sign_in(1), sign_in(0), sign_in(1)),
        (http::StatusCode::OK, http::StatusCode::OK, http::StatusCode::UNAUTHORIZED)
    );

    let ([port], lost) = (free_ports(), "c7Vb3Nm9Kj5Hg1Fd8Sa4Qw6Er2Ty0UiOpLzXeMnBvA");
    let changes = [(name, lost), ("SERVER_PORT", &*port.to_string())];
    let forgotten = stack.issuers[1].command(&[], &changes, "");
    let said = String::from_utf8_lossy(&forgotten.stderr).into_owned();
    assert_eq!(forgotten.status.code(), Some(1), "{said}");
    assert!(said.contains("nobody could sign in") && said.contains("PASSWORD_PEPPER_PREVIOUS"), "{said}");

    // The way on when it is lost for good.
    stack.mariadb.execute("UPDATE paseport_0.users SET password_hash = NULL");
    let rescuer = ["admin", "create", "--email=rescuer@example.com", "--display-name=Rita"];
    let made = stack.issuers[1].command(&rescuer, &changes[..1], PASSWORD);
    assert!(made.status.success(), "{made:?}");
    stack.issuers[1].change(&[(name, lost)]);
    one_after_the_other(&stack.issuers[1..]);
    let address = format!("http://{}", stack.issuers[1].address());
    let reply = runtime.block_on(Browser::new(&address).sign_in("rescuer@example.com", PASSWORD)).unwrap();
    assert_eq!(reply.status, 200, "{reply:?}");
}

/// Step 1: the new ones are accepted, the old ones stay in use.
fn accept_the_next(stack: &Stack) {
    for issuer in &stack.issuers {
        for (name, next) in NEXT {
            issuer.change(&[(&format!("{name}_PREVIOUS"), next)]);
        }
    }
    one_after_the_other(&stack.issuers);
}

/// Step 2: the two change places.
fn use_the_next(stack: &Stack) {
    for issuer in &stack.issuers {
        for (name, next) in NEXT {
            let old = issuer.variables()[name].clone();
            issuer.change(&[(name, next), (&format!("{name}_PREVIOUS"), &old)]);
        }
    }
    one_after_the_other(&stack.issuers);
}

/// How many passwords are kept with each pepper: the statement of `documents/operations.md`.
fn hashes_by_pepper(stack: &Stack) -> Vec<(String, u64)> {
    let counted = stack.mariadb.execute(
        "SELECT SUBSTR(password_hash, 4, 8) AS pepper, COUNT(*) FROM paseport_0.users
         WHERE password_hash IS NOT NULL GROUP BY pepper",
    );
    let rows = counted.lines().map(|row| row.split_once('\t').unwrap());
    rows.map(|(pepper, count)| (pepper.to_owned(), count.parse().unwrap())).collect()
}

fn email(number: usize) -> String {
    format!("person-{number}@example.com")
}

async fn make_people(stack: &Stack) {
    let mut admin = stack.browser();
    assert_eq!(admin.sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await.unwrap().status, 200);
    for number in 0..PEOPLE {
        let mut user = json!({ "email": email(number), "display_name": "Ulla", "roles": ["User"] });
        user["password"] = json!(PASSWORD);
        assert_eq!(admin.call(Method::POST, "/users/v1", Some(&user)).await.unwrap().status, 201);
    }
}

/// What somebody has done, and his browsers.
#[derive(Debug)]
struct Did {
    sign_ins: usize,
    refreshes: usize,
    wrong: Vec<String>,
    /// Signed in before the first restart, and refreshed ever since.
    first: Browser,
    newest: Browser,
}

/// Signs in anew in one browser after the other, and refreshes in all that are open.
async fn work(browser: Browser, email: String, stop: Arc<AtomicBool>) -> Did {
    let (first, newest) = (browser.clone(), browser.clone());
    let mut did = Did { sign_ins: 0, refreshes: 0, wrong: Vec::new(), first, newest };
    did.first = did.signed_in(browser.clone(), &email).await;
    while !stop.load(Ordering::Relaxed) {
        did.newest = did.signed_in(browser.clone(), &email).await;
        for _ in 0..3 {
            let replies = [did.first.refresh().await, did.newest.refresh().await];
            did.refreshes += replies.len();
            for reply in replies {
                did.note("refresh", &reply);
            }
            sleep(Duration::from_millis(20)).await;
        }
    }
    did
}

impl Did {
    async fn signed_in(&mut self, mut browser: Browser, email: &str) -> Browser {
        let reply = browser.sign_in(email, PASSWORD).await;
        self.sign_ins += 1;
        self.note("sign-in", &reply);
        browser
    }

    fn note(&mut self, what: &str, reply: &Result<Reply, Lost>) {
        if !matches!(reply, Ok(reply) if reply.status == 200) {
            self.wrong.push(format!("{what}: {reply:?}"));
        }
    }
}
