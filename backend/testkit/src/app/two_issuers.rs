//! Two issuers on one home, as in production: each with a router, a memory and a process of its own.

use std::{fmt, sync::Arc};

use embedded::edition::{Edition, EditionSettings};
use issuer::{assembly::IssuerPorts, state::IssuerState};
use shared::domain::users::{Roles, User};
use tokio::runtime::{Builder, Handle, Runtime};

use super::{
    ADDRESS,
    home::Home,
    make_user,
    own_servers::{OwnServers, settle},
};
use crate::{actor::Actor, clock::TestClock, settings::settings};

/// Two issuers with the API beside each. What must agree lives in the stores.
///
/// On the embedded edition both stand on the same open file, because that is how its changes are heard of; in the stack
/// each has connections of its own.
pub struct TwoIssuers {
    pub clock: Arc<TestClock>,
    settings: EditionSettings,
    /// Of the embedded edition.
    shared_ports: Option<IssuerPorts>,
    issuers: [Option<Process>; 2],
    servers: Option<OwnServers>,
    home: Arc<Home>,
}

impl fmt::Debug for TwoIssuers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TwoIssuers").field("home", &self.home).finish_non_exhaustive()
    }
}

/// One issuer. When it is dropped, everything it was doing ends where it is.
struct Process {
    ports: IssuerPorts,
    edition: Edition,
    runtime: Option<Runtime>,
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl TwoIssuers {
    /// Starts both. `plug` puts something between each, by its number, and its ports.
    pub async fn start(
        change: impl FnOnce(&mut EditionSettings),
        mut plug: impl FnMut(usize, &mut IssuerPorts),
    ) -> Self {
        let (home, clock) = (Arc::new(Home::with_a_login().await), Arc::new(TestClock::new()));
        let mut settings = settings(home.folder());
        change(&mut settings);
        let shared_ports = match &*home {
            Home::Embedded(_) => Some(Box::pin(home.ports(&settings, clock.clone())).await),
            Home::Stack { .. } => None,
        };
        let servers = OwnServers::of(&home).await;
        let mut both = Self { clock, settings, shared_ports, issuers: [None, None], servers, home };
        for number in 0..2 {
            both.restart(number, |ports| plug(number, ports)).await;
        }
        both
    }

    /// Ends one as `kill -9` does, and starts it again on what lasts.
    pub async fn restart(&mut self, number: usize, plug: impl FnOnce(&mut IssuerPorts)) {
        self.issuers[number] = None;
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let own = if let Some(shared) = &self.shared_ports {
            shared.clone()
        } else {
            let (home, settings, clock) = (self.home.clone(), self.settings.clone(), self.clock.clone());
            runtime.spawn(async move { home.ports(&settings, clock).await }).await.expect("the ports open")
        };
        let mut plugged = own.clone();
        plug(&mut plugged);
        let settings = self.settings.clone();
        let assembled = runtime.spawn(async move { Edition::assemble(settings, plugged).await }).await;
        let edition = assembled.expect("no panic").expect("the edition fits together");
        self.issuers[number] = Some(Process { ports: own, edition, runtime: Some(runtime) });
    }

    /// The services of one.
    pub fn issuer(&self, number: usize) -> &IssuerState {
        &self.process(number).edition.issuer
    }

    /// The ports of one, with nothing in between.
    pub fn ports(&self, number: usize) -> &IssuerPorts {
        &self.process(number).ports
    }

    /// Somebody with a fresh browser, who calls one of the two.
    pub fn browser(&self, number: usize) -> Actor {
        Actor::new(self.process(number).edition.router.clone(), ADDRESS)
    }

    /// Where what is done in the process of one runs: it ends with it.
    pub fn process_of(&self, number: usize) -> &Handle {
        self.process(number).runtime.as_ref().expect("it runs until it is dropped").handle()
    }

    /// Makes a user past the API, as a seed would.
    pub async fn make_user(&self, account: (&str, &str), roles: Roles) -> User {
        make_user(self.issuer(0), account, roles).await
    }

    /// The part of the real servers that is this home's alone; the embedded edition has none.
    pub fn servers(&self) -> Option<&OwnServers> {
        self.servers.as_ref()
    }

    /// Waits until both have heard of all that was changed so far, over connections that they may have to make anew.
    pub async fn settle(&self) {
        if self.servers.is_some() {
            settle(self.ports(0)).await;
            settle(self.ports(1)).await;
        }
    }

    fn process(&self, number: usize) -> &Process {
        self.issuers[number].as_ref().expect("both run")
    }
}
