//! Where an external sign-in sends the browser.
//!
//! Every address has a fragment, if only an empty one: a redirect without one hands on that of the address before it (RFC
//! 9110, section 10.2.2), and what another site wrote there is not for our pages, nor what stood there for the provider.

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
    redirect(format!("/login?{}", query.finish()))
}

/// The page that the person wanted: a path of ours, in the characters of a header.
pub(super) fn own(return_to: &ReturnTo) -> Redirect {
    // Any origin does: only what comes after it is used.
    let url = Url::parse("https://own.invalid").and_then(|origin| origin.join(return_to.as_str()));
    match url {
        Ok(url) => redirect(url[Position::BeforePath..].to_owned()),
        Err(_) => redirect(ReturnTo::default().to_string()),
    }
}

/// The account, from which an identity was to be linked.
pub(super) fn account(stop: Stop) -> Redirect {
    redirect(format!("/account?error={}", stop.as_str()))
}

/// The page that asks for the password of the account that has the address.
pub(super) fn link(ticket: &str) -> Redirect {
    let mut query = Serializer::new(String::new());
    redirect(format!("/login/link?{}", query.append_pair("ticket", ticket).finish()))
}

/// The provider, to which the browser goes.
pub(super) fn provider(url: Url) -> Redirect {
    redirect(url.into())
}

fn redirect(mut to: String) -> Redirect {
    if !to.contains('#') {
        to.push('#');
    }
    Redirect::to(&to)
}
