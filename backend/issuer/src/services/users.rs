//! Administration of users.
//!
//! Nobody grants a role he lacks, demotes, bars or deletes himself, or takes away the last active admin.

use std::sync::Arc;

use shared::domain::{
    access::Identity,
    audit::{Actor, AuditEvent, Origin, UserFacts},
    ids::UserId,
    passwords::{HasherBusy, NewPassword, PasswordHash, PasswordHasher},
    sessions::EndReason,
    store::StoreError,
    unit_of_work::{Store, UnitOfWork},
    users::{DisplayName, Email, Registration, Role, Roles, User, UserFilter, UserStatus},
};

use super::{
    Ports,
    acting::acting_user,
    endings::{Cause, Endings, Unapplied},
    paging::{Page, one_more},
    repeat::repeated,
};

/// A user to be made.
#[derive(Debug)]
pub struct NewUser {
    pub email: Email,
    pub display_name: DisplayName,
    pub password: NewPassword,
    pub roles: Roles,
    pub email_verified: bool,
}

/// What a user is to be from now on.
#[derive(Debug)]
pub struct UserUpdate {
    pub email: Email,
    pub display_name: DisplayName,
    pub roles: Roles,
    pub status: UserStatus,
    /// `None` leaves the password as it is.
    pub password: Option<NewPassword>,
}

/// Why a user could not be made, changed or deleted.
#[derive(Debug, thiserror::Error)]
pub enum UserError {
    #[error("no such user")]
    NotFound,
    /// The caller's session or account ended while the request was under way.
    #[error("the session is over")]
    CallerGone,
    /// The caller lost the role while the request was under way.
    #[error("you are no longer an admin")]
    NoLongerAdmin,
    #[error("The e-mail address belongs to another user.")]
    EmailTaken,
    #[error("the password contains the e-mail address")]
    PasswordContainsEmail,
    #[error("You can't grant a role that you don't have yourself.")]
    RoleNotOwned,
    #[error("You can't take away your own Admin role.")]
    OwnRole,
    #[error("You can't lock or disable your own account.")]
    OwnStatus,
    #[error("Your own password is changed under your account, with the current one.")]
    OwnPassword,
    #[error("You can't delete your own account.")]
    OwnAccount,
    #[error("This is the last active admin.")]
    LastAdmin,
    #[error(transparent)]
    Busy(#[from] HasherBusy),
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for UserError {
    fn from(error: StoreError) -> Self {
        match error {
            // The e-mail is the one unique key that a person chooses.
            StoreError::Duplicate => Self::EmailTaken,
            other => Self::Store(other),
        }
    }
}

/// Makes, lists, changes and deletes users.
#[derive(Clone)]
pub struct Users {
    ports: Ports,
    endings: Endings,
    hasher: Arc<dyn PasswordHasher>,
}

impl std::fmt::Debug for Users {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Users").finish_non_exhaustive()
    }
}

impl Users {
    pub fn new(ports: Ports, endings: Endings, hasher: Arc<dyn PasswordHasher>) -> Self {
        Self { ports, endings, hasher }
    }

    /// The same rules on another store: the one behind, while this one is not open to everybody yet.
    #[must_use]
    pub fn on(&self, store: Arc<dyn Store>) -> Self {
        let ports = Ports { store, ..self.ports.clone() };
        Self { endings: Endings::new(ports.clone()), ports, hasher: self.hasher.clone() }
    }

    /// One page, in the order the users were made.
    pub async fn list(&self, filter: UserFilter) -> Result<Page<User, UserId>, StoreError> {
        let limit = filter.limit;
        let wider = UserFilter { limit: one_more(limit), ..filter };
        let items = self.ports.store.read().await?.users().list(&wider).await?;
        Ok(Page::cut(items, limit, |user| user.id))
    }

    pub async fn find(&self, id: &UserId) -> Result<User, UserError> {
        self.ports.store.read().await?.users().find(id).await?.ok_or(UserError::NotFound)
    }

    /// Makes a user on behalf of an admin.
    pub async fn create(&self, admin: &Identity, new: NewUser, origin: &Origin) -> Result<User, UserError> {
        if !new.roles.is_subset_of(admin.roles) {
            return Err(UserError::RoleNotOwned);
        }
        let user = self.prepare(new, Registration::Admin).await?;
        repeated(|| self.try_create(admin, &user, origin)).await?;
        Ok(user)
    }

    async fn try_create(&self, admin: &Identity, user: &User, origin: &Origin) -> Result<(), UserError> {
        let mut work = self.ports.store.begin().await?;
        let acting = self.acting_admin(&mut *work, admin).await?;
        if !user.roles.is_subset_of(acting.roles) {
            return Err(UserError::RoleNotOwned);
        }
        work.users().insert(user).await?;
        let event = AuditEvent::UserCreated { after: UserFacts::from(user) };
        self.ports.audit(&mut *work, Actor::of(admin), Some(user.id), event, Some(origin)).await?;
        work.commit().await?;
        Ok(())
    }

    /// Makes a user for whoever runs the machine: no account stands behind it.
    pub async fn create_by_operator(&self, new: NewUser, registration: Registration) -> Result<User, UserError> {
        let user = self.prepare(new, registration).await?;
        let mut work = self.ports.store.begin().await?;
        work.users().insert(&user).await?;
        let event = AuditEvent::UserCreated { after: UserFacts::from(&user) };
        self.ports.audit(&mut *work, Actor::System, Some(user.id), event, None).await?;
        work.commit().await?;
        Ok(user)
    }

    /// A user with a fresh id and a hashed password, not yet written.
    pub async fn prepare(&self, new: NewUser, registration: Registration) -> Result<User, UserError> {
        if new.password.contains_email(&new.email) {
            return Err(UserError::PasswordContainsEmail);
        }
        let password = self.hasher.hash(&new.password).await?;
        let now = self.ports.clock.now();
        Ok(User {
            id: UserId::new(&*self.ports.clock, &*self.ports.randomness),
            email: new.email,
            display_name: new.display_name,
            roles: new.roles,
            status: UserStatus::Active,
            email_verified: new.email_verified,
            registration,
            password: Some(password),
            authz_version: 1,
            credential_version: 1,
            created_at: now,
            updated_at: now,
            last_login_at: None,
        })
    }

    /// Changes a user. What takes power away ends his sessions before the answer is given.
    pub async fn update(
        &self,
        admin: &Identity,
        id: &UserId,
        update: UserUpdate,
        origin: &Origin,
    ) -> Result<User, UserError> {
        if update.password.as_ref().is_some_and(|password| password.contains_email(&update.email)) {
            return Err(UserError::PasswordContainsEmail);
        }
        if admin.user_id == *id {
            allow_for_oneself(&update)?;
        }
        // Hashing takes its time; a user who doesn't exist isn't worth it.
        self.find(id).await?;
        let password = match &update.password {
            Some(password) => Some(self.hasher.hash(password).await?),
            None => None,
        };
        let (user, unapplied) = repeated(|| self.try_update(admin, id, &update, password.as_ref(), origin)).await?;
        self.endings.apply(unapplied).await;
        Ok(user)
    }

    async fn try_update(
        &self,
        admin: &Identity,
        id: &UserId,
        update: &UserUpdate,
        password: Option<&PasswordHash>,
        origin: &Origin,
    ) -> Result<(User, Unapplied), UserError> {
        let mut work = self.ports.store.begin().await?;
        let active_admins = work.users().lock_active_admins().await?;
        let before = work.users().lock(id).await?.ok_or(UserError::NotFound)?;
        let mut after = apply(&before, update, self.ports.clock.now());
        after.password = password.cloned().or(after.password);
        if before.is_active_admin() && !after.is_active_admin() && active_admins <= 1 {
            return Err(UserError::LastAdmin);
        }
        allow_roles(&self.acting_admin(&mut *work, admin).await?, &before, &after)?;
        work.users().update(&after).await?;
        let unapplied = self.make_known(&mut *work, admin, &before, &after, origin).await?;
        work.commit().await?;
        Ok((after, unapplied))
    }

    /// Deletes a user with everything he owns.
    pub async fn delete(&self, admin: &Identity, id: &UserId, origin: &Origin) -> Result<(), UserError> {
        let unapplied = repeated(|| self.try_delete(admin, id, origin)).await?;
        self.endings.apply(unapplied).await;
        Ok(())
    }

    async fn try_delete(&self, admin: &Identity, id: &UserId, origin: &Origin) -> Result<Unapplied, UserError> {
        let mut work = self.ports.store.begin().await?;
        let active_admins = work.users().lock_active_admins().await?;
        let user = work.users().lock(id).await?.ok_or(UserError::NotFound)?;
        if admin.user_id == *id {
            return Err(UserError::OwnAccount);
        }
        if user.is_active_admin() && active_admins <= 1 {
            return Err(UserError::LastAdmin);
        }
        self.acting_admin(&mut *work, admin).await?;
        let actor = Actor::of(admin);
        let cause = Cause { reason: EndReason::UserDeleted, actor: &actor, origin: Some(origin) };
        let ended = self.endings.end_all_of(&mut *work, id, None, cause).await?;
        let gone = self.endings.user_deleted(&mut *work, &user).await?;
        work.users().delete(id).await?;
        let event = AuditEvent::UserDeleted { before: UserFacts::from(&user) };
        self.ports.audit(&mut *work, actor, Some(*id), event, Some(origin)).await?;
        work.commit().await?;
        Ok(ended.and(gone))
    }

    async fn acting_admin(&self, work: &mut dyn UnitOfWork, admin: &Identity) -> Result<User, UserError> {
        let acting = acting_user(work, &*self.ports.clock, admin).await?.ok_or(UserError::CallerGone)?;
        if acting.is_active_admin() { Ok(acting) } else { Err(UserError::NoLongerAdmin) }
    }

    /// Ends what the change takes away, and writes what it was.
    async fn make_known(
        &self,
        work: &mut dyn UnitOfWork,
        admin: &Identity,
        before: &User,
        after: &User,
        origin: &Origin,
    ) -> Result<Unapplied, StoreError> {
        let password_reset = before.credential_version != after.credential_version;
        let actor = Actor::of(admin);
        let mut unapplied = self.endings.user_changed(work, after).await?;
        let reason = match after.status {
            UserStatus::Active if password_reset => Some(EndReason::PasswordChanged),
            UserStatus::Active => None,
            UserStatus::Locked | UserStatus::Disabled => Some(EndReason::UserBarred),
        };
        if let Some(reason) = reason {
            let cause = Cause { reason, actor: &actor, origin: Some(origin) };
            unapplied = unapplied.and(self.endings.end_all_of(work, &after.id, None, cause).await?);
        }
        let event =
            AuditEvent::UserUpdated { before: UserFacts::from(before), after: UserFacts::from(after), password_reset };
        self.ports.audit(work, actor, Some(after.id), event, Some(origin)).await?;
        Ok(unapplied)
    }
}

fn allow_for_oneself(update: &UserUpdate) -> Result<(), UserError> {
    if update.status != UserStatus::Active {
        return Err(UserError::OwnStatus);
    }
    if !update.roles.contains(Role::Admin) {
        return Err(UserError::OwnRole);
    }
    if update.password.is_some() { Err(UserError::OwnPassword) } else { Ok(()) }
}

/// Roles that the user has already may stay, whoever saves the form.
fn allow_roles(admin: &User, before: &User, after: &User) -> Result<(), UserError> {
    let granted = after.roles.iter().filter(|role| !before.roles.contains(*role));
    if granted.into_iter().all(|role| admin.roles.contains(role)) { Ok(()) } else { Err(UserError::RoleNotOwned) }
}

fn apply(before: &User, update: &UserUpdate, now: shared::domain::clock::Timestamp) -> User {
    let mut after = before.clone();
    // Another address is another claim: nobody has verified it yet.
    after.email_verified = before.email_verified && before.email == update.email;
    after.email = update.email.clone();
    after.display_name = update.display_name.clone();
    after.roles = update.roles;
    after.status = update.status;
    after.raise_authz_version(now);
    if update.password.is_some() {
        after.raise_credential_version(now);
    }
    after
}
