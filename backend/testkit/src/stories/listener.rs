//! A listener that writes down what it hears.

use std::sync::{Arc, Mutex};

use shared::domain::{
    ids::{SessionId, UserId},
    sessions::{ChangeFeed, ChangeListener},
};

/// What a listener was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum News {
    Session(SessionId),
    User(UserId),
    Flush,
}

/// Everything heard since it was last asked.
#[derive(Debug, Default)]
pub(super) struct Ear(Mutex<Vec<News>>);

impl Ear {
    /// An ear on `feed`.
    pub(super) fn on(feed: &dyn ChangeFeed) -> Arc<Self> {
        let ear = Arc::new(Self::default());
        feed.subscribe(ear.clone());
        ear
    }

    /// What came in since the last time.
    pub(super) fn heard(&self) -> Vec<News> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    fn note(&self, news: News) {
        self.0.lock().unwrap().push(news);
    }
}

impl ChangeListener for Ear {
    fn session_changed(&self, session: &SessionId) {
        self.note(News::Session(session.clone()));
    }

    fn user_changed(&self, user: &UserId) {
        self.note(News::User(*user));
    }

    fn flush(&self) {
        self.note(News::Flush);
    }
}
