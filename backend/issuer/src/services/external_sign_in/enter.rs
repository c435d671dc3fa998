//! A known identity, let in.

use shared::domain::{
    audit::Origin,
    identities::{ExternalIdentity, UpstreamSession},
    providers::Provider,
    store::StoreError,
    unit_of_work::UnitOfWork,
    users::{User, UserStatus},
};

use super::{
    ExternalSignIn, Stop,
    arrive::{Halt, Visitor, Way},
    callback::Arrival,
    hold_enabled,
};
use crate::services::{
    endings::Unapplied,
    sessions::{Issued, Opening, Replaced},
    sign_in::SignedIn,
};

impl ExternalSignIn {
    /// Opens a session for the user whose identity it is. Signs first, then writes, as every sign-in does.
    pub(super) async fn enter(
        &self,
        visitor: &Visitor,
        provider: &Provider,
        known: &ExternalIdentity,
        way: &Way,
        origin: &Origin,
    ) -> Result<Arrival, Halt> {
        let opening = self.sessions.open(known.user_id, visitor.authentication(provider), origin).await?;
        let written = self.write_entry(visitor, known, &opening, way, origin).await;
        let issued = self.sessions.conclude(opening, written).await?;
        Ok(self.signed_in(issued, way))
    }

    async fn write_entry(
        &self,
        visitor: &Visitor,
        known: &ExternalIdentity,
        opening: &Opening,
        way: &Way,
        origin: &Origin,
    ) -> Result<(User, Unapplied), Halt> {
        let mut work = self.ports.store.begin().await?;
        let user = work.users().lock(&known.user_id).await?.ok_or(Halt::Raced)?;
        let provider = hold_enabled(&mut *work, &visitor.provider_id).await?.ok_or(Stop::ProviderUnavailable)?;
        // Whoever unlinks locks the user first: what is found now stays until the end.
        let linked = work.identities().find_by_subject(&provider.issuer, &visitor.identity.subject).await?;
        if linked.is_none_or(|linked| linked.id != known.id) {
            return Err(Halt::Raced);
        }
        if user.status != UserStatus::Active {
            return Err(Stop::AccountClosed.of(user.id).into());
        }
        let came_from = visitor.upstream_session(&opening.session.id);
        let written = self.write_session(&mut *work, user, opening, &came_from, way.replaced(), origin).await?;
        work.identities().used(&known.id, self.ports.clock.now()).await?;
        work.commit().await?;
        Ok(written)
    }

    /// What every way in by a provider writes: when the user came, his session, and where it came from.
    pub(super) async fn write_session(
        &self,
        work: &mut dyn UnitOfWork,
        mut user: User,
        opening: &Opening,
        came_from: &UpstreamSession,
        replaced: Replaced<'_>,
        origin: &Origin,
    ) -> Result<(User, Unapplied), StoreError> {
        user.last_login_at = Some(self.ports.clock.now());
        work.users().update(&user).await?;
        let ended = self.sessions.write_opening(work, opening, replaced, origin).await?;
        work.upstream_sessions().insert(came_from).await?;
        Ok((user, ended))
    }

    pub(super) fn signed_in(&self, issued: Issued, way: &Way) -> Arrival {
        let known_browser = self.proofs.mark(issued.user.id, way.carried.known_browser.as_deref());
        let signed_in = Box::new(SignedIn { issued, known_browser });
        Arrival::SignedIn { signed_in, return_to: way.return_to.clone() }
    }
}
