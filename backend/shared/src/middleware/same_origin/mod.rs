//! The same-origin rule for everything that a cookie can do.
//!
//! `SameSite` cookies still travel between ports and sub-domains of one site; this rule does not let them. Browsers
//! send `Origin` with every POST and `Sec-Fetch-Site` with everything, and pages can forge neither.

use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{AsHeaderName, ORIGIN},
};
use url::{Origin, Url};

use super::problem::Problem;

#[cfg(test)]
mod tests;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The public address has no origin that a browser could send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the public address must be an http or https URL with a host")]
pub struct NoOrigin;

/// What a request must bring to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Neither header is needed: clients that are no browsers call this route too.
    Optional,
    /// At least one of the two headers must be there: the route acts on a cookie alone.
    Required,
}

/// The origins that our own pages have.
#[derive(Clone, Debug)]
pub struct OriginPolicy {
    own: Vec<HeaderValue>,
}

impl OriginPolicy {
    /// The origin of `public_url`; in development also each spelling of the loopback host on the same port.
    pub fn new(public_url: &Url, development: bool) -> Result<Self, NoOrigin> {
        let mut own = vec![origin(public_url)?];
        if development {
            for host in ["127.0.0.1", "localhost", "[::1]"] {
                let mut url = public_url.clone();
                url.set_host(Some(host)).map_err(|_| NoOrigin)?;
                own.push(origin(&url)?);
            }
        }
        Ok(Self { own })
    }

    /// Lets a request of our own pages pass and answers 403 to all others.
    pub fn check(&self, headers: &HeaderMap, evidence: Evidence) -> Result<(), Problem> {
        let origin = single(headers, ORIGIN)?;
        let site = single(headers, SEC_FETCH_SITE)?;
        let foreign = origin.is_some_and(|origin| !self.own.contains(origin))
            || site.is_some_and(|site| site.as_bytes() != b"same-origin");
        let unproven = evidence == Evidence::Required && origin.is_none() && site.is_none();
        if foreign || unproven { Err(Problem::cross_origin()) } else { Ok(()) }
    }
}

/// The origin of `url` as browsers write it.
fn origin(url: &Url) -> Result<HeaderValue, NoOrigin> {
    match url.origin() {
        Origin::Tuple(scheme, ..) if scheme != "http" && scheme != "https" => Err(NoOrigin),
        origin @ Origin::Tuple(..) => HeaderValue::try_from(origin.ascii_serialization()).map_err(|_| NoOrigin),
        Origin::Opaque(_) => Err(NoOrigin),
    }
}

/// The value of a header; two of one name are nobody's honest request.
fn single(headers: &HeaderMap, name: impl AsHeaderName) -> Result<Option<&HeaderValue>, Problem> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (value, None) => Ok(value),
        _ => Err(Problem::cross_origin()),
    }
}
