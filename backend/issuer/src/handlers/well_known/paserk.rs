//! `GET /.well-known/paserk.json`

use axum::{Json, extract::State};
use serde::Serialize;
use shared::domain::tokens::KeyStatus;
use utoipa::ToSchema;

use crate::state::IssuerState;

/// The public keys of access tokens, as PASERK.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaserkKeys {
    keys: Vec<PaserkKey>,
}

/// One public key.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaserkKey {
    /// The key's id, as it stands in the footer of tokens.
    #[schema(example = "k4.pid.yh4-bJYjOYAG6CWy0zsfPmpKylxS7uAWrxqVmBN2KAiJ")]
    kid: String,
    #[schema(example = "k4.public.Hrnbu7wEfAP9cGBOAHHwmH4Wsot1ciXBHwBBXQ4gsaI")]
    key: String,
    #[schema(example = "current")]
    status: PaserkKeyStatus,
}

/// `next` is published and does not sign yet, `current` signs, tokens of one that is `retiring` are still good.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum PaserkKeyStatus {
    Next,
    Current,
    Retiring,
}

impl From<KeyStatus> for PaserkKeyStatus {
    fn from(status: KeyStatus) -> Self {
        match status {
            KeyStatus::Next => Self::Next,
            KeyStatus::Current => Self::Current,
            KeyStatus::Retiring => Self::Retiring,
        }
    }
}

/// The keys that access tokens are verified with.
#[utoipa::path(
    get,
    path = "/.well-known/paserk.json",
    operation_id = "paserk",
    tag = "discovery",
    responses((status = 200, description = "The keys.", body = PaserkKeys)),
)]
pub async fn paserk(State(state): State<IssuerState>) -> Json<PaserkKeys> {
    let keys = state.keys.published();
    Json(PaserkKeys {
        keys: keys
            .iter()
            .map(|published| PaserkKey {
                kid: published.id().to_string(),
                key: published.key().paserk(),
                status: published.status().into(),
            })
            .collect(),
    })
}
