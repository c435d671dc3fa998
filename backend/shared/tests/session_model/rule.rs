//! The decisions under test, each replaceable by a mutant, and the bridge from the world's small numbers to real values.

use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp};
use shared::domain::{
    clients::{ClientId, Scope},
    sessions::{
        CachedSession, CachedState, Checkpoint, EndReason, Ended, Epoch, Generation, RoleState, RoleValue, Salt, Seen,
        Session,
        rule::{self, Assessment, Rebuild, StepOutcome},
    },
    users::{Roles, UserStatus},
};

use crate::world::{Copy, CopyState, Row, Tick};

/// Every decision that the walk of a refresh asks for. [`Rule::REAL`] is what the product runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub(crate) assess: Assess,
    pub(crate) step: Step,
    pub(crate) rebuild: RebuildFn,
    pub(crate) may_restore: MayRestore,
    /// Which epoch a restored copy is stamped with: the one its writer read under, or the one at the write.
    pub(crate) stamp: fn(read: u8, write: u8) -> u8,
}

pub(crate) type Assess = fn(Option<&CachedSession>, Option<&RoleValue>, &Epoch, bool, Timestamp) -> Assessment;
pub(crate) type Step = fn(CachedState, Timestamp, bool, Generation, Timestamp) -> (Option<CachedState>, StepOutcome);
pub(crate) type RebuildFn =
    fn(&Session, Option<CachedState>, Option<UserStatus>, Generation, bool, Timestamp) -> Rebuild;
/// What is there, and what the caller expects to be there.
pub(crate) type MayRestore = fn(Option<&CachedSession>, Option<&CachedSession>) -> bool;

impl Rule {
    pub(crate) const REAL: Self =
        Self { assess, step: rule::step, rebuild: rule::rebuild, may_restore, stamp: |read, _| read };
}

pub(crate) fn assess(
    session: Option<&CachedSession>,
    role: Option<&RoleValue>,
    epoch: &Epoch,
    proven: bool,
    now: Timestamp,
) -> Assessment {
    rule::assess(session, role, epoch, |_| proven, now)
}

/// The contract of `SessionCache::restore`.
pub(crate) fn may_restore(present: Option<&CachedSession>, expected: Option<&CachedSession>) -> bool {
    match (present, expected) {
        (None, None) => true,
        (Some(present), Some(expected)) => present.state != CachedState::Ended && present == expected,
        _ => false,
    }
}

/// One tick is the grace, so two ticks are beyond it.
pub(crate) fn time(tick: Tick) -> Timestamp {
    START + SignedDuration::from_secs(10 * i64::from(tick))
}

fn tick(time: Timestamp) -> Tick {
    u8::try_from(time.duration_since(START).as_secs() / 10).expect("the world is young")
}

const START: Timestamp = Timestamp::constant(1_800_000_000, 0);

pub(crate) fn generation(number: u8) -> Generation {
    Generation::new(number.into())
}

pub(crate) fn number(generation: Generation) -> u8 {
    u8::try_from(generation.number()).expect("the world has few generations")
}

pub(crate) fn real_state(state: CopyState) -> CachedState {
    match state {
        CopyState::Live { generation: number, rotated_at } => {
            CachedState::Live { generation: generation(number), rotated_at: rotated_at.map(time) }
        }
        CopyState::Ended => CachedState::Ended,
    }
}

pub(crate) fn model_state(state: CachedState) -> CopyState {
    match state {
        CachedState::Live { generation, rotated_at } => {
            CopyState::Live { generation: number(generation), rotated_at: rotated_at.map(tick) }
        }
        CachedState::Ended => CopyState::Ended,
    }
}

pub(crate) fn real_copy(copy: Copy, expires_at: Timestamp) -> CachedSession {
    let mut real = CachedSession::of(&SESSION, real_state(copy.state), epoch(copy.epoch));
    real.expires_at = expires_at;
    real
}

pub(crate) fn real_session(row: Row, expires_at: Timestamp) -> Session {
    let mut real = SESSION.clone();
    real.expires_at = expires_at;
    real.checkpoint =
        Checkpoint { generation: generation(row.checkpoint), rotated_at: row.checkpoint_rotated_at.map(time) };
    real.ended = row.ended.then_some(Ended { at: START, reason: EndReason::EndedByAdmin });
    real
}

pub(crate) fn status(barred: bool) -> UserStatus {
    if barred { UserStatus::Disabled } else { UserStatus::Active }
}

pub(crate) fn real_role(barred: bool) -> RoleValue {
    let state = RoleState::User {
        status: status(barred),
        roles: Roles::USER,
        email: String::new(),
        display_name: String::new(),
    };
    RoleValue { version: u64::from(barred), state }
}

pub(crate) fn epoch(number: u8) -> Epoch {
    static EPOCHS: LazyLock<[Epoch; 4]> = LazyLock::new(|| ["0", "1", "2", "3"].map(Epoch::new));
    EPOCHS[usize::from(number)].clone()
}

static SESSION: LazyLock<Session> = LazyLock::new(|| {
    let seen = Seen { at: START, ip: [127, 0, 0, 1].into(), user_agent: String::new() };
    Session {
        id: "AAAAAAAAAAAAAAAAAAAAAAAA".parse().expect("24 characters of base64url"),
        user_id: "01890000-0000-7000-8000-000000000001".parse().expect("a UUID"),
        parent: None,
        client_id: ClientId::BFF,
        scope: Scope::SIGN_IN,
        auth_time: START,
        amr: Vec::new(),
        salt: Salt::from_bytes([7; 32]),
        pepper_id: "00000001".parse().expect("a pepper id"),
        created_at: START,
        expires_at: START,
        checkpoint: Checkpoint { generation: Generation::FIRST, rotated_at: None },
        started: seen.clone(),
        last_seen: seen,
        ended: None,
    }
});
