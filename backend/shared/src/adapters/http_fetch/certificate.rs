//! The certificate of a server, for whoever looks when it ends.

use std::time::Duration;

use reqwest::{Client, redirect, tls::TlsInfo};
use url::Url;
use x509_parser::parse_x509_certificate;

use crate::domain::clock::Timestamp;

/// From the name's resolution to the answer.
const LIMIT: Duration = Duration::from_secs(3);

/// When the certificate ends that a server shows at our own `https` address. `None`: it can't be asked, or it shows none
/// that this machine trusts. Not for addresses that somebody else chose: nothing guards it.
pub async fn certificate_end(url: &Url) -> Option<Timestamp> {
    let client = Client::builder().no_proxy().redirect(redirect::Policy::none()).timeout(LIMIT).https_only(true);
    let answer = client.tls_info(true).build().ok()?.get(url.clone()).send().await.ok()?;
    let certificate = answer.extensions().get::<TlsInfo>()?.peer_certificate()?.to_vec();
    let (_, certificate) = parse_x509_certificate(&certificate).ok()?;
    Timestamp::from_second(certificate.validity().not_after.timestamp()).ok()
}
