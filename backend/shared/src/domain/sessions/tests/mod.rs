//! Tests of the session rule and of refresh tokens. What they promise together is checked in `shared/tests/session_model`.

mod refresh_token;
mod rule;
mod rule_rebuild;
mod rule_step;

use jiff::{SignedDuration, Timestamp};

use super::{CachedSession, CachedState, Checkpoint, Epoch, Generation, Salt, Seen, Session};
use crate::domain::{
    clients::{ClientId, Scope},
    peppers::{Pepper, PepperRing},
};

const START: Timestamp = Timestamp::constant(1_800_000_000, 0);

/// The absolute end of every session here: a day after [`START`].
fn end() -> Timestamp {
    after(86_400_000)
}

fn after(millis: i64) -> Timestamp {
    START + SignedDuration::from_millis(millis)
}

fn nth(number: u64) -> Generation {
    Generation::new(number)
}

fn live(generation: u64, rotated_at: Option<Timestamp>) -> CachedState {
    CachedState::Live { generation: nth(generation), rotated_at }
}

fn pepper(byte: u8) -> Pepper {
    Pepper::new(vec![byte; 32]).unwrap()
}

fn ring(current: u8, previous: Option<u8>) -> PepperRing {
    PepperRing::new(pepper(current), previous.map(pepper))
}

fn session() -> Session {
    let seen = Seen { at: START, ip: [127, 0, 0, 1].into(), user_agent: String::new() };
    Session {
        id: "AAECAwQFBgcICQoLDA0ODxAR".parse().unwrap(),
        user_id: "01890000-0000-7000-8000-000000000001".parse().unwrap(),
        parent: None,
        client_id: ClientId::BFF,
        scope: Scope::SIGN_IN,
        auth_time: START,
        amr: vec!["pwd".into()],
        salt: Salt::from_bytes([7; 32]),
        pepper_id: pepper(1).id(),
        created_at: START,
        expires_at: end(),
        checkpoint: Checkpoint { generation: Generation::FIRST, rotated_at: None },
        started: seen.clone(),
        last_seen: seen,
        ended: None,
    }
}

fn copy(state: CachedState) -> CachedSession {
    CachedSession::of(&session(), state, here())
}

/// The epoch that the fast store is in.
fn here() -> Epoch {
    Epoch::new("2")
}
