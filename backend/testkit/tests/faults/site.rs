//! Where a run takes place: two issuers, and what can befall them and what they stand on.

use std::{sync::Arc, time::Duration};

use issuer::assembly::IssuerPorts;
use shared::{
    adapters::os_randomness::OsRandomness,
    domain::{
        clock::{Clock, Timestamp},
        ids::{SessionId, UserId},
        sessions::{CachedSession, RoleValue, Session},
        store::StoreError,
        users::User,
    },
};
use testkit::app::{Replica, TwoIssuers};
use tokio::{
    sync::mpsc,
    time::{sleep, timeout},
};

use crate::{
    ports::{self, Crossing, Ears, Event, Lives},
    schedule::{Port, Side},
};

/// How long servers that were cut off may take to be there again.
const PATIENCE: Duration = Duration::from_secs(30);

/// Puts a mistake into the ports of an issuer, for the judge to find.
pub(crate) type Mutant = fn(&mut IssuerPorts);

/// Two issuers with a crossing and ears each.
pub(crate) struct Site {
    pub(crate) both: TwoIssuers,
    pub(crate) events: mpsc::UnboundedReceiver<Event>,
    sender: mpsc::UnboundedSender<Event>,
    crossings: [Arc<Crossing>; 2],
    ears: [Arc<Ears>; 2],
    lives: Arc<Lives>,
    replica: Replica,
    mutant: Option<Mutant>,
}

impl Site {
    pub(crate) async fn open(mutant: Option<Mutant>) -> Self {
        let (sender, events) = mpsc::unbounded_channel();
        let crossings = [0, 1].map(|side| Arc::new(Crossing::new(side, 0, sender.clone())));
        let (ears, lives) = ([0, 1].map(|_| Arc::<Ears>::default()), Arc::<Lives>::default());
        let plug = |side: usize, ports: &mut IssuerPorts| {
            mutant.inspect(|mutant| mutant(ports));
            ports::plug(ports, &crossings[side], &lives, &ears[side]);
        };
        // Who tries the same wrong password again and again is not what this is about.
        let both = TwoIssuers::start(|settings| settings.issuer.free_failures = u32::MAX, plug).await;
        Self { both, events, sender, crossings, ears, lives, replica: Replica::default(), mutant }
    }

    pub(crate) fn crossing(&self, side: Side) -> &Crossing {
        &self.crossings[side]
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.both.clock.now()
    }

    /// Whether the fast store is one of its own, which can lose what the record has.
    pub(crate) fn is_stack(&self) -> bool {
        self.both.servers().is_some()
    }

    /// An issuer is gone in the middle of what it does, and another one is there.
    pub(crate) async fn restart(&mut self, side: Side, away: Vec<Port>) {
        self.crossings[side].die();
        let life = self.crossings[side].life() + 1;
        let crossing = Arc::new(Crossing::new(side, life, self.sender.clone()));
        crossing.set_away(away);
        let (ears, lives, mutant) = (Arc::<Ears>::default(), self.lives.clone(), self.mutant);
        (self.crossings[side], self.ears[side]) = (crossing.clone(), ears.clone());
        let plug = move |ports: &mut IssuerPorts| {
            mutant.inspect(|mutant| mutant(ports));
            ports::plug(ports, &crossing, &lives, &ears);
        };
        self.both.restart(side, plug).await;
    }

    pub(crate) fn set_deaf(&self, side: Side, deaf: bool) {
        self.ears[side].set_deaf(deaf);
    }

    /// Returns whether there is a fast store to be emptied.
    pub(crate) async fn empty(&self) -> bool {
        let Some(servers) = self.both.servers() else { return false };
        servers.empty().await;
        true
    }

    pub(crate) async fn replicate(&mut self) {
        if let Some(servers) = self.both.servers() {
            self.replica = servers.replicate(self.lives.present()).await;
        }
    }

    /// Returns whether there is a fast store to fail over.
    pub(crate) async fn fail_over(&self) -> bool {
        let Some(servers) = self.both.servers() else { return false };
        self.both.settle().await;
        let cache = &self.both.ports(0).session_cache;
        let epoch = patiently(async || cache.epoch().await).await;
        servers.fail_over_to(&self.replica, epoch.as_str()).await;
        self.lives.begin_the_next();
        true
    }

    /// Returns whether there are any.
    pub(crate) async fn cut_connections(&self) -> bool {
        let Some(servers) = self.both.servers() else { return false };
        servers.cut_connections().await;
        true
    }

    /// A session as record and fast store have it.
    pub(crate) async fn session(&self, sid: &str) -> (Option<Session>, Option<CachedSession>) {
        let (id, ports): (SessionId, _) = (sid.parse().unwrap(), self.both.ports(0));
        let row = patiently(async || ports.store.read().await?.sessions().find(&id).await).await;
        (row, patiently(async || ports.session_cache.read(&id).await).await.session)
    }

    /// A user as record and fast store have him.
    pub(crate) async fn user(&self, id: &str) -> (Option<User>, Option<RoleValue>) {
        let (id, ports): (UserId, _) = (id.parse().unwrap(), self.both.ports(0));
        let row = patiently(async || ports.store.read().await?.users().find(&id).await).await;
        // The embedded edition has no role value without a session, and needs none: it is the row.
        let nobody = SessionId::new(&OsRandomness);
        (row, patiently(async || ports.session_cache.read_pair(&nobody, &id).await).await.role)
    }

    /// Whether everything that was taken away has been applied to the fast store.
    pub(crate) async fn nothing_is_pending(&self) -> bool {
        let store = &self.both.ports(0).store;
        patiently(async || store.read().await?.authority_changes().pending(1).await).await.is_empty()
    }
}

/// Looks again while connections that were cut are made anew.
async fn patiently<T>(look: impl AsyncFn() -> Result<T, StoreError>) -> T {
    let looking = async {
        loop {
            match look().await {
                Ok(seen) => return seen,
                Err(_) => sleep(Duration::from_millis(5)).await,
            }
        }
    };
    timeout(PATIENCE, looking).await.expect("the servers are there again")
}
