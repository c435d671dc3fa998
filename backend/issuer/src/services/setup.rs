//! The first admin: made once, with a one-time token that only the operator's terminal showed.

use secrecy::SecretString;
use shared::domain::{
    audit::{Actor, AuditEvent, Origin, UserFacts},
    handles::{Handle, HashedHandle},
    store::StoreError,
    users::{Registration, User},
};

use super::{
    Ports,
    repeat::repeated,
    users::{NewUser, UserError, Users},
};

/// Why the first admin could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// There is an admin already, or the token is not the one that was printed. Nobody can tell which.
    #[error("the setup token is not valid")]
    Refused,
    #[error(transparent)]
    User(#[from] UserError),
}

impl From<StoreError> for SetupError {
    fn from(error: StoreError) -> Self {
        Self::User(error.into())
    }
}

/// Makes the first admin.
#[derive(Clone, Debug)]
pub struct Setup {
    ports: Ports,
    users: Users,
}

impl Setup {
    pub fn new(ports: Ports, users: Users) -> Self {
        Self { ports, users }
    }

    /// At start: a new one-time token to be printed while no active admin exists; `None`, and none left, otherwise.
    pub async fn prepare(&self) -> Result<Option<Handle>, StoreError> {
        repeated(|| self.try_prepare()).await
    }

    async fn try_prepare(&self) -> Result<Option<Handle>, StoreError> {
        let mut work = self.ports.store.begin().await?;
        let token = if work.users().lock_active_admins().await? == 0 {
            let token = Handle::new(&*self.ports.randomness);
            work.setup_tokens().replace(&token.hashed(), self.ports.clock.now()).await?;
            Some(token)
        } else {
            work.setup_tokens().clear().await?;
            None
        };
        work.commit().await?;
        Ok(token)
    }

    /// Makes the first admin, for whoever presents the token.
    pub async fn complete(&self, token: SecretString, admin: NewUser, origin: &Origin) -> Result<User, SetupError> {
        let hashed = Handle::presented(token).hashed();
        // Hashing the password is dear: a stranger doesn't get it for nothing.
        if !self.ports.store.read().await?.setup_tokens().is(&hashed).await? {
            return self.refuse(origin).await;
        }
        let user = self.users.prepare(admin, Registration::Setup).await?;
        if repeated(|| self.try_complete(&hashed, &user, origin)).await? { Ok(user) } else { self.refuse(origin).await }
    }

    /// Whether the token was still good.
    async fn try_complete(&self, token: &HashedHandle, admin: &User, origin: &Origin) -> Result<bool, SetupError> {
        let mut work = self.ports.store.begin().await?;
        let open = work.users().lock_active_admins().await? == 0;
        if !(open && work.setup_tokens().consume(token).await?) {
            return Ok(false);
        }
        work.users().insert(admin).await?;
        let event = AuditEvent::SetupCompleted { after: UserFacts::from(admin) };
        self.ports.audit(&mut *work, Actor::Anonymous, Some(admin.id), event, Some(origin)).await?;
        work.commit().await?;
        Ok(true)
    }

    async fn refuse(&self, origin: &Origin) -> Result<User, SetupError> {
        self.ports.audit_alone(Actor::Anonymous, None, AuditEvent::SetupRefused, origin).await?;
        Err(SetupError::Refused)
    }
}
