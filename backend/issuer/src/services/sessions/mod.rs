//! Sessions: opened at sign-in, kept by refresh, shown to their owner, ended.
//!
//! The decisions are `shared::domain::sessions::rule`; this file is the order in which they are asked for.

mod end;
mod refresh;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use secrecy::SecretString;
use shared::domain::{
    audit::Origin,
    clients::{ClientId, Scope},
    ids::{SessionId, UserId},
    sessions::{Checkpoint, Generation, RefreshTokens, RoleValue, Salt, Seen, Session},
    store::StoreError,
    tokens::{AccessGrant, AccessToken, AccessTokenIssuer, SignError, Subject},
    users::{Roles, User},
};

pub use self::{
    end::EndError,
    refresh::{RefreshError, RotatedToken},
};
use super::{
    Ports,
    checkpoints::Checkpoints,
    endings::{Endings, Unapplied},
};

/// What a sign-in or a refresh hands out.
#[derive(Debug)]
pub struct Issued {
    pub access_token: AccessToken,
    pub refresh_token: SecretString,
    /// What is left of the session's absolute life.
    pub refresh_life: Duration,
    pub user: SignedInUser,
}

/// What an application shows of the user who is signed in.
#[derive(Clone, Debug)]
pub struct SignedInUser {
    pub id: UserId,
    pub email: String,
    pub display_name: String,
    pub roles: Roles,
}

impl From<&User> for SignedInUser {
    fn from(user: &User) -> Self {
        Self {
            id: user.id,
            email: user.email.to_string(),
            display_name: user.display_name.to_string(),
            roles: user.roles,
        }
    }
}

/// A session about to be opened: signed already, not yet written.
#[derive(Debug)]
pub struct Opening {
    pub session: Session,
    access_token: AccessToken,
}

/// Opens, refreshes and ends sessions.
#[derive(Debug)]
pub struct Sessions {
    ports: Ports,
    endings: Endings,
    checkpoints: Arc<Checkpoints>,
    access_tokens: Arc<AccessTokenIssuer>,
    refresh_tokens: RefreshTokens,
    /// `REDIS_REFRESH_TOKEN_TTL`: the absolute life of a session.
    life: Duration,
    lost_writes: AtomicU64,
    /// Families ended by reuse whose record could not be written yet.
    unrecorded: Mutex<Vec<(SessionId, Origin)>>,
}

impl Sessions {
    pub fn new(
        ports: Ports,
        endings: Endings,
        checkpoints: Arc<Checkpoints>,
        access_tokens: Arc<AccessTokenIssuer>,
        refresh_tokens: RefreshTokens,
        life: Duration,
    ) -> Self {
        Self {
            ports,
            endings,
            checkpoints,
            access_tokens,
            refresh_tokens,
            life,
            lost_writes: AtomicU64::new(0),
            unrecorded: Mutex::default(),
        }
    }

    /// How often the fast store was behind a presented token: lost writes.
    pub fn lost_writes(&self) -> u64 {
        self.lost_writes.load(Ordering::Relaxed)
    }

    /// Makes a session for our own application and signs its first access token. Nothing is written yet, so a signer
    /// that is away costs nothing.
    pub async fn open(&self, user: UserId, amr: Vec<String>, origin: &Origin) -> Result<Opening, SignError> {
        let now = self.ports.clock.now();
        let seen = Seen { at: now, ip: origin.ip, user_agent: origin.user_agent.clone() };
        let session = Session {
            id: SessionId::new(&*self.ports.randomness),
            user_id: user,
            parent: None,
            client_id: ClientId::BFF,
            scope: Scope::SIGN_IN,
            auth_time: now,
            amr,
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
        Ok(Opening { session, access_token })
    }

    /// An opening that was refused at the last moment: its signature is counted as thrown away.
    pub fn abandon(&self, opening: Opening) {
        self.access_tokens.throw_away(opening.access_token);
    }

    /// After the commit: the session becomes known to the fast store, the one it replaced ends there, and the user gets
    /// his tokens.
    pub async fn announce(
        &self,
        opening: Opening,
        user: &User,
        replaced: Option<Unapplied>,
    ) -> Result<Issued, StoreError> {
        let Opening { session, access_token } = opening;
        if let Some(unapplied) = replaced {
            self.endings.apply(unapplied).await;
        }
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
