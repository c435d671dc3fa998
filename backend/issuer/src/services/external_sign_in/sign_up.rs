//! An account for somebody whom a provider sent, and the account that makes room for it.

use shared::domain::{
    audit::{Actor, AuditEvent, LinkProof, Origin, UserFacts},
    ids::UserId,
    providers::Provider,
    sessions::EndReason,
    unit_of_work::UnitOfWork,
    users::{DisplayName, Email, Registration, Roles, User, UserStatus},
};

use super::{
    ExternalSignIn,
    arrive::{Halt, Visitor, Way},
    callback::Arrival,
    hold_enabled,
    link::Link,
};
use crate::services::{
    endings::{Cause, Unapplied},
    sessions::Opening,
};

/// Whether the account makes room for the owner of its address, by the word of this provider. Nobody ever showed that the
/// address is its holder's, and an admin neither made nor raised nor barred it.
pub(super) fn is_displaced_by(user: &User, provider: &Provider) -> bool {
    let only_claimed = user.registration == Registration::SelfSignUp && !user.email_verified;
    let plain = user.roles == Roles::USER && user.status == UserStatus::Active;
    only_claimed && plain && provider.trust_email && provider.allow_signup
}

impl ExternalSignIn {
    /// Makes an account for the visitor and opens a session for it. `displaced` is the account that has his address.
    pub(super) async fn sign_up(
        &self,
        visitor: &Visitor,
        provider: &Provider,
        email: Email,
        displaced: Option<UserId>,
        way: &Way,
        origin: &Origin,
    ) -> Result<Arrival, Halt> {
        let user = self.new_user(visitor, provider, email);
        let opening = self.sessions.open(user.id, visitor.authentication(provider), origin).await?;
        let written = self.write_sign_up(visitor, user, displaced, &opening, way, origin).await;
        let issued = self.sessions.conclude(opening, written).await?;
        Ok(self.signed_in(issued, way))
    }

    fn new_user(&self, visitor: &Visitor, provider: &Provider, email: Email) -> User {
        let now = self.ports.clock.now();
        let name = visitor.identity.name.as_deref().and_then(|name| DisplayName::parse(name).ok());
        let name = name.or_else(|| DisplayName::parse(email.local_key()).ok());
        User {
            id: UserId::new(&*self.ports.clock, &*self.ports.randomness),
            display_name: name.unwrap_or_else(|| provider.display_name.clone()),
            email,
            roles: provider.default_roles,
            status: UserStatus::Active,
            email_verified: provider.trust_email,
            registration: Registration::Provider,
            password: None,
            authz_version: 1,
            credential_version: 1,
            created_at: now,
            updated_at: now,
            last_login_at: None,
        }
    }

    /// A key that is taken now was free a moment ago: somebody else was faster.
    async fn write_sign_up(
        &self,
        visitor: &Visitor,
        user: User,
        displaced: Option<UserId>,
        opening: &Opening,
        way: &Way,
        origin: &Origin,
    ) -> Result<(User, Unapplied), Halt> {
        let mut work = self.ports.store.begin().await?;
        let room = match displaced {
            Some(id) => self.displace(&mut *work, visitor, &id, &user.email, origin).await?,
            None => Unapplied::default(),
        };
        work.users().insert(&user).await?;
        let provider = hold_enabled(&mut *work, &visitor.provider_id).await?;
        // What the account was made by may have been taken back.
        let provider = provider.filter(|provider| {
            provider.allow_signup && provider.trust_email == user.email_verified && provider.default_roles == user.roles
        });
        let provider = provider.ok_or(Halt::Raced)?;
        let event = AuditEvent::UserCreated { after: UserFacts::from(&user) };
        self.ports.audit(&mut *work, Actor::Anonymous, Some(user.id), event, Some(origin)).await?;
        let link = Link { provider: &provider, subject: &visitor.identity.subject, email: user.email.as_str() };
        self.write_link(&mut *work, &link, LinkProof::SignUp, user.id, &opening.session.id, origin).await?;
        let came_from = visitor.upstream_session(&opening.session.id);
        let (user, ended) = self.write_session(&mut *work, user, opening, &came_from, way.replaced(), origin).await?;
        work.commit().await?;
        Ok((user, room.and(ended)))
    }

    /// Deletes an account with everything it owns, as [`crate::services::users::Users::delete`] does.
    async fn displace(
        &self,
        work: &mut dyn UnitOfWork,
        visitor: &Visitor,
        id: &UserId,
        email: &Email,
        origin: &Origin,
    ) -> Result<Unapplied, Halt> {
        let user = work.users().lock(id).await?.filter(|user| user.email == *email).ok_or(Halt::Raced)?;
        let provider = hold_enabled(work, &visitor.provider_id).await?;
        let provider = provider.filter(|provider| is_displaced_by(&user, provider)).ok_or(Halt::Raced)?;
        let actor = Actor::Anonymous;
        let cause = Cause { reason: EndReason::UserDeleted, actor: &actor, origin: Some(origin) };
        let ended = self.endings.end_all_of(work, id, None, cause).await?;
        let gone = self.endings.user_deleted(work, &user).await?;
        work.users().delete(id).await?;
        let event = AuditEvent::UserDisplaced { before: UserFacts::from(&user), provider: provider.slug };
        self.ports.audit(work, actor, Some(*id), event, Some(origin)).await?;
        Ok(ended.and(gone))
    }
}
