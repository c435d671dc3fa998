//! Throttling of guesses at passwords: counted before the work, given back when it was no guess.

use std::sync::Arc;

use jiff::SignedDuration;
use shared::domain::{
    ids::UserId,
    store::StoreError,
    throttle::{
        Admission, AttemptCounters, BucketKey, BucketKeys, BucketPolicy, Settlement, known_browser::KnownBrowser,
    },
    users::Email,
};

/// So many failures a day pass for one account over all networks.
const SHARED_FREE_FAILURES: u32 = 100;
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Too many failures lately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttled {
    pub retry_after_seconds: u64,
    /// Worth an audit entry: the first refusal since the delay began.
    pub first: bool,
}

/// What became of asking for an attempt.
#[derive(Debug)]
pub enum Asked {
    Admitted(Attempt),
    Throttled(Throttled),
}

/// An admitted attempt. It counts as a failure unless it is settled otherwise.
#[derive(Debug)]
#[must_use = "settle the attempt, or let it count as a failure knowingly"]
pub struct Attempt {
    buckets: Vec<(BucketKey, BucketPolicy, Settlement)>,
}

/// Admits and settles attempts.
#[derive(Clone)]
pub struct Guesses {
    counters: Arc<dyn AttemptCounters>,
    keys: Arc<BucketKeys>,
    own: BucketPolicy,
    shared: BucketPolicy,
}

impl std::fmt::Debug for Guesses {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guesses").field("own", &self.own).field("shared", &self.shared).finish_non_exhaustive()
    }
}

impl Guesses {
    /// `free_failures` is `LOGIN_FREE_FAILURES`.
    pub fn new(counters: Arc<dyn AttemptCounters>, keys: BucketKeys, free_failures: u32) -> Self {
        Self {
            counters,
            keys: Arc::new(keys),
            own: BucketPolicy { free_failures, window: DAY },
            shared: BucketPolicy { free_failures: SHARED_FREE_FAILURES, window: DAY },
        }
    }

    /// Asks for a sign-in attempt. A browser known to the account counts only for itself; a stranger counts for his
    /// network and for the account.
    pub async fn sign_in(
        &self,
        email: &Email,
        network: &str,
        known: Option<&KnownBrowser>,
    ) -> Result<Asked, StoreError> {
        match known {
            Some(browser) => self.ask([(self.keys.known_browser(browser), self.own, Settlement::Cleared)]).await,
            None => {
                self.ask([
                    (self.keys.account_and_network(email, network), self.own, Settlement::Cleared),
                    // Others' failures stay counted when the owner gets in.
                    (self.keys.account(email), self.shared, Settlement::Uncounted),
                ])
                .await
            }
        }
    }

    /// Asks for an attempt at the current password of a user who is signed in.
    pub async fn password_change(&self, user: &UserId) -> Result<Asked, StoreError> {
        let key = self.keys.password_change(&user.to_string());
        self.ask([(key, self.own, Settlement::Cleared)]).await
    }

    /// The guess was right.
    pub async fn succeeded(&self, attempt: Attempt) -> Result<(), StoreError> {
        for (key, policy, settlement) in &attempt.buckets {
            self.counters.settle(key, policy, *settlement).await?;
        }
        Ok(())
    }

    /// The guess was never evaluated: a 503 doesn't count.
    pub async fn came_to_nothing(&self, attempt: Attempt) -> Result<(), StoreError> {
        for (key, policy, _) in &attempt.buckets {
            self.counters.settle(key, policy, Settlement::Uncounted).await?;
        }
        Ok(())
    }

    async fn ask<const N: usize>(
        &self,
        buckets: [(BucketKey, BucketPolicy, Settlement); N],
    ) -> Result<Asked, StoreError> {
        let mut attempt = Attempt { buckets: Vec::with_capacity(N) };
        for bucket in buckets {
            match self.counters.admit(&bucket.0, &bucket.1).await? {
                Admission::Admitted => attempt.buckets.push(bucket),
                Admission::Refused { retry_after_seconds, first } => {
                    self.came_to_nothing(attempt).await?;
                    return Ok(Asked::Throttled(Throttled { retry_after_seconds, first }));
                }
            }
        }
        Ok(Asked::Admitted(attempt))
    }
}
