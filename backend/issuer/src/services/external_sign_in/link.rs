//! The one place that links an identity to a user.

use shared::domain::{
    audit::{Actor, AuditEvent, LinkProof, Origin},
    identities::{ExternalIdentity, Subject},
    ids::{IdentityId, SessionId, UserId},
    providers::Provider,
    store::StoreError,
    unit_of_work::UnitOfWork,
};

use super::ExternalSignIn;

/// What is linked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link<'a> {
    pub(super) provider: &'a Provider,
    pub(super) subject: &'a Subject,
    /// The address the provider told.
    pub(super) email: &'a str,
}

impl ExternalSignIn {
    /// Links, and writes that it was done, in the unit of work that looked whether it may be; from which session, for the
    /// record. [`StoreError::Duplicate`] when the identity is somebody's already.
    pub(super) async fn write_link(
        &self,
        work: &mut dyn UnitOfWork,
        link: &Link<'_>,
        proof: LinkProof,
        user: UserId,
        session: &SessionId,
        origin: &Origin,
    ) -> Result<(), StoreError> {
        let now = self.ports.clock.now();
        let identity = ExternalIdentity {
            id: IdentityId::new(&*self.ports.clock, &*self.ports.randomness),
            user_id: user,
            provider_id: link.provider.id,
            issuer: link.provider.issuer.clone(),
            subject: link.subject.clone(),
            email: link.email.to_owned(),
            linked_at: now,
            // From a session nobody came in by it yet.
            last_used_at: (proof != LinkProof::Session).then_some(now),
        };
        work.identities().insert(&identity).await?;
        let provider = link.provider.slug.clone();
        let event = AuditEvent::IdentityLinked { identity_id: identity.id, provider, proof };
        let actor = Actor::User { id: user, session_id: Some(session.clone()) };
        self.ports.audit(work, actor, Some(user), event, Some(origin)).await
    }
}
