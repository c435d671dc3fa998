//! The one way to the master: found through the Sentinels, followed through every failover.

mod keeper;
mod link;

use std::{fmt, sync::Arc, time::Duration};

use redis::{ErrorKind, FromRedisValue, Pipeline, RedisError, RedisResult, ServerErrorKind};
use tokio::{
    sync::{Notify, watch},
    task::AbortHandle,
};

use self::keeper::Keeper;
pub(super) use self::link::{Link, LinkError, master_run_id};
use super::{
    scripts,
    sentinels::{Heard, Sentinels},
    settings::RedisSettings,
};
use crate::domain::{sessions::Epoch, store::StoreError};

/// How long a call may take in all.
const CALL_LIMIT: Duration = Duration::from_secs(1);
/// How often a command is sent at most.
const MOST_TRIES: usize = 3;

/// What there is of a link.
#[derive(Clone, Debug)]
pub(super) enum State {
    /// A link was lost just now, or never was: wait for what comes of it.
    Seeking,
    Up(Arc<Link>),
    /// The last try failed: nothing to wait for.
    Down,
}

/// Whether a command may be sent again when nobody knows if it was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeat {
    /// Twice is as good as once.
    Safe,
    Never,
}

/// The master, wherever it is. Clones are the same; when the last is dropped, all connections end.
///
/// The connection for commands is used only while
/// - most Sentinels named its server when it was made, and none has told of a switch or a later failover since;
/// - the server said itself that it is a master, and never answered READONLY;
/// - it answered a PING within the last second.
///
/// An answer that comes in when that is no longer so doesn't count: it may be of a master that was replaced.
#[derive(Clone)]
pub struct RedisMaster {
    shared: Arc<Shared>,
}

struct Shared {
    settings: RedisSettings,
    heard: Heard,
    state: watch::Receiver<State>,
    keeper: AbortHandle,
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.keeper.abort();
    }
}

impl fmt::Debug for RedisMaster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisMaster").field("state", &*self.shared.state.borrow()).finish_non_exhaustive()
    }
}

impl RedisMaster {
    /// Starts to look for the master and returns at once. Needs a runtime.
    ///
    /// Fails when a certificate or key of the settings can't be read.
    pub fn start(settings: RedisSettings) -> RedisResult<Self> {
        let heard = Heard::default();
        let sentinels = Sentinels::start(&settings, &heard)?;
        let (sender, state) = watch::channel(State::Seeking);
        let keeper = Keeper {
            settings: settings.clone(),
            sentinels,
            heard: heard.clone(),
            state: sender,
            broken: Arc::new(Notify::new()),
            last: None,
        };
        let keeper = tokio::spawn(keeper.keep()).abort_handle();
        Ok(Self { shared: Arc::new(Shared { settings, heard, state, keeper }) })
    }

    /// The epoch the store is in, for whoever has to do something when it changes; `None` while there is no master.
    pub fn epoch(&self) -> Option<Epoch> {
        match &*self.shared.state.borrow() {
            State::Up(link) if self.is_current(link) => Some(link.epoch().clone()),
            _ => None,
        }
    }

    pub(super) fn settings(&self) -> &RedisSettings {
        &self.shared.settings
    }

    /// Where the link comes and goes, for what needs a connection of its own to the same server.
    pub(super) fn state(&self) -> watch::Receiver<State> {
        self.shared.state.clone()
    }

    /// Sends commands in one round trip. They are told in which epoch they are carried out, and so is the caller.
    pub(super) async fn run<T: FromRedisValue>(
        &self,
        repeat: Repeat,
        commands: impl Fn(&Epoch) -> Pipeline + Send,
    ) -> Result<(T, Epoch), StoreError> {
        let too_slow = |_| Err(StoreError::unavailable(LinkError::TooSlow));
        tokio::time::timeout(CALL_LIMIT, self.tries(repeat, commands)).await.unwrap_or_else(too_slow)
    }

    async fn tries<T: FromRedisValue>(
        &self,
        repeat: Repeat,
        commands: impl Fn(&Epoch) -> Pipeline + Send,
    ) -> Result<(T, Epoch), StoreError> {
        let mut tries = 0;
        loop {
            tries += 1;
            let link = self.link().await?;
            let commands = commands(link.epoch());
            let answer = tokio::select! {
                biased;
                answer = link.query(&commands) => answer.map(Some),
                () = self.left(&link) => Ok(None),
            };
            let error = match answer {
                Ok(Some(value)) if self.is_current(&link) => return Ok((value, link.epoch().clone())),
                Ok(_) => LinkError::NotMaster,
                Err(error) if is_our_mistake(&error) => return Err(StoreError::Corrupt(error.to_string())),
                Err(error) => LinkError::Redis(error),
            };
            if !self.may_repeat(&link, &error, repeat).await || tries == MOST_TRIES {
                return Err(StoreError::unavailable(error));
            }
        }
    }

    /// Draws the consequences of a failure for the link; returns whether to try again.
    async fn may_repeat(&self, link: &Link, error: &LinkError, repeat: Repeat) -> bool {
        let LinkError::Redis(error) = error else { return repeat == Repeat::Safe };
        match error.kind() {
            ErrorKind::Server(ServerErrorKind::NoScript) => link.query::<()>(&scripts::load()).await.is_ok(),
            // Refused, so certainly not carried out.
            ErrorKind::Server(ServerErrorKind::ReadOnly | ServerErrorKind::MasterDown) => {
                link.give_up();
                true
            }
            ErrorKind::Io | ErrorKind::Parse => {
                link.give_up();
                repeat == Repeat::Safe
            }
            _ => false,
        }
    }

    async fn link(&self) -> Result<Arc<Link>, StoreError> {
        let mut state = self.shared.state.clone();
        loop {
            match &*state.borrow_and_update() {
                State::Up(link) if self.is_current(link) => return Ok(link.clone()),
                State::Up(_) | State::Seeking => {}
                State::Down => return Err(StoreError::unavailable(LinkError::NoMaster)),
            }
            state.changed().await.map_err(StoreError::unavailable)?;
        }
    }

    /// Waits until the link is no longer the one. Whatever comes of a command doesn't count any more then, and a server
    /// that holds writes back until a planned switch is done would let its caller wait for nothing.
    async fn left(&self, link: &Arc<Link>) {
        let mut state = self.shared.state.clone();
        state.wait_for(|state| !matches!(state, State::Up(current) if Arc::ptr_eq(current, link))).await.ok();
    }

    fn is_current(&self, link: &Link) -> bool {
        !link.is_broken() && self.shared.heard.is(link.endpoint())
    }
}

/// The answer came, but is not what we understand.
fn is_our_mistake(error: &RedisError) -> bool {
    error.kind() == ErrorKind::UnexpectedReturnType
}
