//! `GET /auth/v1/oauth/callback`

use axum::response::Redirect;

use super::landing;
use crate::services::external_sign_in::Stop;

/// Takes the answer of a provider at which the callback was registered without its name. Nothing that was begun here ends at
/// this address, so nobody is signed in; the person comes to the sign-in page, and the log tells the operator.
#[utoipa::path(
    get,
    path = "/auth/v1/oauth/callback",
    operation_id = "external_sign_in_callback_of_nobody",
    tag = "sign-in",
    responses(
        (status = 303, description = "To the sign-in page, with `error=transaction_expired`.", headers(("Location" = String, description = "The sign-in page."))),
        (status = 429, description = "Too many attempts; see `Retry-After`."),
    ),
)]
pub async fn callback_of_nobody() -> Redirect {
    tracing::warn!(event = "external_sign_in.callback_without_provider");
    landing::login(None, Some(Stop::TransactionExpired))
}
