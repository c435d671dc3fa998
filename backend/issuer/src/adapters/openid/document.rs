//! The discovery document (`OpenID` Connect Discovery, section 3; RFC 9207, section 3), as far as it concerns us. The rest
//! of it may be as wrong as it likes.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use shared::domain::providers::IssuerUrl;
use url::Url;

use super::{doubt::words, flaw::Flaw};

const ISSUER: &str = "issuer";
const AUTHORIZATION: &str = "authorization_endpoint";
const TOKEN: &str = "token_endpoint";
const USERINFO: &str = "userinfo_endpoint";
const KEYS: &str = "jwks_uri";
const RESPONSE_TYPES: &str = "response_types_supported";
const ALGORITHMS: &str = "id_token_signing_alg_values_supported";
const CHALLENGES: &str = "code_challenge_methods_supported";
const AUTHENTICATIONS: &str = "token_endpoint_auth_methods_supported";
const NAMES_ISSUER: &str = "authorization_response_iss_parameter_supported";

/// How the client's secret is shown (`OpenID` Connect Core, section 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClientAuthentication {
    Basic,
    Post,
}

/// What a provider says about itself.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) authorization_endpoint: Url,
    pub(super) token_endpoint: Url,
    pub(super) userinfo_endpoint: Option<Url>,
    pub(super) jwks_uri: Url,
    /// `None`: a way that we don't know, which leaves public clients.
    pub(super) client_authentication: Option<ClientAuthentication>,
    /// Whether each answer to an authorization request carries `iss`.
    pub(super) names_issuer: bool,
}

impl Document {
    /// Where the document of an issuer is (`OpenID` Connect Discovery, section 4.1).
    pub(super) fn url(issuer: &IssuerUrl) -> Result<Url, Flaw> {
        let url = format!("{}/.well-known/openid-configuration", issuer.as_str().trim_end_matches('/'));
        url.parse().map_err(|_| Flaw::Malformed { name: ISSUER, why: "it is no address".to_owned() })
    }

    /// Takes the document if it is the issuer's and we can work with it.
    pub(super) fn read(document: &Map<String, Value>, issuer: &IssuerUrl) -> Result<Self, Flaw> {
        let found: String = required(document, ISSUER)?;
        if found != issuer.as_str() {
            return Err(Flaw::OtherIssuer { entered: issuer.to_string(), found: words(&found) });
        }
        let endpoint = |name| required(document, name).and_then(|url| checked(name, url, issuer));
        let read = Self {
            authorization_endpoint: endpoint(AUTHORIZATION)?,
            token_endpoint: endpoint(TOKEN)?,
            jwks_uri: endpoint(KEYS)?,
            userinfo_endpoint: optional(document, USERINFO)?.map(|url| checked(USERINFO, url, issuer)).transpose()?,
            client_authentication: client_authentication(
                optional::<Vec<String>>(document, AUTHENTICATIONS)?.as_deref(),
            ),
            names_issuer: optional(document, NAMES_ISSUER)?.unwrap_or(false),
        };
        // Only the first of these must be there, though others are required too: Entra ID, for one, is silent about PKCE.
        let algorithms: Vec<String> = required(document, ALGORITHMS)?;
        let lacks =
            |list: Option<Vec<String>>, value: &str| list.is_some_and(|list| !list.iter().any(|it| it == value));
        if !algorithms.iter().any(|algorithm| matches!(algorithm.as_str(), "RS256" | "ES256" | "EdDSA")) {
            return Err(Flaw::NoAlgorithm);
        }
        if lacks(optional(document, RESPONSE_TYPES)?, "code") {
            return Err(Flaw::NoCode);
        }
        if lacks(optional(document, CHALLENGES)?, "S256") {
            return Err(Flaw::NoS256);
        }
        Ok(read)
    }
}

fn required<T: DeserializeOwned>(document: &Map<String, Value>, name: &'static str) -> Result<T, Flaw> {
    optional(document, name)?.ok_or(Flaw::Missing(name))
}

fn optional<T: DeserializeOwned>(document: &Map<String, Value>, name: &'static str) -> Result<Option<T>, Flaw> {
    let value = document.get(name).unwrap_or(&Value::Null);
    serde_json::from_value(value.clone()).map_err(|error| Flaw::Malformed { name, why: words(&error.to_string()) })
}

/// Codes, tokens and secrets go there, so only a provider that was entered with plain http itself may name such a place.
fn checked(name: &'static str, url: Url, issuer: &IssuerUrl) -> Result<Url, Flaw> {
    let is_plain = issuer.as_str().starts_with("http://");
    if url.scheme() == "https" || (is_plain && url.scheme() == "http") { Ok(url) } else { Err(Flaw::Plain(name)) }
}

/// The standard's own way where both are taken, or nothing is said.
fn client_authentication(supported: Option<&[String]>) -> Option<ClientAuthentication> {
    let takes = |method: &str| supported.is_none_or(|supported| supported.iter().any(|it| it == method));
    if takes("client_secret_basic") {
        Some(ClientAuthentication::Basic)
    } else if takes("client_secret_post") {
        Some(ClientAuthentication::Post)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document() -> Value {
        json!({
            "issuer": "https://id.example",
            "authorization_endpoint": "https://id.example/auth",
            "token_endpoint": "https://id.example/token",
            "jwks_uri": "https://keys.example/jwks",
            "id_token_signing_alg_values_supported": ["HS256", "RS256"],
        })
    }

    fn read(document: &Value) -> Result<Document, String> {
        let issuer = "https://id.example".parse().unwrap();
        Document::read(document.as_object().unwrap(), &issuer).map_err(|flaw| flaw.fault().0)
    }

    fn with(name: &str, value: Value) -> Result<Document, String> {
        let mut changed = document();
        changed[name] = value;
        read(&changed)
    }

    #[test]
    fn the_document_stands_below_the_issuer_with_one_slash_between() {
        for (issuer, url) in [
            ("https://id.example", "https://id.example/.well-known/openid-configuration"),
            ("https://id.example/", "https://id.example/.well-known/openid-configuration"),
            ("https://id.example/auth/v1/", "https://id.example/auth/v1/.well-known/openid-configuration"),
        ] {
            assert_eq!(Document::url(&issuer.parse().unwrap()).unwrap().as_str(), url);
        }
    }

    #[test]
    fn what_is_said_nothing_about_is_as_the_standard_has_it() {
        let read = read(&document()).unwrap();
        assert_eq!(read.client_authentication, Some(ClientAuthentication::Basic));
        assert!(read.userinfo_endpoint.is_none() && !read.names_issuer);
    }

    #[test]
    fn the_secret_is_shown_as_the_provider_wants_it() {
        let shown = |methods| with(AUTHENTICATIONS, methods).unwrap().client_authentication;
        assert_eq!(shown(json!(["client_secret_post", "client_secret_basic"])), Some(ClientAuthentication::Basic));
        assert_eq!(shown(json!(["private_key_jwt", "client_secret_post"])), Some(ClientAuthentication::Post));
        assert_eq!(shown(json!(["private_key_jwt"])), None);
    }

    #[test]
    fn what_is_missing_is_named() {
        for name in [ISSUER, AUTHORIZATION, TOKEN, KEYS, ALGORITHMS] {
            let expected = format!("The discovery document names no {name}.");
            assert_eq!(with(name, Value::Null).unwrap_err(), expected);
            let mut without = document();
            without.as_object_mut().unwrap().remove(name);
            assert_eq!(read(&without).unwrap_err(), expected);
        }
    }

    #[test]
    fn another_issuer_is_shown_beside_the_one_that_was_entered() {
        for found in ["https://id.example/", "https://ID.example", "https://evil.example", ""] {
            let said = with(ISSUER, json!(found)).unwrap_err();
            let expected = format!("is of the issuer {found}, but https://id.example was entered");
            assert!(said.contains(&expected), "{said}");
        }
    }

    #[test]
    fn what_can_not_work_is_said() {
        for (name, value, expected) in [
            (AUTHORIZATION, json!("javascript:alert(1)"), "authorization_endpoint must begin with https://."),
            (TOKEN, json!("http://id.example/token"), "token_endpoint must begin with https://."),
            (USERINFO, json!("file:///etc/passwd"), "userinfo_endpoint must begin with https://."),
            (KEYS, json!("/jwks"), "jwks_uri is not as it should be: relative URL without a base: \"/jwks\"."),
            (TOKEN, json!(5), "token_endpoint is not as it should be"),
            (ALGORITHMS, json!(["HS256", "none", "RS512"]), "none of RS256, ES256 and EdDSA."),
            (RESPONSE_TYPES, json!(["id_token"]), "does not support the response type \"code\"."),
            (CHALLENGES, json!(["plain"]), "does not support PKCE with S256."),
        ] {
            let said = with(name, value).unwrap_err();
            assert!(said.contains(expected), "{said}");
        }
    }
}
