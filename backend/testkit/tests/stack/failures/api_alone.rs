//! Everything is gone but the APIs and Nginx.

use testkit::stack::{Browser, Service, Stack};
use tokio::time::{Duration, Instant};

use super::stack_beside_another;
use crate::{crowd::Accounts, waiting::wait_for};

const PAGE: &str = "/api/dashboard";
const ADMIN_PAGE: &str = "/api/admin";
/// What the check remembers is believed for so long.
const REMEMBERED: Duration = Duration::from_secs(30);
/// What the clock of an API and ours may differ by within that time.
const CLOCKS: Duration = Duration::from_millis(100);
/// From the last of the servers being there again.
const BACK: Duration = Duration::from_secs(15);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_api_alone_serves_whom_it_knows_for_30_s_and_then_fails_closed() {
    let (mut stack, accounts) = stack_beside_another().await;
    let at_both = |browser: &Browser| [0, 1].map(|number| browser.at(&url(&stack.apis[number])));
    let (known, never_seen) = (accounts.signed_in(0).await, accounts.signed_in(1).await);
    let ended = signed_out(&accounts, at_both).await;
    let [first, second] = at_both(&known);
    let before = Instant::now();
    assert_eq!(status(&first, PAGE).await, 200);
    let loaded = Instant::now();
    for api in [&first, &second] {
        assert_eq!(status(api, PAGE).await, 200);
        assert_eq!(status(api, ADMIN_PAGE).await, 403);
    }
    let [stranger, newcomer] = at_both(&never_seen);
    stop_everything(&mut stack);

    // One that is started now knows neither keys nor sessions. That is no reason to call anybody a liar.
    stack.apis[1].kill();
    stack.apis[1].run();
    for browser in [&second, &newcomer, &ended[1]] {
        assert_eq!(status(browser, PAGE).await, 503);
        assert_eq!(status(browser, ADMIN_PAGE).await, 503);
    }
    assert_eq!(status(&accounts.nobody().at(&url(&stack.apis[1])), PAGE).await, 401, "no token is no token");
    assert!(stack.apis[1].readiness().starts_with("{\"status\":\"down\""));

    let Forgotten { passed, refused } = serves_until_it_forgets(&first, &stranger, &ended).await;
    eprintln!(
        "API alone: a known token works for {:.2?}, and is refused after {:.2?}",
        passed - loaded,
        refused - before
    );
    assert!(passed - loaded <= REMEMBERED + CLOCKS && refused - before + CLOCKS >= REMEMBERED);

    start_servers(&mut stack);
    let began = Instant::now();
    for api in [&first, &second, &stranger] {
        while status(api, PAGE).await != 200 {
            assert!(began.elapsed() < BACK, "it works again without a restart");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(status(api, ADMIN_PAGE).await, 403);
    }
    for api in &ended {
        assert_eq!(status(api, PAGE).await, 401);
    }
    eprintln!("API alone: works again {:.2?} after Redis and Vault", began.elapsed());
}

/// Somebody whom both APIs knew and refuse now.
async fn signed_out(accounts: &Accounts, at_both: impl Fn(&Browser) -> [Browser; 2]) -> [Browser; 2] {
    let mut browser = accounts.signed_in(2).await;
    let ended = at_both(&browser);
    for api in &ended {
        assert_eq!(status(api, PAGE).await, 200);
    }
    assert_eq!(browser.sign_out().await.unwrap().status, 204);
    for api in &ended {
        wait_for(BACK, "the sign-out is known", async || status(api, PAGE).await == 401).await;
    }
    ended
}

/// When a token was no longer remembered.
struct Forgotten {
    /// When the last request was sent that passed.
    passed: Instant,
    /// When the first was answered that did not.
    refused: Instant,
}

/// Asks until what is known is forgotten. On the way nothing is refused that was allowed, and nothing allowed that was
/// refused or could not be looked up.
async fn serves_until_it_forgets(known: &Browser, stranger: &Browser, ended: &[Browser]) -> Forgotten {
    let (mut forged, mut passed) = (known.clone(), Instant::now());
    loop {
        let sent = Instant::now();
        let (page, answered) = (status(known, PAGE).await, Instant::now());
        if page == 200 {
            passed = sent;
        }
        let admin_page = status(known, ADMIN_PAGE).await;
        assert!(matches!((page, admin_page), (200, 403) | (200 | 503, 503)), "{page} and {admin_page}");
        assert_eq!(status(stranger, PAGE).await, 503, "who was never seen can't be looked up");
        for api in ended {
            assert!(matches!(status(api, PAGE).await, 401 | 503), "who was refused isn't let in");
        }
        assert_eq!(
            forged.get_with("v4.public.AAAA", PAGE).await.unwrap().status,
            401,
            "what is no token needs no look"
        );
        if page == 503 {
            return Forgotten { passed, refused: answered };
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The status; a 503 says when to come again.
async fn status(browser: &Browser, path: &str) -> u16 {
    let answer = browser.clone().get(path).await.unwrap();
    assert_eq!(answer.retry_after.is_some(), answer.status == 503, "{answer:?}");
    answer.status.as_u16()
}

fn stop_everything(stack: &mut Stack) {
    stack.issuers.iter().for_each(Service::kill);
    (0..3).for_each(|number| {
        stack.redis.kill_sentinel(number);
        stack.redis.kill(number);
    });
    stack.vault.kill();
    stack.mariadb.kill();
}

/// What an API needs; it never needs the others.
fn start_servers(stack: &mut Stack) {
    (0..3).for_each(|number| stack.redis.revive(number));
    (0..3).for_each(|number| stack.redis.revive_sentinel(number));
    stack.vault.run();
    stack.vault.unseal();
}

fn url(service: &Service) -> String {
    format!("http://{}", service.address())
}
