use super::*;

fn policy(public_url: &str, development: bool) -> OriginPolicy {
    OriginPolicy::new(&public_url.parse().unwrap(), development).unwrap()
}

fn passes(policy: &OriginPolicy, evidence: Evidence, pairs: &[(&'static str, &str)]) -> bool {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(*name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    match policy.check(&headers, evidence) {
        Ok(()) => true,
        Err(problem) => {
            assert_eq!((problem.status().as_u16(), problem.name()), (403, "cross-origin"));
            false
        }
    }
}

#[test]
fn our_own_pages_pass() {
    let policy = policy("https://id.example.com/", false);
    for pairs in [
        &[("origin", "https://id.example.com")][..],
        &[("sec-fetch-site", "same-origin")],
        &[("origin", "https://id.example.com"), ("sec-fetch-site", "same-origin")],
    ] {
        assert!(passes(&policy, Evidence::Required, pairs), "{pairs:?}");
        assert!(passes(&policy, Evidence::Optional, pairs), "{pairs:?}");
    }
}

#[test]
fn without_both_headers_evidence_decides() {
    let policy = policy("https://id.example.com", false);
    assert!(passes(&policy, Evidence::Optional, &[]));
    assert!(!passes(&policy, Evidence::Required, &[]));
}

#[test]
fn every_other_origin_is_refused() {
    let policy = policy("https://id.example.com", false);
    for origin in [
        "null",
        "",
        "https://evil.example",
        "http://id.example.com",
        "https://id.example.com:8443",
        "https://id.example.com:443",
        "https://id.example.com/",
        "https://id.example.com.evil.example",
        "https://evil.id.example.com",
        "https://ID.example.com",
        "https://id.example.com https://evil.example",
        "http://localhost",
        "\u{e9}",
    ] {
        let pairs = [("origin", origin)];
        assert!(!passes(&policy, Evidence::Optional, &pairs), "{origin}");
        let pairs = [("origin", origin), ("sec-fetch-site", "same-origin")];
        assert!(!passes(&policy, Evidence::Optional, &pairs), "{origin}");
    }
}

#[test]
fn every_other_fetch_site_is_refused() {
    let policy = policy("https://id.example.com", false);
    for site in ["cross-site", "same-site", "none", "", "Same-Origin", "same-origin, cross-site"] {
        assert!(!passes(&policy, Evidence::Optional, &[("sec-fetch-site", site)]), "{site}");
        let pairs = [("sec-fetch-site", site), ("origin", "https://id.example.com")];
        assert!(!passes(&policy, Evidence::Optional, &pairs), "{site}");
    }
}

#[test]
fn doubled_headers_are_refused_even_when_equal() {
    let policy = policy("https://id.example.com", false);
    for pair in [("origin", "https://id.example.com"), ("sec-fetch-site", "same-origin")] {
        assert!(!passes(&policy, Evidence::Optional, &[pair, pair]), "{pair:?}");
    }
}

#[test]
fn in_development_the_loopback_host_has_many_spellings_but_one_port() {
    let development = policy("http://127.0.0.1:8080", true);
    for origin in ["http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"] {
        assert!(passes(&development, Evidence::Required, &[("origin", origin)]), "{origin}");
    }
    for origin in
        ["http://localhost:8081", "http://localhost", "https://localhost:8080", "http://127.0.0.1.evil.example:8080"]
    {
        assert!(!passes(&development, Evidence::Required, &[("origin", origin)]), "{origin}");
    }
    let production = policy("http://127.0.0.1:8080", false);
    assert!(!passes(&production, Evidence::Required, &[("origin", "http://localhost:8080")]));
}

#[test]
fn a_default_port_is_not_written() {
    let policy = policy("https://id.example.com:443/app", false);
    assert!(passes(&policy, Evidence::Required, &[("origin", "https://id.example.com")]));
}

#[test]
fn an_address_without_an_origin_is_refused() {
    for url in ["data:text/plain,x", "file:///tmp", "mailto:a@example.com", "ftp://example.com"] {
        assert_eq!(OriginPolicy::new(&url.parse().unwrap(), true).unwrap_err(), NoOrigin, "{url}");
    }
}
