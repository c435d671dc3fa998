//! The hot check: token, session and role, offline and in microseconds, and still behind no revocation by two seconds.
//!
//! A token is verified first; only then are session and role read, in one round trip, once for all who ask at the same
//! time. What was learned is remembered for at most [`REMEMBERED_FOR`], and is worth nothing any more as soon as the
//! change feed names the session or the user ([`Stamps`]). `exp` is looked at on every hit.

mod caller;
mod figures;
mod stamps;

use std::{fmt, sync::Arc, time::Duration};

use foldhash::fast::RandomState;
use quick_cache::{UnitWeighter, sync::Cache};

pub use self::{
    caller::Caller,
    figures::{CheckFigures, Refusal},
    stamps::{Stamp, Stamps},
};
use crate::domain::{
    access::{BearerRule, Identity, Insufficient},
    clock::{Clock, Timestamp},
    sessions::{ChangeListener, RoleState, RoleValue, SessionCache},
    store::StoreError,
    tokens::{AccessClaims, AccessTokenVerifier, KeyRing, TokenRefused},
    users::UserStatus,
};

/// No entry is believed longer than this after the read it came from began.
pub const REMEMBERED_FOR: Duration = Duration::from_secs(30);
/// How many tokens are remembered; about 1 KiB each.
const CAPACITY: usize = 65_536;
/// A read that was overtaken by a change is repeated at most so often.
const MOST_ROUNDS: usize = 3;

/// Why a token opens nothing.
#[derive(Clone, Debug, thiserror::Error)]
pub enum CheckRefused {
    /// 401: the token, its session or its user is not good.
    #[error("the token is not valid")]
    Invalid,
    /// 503: it can't be known now.
    #[error("session and role can't be read")]
    Unavailable(#[source] Arc<StoreError>),
    /// 503: the keys are too old to call an unknown key false.
    #[error("the signing keys can't be read")]
    KeysUnavailable,
}

impl From<TokenRefused> for CheckRefused {
    fn from(refused: TokenRefused) -> Self {
        match refused {
            TokenRefused::KeysUnavailable => Self::KeysUnavailable,
            _ => Self::Invalid,
        }
    }
}

impl From<StoreError> for CheckRefused {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(Arc::new(error))
    }
}

/// What the check remembers of a token.
#[derive(Clone, Debug)]
struct Remembered {
    identity: Arc<Identity>,
    expires_at: Timestamp,
    /// Taken before the read, so that a late answer never outlives a change.
    loaded_at: Duration,
    /// Taken before the token was verified: a key that went away since makes it worthless.
    key_removals: u64,
    stamp: Stamp,
}

/// Checks access tokens, and remembers.
pub struct HotCheck {
    verifier: AccessTokenVerifier,
    keys: Arc<KeyRing>,
    sessions: Arc<dyn SessionCache>,
    clock: Arc<dyn Clock>,
    stamps: Arc<Stamps>,
    remembered: Cache<String, Remembered, UnitWeighter, RandomState>,
    figures: CheckFigures,
}

impl fmt::Debug for HotCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HotCheck").field("remembered", &self.remembered.len()).finish_non_exhaustive()
    }
}

impl HotCheck {
    pub fn new(
        verifier: AccessTokenVerifier,
        keys: Arc<KeyRing>,
        sessions: Arc<dyn SessionCache>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let remembered = Cache::with(
            CAPACITY,
            CAPACITY as u64,
            UnitWeighter,
            RandomState::default(),
            quick_cache::sync::DefaultLifecycle::default(),
        );
        let (stamps, figures) = (Arc::new(Stamps::new()), CheckFigures::default());
        Self { verifier, keys, sessions, clock, stamps, remembered, figures }
    }

    /// What is to be told of every change: to be subscribed to the change feed.
    pub fn listener(&self) -> Arc<dyn ChangeListener> {
        self.stamps.clone()
    }

    /// How many tokens are remembered now.
    pub fn remembered(&self) -> usize {
        self.remembered.len()
    }

    /// How the checks went so far.
    pub fn figures(&self) -> &CheckFigures {
        &self.figures
    }

    /// Who the token's bearer is.
    pub async fn check(&self, token: &str) -> Result<Arc<Identity>, CheckRefused> {
        let remembered = self.remembered.get(token).filter(|entry| self.holds(entry));
        let checked = if let Some(entry) = remembered {
            self.figures.hits.add_one();
            self.unless_expired(entry)
        } else {
            self.figures.misses.add_one();
            self.check_anew(token).await
        };
        checked.inspect_err(|refused| self.figures.refusals.add_one(refused.into()))
    }

    /// Holds a caller against the rule of a route.
    pub fn hold_against(&self, caller: &Identity, rule: &BearerRule) -> Result<(), Insufficient> {
        caller.satisfies(rule, self.clock.now())
    }

    async fn check_anew(&self, token: &str) -> Result<Arc<Identity>, CheckRefused> {
        for _ in 0..MOST_ROUNDS {
            if let Some(entry) = self.remembered.get(token) {
                if self.holds(&entry) {
                    return self.unless_expired(entry);
                }
                self.remembered.remove_if(token, |stale| !self.holds(stale));
            }
            let entry = self.remembered.get_or_insert_async(token, self.load(token)).await?;
            // Whoever waited for another's read may have asked after a change which that read didn't see.
            if self.holds(&entry) {
                return self.unless_expired(entry);
            }
        }
        self.load(token).await.map(|entry| entry.identity)
    }

    fn holds(&self, entry: &Remembered) -> bool {
        self.stamps.holds(&entry.stamp)
            && self.keys.removals() == entry.key_removals
            && self.clock.monotonic().saturating_sub(entry.loaded_at) <= REMEMBERED_FOR
    }

    fn unless_expired(&self, entry: Remembered) -> Result<Arc<Identity>, CheckRefused> {
        if self.clock.now() < entry.expires_at { Ok(entry.identity) } else { Err(CheckRefused::Invalid) }
    }

    /// Verifies, then reads. The stamp is taken before the read: a change meanwhile makes the result worthless.
    async fn load(&self, token: &str) -> Result<Remembered, CheckRefused> {
        let key_removals = self.keys.removals();
        let claims = self.verifier.verify(token).await?;
        let (Some(session_id), Some(user_id)) = (claims.sid.clone(), claims.user_id()) else {
            // A client's own token: no route here is for clients.
            return Err(CheckRefused::Invalid);
        };
        let loaded_at = self.clock.monotonic();
        let stamp = self.stamps.take(&session_id, &user_id);
        let view = self.sessions.read_pair(&session_id, &user_id).await?;
        let session = view.session.ok_or(CheckRefused::Invalid)?;
        if !session.is_live(self.clock.now()) || session.user_id != user_id {
            return Err(CheckRefused::Invalid);
        }
        let role = view.role.ok_or(CheckRefused::Invalid)?;
        let expires_at = claims.exp.min(session.expires_at);
        let identity = identity(claims, role).ok_or(CheckRefused::Invalid)?;
        Ok(Remembered { identity: Arc::new(identity), expires_at, loaded_at, key_removals, stamp })
    }
}

/// The caller, if his user is active.
fn identity(claims: AccessClaims, role: RoleValue) -> Option<Identity> {
    let RoleState::User { status: UserStatus::Active, roles, email, display_name } = role.state else { return None };
    Some(Identity {
        user_id: claims.user_id()?,
        session_id: claims.sid?,
        client_id: claims.client_id,
        scope: claims.scope,
        roles,
        email,
        display_name,
        auth_time: claims.auth_time?,
        expires_at: claims.exp,
    })
}
