//! Every signature is accounted for: issued with an answer or thrown away, whatever happens after it was made.

use std::{sync::Arc, time::Duration};

use testkit::{
    actor::{Actor, Answer},
    app::TestApp,
    gate::Gate,
    interposed::{InterposedSessionCache, InterposedSigner, InterposedStore},
};
use tokio::time::timeout;

/// The product, with everything between it and its ports that can fail once a token is signed.
struct Scene {
    app: TestApp,
    signer: Arc<InterposedSigner>,
    store: Arc<InterposedStore>,
    cache: Arc<InterposedSessionCache>,
}

impl Scene {
    async fn new() -> Self {
        let mut plugged = None;
        let plug = |ports: &mut _| {
            plugged = Some((
                InterposedSigner::plug(ports),
                InterposedStore::plug(ports),
                InterposedSessionCache::plug(ports),
            ));
        };
        let app = TestApp::start_between(|_| {}, plug).await;
        let (signer, store, cache) = plugged.unwrap();
        Self { app, signer, store, cache }
    }

    /// Signatures made, issued and thrown away.
    fn figures(&self) -> (u64, u64, u64) {
        let tokens = &self.app.edition.issuer.access_tokens;
        (tokens.signatures(), tokens.issued(), tokens.thrown_away())
    }

    async fn come_to(&self, figures: (u64, u64, u64)) {
        until(|| self.figures() == figures).await;
    }

    async fn sign_in(&self) -> Answer {
        self.app.anonymous().sign_in(TestApp::USER.0, TestApp::USER.1).await
    }

    /// Signs in, holds the answer at a gate and does something meanwhile.
    async fn sign_in_held(&self, gate: &Gate, meanwhile: impl FnOnce()) -> Answer {
        gate.hold_next();
        let held = async {
            gate.held().await;
            meanwhile();
            gate.release();
        };
        tokio::join!(self.sign_in(), held).0
    }
}

/// Sends a request that gets as far as the gate, and hangs up there. It is brought to its end all the same.
async fn hang_up(gate: &Gate, request: impl Future<Output = Answer> + Send + 'static) {
    gate.hold_next();
    let request = tokio::spawn(request);
    gate.held().await;
    request.abort();
    assert!(request.await.unwrap_err().is_cancelled());
    gate.release();
}

async fn refresh(mut browser: Actor) -> Answer {
    browser.refresh().await
}

#[tokio::test]
async fn a_sign_in_that_the_record_does_not_take_throws_its_signature_away() {
    let scene = Scene::new().await;
    let answer = scene.sign_in_held(&scene.signer.after_sign, || scene.store.set_away(true)).await;
    assert_eq!(answer.status, 503);
    assert_eq!(scene.figures(), (1, 0, 1));
    scene.store.set_away(false);
    assert_eq!(scene.sign_in().await.status, 200);
    assert_eq!(scene.figures(), (2, 1, 1));
}

#[tokio::test]
async fn a_sign_in_that_the_fast_store_does_not_take_throws_its_signature_away() {
    let scene = Scene::new().await;
    scene.cache.set_away(true);
    assert_eq!(scene.sign_in().await.status, 503);
    assert_eq!(scene.figures(), (1, 0, 1));
    scene.cache.set_away(false);
    assert_eq!(scene.sign_in().await.status, 200);
    assert_eq!(scene.figures(), (2, 1, 1));
}

#[tokio::test]
async fn a_refresh_whose_step_fails_throws_its_signature_away() {
    let scene = Scene::new().await;
    let browser = scene.app.user().await;
    let gate = &scene.cache.before_step;
    gate.hold_next();
    let fails = async {
        gate.held().await;
        scene.cache.set_away(true);
        gate.release();
    };
    assert_eq!(tokio::join!(refresh(browser.clone()), fails).0.status, 503);
    assert_eq!(scene.figures(), (2, 1, 1));
    scene.cache.set_away(false);
    assert_eq!(refresh(browser).await.status, 200, "nothing was consumed");
    assert_eq!(scene.figures(), (3, 2, 1));
}

#[tokio::test]
async fn what_is_signed_for_who_hung_up_is_thrown_away() {
    let scene = Scene::new().await;
    let browser = scene.app.user().await;
    let mut stranger = scene.app.anonymous();
    let sign_in = async move { stranger.sign_in(TestApp::USER.0, TestApp::USER.1).await };
    hang_up(&scene.signer.after_sign, sign_in).await;
    scene.come_to((2, 1, 1)).await;
    for (number, gate) in (2..).zip([&scene.signer.after_sign, &scene.cache.before_step, &scene.cache.after_step]) {
        hang_up(gate, refresh(browser.clone())).await;
        scene.come_to((number + 1, 1, number)).await;
    }
    assert_eq!(refresh(browser).await.status, 200, "the repeated request gets the same successor");
    assert_eq!(scene.figures(), (6, 2, 4));
}

#[tokio::test]
async fn what_is_signed_too_late_is_thrown_away() {
    let mut signer = None;
    let app = TestApp::start_between(
        |settings| settings.issuer.edge.timeout = Duration::from_millis(50),
        |ports| signer = Some(InterposedSigner::plug(ports)),
    )
    .await;
    let signer = signer.unwrap();
    signer.after_sign.hold_next();
    assert_eq!(app.anonymous().sign_in(TestApp::USER.0, TestApp::USER.1).await.status, 503);
    signer.after_sign.release();
    let tokens = &app.edition.issuer.access_tokens;
    until(|| tokens.thrown_away() == 1).await;
    assert_eq!((tokens.signatures(), tokens.issued()), (1, 0));
}

/// Waits for what happens after an answer that nobody waited for.
async fn until(condition: impl Fn() -> bool) {
    let holds = async {
        while !condition() {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(10), holds).await.expect("it does not happen");
}
