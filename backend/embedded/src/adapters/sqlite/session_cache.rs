//! The fast copy of sessions and roles, which in this edition is the record itself.

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use async_trait::async_trait;
use shared::{
    adapters::rows::sessions::{generation, salt, words},
    domain::{
        clock::{Clock, Timestamp},
        ids::{SessionId, UserId},
        sessions::{
            CachedSession, CachedState, ChangeFeed, ChangeListener, EndReason, Epoch, Generation, RoleState, RoleValue,
            Session, SessionCache, SessionView,
            rule::{self, StepOutcome},
        },
        store::StoreError,
    },
};
use sqlx::SqliteConnection;
use tracing::Instrument;

use super::{
    SqliteStore,
    columns::{integer, millis, number, optional_time, parsed, time},
    outcome::{exactly_one, one_or_none, store_error},
};

/// The file never loses an acknowledged write, so it has only one life.
const EPOCH: &str = "sqlite";

/// Sessions and roles straight from the tables.
///
/// What a unit of work committed is in the fast copy at once. So [`SessionCache::put`], [`SessionCache::bury`] and
/// [`SessionCache::put_role`] have nothing left to write: they tell the listeners. A rotation is not told, because what
/// the hot check remembers of a session does not contain the generation.
#[derive(Clone)]
pub struct SqliteSessionCache {
    store: SqliteStore,
    clock: Arc<dyn Clock>,
    listeners: Arc<RwLock<Vec<Arc<dyn ChangeListener>>>>,
}

impl SqliteSessionCache {
    pub fn new(store: SqliteStore, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock, listeners: Arc::default() }
    }

    fn tell(&self, what: impl Fn(&dyn ChangeListener)) {
        let listeners = self.listeners.read().unwrap_or_else(PoisonError::into_inner);
        listeners.iter().for_each(|listener| what(&**listener));
    }

    /// The step and the news of it. Runs in a task of its own: a caller that goes away must not keep the end of a
    /// family from the listeners.
    async fn step_and_tell(self, session: SessionId, presented: Generation) -> Result<StepOutcome, StoreError> {
        let mut transaction = self.store.write().await?;
        let Some((state, expires_at)) = state(&mut transaction, &session).await? else {
            return Ok(StepOutcome::Missing);
        };
        let now = self.clock.now();
        // There is no other epoch than this one.
        let (next, outcome) = rule::step(state, expires_at, true, presented, now);
        if let Some(next) = next {
            write_step(&mut transaction, &session, next, now).await?;
        }
        transaction.commit().await.map_err(store_error)?;
        if outcome == StepOutcome::Reused {
            self.tell(|listener| listener.session_changed(&session));
        }
        Ok(outcome)
    }
}

impl fmt::Debug for SqliteSessionCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteSessionCache").field("store", &self.store).finish_non_exhaustive()
    }
}

impl ChangeFeed for SqliteSessionCache {
    fn subscribe(&self, listener: Arc<dyn ChangeListener>) {
        self.listeners.write().unwrap_or_else(PoisonError::into_inner).push(listener);
    }
}

#[async_trait]
impl SessionCache for SqliteSessionCache {
    async fn read(&self, session: &SessionId) -> Result<SessionView, StoreError> {
        view(&self.store, session, None).await
    }

    /// Without the session there is no role value in the answer either: nothing may be decided by it alone.
    async fn read_pair(&self, session: &SessionId, user: &UserId) -> Result<SessionView, StoreError> {
        view(&self.store, session, Some(user)).await
    }

    async fn epoch(&self) -> Result<Epoch, StoreError> {
        Ok(Epoch::new(EPOCH))
    }

    async fn put(&self, session: &Session, _role: &RoleValue) -> Result<(), StoreError> {
        self.tell(|listener| listener.session_changed(&session.id));
        Ok(())
    }

    async fn step(&self, session: &SessionId, presented: Generation) -> Result<StepOutcome, StoreError> {
        let step = self.clone().step_and_tell(session.clone(), presented);
        tokio::spawn(step.in_current_span()).await.map_err(StoreError::unavailable)?
    }

    async fn restore(
        &self,
        session: &Session,
        state: CachedState,
        _epoch: &Epoch,
        expected: Option<&CachedSession>,
    ) -> Result<bool, StoreError> {
        // The copy is never absent while there is a record, and never of another epoch.
        let Some(CachedSession { state: expected, .. }) = expected.filter(|copy| copy.epoch.as_str() == EPOCH) else {
            return Ok(false);
        };
        let mut transaction = self.store.write().await?;
        let written = write_if_unchanged(&mut transaction, &session.id, *expected, state).await?;
        transaction.commit().await.map_err(store_error)?;
        if written {
            self.tell(|listener| listener.session_changed(&session.id));
        }
        Ok(written)
    }

    async fn bury(&self, session: &SessionId, _expires_at: Timestamp) -> Result<(), StoreError> {
        self.tell(|listener| listener.session_changed(session));
        Ok(())
    }

    /// What the record can't take now has no other place here.
    async fn bury_unrecorded(
        &self,
        session: &SessionId,
        expires_at: Timestamp,
        _reason: EndReason,
    ) -> Result<(), StoreError> {
        self.bury(session, expires_at).await
    }

    async fn put_role(&self, user: &UserId, _role: &RoleValue) -> Result<(), StoreError> {
        self.tell(|listener| listener.user_changed(user));
        Ok(())
    }
}

/// A session beside a user, who need not be its own. What is the user's is missing when there is no such user.
struct ViewRow {
    user_id: String,
    expires_at: i64,
    salt: Vec<u8>,
    pepper_id: String,
    client_id: String,
    scope: String,
    auth_time: i64,
    amr: String,
    generation: i64,
    rotated_at: Option<i64>,
    ended_at: Option<i64>,
    end_reason: Option<String>,
    version: Option<i64>,
    status: Option<String>,
    roles: Option<String>,
    email: Option<String>,
    display_name: Option<String>,
}

impl TryFrom<ViewRow> for SessionView {
    type Error = StoreError;

    fn try_from(row: ViewRow) -> Result<Self, StoreError> {
        let role = match (row.version, row.status, row.roles, row.email, row.display_name) {
            (Some(version), Some(status), Some(roles), Some(email), Some(display_name)) => {
                let (status, roles) = (parsed("users.status", &status)?, parsed("users.roles", &roles)?);
                let state = RoleState::User { status, roles, email, display_name };
                Some(RoleValue { version: number("users.authz_version", version)?, state })
            }
            _ => None,
        };
        let session = CachedSession {
            state: cached_state(row.generation, row.rotated_at, row.ended_at)?,
            user_id: parsed("sessions.user_id", &row.user_id)?,
            expires_at: time("sessions.expires_at", row.expires_at)?,
            salt: salt(row.salt)?,
            pepper_id: parsed("sessions.pepper_id", &row.pepper_id)?,
            client_id: parsed("sessions.client_id", &row.client_id)?,
            scope: parsed("sessions.scope", &row.scope)?,
            auth_time: time("sessions.auth_time", row.auth_time)?,
            amr: words(&row.amr),
            epoch: Epoch::new(EPOCH),
            unrecorded: (row.ended_at.is_some() && row.end_reason.is_none()).then_some(EndReason::Reuse),
        };
        Ok(Self { session: Some(session), role, epoch: Epoch::new(EPOCH) })
    }
}

async fn view(store: &SqliteStore, session: &SessionId, user: Option<&UserId>) -> Result<SessionView, StoreError> {
    let (session, user) = (session.as_str(), user.map(UserId::to_string));
    let query = sqlx::query_as!(
        ViewRow,
        r#"SELECT s.user_id, s.expires_at, s.salt, s.pepper_id, s.client_id, s.scope, s.auth_time, s.amr, s.generation,
                  s.rotated_at, s.ended_at, s.end_reason, u.authz_version AS "version?", u.status AS "status?",
                  u.roles AS "roles?", u.email AS "email?", u.display_name AS "display_name?"
           FROM sessions s LEFT JOIN users u ON u.id = COALESCE(?2, s.user_id)
           WHERE s.id = ?1"#,
        session,
        user
    );
    match query.fetch_optional(store.readers()).await.map_err(store_error)? {
        Some(row) => row.try_into(),
        None => Ok(SessionView { session: None, role: None, epoch: Epoch::new(EPOCH) }),
    }
}

/// What [`rule::step`] needs to know of a session.
async fn state(
    connection: &mut SqliteConnection,
    session: &SessionId,
) -> Result<Option<(CachedState, Timestamp)>, StoreError> {
    let id = session.as_str();
    let query = sqlx::query!("SELECT expires_at, generation, rotated_at, ended_at FROM sessions WHERE id = ?1", id);
    let Some(row) = query.fetch_optional(connection).await.map_err(store_error)? else { return Ok(None) };
    let state = cached_state(row.generation, row.rotated_at, row.ended_at)?;
    Ok(Some((state, time("sessions.expires_at", row.expires_at)?)))
}

/// Writes what [`rule::step`] decided; the tombstone of a reuse gets its reason with its audit entry.
async fn write_step(
    connection: &mut SqliteConnection,
    session: &SessionId,
    next: CachedState,
    now: Timestamp,
) -> Result<(), StoreError> {
    let id = session.as_str();
    let result = match next {
        CachedState::Live { generation, rotated_at } => {
            let generation = integer("sessions.generation", generation.number())?;
            let rotated_at = rotated_at.map(millis);
            let query = sqlx::query!(
                "UPDATE sessions SET generation = ?2, rotated_at = ?3 WHERE id = ?1 AND ended_at IS NULL",
                id,
                generation,
                rotated_at
            );
            query.execute(connection).await
        }
        CachedState::Ended => {
            let at = millis(now);
            let query = sqlx::query!("UPDATE sessions SET ended_at = ?2 WHERE id = ?1 AND ended_at IS NULL", id, at);
            query.execute(connection).await
        }
    };
    exactly_one(&result.map_err(store_error)?)
}

/// Puts a live state in the place of a live state, if that is still there.
async fn write_if_unchanged(
    connection: &mut SqliteConnection,
    session: &SessionId,
    expected: CachedState,
    state: CachedState,
) -> Result<bool, StoreError> {
    let (CachedState::Live { generation, rotated_at }, CachedState::Live { generation: old, rotated_at: old_time }) =
        (state, expected)
    else {
        return Ok(false);
    };
    let id = session.as_str();
    let (generation, old) =
        (integer("sessions.generation", generation.number())?, integer("sessions.generation", old.number())?);
    let (rotated_at, old_time) = (rotated_at.map(millis), old_time.map(millis));
    let query = sqlx::query!(
        "UPDATE sessions SET generation = ?2, rotated_at = ?3
         WHERE id = ?1 AND ended_at IS NULL AND generation = ?4 AND rotated_at IS ?5",
        id,
        generation,
        rotated_at,
        old,
        old_time
    );
    one_or_none(&query.execute(connection).await.map_err(store_error)?)
}

fn cached_state(current: i64, rotated_at: Option<i64>, ended_at: Option<i64>) -> Result<CachedState, StoreError> {
    if ended_at.is_some() {
        return Ok(CachedState::Ended);
    }
    let rotated_at = optional_time("sessions.rotated_at", rotated_at)?;
    Ok(CachedState::Live { generation: generation(current)?, rotated_at })
}
