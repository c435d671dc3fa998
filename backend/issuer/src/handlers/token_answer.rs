//! The answer of everything that signs someone in.

use std::time::Duration;

use axum::{
    Json,
    body::Body,
    http::{HeaderName, HeaderValue, header::SET_COOKIE},
    response::{AppendHeaders, IntoResponse, Response},
};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use shared::{
    domain::throttle::known_browser,
    middleware::cookies::{CookieKind, Cookies},
};
use utoipa::ToSchema;

use super::{token_body::TokenBody, users::words::Role};
use crate::services::{
    sessions::{Issued, SignedInUser},
    sign_in::SignedIn,
};

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
    /// What a refresh answers, with the successor of its cookie.
    pub(super) fn of_refresh(issued: Issued, cookies: Cookies) -> Response {
        let refresh = refresh_cookie(&issued, cookies);
        Self::respond(issued, [refresh])
    }

    /// What a sign-in answers, with its cookies.
    pub(super) fn of_sign_in(signed_in: SignedIn, cookies: Cookies) -> Response {
        let set = sign_in_cookies(&signed_in, cookies);
        Self::respond(signed_in.issued, set)
    }

    fn respond<const N: usize>(issued: Issued, cookies: [HeaderValue; N]) -> Response {
        let answer = Self {
            access_token: issued.access_token.text().expose_secret().to_owned(),
            token_type: TokenType::Bearer,
            expires_in: issued.access_token.expires_in(),
            user: issued.user.into(),
        };
        let json = Json(answer).into_response().map(|json| Body::from(TokenBody::new(json, issued.access_token)));
        (set_cookies(cookies), json).into_response()
    }
}

/// The cookies of a sign-in: the refresh token, and the mark of a browser that is known from now on.
pub(super) fn sign_in_cookies(signed_in: &SignedIn, cookies: Cookies) -> [HeaderValue; 2] {
    let life = Duration::try_from(known_browser::LIFE).unwrap_or_default();
    let mark = SecretString::from(signed_in.known_browser.as_str());
    [refresh_cookie(&signed_in.issued, cookies), cookies.set(CookieKind::Known, &mark, life)]
}

fn refresh_cookie(issued: &Issued, cookies: Cookies) -> HeaderValue {
    cookies.set(CookieKind::Refresh, &issued.refresh_token, issued.refresh_life)
}

/// Sets cookies of one name and of several alike.
pub(super) fn set_cookies<const N: usize>(cookies: [HeaderValue; N]) -> AppendHeaders<[(HeaderName, HeaderValue); N]> {
    AppendHeaders(cookies.map(|cookie| (SET_COOKIE, cookie)))
}
