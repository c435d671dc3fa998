//! Opening a session: signed first, then written, then made known.

use shared::domain::{
    audit::{Actor, AuditEvent, Origin},
    clients::{ClientId, Scope},
    clock::Timestamp,
    ids::{SessionId, UserId},
    providers::Slug,
    sessions::{Checkpoint, EndReason, Generation, RoleValue, Salt, Seen, Session},
    store::StoreError,
    tokens::{AccessGrant, AccessToken, SignError, Subject},
    unit_of_work::UnitOfWork,
    users::User,
};

use super::{Issued, Sessions};
use crate::services::endings::{Cause, Unapplied};

/// So many live sessions a user has at most; more is no person. It bounds the work of ending them all.
const MOST_SESSIONS: usize = 100;

/// How, where and when a user proved who he is.
#[derive(Clone, Debug)]
pub struct Authentication {
    /// In the words of RFC 8176, and `fed` for the word of a provider.
    pub amr: &'static [&'static str],
    /// `None`, and a time that is still to come, are just now.
    pub time: Option<Timestamp>,
    /// The provider that said so.
    pub provider: Option<Slug>,
}

impl Authentication {
    /// With his password, here, just now.
    pub const PASSWORD: Self = Self { amr: &["pwd"], time: None, provider: None };
}

/// A session about to be opened: signed already, not yet written. Dropped, its signature counts as thrown away.
#[derive(Debug)]
pub struct Opening {
    pub session: Session,
    provider: Option<Slug>,
    access_token: AccessToken,
}

/// What a new session takes the place of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Replaced<'a> {
    /// The refresh token that came with the request that signs in.
    pub presented: Option<&'a str>,
    /// The session of the one that came when an external sign-in began, proven then.
    pub noted: Option<&'a SessionId>,
}

impl Sessions {
    /// Makes a session for our own application and signs its first access token. Nothing is written yet, so a signer
    /// that is away costs nothing.
    pub async fn open(
        &self,
        user: UserId,
        authentication: Authentication,
        origin: &Origin,
    ) -> Result<Opening, SignError> {
        let Authentication { amr, time, provider } = authentication;
        let now = self.ports.clock.now();
        let seen = Seen { at: now, ip: origin.ip, user_agent: origin.user_agent.clone() };
        let session = Session {
            id: SessionId::new(&*self.ports.randomness),
            user_id: user,
            parent: None,
            client_id: ClientId::BFF,
            scope: Scope::SIGN_IN,
            auth_time: time.filter(|time| *time <= now).unwrap_or(now),
            amr: amr.iter().map(|&method| method.to_owned()).collect(),
            salt: Salt::new(&*self.ports.randomness),
            pepper_id: self.refresh_tokens.current_pepper(),
            created_at: now,
            expires_at: now + self.life,
            checkpoint: Checkpoint { generation: Generation::FIRST, rotated_at: None },
            started: seen.clone(),
            last_seen: seen,
            ended: None,
        };
        let access_token = self.access_tokens.issue(grant(user, &session)).await?;
        Ok(Opening { session, provider, access_token })
    }

    /// Writes the session in the sign-in's own unit of work, and ends what it takes the place of: the browser's own of
    /// before, and the user's least used sessions beyond [`MOST_SESSIONS`].
    pub async fn write_opening(
        &self,
        work: &mut dyn UnitOfWork,
        opening: &Opening,
        replaced: Replaced<'_>,
        origin: &Origin,
    ) -> Result<Unapplied, StoreError> {
        let session = &opening.session;
        let actor = Actor::User { id: session.user_id, session_id: Some(session.id.clone()) };
        let mut ended = self.end_replaced(work, replaced, origin).await?;
        let live = work.sessions().live_of(&session.user_id, self.ports.clock.now()).await?;
        if let Some(surplus) = live.get(MOST_SESSIONS - 1..) {
            let cause = Cause { reason: EndReason::Surplus, actor: &actor, origin: Some(origin) };
            ended = ended.and(self.endings.end(work, surplus, cause).await?);
        }
        work.sessions().insert(session).await?;
        let event = AuditEvent::SignInSucceeded {
            session_id: session.id.clone(),
            amr: session.amr.clone(),
            provider: opening.provider.clone(),
        };
        self.ports.audit(work, actor, Some(session.user_id), event, Some(origin)).await?;
        Ok(ended)
    }

    /// After the unit of work: an opening that was written is announced; the signature of one that was not is thrown away.
    pub async fn conclude<E: From<StoreError>>(
        &self,
        opening: Opening,
        written: Result<(User, Unapplied), E>,
    ) -> Result<Issued, E> {
        let (user, ended) = written?;
        Ok(self.announce(opening, &user, ended).await?)
    }

    /// After the commit: the session becomes known to the fast store, those it took the place of end there, and the user
    /// gets his tokens.
    pub async fn announce(&self, opening: Opening, user: &User, ended: Unapplied) -> Result<Issued, StoreError> {
        let Opening { session, access_token, .. } = opening;
        self.figures.opened.add_one();
        self.endings.apply(ended).await;
        self.ports.session_cache.put(&session, &RoleValue::of(user)).await?;
        let first = Generation::FIRST;
        let refresh_token = self
            .refresh_tokens
            .mint(&session.id, first, &session.salt, &session.pepper_id)
            .ok_or_else(|| StoreError::Corrupt("a new session names an unknown pepper".into()))?;
        Ok(Issued { access_token, refresh_token, refresh_life: self.life, user: user.into() })
    }
}

fn grant(user: UserId, session: &Session) -> AccessGrant {
    AccessGrant {
        subject: Subject::User(user),
        session: Some(session.id.clone()),
        client_id: session.client_id.clone(),
        scope: session.scope.clone(),
        auth_time: Some(session.auth_time),
        amr: Some(session.amr.clone()),
    }
}
