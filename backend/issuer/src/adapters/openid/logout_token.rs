//! The checks of a logout token (`OpenID` Connect Back-Channel Logout, section 2.6). That it comes once is for the record
//! to say.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use openidconnect::core::CoreJwsSigningAlgorithm;
use serde::Deserialize;
use serde_json::{Map, Value};
use shared::domain::providers::{LogoutClaims, Provider};

use super::{
    discovered::Discovered,
    doubt::Doubt,
    id_token::audience_fits,
    keys,
    person::{sid, text},
    times::LEEWAY,
};

/// The longest token that is looked at, in bytes.
const MOST_BYTES: usize = 16 * 1024;

/// The longest name of a token that is kept, in bytes.
const MOST_ID_BYTES: usize = 255;

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// What a header may say. Keys, and where they are, are none of it.
#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    #[serde(default)]
    crit: Value,
}

/// A token that nobody looked at yet.
struct Unverified<'a> {
    header: Header,
    claims: Map<String, Value>,
    message: &'a str,
    signature: Vec<u8>,
}

impl<'a> Unverified<'a> {
    fn parse(token: &'a str) -> Option<Self> {
        let (message, signature) = token.rsplit_once('.')?;
        let (header, payload) = message.split_once('.')?;
        Some(Self {
            header: serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).ok()?).ok()?,
            claims: serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?,
            signature: URL_SAFE_NO_PAD.decode(signature).ok()?,
            message,
        })
    }
}

/// What the token says, if it is from this provider, for us, and for now.
pub(super) fn verified(
    token: &str,
    discovered: &Discovered,
    provider: &Provider,
    now: Timestamp,
) -> Result<LogoutClaims, Doubt> {
    let parsed = if token.len() > MOST_BYTES { None } else { Unverified::parse(token) };
    let token = parsed.ok_or_else(|| Doubt::new("it is no signed token"))?;
    check_header(&token.header)?;
    check_signature(&token, discovered)?;
    check_recipient(&token.claims, provider)?;
    check_kind(&token.claims)?;
    read(&token.claims, now)
}

fn check_header(header: &Header) -> Result<(), Doubt> {
    let typ = header.typ.as_deref().map(str::to_ascii_lowercase);
    let typ = typ.as_deref().map(|typ| typ.strip_prefix("application/").unwrap_or(typ));
    // Not every provider types its tokens as the standard recommends.
    if !matches!(typ, None | Some("jwt" | "logout+jwt")) {
        return Err(Doubt::new("typ is that of another kind of token"));
    }
    if header.crit.is_null() { Ok(()) } else { Err(Doubt::new("crit demands what we don't know")) }
}

fn check_signature(token: &Unverified<'_>, discovered: &Discovered) -> Result<(), Doubt> {
    let algorithm = match token.header.alg.as_str() {
        "RS256" => CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
        "ES256" => CoreJwsSigningAlgorithm::EcdsaP256Sha256,
        "EdDSA" => CoreJwsSigningAlgorithm::EdDsa,
        _ => return Err(Doubt::new("alg is none that is taken")),
    };
    let key_id = token.header.kid.as_deref();
    Ok(keys::verify(&discovered.keys, key_id, &algorithm, token.message.as_bytes(), &token.signature)?)
}

fn check_recipient(claims: &Map<String, Value>, provider: &Provider) -> Result<(), Doubt> {
    if text(claims, "iss") != Some(provider.issuer.as_str()) {
        return Err(Doubt::new("iss is another"));
    }
    let audiences: Vec<&str> = match claims.get("aud") {
        Some(Value::String(audience)) => vec![audience],
        Some(Value::Array(audiences)) => {
            audiences.iter().map(|audience| audience.as_str().unwrap_or_default()).collect()
        }
        _ => vec![],
    };
    audience_fits(&audiences, text(claims, "azp"), &provider.client_id)
}

/// An ID token, which could be had more easily, must not pass.
fn check_kind(claims: &Map<String, Value>) -> Result<(), Doubt> {
    let event = claims.get("events").and_then(|events| events.get(EVENT));
    if !event.is_some_and(Value::is_object) {
        return Err(Doubt::new("events has no logout"));
    }
    if claims.contains_key("nonce") { Err(Doubt::new("nonce must not be there")) } else { Ok(()) }
}

fn read(claims: &Map<String, Value>, now: Timestamp) -> Result<LogoutClaims, Doubt> {
    let issued = time(claims, "iat")?;
    if issued.duration_since(now) > LEEWAY {
        return Err(Doubt::new("iat is in the future"));
    }
    let expires_at = time(claims, "exp")?;
    if expires_at <= now {
        return Err(Doubt::new("exp is over"));
    }
    let token_id = text(claims, "jti").filter(|id| id.len() <= MOST_ID_BYTES);
    let token_id = token_id.ok_or_else(|| Doubt::new("jti can't be one"))?.to_owned();
    let subject = if claims.contains_key("sub") {
        let subject = text(claims, "sub").and_then(|sub| sub.parse().ok());
        Some(subject.ok_or_else(|| Doubt::new("sub can't be one"))?)
    } else {
        None
    };
    let sid = sid(claims)?;
    if subject.is_none() && sid.is_none() {
        return Err(Doubt::new("there is neither sub nor sid"));
    }
    Ok(LogoutClaims { subject, sid, token_id, expires_at })
}

/// A time in seconds, whole or not.
fn time(claims: &Map<String, Value>, name: &str) -> Result<Timestamp, Doubt> {
    let seconds = claims.get(name).and_then(Value::as_f64).filter(|seconds| seconds.is_finite());
    #[expect(clippy::cast_possible_truncation, reason = "a float that is out of bounds becomes the nearest bound")]
    let time = seconds.and_then(|seconds| Timestamp::from_second(seconds as i64).ok());
    time.ok_or_else(|| Doubt::new(format!("{name} is missing or no time")))
}
