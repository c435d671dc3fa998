//! What a provider says of a person (`OpenID` Connect Core, section 5.1), in an ID token or by userinfo.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use openidconnect::core::CoreIdToken;
use serde_json::{Map, Value};
use shared::domain::{
    identities::Subject,
    providers::{UpstreamEmail, UpstreamIdentity},
};

use super::doubt::Doubt;

/// The longest name of a session that is kept, in bytes.
pub(super) const MOST_SID_BYTES: usize = 255;

/// What is read of a person's claims. A claim of another type than it should have counts as absent, except where that
/// would be less than was said.
pub(super) struct Person {
    subject: Subject,
    claims: Map<String, Value>,
}

impl Person {
    /// Of a token whose signature and claims were found good.
    ///
    /// Read from the token's own text, because `openidconnect` also takes `"true"` for a verified address.
    pub(super) fn of_verified(token: &CoreIdToken) -> Result<Self, Doubt> {
        let token = token.to_string();
        let payload = token.split('.').nth(1).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
        let claims = payload.and_then(|payload| serde_json::from_slice(&payload).ok());
        Self::of_claims(claims.ok_or_else(|| Doubt::new("the ID token can't be read"))?)
    }

    pub(super) fn of_claims(claims: Map<String, Value>) -> Result<Self, Doubt> {
        let subject = text(&claims, "sub").ok_or_else(|| Doubt::new("sub is missing"))?;
        let subject = subject.parse().map_err(|_| Doubt::new("sub can't be one"))?;
        Ok(Self { subject, claims })
    }

    pub(super) fn subject(&self) -> &Subject {
        &self.subject
    }

    pub(super) fn email(&self) -> Option<UpstreamEmail> {
        let verified = self.claims.get("email_verified") == Some(&Value::Bool(true));
        self.text("email").map(|address| UpstreamEmail { address, verified })
    }

    pub(super) fn name(&self) -> Option<String> {
        self.text("name").or_else(|| self.text("preferred_username"))
    }

    fn text(&self, claim: &str) -> Option<String> {
        text(&self.claims, claim).map(str::to_owned)
    }

    /// Who it is, with what else was asked for.
    pub(super) fn identity(self, more: Option<&Self>) -> Result<UpstreamIdentity, Doubt> {
        let (sid, auth_time) = (sid(&self.claims)?, auth_time(&self.claims)?);
        Ok(UpstreamIdentity {
            email: self.email().or_else(|| more.and_then(Self::email)),
            name: self.name().or_else(|| more.and_then(Self::name)),
            sid,
            auth_time,
            subject: self.subject,
        })
    }
}

/// A claim that is a text with something in it.
pub(super) fn text<'a>(claims: &'a Map<String, Value>, claim: &str) -> Option<&'a str> {
    claims.get(claim).and_then(Value::as_str).filter(|text| !text.is_empty())
}

/// The provider's session. One that can't be kept is refused: its end would be missed.
pub(super) fn sid(claims: &Map<String, Value>) -> Result<Option<String>, Doubt> {
    match claims.get("sid") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(sid)) if (1..=MOST_SID_BYTES).contains(&sid.len()) => Ok(Some(sid.clone())),
        Some(_) => Err(Doubt::new("sid can't be one")),
    }
}

/// When the provider saw the person. `openidconnect` also takes a date, which is no time here; one that can't be read is
/// refused, because without one the person was seen just now.
fn auth_time(claims: &Map<String, Value>) -> Result<Option<Timestamp>, Doubt> {
    let seconds = match claims.get("auth_time") {
        None | Some(Value::Null) => return Ok(None),
        Some(claim) => claim.as_f64(),
    };
    #[expect(clippy::cast_possible_truncation, reason = "a float that is out of bounds becomes the nearest bound")]
    let time = seconds.and_then(|seconds| Timestamp::from_second(seconds as i64).ok());
    time.map(Some).ok_or_else(|| Doubt::new("auth_time is no time"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn person(claims: &Value) -> Person {
        Person::of_claims(claims.as_object().unwrap().clone()).unwrap_or_else(|doubt| panic!("{doubt}"))
    }

    #[test]
    fn a7_an_address_is_verified_by_the_boolean_alone() {
        let verified = |claims| person(&claims).email().unwrap().verified;
        assert!(verified(json!({ "sub": "a", "email": "a@b.example", "email_verified": true })));
        for claim in [json!(false), json!("true"), json!("TRUE"), json!(1), json!(null), json!([true]), json!({})] {
            let claims = json!({ "sub": "a", "email": "a@b.example", "email_verified": claim });
            assert!(!verified(claims), "{claim}");
        }
        assert!(!verified(json!({ "sub": "a", "email": "a@b.example" })));
    }

    #[test]
    fn what_the_id_token_says_goes_before_what_userinfo_says() {
        let first = json!({ "sub": "a", "email": "first@b.example", "sid": "s", "auth_time": 1_767_225_600.5 });
        let more = json!({ "sub": "a", "email": "more@b.example", "email_verified": true, "name": "More", "sid": "t" });
        let identity = person(&first).identity(Some(&person(&more))).unwrap();
        let email = UpstreamEmail { address: "first@b.example".to_owned(), verified: false };
        assert_eq!(identity.email, Some(email));
        assert_eq!((identity.name.as_deref(), identity.sid.as_deref()), (Some("More"), Some("s")));
        assert_eq!(identity.auth_time, Some(Timestamp::from_second(1_767_225_600).unwrap()));
    }

    #[test]
    fn claims_of_other_types_are_no_claims() {
        let claims = json!({ "sub": "a", "email": ["a"], "name": 5, "preferred_username": "p", "auth_time": null });
        let identity = person(&claims).identity(None).unwrap();
        assert_eq!((identity.email, identity.name.as_deref(), identity.auth_time), (None, Some("p"), None));
    }

    #[test]
    fn a_time_of_authentication_that_can_not_be_read_is_not_just_now() {
        for time in
            [json!("now"), json!("2026-01-01T00:00:00Z"), json!(1e300), json!(i64::MAX), json!([0]), json!(true)]
        {
            assert!(person(&json!({ "sub": "a", "auth_time": time })).identity(None).is_err(), "{time}");
        }
    }

    #[test]
    fn who_has_no_sound_name_is_nobody() {
        let long = "a".repeat(256);
        for sub in [json!(null), json!(""), json!(5), json!("ä"), json!("a\n"), json!(long)] {
            let claims = json!({ "sub": sub });
            assert!(Person::of_claims(claims.as_object().unwrap().clone()).is_err(), "{claims}");
        }
        for sid in [json!(""), json!(5), json!(long)] {
            assert!(person(&json!({ "sub": "a", "sid": sid })).identity(None).is_err(), "{sid}");
        }
    }
}
