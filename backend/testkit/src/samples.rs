//! Users and sessions as tests need them: plain ones, to be changed where a test cares.

mod external_sign_in;

use std::{sync::Arc, time::Duration};

use shared::domain::{
    clients::{ClientId, Scope},
    clock::{Clock, Timestamp},
    ids::{ChangeId, SessionId, UserId},
    passwords::PasswordHash,
    randomness::Randomness,
    sessions::{AuthorityChange, AuthorityChangeKind, Checkpoint, Generation, Salt, Seen, Session},
    users::{Registration, Roles, User, UserStatus},
};

use crate::{clock::TestClock, randomness::SeededRandomness};

/// How long a sample session lasts.
pub const SESSION_LIFE: Duration = Duration::from_hours(14 * 24);

/// Makes them at the time the clock shows.
#[derive(Debug)]
pub struct Samples {
    clock: Arc<TestClock>,
    randomness: SeededRandomness,
}

impl Samples {
    pub fn new(clock: Arc<TestClock>) -> Self {
        Self { clock, randomness: SeededRandomness::new(2026) }
    }

    /// The randomness that the samples are made with.
    pub fn randomness(&self) -> &dyn Randomness {
        &self.randomness
    }

    /// An active user with role User and without a password, named after the address.
    pub fn user(&self, email: &str) -> User {
        let now = self.clock.now();
        User {
            id: UserId::new(&*self.clock, &self.randomness),
            email: email.parse().unwrap(),
            display_name: email.split('@').next().unwrap().parse().unwrap(),
            roles: Roles::USER,
            status: UserStatus::Active,
            email_verified: true,
            registration: Registration::Admin,
            password: None,
            authz_version: 1,
            credential_version: 1,
            created_at: now,
            updated_at: now,
            last_login_at: None,
        }
    }

    /// An active user with both roles.
    pub fn admin(&self, email: &str) -> User {
        User { roles: Roles::ADMIN_AND_USER, ..self.user(email) }
    }

    /// A live session of our own app that has just begun.
    pub fn session(&self, user: &User) -> Session {
        let now = self.clock.now();
        Session {
            id: SessionId::new(&self.randomness),
            user_id: user.id,
            parent: None,
            client_id: ClientId::BFF,
            scope: Scope::SIGN_IN,
            auth_time: now,
            amr: vec!["pwd".into()],
            salt: Salt::new(&self.randomness),
            pepper_id: "0123abcd".parse().unwrap(),
            created_at: now,
            expires_at: now + SESSION_LIFE,
            checkpoint: Checkpoint { generation: Generation::FIRST, rotated_at: None },
            started: self.seen("192.0.2.1"),
            last_seen: self.seen("192.0.2.1"),
            ended: None,
        }
    }

    /// A use of a session right now.
    pub fn seen(&self, ip: &str) -> Seen {
        Seen { at: self.clock.now(), ip: ip.parse().unwrap(), user_agent: "Sample/1.0".into() }
    }

    /// A change of authority that happens now.
    pub fn change(&self, kind: AuthorityChangeKind) -> AuthorityChange {
        AuthorityChange { id: ChangeId::new(&*self.clock, &self.randomness), created_at: self.now(), kind }
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

/// A password hash of the right form. No password is known for it.
pub fn password_hash() -> PasswordHash {
    "b1$0123abcd$2b$04$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy".parse().unwrap()
}
