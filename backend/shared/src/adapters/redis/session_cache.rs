//! Sessions and role values in Redis.

use std::{fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use redis::{Cmd, Pipeline, ToRedisArgs};

use super::{
    copies::{self, Fields, ROLE_FIELDS, SESSION_FIELDS, micros, optional_micros},
    keys::Namespaces,
    master::{RedisMaster, Repeat},
    scripts,
};
use crate::domain::{
    clock::{Clock, Timestamp},
    ids::{SessionId, UserId},
    sessions::{
        CachedSession, CachedState, EndReason, Epoch, Generation, RoleValue, Session, SessionCache, SessionView,
        rule::{GRACE, StepOutcome},
    },
    store::StoreError,
};

/// Whose time the step goes by.
#[derive(Clone, Copy, Debug)]
enum StepTime {
    /// Redis's own, the same for all issuers.
    Server,
    /// This process's clock: for tests that move time.
    Process,
}

/// Keeps the fast copy in Redis. Every write is a script on the one key it concerns, so that what it looks at can't
/// change before it writes.
///
/// The epoch is that of the connection which a command goes through.
#[derive(Clone)]
pub struct RedisSessionCache {
    master: RedisMaster,
    names: Namespaces,
    /// How long a role value lives after it was written or used by a refresh.
    role_life: Duration,
    clock: Arc<dyn Clock>,
    step_time: StepTime,
}

impl fmt::Debug for RedisSessionCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisSessionCache").field("master", &self.master).finish_non_exhaustive()
    }
}

impl RedisSessionCache {
    /// `clock` says how long a session has still to live; the step goes by Redis's own time.
    pub fn new(master: RedisMaster, names: Namespaces, role_life: Duration, clock: Arc<dyn Clock>) -> Self {
        Self { master, names, role_life, clock, step_time: StepTime::Server }
    }

    /// For a process that only looks, as the API does: its Redis user needs no more than to read, and no look of it
    /// prolongs anything.
    pub fn reader(master: RedisMaster, names: Namespaces, clock: Arc<dyn Clock>) -> Self {
        Self::new(master, names, Duration::ZERO, clock)
    }

    /// For tests: the step goes by this cache's clock as well.
    #[must_use]
    pub fn stepping_by_clock(self) -> Self {
        Self { step_time: StepTime::Process, ..self }
    }

    fn life(&self, expires_at: Timestamp) -> i64 {
        // Rounded up: a copy may outlive its session by a moment, never the other way round.
        let left = expires_at.duration_since(self.clock.now());
        i64::try_from(left.as_millis()).unwrap_or(i64::MAX).saturating_add(1).max(0)
    }

    fn role_life(&self) -> u64 {
        u64::try_from(self.role_life.as_millis()).unwrap_or(u64::MAX)
    }

    /// `unrecorded` is why it ended, or nothing.
    async fn write_tombstone(
        &self,
        session: &SessionId,
        expires_at: Timestamp,
        unrecorded: &str,
    ) -> Result<(), StoreError> {
        let bury = |epoch: &Epoch| {
            let mut command = scripts::call(&scripts::BURY, &self.names.session(session));
            command.arg(epoch.as_str()).arg(self.life(expires_at)).arg(micros(expires_at)).arg(unrecorded);
            one(command)
        };
        let ((owner,), _): ((Option<String>,), _) = self.master.run(Repeat::Safe, bury).await?;
        if let Some(owner) = owner.and_then(|id| id.parse().ok()) {
            let mut command = redis::cmd("SREM");
            command.arg(self.names.sessions_of(&owner)).arg(session.as_str());
            // The session is ended already; the set is only for whoever looks.
            self.master.run::<(u64,)>(Repeat::Safe, |_| one(command.clone())).await.ok();
        }
        Ok(())
    }

    fn put_role_command(&self, user: &UserId, role: &RoleValue) -> Cmd {
        let mut command = scripts::call(&scripts::PUT_ROLE, &self.names.role(user));
        command.arg(role.version).arg(self.role_life()).arg(copies::role(role));
        command
    }

    fn write_command(&self, session: &Session, state: LiveState, expected: &Expected, epoch: &Epoch) -> Cmd {
        let mut command = scripts::call(&scripts::WRITE, &self.names.session(&session.id));
        let hash = copies::live_session(session, state.0, state.1, epoch.as_str());
        command.arg(expected).arg(self.life(session.expires_at)).arg(hash);
        command
    }
}

/// Generation and time of a live copy.
type LiveState = (Generation, Option<Timestamp>);

/// What must be there for a live copy to be written.
enum Expected {
    Absent,
    Live { generation: String, rotated_at: String, epoch: String },
}

impl ToRedisArgs for Expected {
    fn write_redis_args<W: ?Sized + redis::RedisWrite>(&self, out: &mut W) {
        let words = match self {
            Self::Absent => ["absent", "", "", ""],
            Self::Live { generation, rotated_at, epoch } => ["live", generation, rotated_at, epoch],
        };
        for word in words {
            out.write_arg(word.as_bytes());
        }
    }

    fn num_of_args(&self) -> usize {
        4
    }
}

#[async_trait]
impl SessionCache for RedisSessionCache {
    async fn read(&self, session: &SessionId) -> Result<SessionView, StoreError> {
        let read = |_: &Epoch| {
            let mut command = scripts::call(&scripts::READ, &self.names.session(session));
            command.arg(&self.names.role).arg(self.role_life()).arg(SESSION_FIELDS.len());
            command.arg(&SESSION_FIELDS).arg(&ROLE_FIELDS);
            one(command)
        };
        let (((session, role),), epoch) = self.master.run(Repeat::Safe, read).await?;
        view(session, role, epoch)
    }

    async fn read_pair(&self, session: &SessionId, user: &UserId) -> Result<SessionView, StoreError> {
        let read = |_: &Epoch| {
            let mut pipeline = redis::pipe();
            pipeline.cmd("HMGET").arg(self.names.session(session)).arg(&SESSION_FIELDS);
            pipeline.cmd("HMGET").arg(self.names.role(user)).arg(&ROLE_FIELDS);
            pipeline
        };
        let ((session, role), epoch) = self.master.run(Repeat::Safe, read).await?;
        view(session, role, epoch)
    }

    async fn epoch(&self) -> Result<Epoch, StoreError> {
        self.master.epoch().ok_or_else(|| StoreError::unavailable("no master is known"))
    }

    async fn put(&self, session: &Session, role: &RoleValue) -> Result<(), StoreError> {
        let state = (session.checkpoint.generation, session.checkpoint.rotated_at);
        let (life, by_user) = (self.life(session.expires_at), self.names.sessions_of(&session.user_id));
        let put = |epoch: &Epoch| {
            let mut pipeline = redis::pipe();
            pipeline.add_command(self.write_command(session, state, &Expected::Absent, epoch)).ignore();
            pipeline.add_command(self.put_role_command(&session.user_id, role)).ignore();
            pipeline.cmd("SADD").arg(&by_user).arg(session.id.as_str()).ignore();
            // The set lives as long as the longest of its sessions.
            pipeline.cmd("PEXPIRE").arg(&by_user).arg(life).arg("NX").ignore();
            pipeline.cmd("PEXPIRE").arg(&by_user).arg(life).arg("GT").ignore();
            pipeline
        };
        self.master.run::<()>(Repeat::Safe, put).await.map(drop)
    }

    async fn step(&self, session: &SessionId, presented: Generation) -> Result<StepOutcome, StoreError> {
        let now = match self.step_time {
            StepTime::Server => String::new(),
            StepTime::Process => micros(self.clock.now()),
        };
        let step = |epoch: &Epoch| {
            let mut command = scripts::call(&scripts::STEP, &self.names.session(session));
            command.arg(presented.number()).arg(presented.successor().number()).arg(GRACE.as_micros().to_string());
            command.arg(epoch.as_str()).arg(&now);
            one(command)
        };
        let ((reply,), _): ((Vec<String>,), _) = self.master.run(Repeat::Never, step).await?;
        outcome(&reply)
    }

    async fn restore(
        &self,
        session: &Session,
        state: CachedState,
        epoch: &Epoch,
        expected: Option<&CachedSession>,
    ) -> Result<bool, StoreError> {
        let CachedState::Live { generation, rotated_at } = state else { return Ok(false) };
        let expected = match expected.map(|copy| (copy.state, &copy.epoch)) {
            None => Expected::Absent,
            Some((CachedState::Live { generation, rotated_at }, epoch)) => Expected::Live {
                generation: generation.to_string(),
                rotated_at: optional_micros(rotated_at),
                epoch: epoch.as_str().to_owned(),
            },
            Some((CachedState::Ended, _)) => return Ok(false),
        };
        let state = (generation, rotated_at);
        let restore = |_: &Epoch| one(self.write_command(session, state, &expected, epoch));
        let ((written,), _) = self.master.run(Repeat::Safe, restore).await?;
        Ok(written)
    }

    async fn bury(&self, session: &SessionId, expires_at: Timestamp) -> Result<(), StoreError> {
        self.write_tombstone(session, expires_at, "").await
    }

    async fn bury_unrecorded(
        &self,
        session: &SessionId,
        expires_at: Timestamp,
        reason: EndReason,
    ) -> Result<(), StoreError> {
        self.write_tombstone(session, expires_at, reason.as_str()).await
    }

    async fn put_role(&self, user: &UserId, role: &RoleValue) -> Result<(), StoreError> {
        let put = |_: &Epoch| one(self.put_role_command(user, role));
        self.master.run::<(bool,)>(Repeat::Safe, put).await.map(drop)
    }
}

fn one(command: Cmd) -> Pipeline {
    let mut pipeline = redis::pipe();
    pipeline.add_command(command);
    pipeline
}

fn view(session: Fields, role: Fields, epoch: Epoch) -> Result<SessionView, StoreError> {
    Ok(SessionView { session: copies::to_session(session)?, role: copies::to_role(role)?, epoch })
}

fn outcome(reply: &[String]) -> Result<StepOutcome, StoreError> {
    let corrupt = || StoreError::Corrupt("the answer of the step".to_owned());
    let generation = || reply.get(1).and_then(|text| text.parse().ok()).map(Generation::new).ok_or_else(corrupt);
    match reply.first().map(String::as_str) {
        Some("rotated") => generation().map(StepOutcome::Rotated),
        Some("repeated") => generation().map(StepOutcome::Repeated),
        Some("ahead") => Ok(StepOutcome::Ahead),
        Some("reused") => Ok(StepOutcome::Reused),
        Some("not_live") => Ok(StepOutcome::NotLive),
        Some("missing") => Ok(StepOutcome::Missing),
        _ => Err(corrupt()),
    }
}
