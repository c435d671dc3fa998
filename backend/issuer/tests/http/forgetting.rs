//! What the background forgets of external sign-in, and what it keeps.

use std::time::Duration;

use issuer::services::authority;
use shared::domain::{
    clock::Clock,
    external_sign_in::{LIFE, LinkTicket, LoginTransaction},
    providers::Provider,
    unit_of_work::UnitOfWork,
    users::Roles,
};
use testkit::{TestApp, samples::Samples};

use crate::accounts::PASSWORD;

/// Transactions that were begun at once; more than one unit of work forgets.
const FLOOD: usize = 450;
const TOKEN: &str = "a-logout-token";

/// A product with what a sign-in by provider leaves behind when nobody comes back.
struct Scene {
    app: TestApp,
    samples: Samples,
    provider: Provider,
    transactions: Vec<LoginTransaction>,
    ticket: LinkTicket,
}

impl Scene {
    async fn new() -> Self {
        let app = TestApp::start().await;
        let user = app.make_user(("anna@example.com", PASSWORD), Roles::USER).await;
        let samples = Samples::new(app.clock.clone());
        let provider = samples.provider("rauthy");
        let transactions: Vec<_> = (0..FLOOD).map(|_| samples.transaction(&provider)).collect();
        let ticket = samples.ticket(&user, &provider, "a-1");
        let scene = Self { app, samples, provider, transactions, ticket };
        let mut work = scene.begin().await;
        for transaction in &scene.transactions {
            work.login_transactions().insert(transaction).await.unwrap();
        }
        work.link_tickets().insert(&scene.ticket).await.unwrap();
        assert!(scene.use_token(&mut *work).await);
        work.commit().await.unwrap();
        scene
    }

    async fn begin(&self) -> Box<dyn UnitOfWork> {
        self.app.edition.issuer.ports.store.begin().await.unwrap()
    }

    /// Uses a logout token that ends when the transactions do.
    async fn use_token(&self, work: &mut dyn UnitOfWork) -> bool {
        work.logout_tokens().use_once(&self.provider.id, TOKEN, self.ticket.expires_at).await.unwrap()
    }

    async fn forget_old(&self) {
        let issuer = &self.app.edition.issuer;
        authority::forget_old(&issuer.ports, &*issuer.counters).await.unwrap();
    }
}

#[tokio::test]
async fn a_sign_in_that_is_late_is_known_for_a_while() {
    let scene = Scene::new().await;
    scene.app.clock.advance(2 * LIFE.unsigned_abs());
    scene.forget_old().await;

    let (mut work, late) = (scene.begin().await, &scene.transactions[0]);
    assert!(work.login_transactions().take(&late.state, &late.browser).await.unwrap().is_some());
    assert!(work.link_tickets().find(&scene.ticket.ticket, &scene.ticket.browser).await.unwrap().is_some());
    assert!(!scene.use_token(&mut *work).await);
}

#[tokio::test]
async fn sign_ins_that_nobody_came_back_from_are_forgotten_however_many_they_are() {
    let scene = Scene::new().await;
    scene.app.clock.advance(2 * LIFE.unsigned_abs() + Duration::from_millis(1));
    let young = scene.samples.transaction(&scene.provider);
    let mut work = scene.begin().await;
    work.login_transactions().insert(&young).await.unwrap();
    work.commit().await.unwrap();
    scene.forget_old().await;

    let (mut work, now) = (scene.begin().await, scene.app.clock.now());
    assert_eq!(work.login_transactions().forget_before(now, u32::MAX).await.unwrap(), 0);
    assert!(work.login_transactions().take(&young.state, &young.browser).await.unwrap().is_some());
    assert_eq!(work.link_tickets().find(&scene.ticket.ticket, &scene.ticket.browser).await.unwrap(), None);
    assert!(scene.use_token(&mut *work).await);
}
