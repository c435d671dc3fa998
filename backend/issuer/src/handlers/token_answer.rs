//! The answer of everything that signs someone in.

use axum::{
    Json,
    http::{HeaderValue, header::SET_COOKIE},
    response::{IntoResponse, Response},
};
use secrecy::ExposeSecret;
use serde::Serialize;
use shared::middleware::cookies::{CookieKind, Cookies};
use utoipa::ToSchema;

use super::{token_body::TokenBody, users::words::Role};
use crate::services::sessions::{Issued, SignedInUser};

/// An access token and whom it is for. The refresh token travels in a cookie and never in a body.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenAnswer {
    /// PASETO v4.public. Opaque to clients.
    #[schema(example = "v4.public.eyJpc3MiOiJodHRwOi8v…")]
    access_token: String,
    token_type: TokenType,
    /// Seconds until the access token expires.
    #[schema(example = 300)]
    expires_in: u64,
    user: SignedInUserBody,
}

/// How the access token is presented (RFC 6750).
#[derive(Debug, Serialize, ToSchema)]
pub enum TokenType {
    Bearer,
}

/// What an application shows of the user who is signed in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SignedInUser)]
pub struct SignedInUserBody {
    #[schema(example = "0190a3c2-7f00-7000-8000-000000000001")]
    id: String,
    #[schema(example = "admin@example.com")]
    email: String,
    #[schema(example = "Ada Admin")]
    display_name: String,
    #[schema(example = json!(["Admin", "User"]))]
    roles: Vec<Role>,
}

impl From<SignedInUser> for SignedInUserBody {
    fn from(user: SignedInUser) -> Self {
        Self {
            id: user.id.to_string(),
            email: user.email,
            display_name: user.display_name,
            roles: Role::list(user.roles),
        }
    }
}

impl TokenAnswer {
    /// The answer with its refresh cookie, and whatever other cookies go along.
    pub(super) fn respond(issued: Issued, cookies: Cookies, others: impl IntoIterator<Item = HeaderValue>) -> Response {
        let refresh = cookies.set(CookieKind::Refresh, &issued.refresh_token, issued.refresh_life);
        let answer = Self {
            access_token: issued.access_token.text().expose_secret().to_owned(),
            token_type: TokenType::Bearer,
            expires_in: issued.access_token.expires_in(),
            user: issued.user.into(),
        };
        let mut response = Json(answer).into_response().map(|json| TokenBody::new(json, issued.access_token).into());
        for cookie in std::iter::once(refresh).chain(others) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        response
    }
}
