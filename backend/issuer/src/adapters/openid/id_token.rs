//! The checks of an ID token (`OpenID` Connect Core, section 3.1.3.7).

use openidconnect::{
    AccessToken, AccessTokenHash, ClientId, IssuerUrl, JsonWebTokenType, Nonce,
    core::{CoreIdToken, CoreIdTokenClaims, CoreIdTokenVerifier},
};
use shared::domain::{
    clock::Timestamp,
    handles::{Handle, HashedHandle},
    identities::Subject,
};

use super::{
    discovered::Discovered,
    doubt::Doubt,
    keys::ALGORITHMS,
    person::Person,
    times::{check_issued, check_seen, from_chrono, to_chrono},
};

/// What an ID token must agree with.
pub(super) struct Expected<'a> {
    pub(super) issuer: IssuerUrl,
    pub(super) client_id: &'a str,
    pub(super) nonce: HashedHandle,
    pub(super) max_age_seconds: Option<u32>,
    /// What came with it.
    pub(super) access_token: &'a AccessToken,
    pub(super) now: Timestamp,
}

/// Who the token is about, if it is from this provider, for us, and for now.
pub(super) fn verified(token: &CoreIdToken, discovered: &Discovered, expected: &Expected<'_>) -> Result<Person, Doubt> {
    let verifier = verifier(discovered, expected);
    let nonce = |nonce: Option<&Nonce>| check_nonce(nonce, expected.nonce);
    let claims = token.claims(&verifier, nonce)?;
    check_audience(claims, expected.client_id)?;
    check_access_token(token, claims, &verifier, expected.access_token)?;
    let person = Person::of_verified(token)?;
    // The library took the same bytes apart.
    let subject: Subject = claims.subject().as_str().parse().map_err(|_| Doubt::new("sub can't be one"))?;
    if person.subject() == &subject { Ok(person) } else { Err(Doubt::new("sub can be read in two ways")) }
}

fn verifier<'a>(discovered: &Discovered, expected: &'a Expected<'_>) -> CoreIdTokenVerifier<'a> {
    let (now, max_age_seconds) = (expected.now, expected.max_age_seconds);
    let client_id = ClientId::new(expected.client_id.to_owned());
    // A client without a secret as far as signatures go: one that a secret makes is never taken.
    CoreIdTokenVerifier::new_public_client(client_id, expected.issuer.clone(), discovered.keys.clone())
        .set_allowed_algs(ALGORITHMS)
        // A logout token says that it is one.
        .set_allowed_jose_types(JsonWebTokenType::new("JWT".to_owned()).normalize())
        // Further audiences are looked at together with `azp`.
        .set_other_audience_verifier_fn(|_| true)
        .set_time_fn(move || to_chrono(now))
        .set_issue_time_verifier_fn(move |issued| check_issued(from_chrono(issued), now))
        .set_auth_time_verifier_fn(move |seen| check_seen(seen, now, max_age_seconds))
}

fn check_nonce(nonce: Option<&Nonce>, expected: HashedHandle) -> Result<(), String> {
    match nonce {
        None => Err("it is missing".to_owned()),
        Some(nonce) if Handle::presented(nonce.secret().as_str()).hashed() == expected => Ok(()),
        Some(_) => Err("it is another".to_owned()),
    }
}

/// Whoever else a token is for could show it to us, so it must say that it was made for us (steps 3 to 5).
fn check_audience(claims: &CoreIdTokenClaims, client_id: &str) -> Result<(), Doubt> {
    let audiences: Vec<&str> = claims.audiences().iter().map(|audience| audience.as_str()).collect();
    audience_fits(&audiences, claims.authorized_party().map(|party| party.as_str()), client_id)
}

/// The same rule for every token: for us, and where it is for others too, made for us.
pub(super) fn audience_fits(audiences: &[&str], authorized_party: Option<&str>, client_id: &str) -> Result<(), Doubt> {
    if !audiences.contains(&client_id) {
        return Err(Doubt::new("aud is not us"));
    }
    match authorized_party {
        Some(party) if party != client_id => Err(Doubt::new("azp is not us")),
        None if audiences.iter().any(|audience| *audience != client_id) => {
            Err(Doubt::new("aud is not us alone, and there is no azp"))
        }
        _ => Ok(()),
    }
}

/// Where the token says which access token it belongs to, it must be ours (section 3.1.3.8).
fn check_access_token(
    token: &CoreIdToken,
    claims: &CoreIdTokenClaims,
    verifier: &CoreIdTokenVerifier<'_>,
    access_token: &AccessToken,
) -> Result<(), Doubt> {
    let Some(expected) = claims.access_token_hash() else { return Ok(()) };
    let (algorithm, key) = (token.signing_alg()?, token.signing_key(verifier)?);
    match AccessTokenHash::from_token(access_token, algorithm, key) {
        Ok(hash) if hash == *expected => Ok(()),
        _ => Err(Doubt::new("at_hash is of another access token")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a4_a_token_for_others_too_must_have_been_made_for_us() {
        for (audiences, party) in [
            (&["us"][..], None),
            (&["us"], Some("us")),
            (&["us", "us"], None),
            (&["us", "them"], Some("us")),
            (&["them", "us"], Some("us")),
        ] {
            assert!(audience_fits(audiences, party, "us").is_ok(), "{audiences:?} {party:?}");
        }
        for (audiences, party) in [
            (&[][..], None),
            (&[], Some("us")),
            (&["them"], None),
            (&["them"], Some("us")),
            (&["US"], None),
            (&["us", "them"], None),
            (&["us", "them"], Some("them")),
            (&["us"], Some("them")),
            (&["us "], None),
        ] {
            assert!(audience_fits(audiences, party, "us").is_err(), "{audiences:?} {party:?}");
        }
    }
}
