//! What a user does with his own account.

use std::sync::Arc;

use shared::domain::{
    access::Identity,
    audit::{Actor, AuditEvent, Origin, UserFacts},
    passwords::{HasherBusy, NewPassword, PasswordHash, PasswordHasher, PresentedPassword, Verdict},
    sessions::EndReason,
    store::StoreError,
    users::{DisplayName, User},
};

use super::{
    Ports,
    acting::acting_user,
    endings::{Cause, Endings, Unapplied},
    guesses::{Asked, Attempt, Guesses},
    repeat::repeated,
    sessions::{RotatedToken, Sessions},
};

/// A password change.
#[derive(Debug)]
pub struct PasswordChange {
    pub current: PresentedPassword,
    pub new: NewPassword,
}

/// Why something could not be done with one's own account.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// The account or the session ended while the request was under way.
    #[error("the account or the session is gone")]
    Gone,
    #[error("the current password is wrong")]
    WrongPassword,
    #[error("the new password contains the e-mail address")]
    PasswordContainsEmail,
    #[error("too many wrong passwords")]
    Throttled { retry_after_seconds: u64 },
    #[error(transparent)]
    Busy(#[from] HasherBusy),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A user's own account.
#[derive(Clone)]
pub struct Account {
    ports: Ports,
    endings: Endings,
    sessions: Arc<Sessions>,
    hasher: Arc<dyn PasswordHasher>,
    guesses: Guesses,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").finish_non_exhaustive()
    }
}

impl Account {
    pub fn new(
        ports: Ports,
        endings: Endings,
        sessions: Arc<Sessions>,
        hasher: Arc<dyn PasswordHasher>,
        guesses: Guesses,
    ) -> Self {
        Self { ports, endings, sessions, hasher, guesses }
    }

    /// The caller's own record.
    pub async fn me(&self, caller: &Identity) -> Result<User, AccountError> {
        self.ports.store.read().await?.users().find(&caller.user_id).await?.ok_or(AccountError::Gone)
    }

    /// Changes how the caller is called.
    pub async fn rename(
        &self,
        caller: &Identity,
        display_name: DisplayName,
        origin: &Origin,
    ) -> Result<User, AccountError> {
        let (user, unapplied) = repeated(|| self.try_rename(caller, &display_name, origin)).await?;
        self.endings.apply(unapplied).await;
        Ok(user)
    }

    async fn try_rename(
        &self,
        caller: &Identity,
        display_name: &DisplayName,
        origin: &Origin,
    ) -> Result<(User, Unapplied), AccountError> {
        let mut work = self.ports.store.begin().await?;
        let before = acting_user(&mut *work, &*self.ports.clock, caller).await?.ok_or(AccountError::Gone)?;
        let mut after = before.clone();
        after.display_name = display_name.clone();
        after.raise_authz_version(self.ports.clock.now());
        work.users().update(&after).await?;
        let unapplied = self.endings.user_changed(&mut *work, &after).await?;
        let event = AuditEvent::ProfileChanged { before: UserFacts::from(&before), after: UserFacts::from(&after) };
        self.ports.audit(&mut *work, Actor::of(caller), Some(after.id), event, Some(origin)).await?;
        work.commit().await?;
        Ok((after, unapplied))
    }

    /// Changes the password, ends all other sessions and rotates this one; returns this session's next refresh token.
    ///
    /// `None` when the fast store is away at the end: the password is changed, and the token the browser has stays good.
    pub async fn change_password(
        &self,
        caller: &Identity,
        change: PasswordChange,
        origin: &Origin,
    ) -> Result<Option<RotatedToken>, AccountError> {
        let user = self.me(caller).await?;
        if change.new.contains_email(&user.email) {
            return Err(AccountError::PasswordContainsEmail);
        }
        let attempt = self.admit(caller, origin).await?;
        match self.verify_and_hash(&user, &change).await {
            Ok(hash) => {
                self.guesses.succeeded(attempt).await?;
                let unapplied = repeated(|| self.write_password(caller, &user, &hash, origin)).await?;
                self.endings.apply(unapplied).await;
                Ok(self.sessions.rotate(&caller.session_id, origin).await)
            }
            Err(AccountError::WrongPassword) => {
                let event = AuditEvent::PasswordChangeRefused;
                self.ports.audit_alone(Actor::of(caller), Some(user.id), event, origin).await?;
                Err(AccountError::WrongPassword)
            }
            Err(error) => {
                self.guesses.came_to_nothing(attempt).await?;
                Err(error)
            }
        }
    }

    async fn admit(&self, caller: &Identity, origin: &Origin) -> Result<Attempt, AccountError> {
        match self.guesses.password_change(&caller.user_id).await? {
            Asked::Admitted(attempt) => Ok(attempt),
            Asked::Throttled(throttled) => {
                let retry_after_seconds = throttled.retry_after_seconds;
                if throttled.first {
                    let event = AuditEvent::PasswordChangeThrottled { retry_after_seconds };
                    self.ports.audit_alone(Actor::of(caller), Some(caller.user_id), event, origin).await?;
                }
                Err(AccountError::Throttled { retry_after_seconds })
            }
        }
    }

    async fn verify_and_hash(&self, user: &User, change: &PasswordChange) -> Result<PasswordHash, AccountError> {
        match self.hasher.verify(&change.current, user.password.as_ref()).await? {
            Verdict::Matches { .. } => Ok(self.hasher.hash(&change.new).await?),
            Verdict::Refused => Err(AccountError::WrongPassword),
        }
    }

    async fn write_password(
        &self,
        caller: &Identity,
        proven: &User,
        hash: &PasswordHash,
        origin: &Origin,
    ) -> Result<Unapplied, AccountError> {
        let mut work = self.ports.store.begin().await?;
        let user = acting_user(&mut *work, &*self.ports.clock, caller).await?;
        // What was proven may have changed since.
        let mut user =
            user.filter(|user| user.credential_version == proven.credential_version).ok_or(AccountError::Gone)?;
        user.password = Some(hash.clone());
        user.raise_credential_version(self.ports.clock.now());
        work.users().update(&user).await?;
        let actor = Actor::of(caller);
        let cause = Cause { reason: EndReason::PasswordChanged, actor: &actor, origin: Some(origin) };
        let unapplied = self.endings.end_all_of(&mut *work, &user.id, Some(&caller.session_id), cause).await?;
        self.ports.audit(&mut *work, actor.clone(), Some(user.id), AuditEvent::PasswordChanged, Some(origin)).await?;
        work.commit().await?;
        Ok(unapplied)
    }
}
