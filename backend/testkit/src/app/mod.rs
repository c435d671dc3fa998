//! The product, whole and in this process: the production router on a fresh store, with a clock that can be moved.

mod home;
pub mod mailbox;
mod own_servers;
mod settled;
mod two_issuers;

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::Router;
use embedded::edition::{Edition, EditionSettings};
use issuer::{assembly::IssuerPorts, services::users::NewUser, state::IssuerState};
use secrecy::SecretString;
use shared::domain::{
    mail::Mail,
    passwords::NewPassword,
    users::{DisplayName, Email, Registration, Roles, User},
};

use self::{home::Home, mailbox::Mailbox};
pub use self::{
    own_servers::{OwnServers, Replica},
    two_issuers::TwoIssuers,
};
use crate::{
    actor::{Actor, Answer},
    clock::TestClock,
    mariadb::TempMariaDb,
    settings::settings,
};

/// The origin of every test's product.
pub const ORIGIN: &str = "https://sign-in.test";

/// Where a browser is when nothing else is said: an address of the documentation range.
const ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), 40_000);

/// One running product. Everything in it ends with it.
#[derive(Debug)]
pub struct TestApp {
    pub clock: Arc<TestClock>,
    pub edition: Edition,
    /// Where the product's mails end.
    pub mailbox: Arc<Mailbox>,
    router: Router,
    home: Home,
}

impl TestApp {
    /// The seeded admin.
    pub const ADMIN: (&str, &str) = ("admin@example.com", "dev-admin-password-1");
    /// The seeded user.
    pub const USER: (&str, &str) = ("user@example.com", "dev-user-password-1");

    /// A product with the two accounts above, settings as in production but for a cheap password hash.
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// The same with other settings.
    pub async fn start_with(change: impl FnOnce(&mut EditionSettings)) -> Self {
        Self::start_between(change, |_| {}).await
    }

    /// A product that nobody has set up yet.
    pub async fn start_empty(change: impl FnOnce(&mut EditionSettings)) -> Self {
        let clock = Arc::new(TestClock::new());
        Self::open(Home::new(), clock, Arc::default(), change, |_| {}).await
    }

    /// The product of [`TestApp::start_with`] with something put between it and its ports.
    pub async fn start_between(change: impl FnOnce(&mut EditionSettings), plug: impl FnOnce(&mut IssuerPorts)) -> Self {
        Self::open_seeded(Home::new(), change, plug).await
    }

    /// The product of [`TestApp::start`] on the servers of the stack, whichever edition is under test.
    pub async fn start_on_servers() -> Self {
        Self::start_on_servers_between(|_| {}).await
    }

    /// The same with something put between the product and its ports.
    pub async fn start_on_servers_between(plug: impl FnOnce(&mut IssuerPorts)) -> Self {
        Self::open_seeded(Home::stack(), |_| {}, plug).await
    }

    async fn open_seeded(
        home: Home,
        change: impl FnOnce(&mut EditionSettings),
        plug: impl FnOnce(&mut IssuerPorts),
    ) -> Self {
        let app = Self::open(home, Arc::new(TestClock::new()), Arc::default(), change, plug).await;
        app.make_user(Self::ADMIN, Roles::ADMIN_AND_USER).await;
        app.make_user(Self::USER, Roles::USER).await;
        app
    }

    async fn open(
        home: Home,
        clock: Arc<TestClock>,
        mailbox: Arc<Mailbox>,
        change: impl FnOnce(&mut EditionSettings),
        plug: impl FnOnce(&mut IssuerPorts),
    ) -> Self {
        let mut settings = settings(home.folder());
        change(&mut settings);
        // Real randomness: after a restart nothing may repeat.
        // Boxed: what a stack takes to open would lie in the future of every test.
        let mut ports = Box::pin(home.ports(&settings, clock.clone())).await;
        ports.mailer = Some(mailbox.clone());
        plug(&mut ports);
        let edition = Edition::assemble(settings, ports).await.expect("the edition fits together");
        Self { router: edition.router.clone(), clock, edition, mailbox, home }
    }

    /// Stops and starts again on the same data, as after a crash: nothing is written on the way out.
    #[must_use]
    pub async fn restart(self, change: impl FnOnce(&mut EditionSettings)) -> Self {
        self.restart_between(change, |_| {}).await
    }

    /// The same with something put between the product and its ports.
    #[must_use]
    pub async fn restart_between(
        self,
        change: impl FnOnce(&mut EditionSettings),
        plug: impl FnOnce(&mut IssuerPorts),
    ) -> Self {
        let Self { clock, edition, mailbox, router, home } = self;
        drop((edition, router));
        Self::open(home, clock, mailbox, change, plug).await
    }

    /// Makes a user past the API, as a seed would.
    pub async fn make_user(&self, account: (&str, &str), roles: Roles) -> User {
        make_user(&self.edition.issuer, account, roles).await
    }

    /// Where the record is, on the servers of the stack.
    pub fn database(&self) -> Option<&TempMariaDb> {
        self.home.database()
    }

    /// Somebody with a fresh browser at an address of the documentation range.
    pub fn anonymous(&self) -> Actor {
        Actor::new(self.router.clone(), ADDRESS)
    }

    /// The same at another address.
    pub fn anonymous_at(&self, ip: impl Into<IpAddr>) -> Actor {
        Actor::new(self.router.clone(), SocketAddr::from((ip.into(), 40_000)))
    }

    /// The seeded user, signed in with a fresh browser.
    pub async fn user(&self) -> Actor {
        self.sign_in(Self::USER).await
    }

    /// The seeded admin, signed in with a fresh browser.
    pub async fn admin(&self) -> Actor {
        self.sign_in(Self::ADMIN).await
    }

    /// Anyone, signed in with a fresh browser.
    pub async fn sign_in(&self, (email, password): (&str, &str)) -> Actor {
        let mut actor = self.anonymous();
        let answer: Answer = actor.sign_in(email, password).await;
        assert_eq!(answer.status, 200, "{email} signs in: {}", answer.text());
        actor
    }

    /// What the product has mailed so far, that which is due by now with it.
    pub async fn mails(&self) -> Vec<Mail> {
        self.edition.issuer.mails.send_due().await.expect("a store");
        self.mailbox.mails().into_iter().map(|mail| mail.mail).collect()
    }

    /// Lets time pass.
    pub fn advance(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }
}

async fn make_user(issuer: &IssuerState, (email, password): (&str, &str), roles: Roles) -> User {
    let email = Email::parse(email).expect("an e-mail address");
    let new = NewUser {
        display_name: DisplayName::parse(email.as_str().split('@').next().unwrap_or("user")).expect("a name"),
        email,
        password: NewPassword::parse(SecretString::from(password)).expect("a password"),
        roles,
        email_verified: true,
    };
    let user = issuer.users.prepare(new, Registration::Admin).await.expect("a hash");
    let mut work = issuer.ports.store.begin().await.expect("a store");
    work.users().insert(&user).await.expect("a new e-mail address");
    work.commit().await.expect("a commit");
    user
}
