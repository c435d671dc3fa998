//! What is shown of Vault at `/metrics`.

use std::sync::Arc;

use super::VaultSigner;
use crate::metrics::Show;

/// Calls to Transit: how many, how large, how long, and what came of them.
pub fn signer(signer: Arc<VaultSigner>) -> Show {
    Arc::new(move |page| {
        let figures = signer.figures();
        let help = "Signatures asked of Vault, by outcome; unclaimed: made when nobody waited any more.";
        let claimed = figures.signatures.saturating_sub(figures.unclaimed);
        let outcomes = [("signed", claimed), ("unclaimed", figures.unclaimed), ("failed", figures.failures)];
        let outcomes = outcomes.map(|(outcome, count)| ([("outcome", outcome)], count));
        page.counters("paseport_vault_signatures", help, outcomes)?;
        let help = "Time of one call to Vault for signatures.";
        page.histogram("paseport_vault_sign_call_seconds", help, signer.call_times())?;
        let help = "Signatures asked for in one call.";
        page.histogram("paseport_vault_sign_batch_size", help, signer.batch_sizes())?;
        page.size("paseport_vault_sign_queue_length", "Signatures that wait for a call.", signer.waiting())
    })
}
