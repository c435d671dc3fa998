//! A signer that may be away.

use std::sync::Arc;

use async_trait::async_trait;
use shared::domain::tokens::{KeyVersion, Ledger, SignError, Signature, TokenSigner};

use super::crossing::Crossing;
use crate::schedule::Port;

#[derive(Debug)]
pub(super) struct FaultySigner {
    pub(super) inner: Arc<dyn TokenSigner>,
    pub(super) crossing: Arc<Crossing>,
}

#[async_trait]
impl TokenSigner for FaultySigner {
    async fn sign(&self, version: KeyVersion, message: &[u8]) -> Result<Signature, SignError> {
        let sign = self.inner.sign(version, message);
        self.crossing.call((Port::Signer, "sign"), true, SignError::unavailable, sign).await
    }

    fn ledger(&self) -> &Ledger {
        self.inner.ledger()
    }
}
