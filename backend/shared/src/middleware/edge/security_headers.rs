//! The headers that every answer carries, whatever its status.

use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{
        CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
        X_FRAME_OPTIONS,
    },
};

/// What an answer gets unless it says otherwise itself, as pages of the app and Swagger UI do.
const DEFAULTS: [(HeaderName, HeaderValue); 8] = [
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
];

/// Two years, as browsers' preload lists want it. Other hosts of the domain are not ours to decide about.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000");

/// Completes the headers of an answer. `secure` says that browsers reach us by https, so that they may insist on it.
pub(super) fn put_on(answer: &mut HeaderMap, secure: bool) {
    answer.reserve(DEFAULTS.len() + 2);
    for (name, value) in DEFAULTS {
        answer.entry(name).or_insert(value);
    }
    if secure {
        answer.insert(STRICT_TRANSPORT_SECURITY, HSTS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_gets_all_of_them() {
        let mut answer = HeaderMap::new();
        put_on(&mut answer, true);
        assert_eq!(answer["content-security-policy"], "default-src 'none'; frame-ancestors 'none'");
        assert_eq!(answer["cross-origin-opener-policy"], "same-origin");
        assert_eq!(answer["cross-origin-resource-policy"], "same-origin");
        assert_eq!(answer["referrer-policy"], "no-referrer");
        assert_eq!(answer["strict-transport-security"], "max-age=63072000");
        assert_eq!(answer["x-content-type-options"], "nosniff");
        assert_eq!(answer["x-frame-options"], "DENY");
        assert_eq!(answer["cache-control"], "no-store");
        assert!(answer.contains_key("permissions-policy"));
    }

    #[test]
    fn browsers_insist_on_https_only_where_it_exists() {
        let mut answer = HeaderMap::new();
        put_on(&mut answer, false);
        assert!(!answer.contains_key(STRICT_TRANSPORT_SECURITY));
    }

    #[test]
    fn an_answer_may_have_its_own_policy_and_cache_rule() {
        let mut answer = HeaderMap::new();
        answer.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'self'"));
        answer.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
        put_on(&mut answer, true);
        assert_eq!(answer.get_all(CONTENT_SECURITY_POLICY).iter().collect::<Vec<_>>(), ["default-src 'self'"]);
        assert_eq!(answer[CACHE_CONTROL], "public, max-age=300");
    }
}
