//! What tests put between the product and its ports: it counts, holds or refuses, and otherwise does what the port does.

mod lost_writes;
mod relying_party;

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use async_trait::async_trait;
use issuer::assembly::IssuerPorts;
use shared::domain::{
    clock::Timestamp,
    ids::{SessionId, UserId},
    passwords::{HasherBusy, NewPassword, PasswordHash, PasswordHasher, PresentedPassword, Verdict},
    sessions::{
        CachedSession, CachedState, EndReason, Epoch, Generation, RoleValue, Session, SessionCache, SessionView,
        rule::StepOutcome,
    },
    store::StoreError,
    tokens::{KeyVersion, Ledger, SignError, Signature, TokenSigner},
    unit_of_work::{Store, UnitOfWork},
};

pub use self::{
    lost_writes::{LostWrites, Writes},
    relying_party::InterposedRelyingParty,
};
use crate::gate::Gate;

/// A password hasher that counts its work and can be held or busy.
pub struct InterposedHasher {
    inner: Arc<dyn PasswordHasher>,
    /// Passed when a verdict is there and nobody knows it yet.
    pub after_verify: Gate,
    verified: AtomicU64,
    busy: AtomicBool,
}

impl InterposedHasher {
    /// Puts one in place.
    pub fn plug(ports: &mut IssuerPorts) -> Arc<Self> {
        let hasher = Arc::new(Self {
            inner: ports.hasher.clone(),
            after_verify: Gate::new(),
            verified: AtomicU64::new(0),
            busy: AtomicBool::new(false),
        });
        ports.hasher = hasher.clone();
        hasher
    }

    /// How many passwords were evaluated.
    pub fn verified(&self) -> u64 {
        self.verified.load(Ordering::SeqCst)
    }

    /// Whether it answers that it has too much to do.
    pub fn set_busy(&self, busy: bool) {
        self.busy.store(busy, Ordering::SeqCst);
    }

    fn admit(&self) -> Result<(), HasherBusy> {
        if self.busy.load(Ordering::SeqCst) { Err(HasherBusy { retry_after_seconds: 2 }) } else { Ok(()) }
    }
}

impl fmt::Debug for InterposedHasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InterposedHasher").field("verified", &self.verified).finish_non_exhaustive()
    }
}

#[async_trait]
impl PasswordHasher for InterposedHasher {
    async fn hash(&self, password: &NewPassword) -> Result<PasswordHash, HasherBusy> {
        self.admit()?;
        self.inner.hash(password).await
    }

    async fn renew(&self, password: &PresentedPassword) -> Result<PasswordHash, HasherBusy> {
        self.admit()?;
        self.inner.renew(password).await
    }

    async fn verify(&self, password: &PresentedPassword, stored: Option<&PasswordHash>) -> Result<Verdict, HasherBusy> {
        self.admit()?;
        self.verified.fetch_add(1, Ordering::SeqCst);
        let verdict = self.inner.verify(password, stored).await?;
        self.after_verify.pass().await;
        Ok(verdict)
    }
}

/// A signer that can be away, and held.
#[derive(Debug)]
pub struct InterposedSigner {
    inner: Arc<dyn TokenSigner>,
    /// Passed when something is signed and nobody has it yet.
    pub after_sign: Gate,
    away: AtomicBool,
}

impl InterposedSigner {
    /// Puts one in place.
    pub fn plug(ports: &mut IssuerPorts) -> Arc<Self> {
        let signer =
            Arc::new(Self { inner: ports.signer.clone(), after_sign: Gate::new(), away: AtomicBool::new(false) });
        ports.signer = signer.clone();
        signer
    }

    /// Whether it is away.
    pub fn set_away(&self, away: bool) {
        self.away.store(away, Ordering::SeqCst);
    }
}

#[async_trait]
impl TokenSigner for InterposedSigner {
    async fn sign(&self, version: KeyVersion, message: &[u8]) -> Result<Signature, SignError> {
        if self.away.load(Ordering::SeqCst) {
            return Err(SignError::unavailable("the test sent it away"));
        }
        let signature = self.inner.sign(version, message).await;
        self.after_sign.pass().await;
        signature
    }

    fn ledger(&self) -> &Ledger {
        self.inner.ledger()
    }
}

/// A fast store that can be held at each step, that can be away, and that can lose its last writes.
pub struct InterposedSessionCache {
    inner: Arc<dyn SessionCache>,
    /// Passed when the hot check's answer is there and the check doesn't know it yet.
    pub after_read_pair: Gate,
    /// Passed when a token is proven and signed for, before the family takes its step.
    pub before_step: Gate,
    /// Passed when the family took its step and the answer is not yet made.
    pub after_step: Gate,
    /// Passed when the record was read, before the fast copy is made anew from it.
    pub before_restore: Gate,
    behind: AtomicBool,
    deaf: AtomicBool,
    away: AtomicBool,
}

impl InterposedSessionCache {
    /// Puts one in place.
    pub fn plug(ports: &mut IssuerPorts) -> Arc<Self> {
        let cache = Arc::new(Self {
            inner: ports.session_cache.clone(),
            after_read_pair: Gate::new(),
            before_step: Gate::new(),
            after_step: Gate::new(),
            before_restore: Gate::new(),
            behind: AtomicBool::new(false),
            deaf: AtomicBool::new(false),
            away: AtomicBool::new(false),
        });
        ports.session_cache = cache.clone();
        cache
    }

    /// Makes the next step find a store that lost its last writes.
    pub fn lose_last_write(&self) {
        self.behind.store(true, Ordering::SeqCst);
    }

    /// Whether it takes no news of sessions that ended and roles that changed.
    pub fn set_deaf(&self, deaf: bool) {
        self.deaf.store(deaf, Ordering::SeqCst);
    }

    /// Whether it knows nothing of sessions: none is found, opened, rotated or made anew.
    pub fn set_away(&self, away: bool) {
        self.away.store(away, Ordering::SeqCst);
    }

    fn there(&self) -> Result<(), StoreError> {
        if self.away.load(Ordering::SeqCst) { Err(StoreError::unavailable("the test sent it away")) } else { Ok(()) }
    }

    fn hears(&self) -> Result<(), StoreError> {
        if self.deaf.load(Ordering::SeqCst) { Err(StoreError::unavailable("the test made it deaf")) } else { Ok(()) }
    }
}

impl fmt::Debug for InterposedSessionCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InterposedSessionCache").finish_non_exhaustive()
    }
}

#[async_trait]
impl SessionCache for InterposedSessionCache {
    async fn read(&self, session: &SessionId) -> Result<SessionView, StoreError> {
        self.there()?;
        self.inner.read(session).await
    }

    async fn read_pair(&self, session: &SessionId, user: &UserId) -> Result<SessionView, StoreError> {
        let view = self.inner.read_pair(session, user).await;
        self.after_read_pair.pass().await;
        view
    }

    async fn epoch(&self) -> Result<Epoch, StoreError> {
        self.inner.epoch().await
    }

    async fn put(&self, session: &Session, role: &RoleValue) -> Result<(), StoreError> {
        self.there()?;
        self.inner.put(session, role).await
    }

    async fn step(&self, session: &SessionId, presented: Generation) -> Result<StepOutcome, StoreError> {
        self.before_step.pass().await;
        self.there()?;
        if self.behind.swap(false, Ordering::SeqCst) {
            return Ok(StepOutcome::Ahead);
        }
        let outcome = self.inner.step(session, presented).await;
        self.after_step.pass().await;
        outcome
    }

    async fn restore(
        &self,
        session: &Session,
        state: CachedState,
        epoch: &Epoch,
        expected: Option<&CachedSession>,
    ) -> Result<bool, StoreError> {
        self.before_restore.pass().await;
        self.there()?;
        self.inner.restore(session, state, epoch, expected).await
    }

    async fn bury(&self, session: &SessionId, expires_at: Timestamp) -> Result<(), StoreError> {
        self.hears()?;
        self.inner.bury(session, expires_at).await
    }

    async fn bury_unrecorded(
        &self,
        session: &SessionId,
        expires_at: Timestamp,
        reason: EndReason,
    ) -> Result<(), StoreError> {
        self.hears()?;
        self.inner.bury_unrecorded(session, expires_at, reason).await
    }

    async fn put_role(&self, user: &UserId, role: &RoleValue) -> Result<(), StoreError> {
        self.hears()?;
        self.inner.put_role(user, role).await
    }
}

/// A record that can be away while the fast store is there, and that can undo units of work for others.
pub struct InterposedStore {
    inner: Arc<dyn Store>,
    away: AtomicBool,
    conflicts: AtomicU64,
}

impl InterposedStore {
    /// Puts one in place.
    pub fn plug(ports: &mut IssuerPorts) -> Arc<Self> {
        let (away, conflicts) = (AtomicBool::new(false), AtomicU64::new(0));
        let store = Arc::new(Self { inner: ports.store.clone(), away, conflicts });
        ports.store = store.clone();
        store
    }

    /// Whether it is away.
    pub fn set_away(&self, away: bool) {
        self.away.store(away, Ordering::SeqCst);
    }

    /// Undoes so many of the units of work that write from now on, before they did anything.
    pub fn let_others_go_first(&self, times: u64) {
        self.conflicts.store(times, Ordering::SeqCst);
    }

    /// Whether all of those were.
    pub fn let_others_go(&self) -> bool {
        self.conflicts.load(Ordering::SeqCst) == 0
    }

    fn there(&self) -> Result<(), StoreError> {
        if self.away.load(Ordering::SeqCst) { Err(StoreError::unavailable("the test sent it away")) } else { Ok(()) }
    }
}

impl fmt::Debug for InterposedStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InterposedStore").field("away", &self.away).finish_non_exhaustive()
    }
}

#[async_trait]
impl Store for InterposedStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        self.there()?;
        let one_less = |conflicts: u64| conflicts.checked_sub(1);
        if self.conflicts.fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_less).is_ok() {
            return Err(StoreError::Conflict("the test let another one go first".into()));
        }
        self.inner.begin().await
    }

    async fn read(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        self.there()?;
        self.inner.read().await
    }
}
