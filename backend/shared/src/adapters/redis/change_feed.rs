//! News of every change of a session or a role value, by Redis's client tracking in broadcast mode.

use std::{
    convert::Infallible,
    fmt,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use redis::{PushInfo, PushKind, Value, aio::MultiplexedConnection};
use tokio::{
    sync::{Notify, watch},
    task::AbortHandle,
    time::Instant,
};

use super::{
    feed_figures::FeedFigures,
    keys::{Named, Namespaces},
    master::{Link, LinkError, RedisMaster, State, master_run_id},
    settings::patience,
};
use crate::{
    domain::sessions::{ChangeFeed, ChangeListener},
    logging::Chain,
};

/// How often the connection is tried. An answer may take half a second, so silence is noticed within one.
const PING_EVERY: Duration = Duration::from_millis(500);
const RETRY_AFTER: Duration = Duration::from_millis(100);

/// Hears of every change, whoever made it, on a connection of its own to the master.
///
/// Tracking is switched on first, then everybody is told to forget all: what is read after that is told of when it
/// changes. A rotation is told like any other change, because Redis can't tell them apart.
#[derive(Clone)]
pub struct RedisChangeFeed {
    listeners: Arc<Listeners>,
    is_up: watch::Receiver<bool>,
    figures: Arc<FeedFigures>,
    task: Arc<Task>,
}

struct Task(AbortHandle);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl fmt::Debug for RedisChangeFeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let _ = &self.task;
        f.debug_struct("RedisChangeFeed").field("is_up", &*self.is_up.borrow()).finish_non_exhaustive()
    }
}

impl RedisChangeFeed {
    /// Starts to listen. Needs a runtime.
    pub fn start(master: RedisMaster, names: Namespaces) -> Self {
        let listeners = Arc::new(Listeners { names, all: RwLock::default() });
        let (sender, is_up) = watch::channel(false);
        let figures = Arc::new(FeedFigures::new());
        let follower = Follower { master, listeners: listeners.clone(), is_up: sender, figures: figures.clone() };
        let task = Arc::new(Task(tokio::spawn(follower.follow()).abort_handle()));
        Self { listeners, is_up, figures, task }
    }

    /// Whether changes are being heard of at present.
    pub fn is_up(&self) -> bool {
        *self.is_up.borrow()
    }

    /// How well it hears.
    pub fn figures(&self) -> &FeedFigures {
        &self.figures
    }

    /// Waits until changes are being heard of.
    pub async fn ready(&self) {
        // The sender lives as long as `self.task`.
        self.is_up.clone().wait_for(|is_up| *is_up).await.ok();
    }
}

impl ChangeFeed for RedisChangeFeed {
    fn subscribe(&self, listener: Arc<dyn ChangeListener>) {
        self.listeners.all.write().unwrap_or_else(PoisonError::into_inner).push(listener);
    }
}

struct Listeners {
    names: Namespaces,
    all: RwLock<Vec<Arc<dyn ChangeListener>>>,
}

impl Listeners {
    fn tell(&self, what: impl Fn(&dyn ChangeListener)) {
        let listeners = self.all.read().unwrap_or_else(PoisonError::into_inner);
        listeners.iter().for_each(|listener| what(&**listener));
    }

    /// `invalidate` with a list of keys, or with nothing when the whole store was emptied.
    fn hear(&self, push: PushInfo) {
        for keys in push.data {
            let Value::Array(keys) = keys else { return self.tell(|listener| listener.flush()) };
            for key in keys {
                match redis::from_redis_value::<Vec<u8>>(key).ok().and_then(|key| self.names.named(&key)) {
                    Some(Named::Session(session)) => self.tell(|listener| listener.session_changed(&session)),
                    Some(Named::User(user)) => self.tell(|listener| listener.user_changed(&user)),
                    None => {}
                }
            }
        }
    }
}

/// The task that listens to one link's server after the other.
struct Follower {
    master: RedisMaster,
    listeners: Arc<Listeners>,
    is_up: watch::Sender<bool>,
    figures: Arc<FeedFigures>,
}

impl Follower {
    async fn follow(self) {
        let mut state = self.master.state();
        loop {
            let link = match &*state.borrow_and_update() {
                State::Up(link) => Some(link.clone()),
                State::Seeking | State::Down => None,
            };
            if let Some(link) = link {
                tokio::select! {
                    Err(error) = self.listen(&link) => self.down(&link, &error),
                    _ = state.changed() => self.down(&link, &LinkError::NoMaster),
                }
                tokio::time::sleep(RETRY_AFTER).await;
            } else if state.changed().await.is_err() {
                return;
            }
        }
    }

    /// Listens until the connection fails.
    async fn listen(&self, link: &Link) -> Result<Infallible, LinkError> {
        let gone = Arc::new(Notify::new());
        let (listeners, hung_up) = (self.listeners.clone(), gone.clone());
        let config = patience().set_push_sender(move |push: PushInfo| -> Result<(), Infallible> {
            match push.kind {
                PushKind::Invalidate => listeners.hear(push),
                PushKind::Disconnection => hung_up.notify_one(),
                _ => {}
            }
            Ok(())
        });
        let client = self.master.settings().server(link.endpoint())?;
        let mut connection = client.get_multiplexed_async_connection_with_config(&config).await?;
        if master_run_id(&mut connection).await? != link.run_id() {
            return Err(LinkError::Restarted);
        }
        self.track(&mut connection).await?;
        self.listeners.tell(|listener| listener.flush());
        self.figures.changed();
        self.is_up.send_replace(true);
        loop {
            let sent = Instant::now();
            redis::cmd("PING").exec_async(&mut connection).await?;
            self.figures.answered(sent);
            tokio::time::timeout(PING_EVERY, gone.notified()).await.ok();
        }
    }

    async fn track(&self, connection: &mut MultiplexedConnection) -> Result<(), LinkError> {
        let Namespaces { by_token, role, .. } = &self.listeners.names;
        let mut tracking = redis::cmd("CLIENT");
        tracking.arg("TRACKING").arg("ON").arg("BCAST").arg("PREFIX").arg(by_token).arg("PREFIX").arg(role);
        Ok(tracking.exec_async(connection).await?)
    }

    fn down(&self, link: &Link, error: &LinkError) {
        if self.is_up.send_replace(false) {
            self.figures.changed();
            tracing::warn!(event = "redis.change_feed_lost", master = %link.endpoint(), error = %Chain(error));
        }
    }
}
