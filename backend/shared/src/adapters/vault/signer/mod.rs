//! Signatures by Vault, many in one call when many are wanted at once.

mod batch;
mod queue;
#[cfg(test)]
mod tests;

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use tokio::{sync::oneshot, time::timeout};

use self::{
    batch::Batch,
    queue::{Figures, Pending, Queue},
};
use super::{client::VaultClient, error::VaultError, transit_key::TransitKey};
use crate::{
    domain::tokens::{KeyVersion, Ledger, SignError, Signature, TokenSigner},
    figures::Histogram,
};

pub use self::queue::SignerFigures;

/// Signs with an Ed25519 key of Vault's Transit engine.
///
/// Batches form by themselves: while at most two calls are under way, what comes in waits, and goes as one call when one
/// of them ends. So a lone signature waits for nobody, and under load there are few calls. Must be used within a Tokio
/// runtime. A call goes on when those who wait for it go away; see [`SignerFigures::unclaimed`].
pub struct VaultSigner(Arc<Inner>);

struct Inner {
    client: Arc<VaultClient>,
    key: TransitKey,
    queue: Queue,
    ledger: Ledger,
}

impl VaultSigner {
    /// A signer with `key`, as the login of `client`.
    pub fn new(client: Arc<VaultClient>, key: TransitKey) -> Self {
        Self(Arc::new(Inner { client, key, queue: Queue::default(), ledger: Ledger::default() }))
    }

    /// How many signatures wait for a call.
    pub fn waiting(&self) -> usize {
        self.0.queue.len()
    }

    /// How long the calls to Vault took.
    pub fn call_times(&self) -> &Histogram {
        self.0.queue.call_times()
    }

    /// How many signatures the calls were for.
    pub fn batch_sizes(&self) -> &Histogram {
        self.0.queue.batch_sizes()
    }

    /// What was done so far.
    pub fn figures(&self) -> SignerFigures {
        self.0.queue.figures()
    }

    async fn signature(&self, version: KeyVersion, message: &[u8]) -> Result<Signature, VaultError> {
        let (pending, answer) = Pending::new(version, message);
        if self.0.queue.push(pending)? {
            tokio::spawn(Arc::clone(&self.0).call_until_nothing_waits());
        }
        match timeout(self.0.client.timeouts().signature, answer).await {
            Ok(answer) => answer.unwrap_or(Err(VaultError::TooSlow)),
            Err(_) => Err(VaultError::TooSlow),
        }
    }
}

impl Inner {
    async fn call_until_nothing_waits(self: Arc<Self>) {
        while let Some(batch) = self.queue.next_batch() {
            let began = self.client.clock().monotonic();
            let signatures = batch.sign(&self.client, &self.key).await;
            let took = self.client.clock().monotonic().saturating_sub(began);
            let figures = self.queue.call_done(batch.len(), took);
            self.answer(batch, signatures, figures);
        }
    }

    /// Tells everyone in the batch how it went. Whoever doesn't wait any more leaves his signature to be thrown away.
    fn answer(
        &self,
        batch: Batch,
        signatures: Result<Vec<Result<[u8; 64], VaultError>>, VaultError>,
        figures: &Figures,
    ) {
        let version = batch.version();
        match signatures {
            Ok(signatures) => batch.into_waiting().zip(signatures).for_each(|(to, result)| {
                tell(to, result.map(|bytes| self.ledger.enter(version, bytes)), figures);
            }),
            Err(error) => batch.into_waiting().for_each(|to| tell(to, Err(error.clone()), figures)),
        }
    }
}

fn tell(to: oneshot::Sender<Result<Signature, VaultError>>, result: Result<Signature, VaultError>, figures: &Figures) {
    let signed = result.is_ok();
    let claimed = to.send(result).is_ok();
    figures.answered(signed, claimed);
}

#[async_trait]
impl TokenSigner for VaultSigner {
    async fn sign(&self, version: KeyVersion, message: &[u8]) -> Result<Signature, SignError> {
        self.signature(version, message).await.map_err(|error| match error {
            // The message is always one that can be signed, so it is the version.
            VaultError::Item(_) => SignError::version_refused(error),
            _ => SignError::unavailable(error),
        })
    }

    fn ledger(&self) -> &Ledger {
        &self.0.ledger
    }
}

impl fmt::Debug for VaultSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VaultSigner").field("key", &self.0.key).finish_non_exhaustive()
    }
}
