//! `PUT /account/v1/password`

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header::SET_COOKIE};
use shared::{
    domain::passwords::{NewPassword, PresentedPassword},
    middleware::{
        cookies::CookieKind,
        input::{Fields, FromFields, JsonBody},
        problem::Problem,
        role_middleware::Caller,
    },
};
use utoipa::ToSchema;

use crate::{handlers::RequestOrigin, services::account::PasswordChange, state::IssuerState};

/// A password change.
#[derive(Debug, ToSchema)]
pub struct ChangePassword {
    #[schema(value_type = String, format = Password, example = "dev-user-password-1")]
    current_password: PresentedPassword,
    /// 15 characters to 1,024 bytes, not a common one, not containing the e-mail.
    #[schema(value_type = String, format = Password, example = "a-long-enough-phrase")]
    new_password: NewPassword,
}

impl FromFields for ChangePassword {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let current = fields.required_secret("current_password", PresentedPassword::parse);
        let new = fields.required_secret("new_password", NewPassword::parse);
        Some(Self { current_password: current?, new_password: new? })
    }
}

/// Changes the caller's password, ends all his other sessions and rotates this one's cookie.
#[utoipa::path(
    put,
    path = "/account/v1/password",
    operation_id = "change_own_password",
    tag = "account",
    request_body = ChangePassword,
    responses(
        (status = 204, description = "The password is changed and the other sessions are over."),
        (status = 429, description = "Too many wrong passwords; see `Retry-After`."),
    ),
)]
pub async fn change_password(
    State(state): State<IssuerState>,
    caller: Caller,
    RequestOrigin(origin): RequestOrigin,
    JsonBody(body): JsonBody<ChangePassword>,
) -> Result<Response, Problem> {
    let change = PasswordChange { current: body.current_password, new: body.new_password };
    let rotated = state.account.change_password(&caller, change, &origin).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Some(token) = rotated {
        let cookie = state.cookies.set(CookieKind::Refresh, &token.text, token.life);
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}
