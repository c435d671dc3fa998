//! The pages of the app that an external sign-in ends at when it can't go on.

use axum::response::Redirect;
use shared::domain::return_to::ReturnTo;
use url::{Position, Url, form_urlencoded::Serializer};

use crate::services::external_sign_in::Stop;

/// The sign-in page, with where the person wanted to go.
pub(in crate::handlers) fn login(return_to: Option<&ReturnTo>, stop: Option<Stop>) -> Redirect {
    let mut query = Serializer::new(String::new());
    if let Some(return_to) = return_to {
        query.append_pair("return_to", return_to.as_str());
    }
    if let Some(stop) = stop {
        query.append_pair("error", stop.as_str());
    }
    Redirect::to(&format!("/login?{}", query.finish()))
}

/// The page that the person wanted: a path of ours, in the characters of a header.
pub(super) fn own(return_to: &ReturnTo) -> Redirect {
    // Any origin does: only what comes after it is used.
    let url = Url::parse("https://own.invalid").and_then(|origin| origin.join(return_to.as_str()));
    match url {
        Ok(url) => Redirect::to(&url[Position::BeforePath..]),
        Err(_) => Redirect::to(ReturnTo::default().as_str()),
    }
}

/// The account, from which an identity was to be linked.
pub(super) fn account(stop: Stop) -> Redirect {
    Redirect::to(&format!("/account?error={}", stop.as_str()))
}

/// The page that asks for the password of the account that has the address.
pub(super) fn link(ticket: &str) -> Redirect {
    let mut query = Serializer::new(String::new());
    Redirect::to(&format!("/login/link?{}", query.append_pair("ticket", ticket).finish()))
}
