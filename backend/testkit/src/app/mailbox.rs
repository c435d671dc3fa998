//! A memory mailbox: what the product mails, for a test to read.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use shared::domain::mail::{MailError, Mailer, OutgoingMail};
use tokio::sync::watch;

use crate::gate::Gate;

/// How the mailbox treats whatever comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Post {
    #[default]
    Open,
    /// As a server that is away.
    Away,
    /// As a server that knows no such recipient.
    Refusing,
}

/// Takes every mail and keeps it.
#[derive(Default)]
pub struct Mailbox {
    post: Mutex<Post>,
    mails: watch::Sender<Vec<OutgoingMail>>,
    tries: Mutex<Vec<OutgoingMail>>,
    /// Passed by each mail on its way in.
    pub before_taking: Gate,
}

impl Mailbox {
    /// From now on mails are treated so.
    pub fn set(&self, post: Post) {
        *lock(&self.post) = post;
    }

    /// What was taken so far, the oldest first.
    pub fn mails(&self) -> Vec<OutgoingMail> {
        self.mails.borrow().clone()
    }

    /// Waits until so many were taken.
    pub async fn holds(&self, mails: usize) -> Vec<OutgoingMail> {
        let mut taken = self.mails.subscribe();
        taken.wait_for(|taken| taken.len() >= mails).await.expect("the mailbox is still there").clone()
    }

    /// What was tried so far, taken or not.
    pub fn tries(&self) -> Vec<OutgoingMail> {
        lock(&self.tries).clone()
    }
}

#[async_trait]
impl Mailer for Mailbox {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), MailError> {
        lock(&self.tries).push(mail.clone());
        self.before_taking.pass().await;
        match *lock(&self.post) {
            Post::Open => {
                self.mails.send_modify(|mails| mails.push(mail.clone()));
                Ok(())
            }
            Post::Away => Err(MailError::Transient("the mailbox is away".into())),
            Post::Refusing => Err(MailError::Permanent("the mailbox refuses".into())),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailbox").finish_non_exhaustive()
    }
}
