//! A change feed that can be cut.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use shared::domain::{
    ids::{SessionId, UserId},
    sessions::{ChangeFeed, ChangeListener},
};

/// Who listens in one process, and whether news get through.
#[derive(Default)]
pub(crate) struct Ears {
    are_deaf: AtomicBool,
    listeners: Mutex<Vec<Arc<dyn ChangeListener>>>,
}

impl Ears {
    /// Cuts the feed, or lets it be heard again: then nothing that is remembered can be trusted.
    pub(crate) fn set_deaf(&self, deaf: bool) {
        if self.are_deaf.swap(deaf, Ordering::SeqCst) && !deaf {
            let listeners = self.listeners.lock().unwrap_or_else(PoisonError::into_inner);
            listeners.iter().for_each(|listener| listener.flush());
        }
    }
}

pub(super) struct DeafFeed {
    pub(super) inner: Arc<dyn ChangeFeed>,
    pub(super) ears: Arc<Ears>,
}

impl ChangeFeed for DeafFeed {
    fn subscribe(&self, listener: Arc<dyn ChangeListener>) {
        self.ears.listeners.lock().unwrap_or_else(PoisonError::into_inner).push(listener.clone());
        self.inner.subscribe(Arc::new(Ear { listener, ears: self.ears.clone() }));
    }
}

struct Ear {
    listener: Arc<dyn ChangeListener>,
    ears: Arc<Ears>,
}

impl Ear {
    fn hear(&self, news: impl Fn(&dyn ChangeListener)) {
        if !self.ears.are_deaf.load(Ordering::SeqCst) {
            news(&*self.listener);
        }
    }
}

impl ChangeListener for Ear {
    fn session_changed(&self, session: &SessionId) {
        self.hear(|listener| listener.session_changed(session));
    }

    fn user_changed(&self, user: &UserId) {
        self.hear(|listener| listener.user_changed(user));
    }

    fn flush(&self) {
        self.hear(|listener| listener.flush());
    }
}
