//! Sessions: opened at sign-in, kept by refresh, shown to their owner, ended.
//!
//! The decisions are `shared::domain::sessions::rule`; this file is the order in which they are asked for.

mod end;
mod figures;
mod open;
mod refresh;
mod unrecorded;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use secrecy::SecretString;
use shared::domain::{
    ids::UserId,
    sessions::RefreshTokens,
    tokens::{AccessToken, AccessTokenIssuer},
    users::{Roles, User},
};

use self::unrecorded::UnrecordedEnd;
pub use self::{
    end::EndError,
    figures::{RefreshOutcome, SessionFigures},
    open::{Authentication, Opening, Replaced},
    refresh::{RefreshError, RotatedToken},
};
use super::{Ports, checkpoints::Checkpoints, endings::Endings};

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
    figures: SessionFigures,
    /// Ends that the record could not take yet.
    unrecorded: Mutex<Vec<UnrecordedEnd>>,
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
            figures: SessionFigures::default(),
            unrecorded: Mutex::default(),
        }
    }

    /// How often the fast store was behind a presented token: lost writes.
    pub fn lost_writes(&self) -> u64 {
        self.figures.lost_writes.get()
    }

    /// What happened to sessions so far.
    pub fn figures(&self) -> &SessionFigures {
        &self.figures
    }
}
