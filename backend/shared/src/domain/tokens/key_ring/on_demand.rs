//! Reloads that somebody needs now.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use futures::{
    FutureExt,
    future::{BoxFuture, Shared},
};

use super::{Known, lock};
use crate::domain::clock::Clock;

/// One reload at a time, shared by all who need it, and a pause before the next.
#[derive(Debug)]
pub(super) struct ReloadOnDemand {
    pause: Duration,
    last: Mutex<Option<SharedReload>>,
}

/// Whoever waits drives it, so a caller who goes away stops nothing.
#[derive(Debug)]
struct SharedReload {
    started: Duration,
    done: Shared<BoxFuture<'static, ()>>,
}

impl ReloadOnDemand {
    /// Reloads that begin at least `pause` one after the other.
    pub(super) fn new(pause: Duration) -> Self {
        Self { pause, last: Mutex::new(None) }
    }

    /// Begins a reload, or joins the last one if it is under way or began less than the pause ago.
    pub(super) fn reload(&self, known: &Arc<Known>, clock: &dyn Clock) -> Shared<BoxFuture<'static, ()>> {
        let now = clock.monotonic();
        let mut last = lock(&self.last);
        if let Some(reload) = &*last
            && (reload.done.peek().is_none() || now.saturating_sub(reload.started) < self.pause)
        {
            return reload.done.clone();
        }
        let known = Arc::clone(known);
        // The age of the keys tells the callers whether it failed.
        let done = async move { drop(known.reload().await) }.boxed().shared();
        *last = Some(SharedReload { started: now, done: done.clone() });
        done
    }
}
