//! Password hashing with bcrypt, on threads of its own so that no request waits behind a hash.

mod b1;
mod pool;
#[cfg(test)]
mod tests;

use std::{io, num::NonZeroUsize, ops::RangeInclusive, sync::Arc, time::Duration};

use async_trait::async_trait;
use secrecy::SecretString;
use shared::domain::{
    clock::Clock,
    passwords::{HasherBusy, NewPassword, PasswordHash, PasswordHasher, PresentedPassword, Verdict},
    peppers::PepperRing,
    randomness::{Randomness, random_bytes},
};

pub use self::{b1::WorkDone, pool::PoolFigures};
use self::{
    b1::{B1, Kept, Rejected},
    pool::Pool,
};

/// Who would have to wait for more work than this is told to come back later.
const MOST_WAITING: Duration = Duration::from_secs(2);

/// How dear a hash is, and how many are made at once.
#[derive(Clone, Copy, Debug)]
pub struct BcryptSettings {
    /// The binary logarithm of the number of rounds, one of [`BcryptSettings::COSTS`].
    pub cost: u32,
    /// How many threads hash; more than there are cores only makes each slower.
    pub threads: NonZeroUsize,
}

impl BcryptSettings {
    /// From what bcrypt allows to what still lets people sign in: a hash of cost 15 takes about 2 s.
    pub const COSTS: RangeInclusive<u32> = 4..=15;
}

/// Why the hasher can't start.
#[derive(Debug, thiserror::Error)]
pub enum HasherStartError {
    #[error("the cost of bcrypt must be one of {:?}, not {cost}", BcryptSettings::COSTS)]
    Cost { cost: u32 },
    #[error("the threads that hash passwords can't be started")]
    Threads(#[source] io::Error),
}

/// Hashes and verifies passwords with scheme `b1` ([`shared::domain::passwords::HashScheme`]).
///
/// A refusal always costs as many rounds as one hash of the configured cost. A hash that was made when the cost was
/// lower is topped up with further evaluations, so that after a rise of the cost an old account can't be told from one
/// that doesn't exist. A match takes longer when it is followed by a rehash. After the cost was lowered, hashes of the
/// higher cost keep their strength and take their own time.
#[derive(Debug)]
pub struct BcryptHasher {
    b1: Arc<B1>,
    peppers: PepperRing,
    randomness: Arc<dyn Randomness>,
    pool: Pool,
    decoy: Kept,
}

impl BcryptHasher {
    /// Starts the threads; they end when the hasher is dropped. Takes a few milliseconds, for a sample of how long a
    /// hash takes on this machine.
    pub fn start(
        settings: BcryptSettings,
        peppers: PepperRing,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Self, HasherStartError> {
        if !BcryptSettings::COSTS.contains(&settings.cost) {
            return Err(HasherStartError::Cost { cost: settings.cost });
        }
        let b1 = Arc::new(B1::new(settings.cost));
        let began = clock.monotonic();
        let rest = b1.sample();
        let one_hash = clock.monotonic().saturating_sub(began).saturating_mul(rest);
        let pool = Pool::start(settings.threads, one_hash, MOST_WAITING, clock).map_err(HasherStartError::Threads)?;
        let decoy = b1.decoy(peppers.current(), &*randomness);
        Ok(Self { b1, peppers, randomness, pool, decoy })
    }

    /// How much was evaluated since the start.
    pub fn work_done(&self) -> WorkDone {
        self.b1.work_done()
    }

    /// How long passwords waited for their thread and took there.
    pub fn figures(&self) -> &PoolFigures {
        self.pool.figures()
    }

    /// How many passwords wait for a thread.
    pub fn waiting(&self) -> usize {
        self.pool.waiting()
    }

    async fn make(&self, password: SecretString) -> Result<PasswordHash, HasherBusy> {
        let (b1, pepper, salt) = (self.b1.clone(), self.peppers.current().clone(), random_bytes(&*self.randomness));
        self.pool.run(move || b1.hash(&password, &pepper, salt)).await
    }

    /// What to compare with. What can't be a match is replaced by the decoy, so that it takes as long as any.
    fn kept(&self, stored: Option<&PasswordHash>) -> Kept {
        let Some(stored) = stored else { return self.decoy.clone() };
        Kept::read(stored, &self.peppers).unwrap_or_else(|rejected| {
            // Not the visitor's fault: the operator dropped a pepper too early, or the record was changed from outside.
            match rejected {
                Rejected::UnknownPepper => {
                    tracing::warn!(event = "password.unknown_pepper", pepper = %stored.pepper_id());
                }
                Rejected::Unreadable => tracing::error!(event = "password.unreadable_hash"),
            }
            self.decoy.clone()
        })
    }
}

#[async_trait]
impl PasswordHasher for BcryptHasher {
    async fn hash(&self, password: &NewPassword) -> Result<PasswordHash, HasherBusy> {
        self.make(password.expose().clone()).await
    }

    async fn renew(&self, password: &PresentedPassword) -> Result<PasswordHash, HasherBusy> {
        self.make(password.expose().clone()).await
    }

    async fn verify(&self, password: &PresentedPassword, stored: Option<&PasswordHash>) -> Result<Verdict, HasherBusy> {
        let (b1, password, pepper) = (self.b1.clone(), password.expose().clone(), self.peppers.current().clone());
        let kept = self.kept(stored);
        self.pool
            .run(move || {
                if !b1.matches(&password, &kept) {
                    return Verdict::Refused;
                }
                Verdict::Matches { outdated: b1.is_outdated(&kept, &pepper) }
            })
            .await
    }
}
