//! Mails to users: written into the outbox with what they tell of, sent in the background.
//!
//! Nothing that is logged here holds an address or a text.

mod browser;
mod figures;
mod retry;
mod texts;

use std::{fmt, sync::Arc};

use shared::{
    domain::{
        audit::Origin,
        clock::{SignedDuration, Timestamp},
        ids::MailId,
        mail::{Mail, MailError, MailKind, Mailer, OutgoingMail},
        store::StoreError,
        unit_of_work::UnitOfWork,
        users::{DisplayName, User},
    },
    logging::Chain,
};
use tokio::sync::Notify;

pub use self::figures::{MailFigures, MailOutcome};
use self::texts::Occasion;
use super::Ports;

/// How many are taken at once; the last of them must be sent before somebody else may take it.
const BATCH: u32 = 5;
/// How long a mail that was taken is its taker's. Far more than [`BATCH`] mails take at their longest.
const TAKEN_FOR: SignedDuration = SignedDuration::from_mins(10);

/// The mails of this service, and the outbox they wait in.
#[derive(Clone)]
pub struct Mails(Arc<Inner>);

struct Inner {
    ports: Ports,
    /// `None`: mails go nowhere.
    mailer: Option<Arc<dyn Mailer>>,
    /// `PUBLIC_URL` without a slash at its end.
    public_url: String,
    woken: Notify,
    figures: MailFigures,
}

impl fmt::Debug for Mails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mails").finish_non_exhaustive()
    }
}

impl Mails {
    pub fn new(ports: Ports, mailer: Option<Arc<dyn Mailer>>, public_url: String) -> Self {
        Self(Arc::new(Inner { ports, mailer, public_url, woken: Notify::new(), figures: MailFigures::default() }))
    }

    /// Whether mails go anywhere. Where they don't, none is written.
    pub fn are_sent(&self) -> bool {
        self.0.mailer.is_some()
    }

    pub fn figures(&self) -> &MailFigures {
        &self.0.figures
    }

    /// Tells the owner of an account that an identity was linked to it, in the unit of work that links it.
    pub async fn identity_linked(
        &self,
        work: &mut dyn UnitOfWork,
        owner: &User,
        provider: &DisplayName,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        let mail = texts::identity_linked(&self.occasion(owner, provider, origin));
        self.queue(work, MailKind::IdentityLinked, mail).await
    }

    /// Tells the owner of an account that an identity was unlinked from it, in the unit of work that unlinks it.
    pub async fn identity_unlinked(
        &self,
        work: &mut dyn UnitOfWork,
        owner: &User,
        provider: &DisplayName,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        let mail = texts::identity_unlinked(&self.occasion(owner, provider, origin));
        self.queue(work, MailKind::IdentityUnlinked, mail).await
    }

    fn occasion<'a>(&'a self, owner: &'a User, provider: &'a DisplayName, origin: &'a Origin) -> Occasion<'a> {
        let (at, public_url) = (self.0.ports.clock.now(), self.0.public_url.as_str());
        Occasion { to: &owner.email, provider, at, origin, public_url }
    }

    /// Puts a mail into the outbox, in the unit of work of what it tells of. Call [`Mails::wake`] when that is committed.
    pub async fn queue(&self, work: &mut dyn UnitOfWork, kind: MailKind, mail: Mail) -> Result<(), StoreError> {
        if !self.are_sent() {
            return Ok(());
        }
        let Ports { clock, randomness, .. } = &self.0.ports;
        let (id, now) = (MailId::new(&**clock, &**randomness), clock.now());
        work.outbox().put(&OutgoingMail { id, kind, mail, attempts: 0, created_at: now, due_at: now }).await
    }

    /// Has the outbox looked at now. Without it the next look comes a moment later.
    pub fn wake(&self) {
        self.0.woken.notify_one();
    }

    /// Waits for a [`Mails::wake`]; one that came since the last wait counts.
    pub async fn woken(&self) {
        self.0.woken.notified().await;
    }

    /// Sends what is due; how many were sent. Several issuers may do it at once: each mail is one's.
    ///
    /// A mail whose sender dies is sent later by another. If it was on its way at that moment, it is sent twice.
    pub async fn send_due(&self) -> Result<usize, StoreError> {
        let Some(mailer) = &self.0.mailer else { return Ok(0) };
        let mut sent = 0;
        // A look costs the store less than a unit of work that may write.
        while self.waiting().await? > 0 {
            let batch = self.take().await?;
            for mail in &batch {
                sent += usize::from(self.send(&**mailer, mail).await?);
            }
            if batch.is_empty() {
                break;
            }
        }
        Ok(sent)
    }

    async fn waiting(&self) -> Result<u64, StoreError> {
        let waiting = self.0.ports.store.read().await?.outbox().count().await?;
        self.0.figures.note_waiting(waiting);
        Ok(waiting)
    }

    async fn take(&self) -> Result<Vec<OutgoingMail>, StoreError> {
        let now = self.0.ports.clock.now();
        let mut work = self.0.ports.store.begin().await?;
        let batch = work.outbox().take_due(now, now + TAKEN_FOR, BATCH).await?;
        work.commit().await?;
        Ok(batch)
    }

    /// Tries one mail; whether it was sent.
    async fn send(&self, mailer: &dyn Mailer, mail: &OutgoingMail) -> Result<bool, StoreError> {
        let tried = mailer.send(mail).await;
        let (outcome, due_again) = self.judge(mail, tried);
        match due_again {
            Some(due_at) => self.postpone(&mail.id, due_at).await?,
            None => self.remove(&mail.id).await?,
        }
        self.0.figures.outcomes.add_one(outcome);
        Ok(outcome == MailOutcome::Sent)
    }

    /// What became of a mail, and when it is tried again, if at all.
    fn judge(&self, mail: &OutgoingMail, tried: Result<(), MailError>) -> (MailOutcome, Option<Timestamp>) {
        let OutgoingMail { id, attempts, created_at, .. } = mail;
        match tried {
            Ok(()) => {
                tracing::info!(event = "mail.sent", mail = %id, attempts);
                (MailOutcome::Sent, None)
            }
            Err(MailError::Permanent(error)) => {
                tracing::error!(event = "mail.refused", mail = %id, attempts, error = %Chain(&*error));
                (MailOutcome::Refused, None)
            }
            Err(MailError::Transient(error)) => {
                let due_again = retry::due_again(*created_at, *attempts, self.0.ports.clock.now());
                let Some(due_at) = due_again else {
                    tracing::error!(event = "mail.given_up", mail = %id, attempts, error = %Chain(&*error));
                    return (MailOutcome::GivenUp, None);
                };
                tracing::warn!(event = "mail.postponed", mail = %id, attempts, %due_at, error = %Chain(&*error));
                (MailOutcome::Postponed, Some(due_at))
            }
        }
    }

    async fn remove(&self, id: &MailId) -> Result<(), StoreError> {
        let mut work = self.0.ports.store.begin().await?;
        work.outbox().remove(id).await?;
        work.commit().await
    }

    async fn postpone(&self, id: &MailId, due_at: Timestamp) -> Result<(), StoreError> {
        let mut work = self.0.ports.store.begin().await?;
        work.outbox().postpone(id, due_at).await?;
        work.commit().await
    }
}
