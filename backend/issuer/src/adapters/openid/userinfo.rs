//! What userinfo adds (`OpenID` Connect Core, section 5.3).

use openidconnect::AccessToken;
use secrecy::SecretString;
use shared::domain::{
    identities::Subject,
    outbound::{FetchMethod, FetchRequest, HttpFetch},
    providers::RelyingPartyError,
};
use url::Url;

use super::{
    client::ClientError,
    person::Person,
    redemption::{unbelievable, unsent},
};

/// Asks userinfo about the person of the ID token. An answer about another one is worse than none (section 5.3.4).
pub(super) async fn ask(
    fetch: &dyn HttpFetch,
    url: Url,
    access_token: &AccessToken,
    subject: &Subject,
) -> Result<Person, RelyingPartyError> {
    let authorization = SecretString::from(format!("Bearer {}", access_token.secret()));
    let headers = vec![("accept", SecretString::from("application/json")), ("authorization", authorization)];
    let request = FetchRequest { url, method: FetchMethod::Get, headers };
    let answer = fetch.fetch(request).await.map_err(|error| unsent(error.into()))?;
    match answer.status {
        200 => {}
        status @ 500.. => return Err(unsent(ClientError::Failing(status))),
        status => return Err(unbelievable(format!("userinfo answers with status {status}"))),
    }
    let claims = serde_json::from_slice(&answer.body).map_err(|_| unbelievable("userinfo is not JSON"))?;
    let person = Person::of_claims(claims).map_err(|doubt| unbelievable(format!("userinfo: {doubt}")))?;
    if person.subject() == subject {
        Ok(person)
    } else {
        Err(unbelievable("userinfo is about another person than the ID token"))
    }
}
