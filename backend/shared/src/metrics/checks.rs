//! The hot check.

use std::sync::Arc;

use super::Show;
use crate::middleware::role_middleware::HotCheck;

/// Hits, misses, refusals, and how many tokens are remembered.
pub fn checks(check: Arc<HotCheck>) -> Show {
    Arc::new(move |page| {
        let figures = check.figures();
        let answered = [([("from", "memory")], figures.hits.get()), ([("from", "read")], figures.misses.get())];
        page.counters("paseport_token_checks", "Checks of access tokens, by where the answer came from.", answered)?;
        let help = "Checks that refused, by reason.";
        page.tally("paseport_token_checks_refused", help, "reason", &figures.refusals)?;
        page.size("paseport_token_check_entries", "Tokens that are remembered.", check.remembered())
    })
}
