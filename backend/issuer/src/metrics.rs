//! What the issuer shows at `/metrics`.

use std::sync::Arc;

use shared::metrics::{self, Show};

use crate::{adapters::bcrypt_hasher::BcryptHasher, state::IssuerState};

/// Figures of all services. Those of adapters come beside them, from their own rooms.
pub fn services(state: &IssuerState) -> [Show; 7] {
    [
        sign_ins(state.clone()),
        sessions(state.clone()),
        endings(state.clone()),
        mails(state.clone()),
        address_limit(state.clone()),
        metrics::signatures(state.access_tokens.clone()),
        metrics::keys(state.keys.clone()),
    ]
}

fn sign_ins(state: IssuerState) -> Show {
    Arc::new(move |page| page.tally("paseport_sign_ins", "Sign-ins, by outcome.", "outcome", state.sign_in.outcomes()))
}

fn sessions(state: IssuerState) -> Show {
    Arc::new(move |page| {
        let figures = state.sessions.figures();
        page.tally("paseport_refreshes", "Refresh tokens presented, by outcome.", "outcome", &figures.refreshes)?;
        page.counter("paseport_sessions_opened", "Sessions opened.", &figures.opened)?;
        let help = "Refresh tokens that the fast store was behind of: writes that it lost.";
        page.counter("paseport_session_lost_writes", help, &figures.lost_writes)
    })
}

fn endings(state: IssuerState) -> Show {
    Arc::new(move |page| {
        let figures = state.endings.figures();
        let help = "Sessions ended before their time, by reason.";
        page.tally("paseport_sessions_ended", help, "reason", &figures.ended)?;
        let help = "Time from the writing of a change of authority until it was in the fast store.";
        page.histogram("paseport_authority_change_delay_seconds", help, &figures.delays)?;
        let help = "Age of the oldest change of authority that is not in the fast store yet.";
        page.gauge("paseport_authority_change_oldest_pending_seconds", help, figures.oldest_pending().as_secs_f64())
    })
}

fn mails(state: IssuerState) -> Show {
    Arc::new(move |page| {
        let figures = state.mails.figures();
        page.tally("paseport_mails", "Tries to send a mail, by outcome.", "outcome", &figures.outcomes)?;
        let help = "Mails in the outbox, those of other issuers with them, looked at each second.";
        page.size("paseport_mails_waiting", help, figures.waiting())
    })
}

fn address_limit(state: IssuerState) -> Show {
    Arc::new(move |page| {
        let limit = &state.address_limit;
        let help = "Sign-ins and set-ups refused because their address had its share.";
        page.counter("paseport_address_limit_refusals", help, limit.refused())?;
        let help = "Notices of providers refused because their address had its share.";
        page.counter("paseport_provider_limit_refusals", help, state.provider_limit.refused())?;
        page.size("paseport_address_limit_addresses", "Addresses that are remembered.", limit.remembered())
    })
}

/// The threads that hash passwords.
pub fn passwords(hasher: Arc<BcryptHasher>) -> Show {
    Arc::new(move |page| {
        let figures = hasher.figures();
        page.size("paseport_password_queue_length", "Passwords that wait for a thread.", hasher.waiting())?;
        let help = "Passwords not let into the queue, because it was too long.";
        page.counter("paseport_password_queue_refusals", help, &figures.refused)?;
        page.histogram("paseport_password_wait_seconds", "Time that passwords waited for a thread.", &figures.waited)?;
        page.histogram("paseport_password_hash_seconds", "Time that passwords took on their thread.", &figures.took)
    })
}
