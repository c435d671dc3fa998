//! What the browsers hold.

use shared::domain::clock::Timestamp;

use crate::{
    judge::{Cookie, Reply},
    reading,
    schedule::{BROWSERS_EACH, Token},
};

/// One browser.
#[derive(Clone, Debug, Default)]
pub(crate) struct Jar {
    pub(crate) session: Option<Held>,
}

/// A session as its browser has it.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) sid: String,
    /// Refresh tokens, the newest last.
    tokens: Vec<String>,
    pub(crate) access_token: String,
    pub(crate) expires_at: Timestamp,
    /// A page was refused: the app would refresh before it asks again.
    pub(crate) is_refused: bool,
}

/// Whose browser it is.
pub(crate) fn owner(browser: usize) -> usize {
    browser / BROWSERS_EACH
}

/// The other browser of its owner.
pub(crate) fn other(browser: usize) -> usize {
    browser ^ 1
}

impl Jar {
    /// A sign-in or a refresh was answered.
    pub(crate) fn keep(&mut self, reply: &Reply) {
        let Cookie::Set(token) = &reply.cookie else { return };
        let (sid, _) = reading::refresh_token(token);
        let Some(access_token) = reply.body["access_token"].as_str() else {
            // A password change gives no access token.
            if let Some(held) = self.session.as_mut().filter(|held| held.sid == sid) {
                held.push(token);
            }
            return;
        };
        let mut held = match self.session.take().filter(|held| held.sid == sid) {
            Some(held) => held,
            None => Held {
                sid,
                tokens: Vec::new(),
                access_token: String::new(),
                expires_at: Timestamp::MIN,
                is_refused: false,
            },
        };
        held.push(token);
        (held.access_token, held.expires_at) = (access_token.to_owned(), reading::expiry(reply));
        held.is_refused = false;
        self.session = Some(held);
    }
}

impl Held {
    /// One of its tokens, and whether it is the newest.
    pub(crate) fn token(&self, which: Token) -> (&str, bool) {
        let newest = self.tokens.len() - 1;
        let index = match which {
            Token::Newest => newest,
            Token::Previous => newest.saturating_sub(1),
            Token::Older(by) => newest.saturating_sub(1 + by),
        };
        (&self.tokens[index], index == newest)
    }

    fn push(&mut self, token: &str) {
        let generation = |token: &str| reading::refresh_token(token).1;
        if self.tokens.last().is_none_or(|last| generation(last) < generation(token)) {
            self.tokens.push(token.to_owned());
        }
    }
}
