//! What waits for its signature, and how many calls are under way.

use std::{
    collections::VecDeque,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use tokio::sync::oneshot;

use super::batch::Batch;
use crate::{
    adapters::vault::error::VaultError,
    domain::tokens::{KeyVersion, Signature},
    figures::Histogram,
};

/// Calls under way at once. A second one uses the time in which the first travels; more only make batches smaller.
const CALLS: usize = 2;
/// The most signatures in one call.
pub(super) const BATCH: usize = 64;
/// More can't be signed before they time out.
const LONGEST_QUEUE: usize = 8192;

/// One signature that somebody waits for.
pub(super) struct Pending {
    pub(super) version: KeyVersion,
    /// The message in base64, as Vault wants it.
    pub(super) input: String,
    pub(super) waiting: oneshot::Sender<Result<Signature, VaultError>>,
}

/// Where the answer comes.
pub(super) type Answer = oneshot::Receiver<Result<Signature, VaultError>>;

impl Pending {
    pub(super) fn new(version: KeyVersion, message: &[u8]) -> (Self, Answer) {
        let (waiting, answer) = oneshot::channel();
        (Self { version, input: STANDARD.encode(message), waiting }, answer)
    }
}

#[derive(Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    figures: Figures,
}

#[derive(Default)]
struct State {
    pending: VecDeque<Pending>,
    calls: usize,
}

impl Queue {
    /// Adds to the queue. `true` means that the caller must see to it that [`Self::next_batch`] is called until it gives
    /// `None`.
    pub(super) fn push(&self, pending: Pending) -> Result<bool, VaultError> {
        let mut state = self.state();
        if state.pending.len() >= LONGEST_QUEUE {
            return Err(VaultError::Busy);
        }
        state.pending.push_back(pending);
        let starts = state.calls < CALLS;
        state.calls += usize::from(starts);
        Ok(starts)
    }

    /// What goes into the next call: the oldest that wait, all of one version, as a call has one version only. Whom
    /// nobody waits for any more is left out. `None` ends the series of calls that [`Self::push`] began.
    pub(super) fn next_batch(&self) -> Option<Batch> {
        let mut state = self.state();
        state.pending.retain(|pending| !pending.waiting.is_closed());
        let Some(version) = state.pending.front().map(|pending| pending.version) else {
            state.calls -= 1;
            return None;
        };
        let mut batch = Batch::new(version);
        let mut others = VecDeque::new();
        while let Some(pending) = state.pending.pop_front() {
            if pending.version != version || batch.len() == BATCH {
                others.push_back(pending);
            } else {
                batch.push(pending);
            }
        }
        state.pending = others;
        Some(batch)
    }

    pub(super) fn len(&self) -> usize {
        self.state().pending.len()
    }

    pub(super) fn call_done(&self, batch: usize, took: Duration) -> &Figures {
        self.figures.calls.fetch_add(1, Ordering::Relaxed);
        self.figures.batch_sizes.observe_size(batch);
        self.figures.call_times.observe_time(took);
        &self.figures
    }

    pub(super) fn call_times(&self) -> &Histogram {
        &self.figures.call_times
    }

    pub(super) fn batch_sizes(&self) -> &Histogram {
        &self.figures.batch_sizes
    }

    pub(super) fn figures(&self) -> SignerFigures {
        let read = |figure: &AtomicU64| figure.load(Ordering::Relaxed);
        let Figures { calls, signatures, unclaimed, failures, .. } = &self.figures;
        SignerFigures {
            calls: read(calls),
            signatures: read(signatures),
            unclaimed: read(unclaimed),
            failures: read(failures),
        }
    }

    /// Nothing under this lock can be left half done, so a panic of another holder is of no interest.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a signer did since it was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SignerFigures {
    /// Calls to Vault that ended, well or not.
    pub calls: u64,
    /// Signatures that Vault made.
    pub signatures: u64,
    /// Of these, how many came when nobody waited for them any more: signed, and seen by nobody.
    pub unclaimed: u64,
    /// Signatures that were asked for and not made.
    pub failures: u64,
}

pub(super) struct Figures {
    calls: AtomicU64,
    signatures: AtomicU64,
    unclaimed: AtomicU64,
    failures: AtomicU64,
    batch_sizes: Histogram,
    call_times: Histogram,
}

impl Default for Figures {
    fn default() -> Self {
        let [calls, signatures, unclaimed, failures] = Default::default();
        let (batch_sizes, call_times) = (Histogram::of_sizes(), Histogram::of_times());
        Self { calls, signatures, unclaimed, failures, batch_sizes, call_times }
    }
}

impl Figures {
    pub(super) fn answered(&self, signed: bool, claimed: bool) {
        let kind = if signed { &self.signatures } else { &self.failures };
        kind.fetch_add(1, Ordering::Relaxed);
        if signed && !claimed {
            self.unclaimed.fetch_add(1, Ordering::Relaxed);
        }
    }
}
