//! Sign-in by identity providers, and the linking of identities.

pub mod backchannel_logout;
pub mod callback;
pub mod callback_of_nobody;
pub mod init;
mod landing;
pub mod link;
pub mod ticket;

use std::time::Duration;

use http::{HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use shared::{
    domain::{external_sign_in, handles::Handle},
    middleware::{
        cookies::{CookieKind, Cookies},
        problem::Problem,
    },
};

use crate::services::external_sign_in::Carried;

/// The secret in the browser's own cookie.
fn browser(cookies: Cookies, headers: &HeaderMap) -> Result<Option<SecretString>, Problem> {
    cookies.read(headers, CookieKind::Login)
}

/// The cookie that keeps the browser's secret for as long as anything it is for.
fn keep_browser(cookies: Cookies, browser: &Handle) -> HeaderValue {
    let life = Duration::try_from(external_sign_in::LIFE).unwrap_or_default();
    cookies.set(CookieKind::Login, &SecretString::from(browser.expose()), life)
}

/// What a browser that gets a new session carries of before.
fn carried(cookies: Cookies, headers: &HeaderMap) -> Result<Carried, Problem> {
    let known = cookies.read(headers, CookieKind::Known)?;
    Ok(Carried {
        refresh_token: cookies.read(headers, CookieKind::Refresh)?,
        known_browser: known.map(|mark| mark.expose_secret().to_owned()),
    })
}
