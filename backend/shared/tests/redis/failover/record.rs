//! The record as the database has it: true about ends at once, about rotations late.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard},
};

use shared::domain::{
    clock::Timestamp,
    ids::SessionId,
    sessions::{Checkpoint, EndReason, Ended, Generation, Session},
    users::User,
};

#[derive(Debug, Default)]
pub(super) struct Record {
    rows: Mutex<HashMap<SessionId, (Session, User)>>,
    /// Rotations that are not in the rows yet.
    rotations: Mutex<HashMap<SessionId, Checkpoint>>,
}

impl Record {
    pub(super) fn insert(&self, session: &Session, user: &User) {
        self.rows().insert(session.id.clone(), (session.clone(), user.clone()));
    }

    pub(super) fn find(&self, session: &SessionId) -> (Session, User) {
        self.rows()[session].clone()
    }

    pub(super) fn end(&self, session: &SessionId, at: Timestamp) {
        self.rows().get_mut(session).unwrap().0.ended = Some(Ended { at, reason: EndReason::SignedOut });
    }

    /// All that ended: what is applied again when the fast store has changed its epoch.
    pub(super) fn ended(&self) -> Vec<Session> {
        self.rows().values().map(|(session, _)| session).filter(|session| session.ended.is_some()).cloned().collect()
    }

    pub(super) fn note_rotation(&self, session: &SessionId, generation: Generation, at: Timestamp) {
        let checkpoint = Checkpoint { generation, rotated_at: Some(at) };
        self.rotations.lock().unwrap().insert(session.clone(), checkpoint);
    }

    /// Writes the rotations into the rows.
    pub(super) fn checkpoint(&self) {
        let rotations = std::mem::take(&mut *self.rotations.lock().unwrap());
        let mut rows = self.rows();
        for (session, checkpoint) in rotations {
            let row = &mut rows.get_mut(&session).unwrap().0;
            if checkpoint.generation > row.checkpoint.generation {
                row.checkpoint = checkpoint;
            }
        }
    }

    fn rows(&self) -> MutexGuard<'_, HashMap<SessionId, (Session, User)>> {
        self.rows.lock().unwrap()
    }
}
