use http::HeaderValue;

use super::*;
use crate::domain::requests::AddressBucket;

const PROXIES: &str = "10.0.0.0/8, 192.0.2.1, fd00::/8";

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        headers.append(*name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    headers
}

fn client(peer: &str, forwarded_for: &[&str]) -> String {
    let lines: Vec<_> = forwarded_for.iter().map(|line| ("x-forwarded-for", *line)).collect();
    let proxies = TrustedProxies::parse(PROXIES).unwrap();
    proxies.client_ip(peer.parse().unwrap(), &headers(&lines)).to_string()
}

#[test]
fn the_list_of_proxies_is_read() {
    assert_eq!(TrustedProxies::parse("").unwrap(), TrustedProxies::default());
    assert_eq!(TrustedProxies::parse(" 10.1.2.3/8 ,,").unwrap(), TrustedProxies::parse("10.0.0.0/8").unwrap());
    assert_eq!(TrustedProxies::parse("::ffff:10.1.2.3").unwrap(), TrustedProxies::parse("10.1.2.3").unwrap());
}

#[test]
fn a_bad_entry_of_the_list_is_named() {
    for bad in ["nginx", "10.0.0.0/33", "*", "10.0.0", "::ffff:10.0.0.0/104"] {
        let error = TrustedProxies::parse(&format!("127.0.0.1,{bad}")).unwrap_err();
        assert!(error.to_string().contains(bad), "{error}");
    }
}

#[test]
fn d4_forged_headers_of_a_stranger_change_nothing() {
    let forged = headers(&[
        ("x-forwarded-for", "198.51.100.9"),
        ("forwarded", "for=198.51.100.9"),
        ("x-real-ip", "198.51.100.9"),
        ("x-client-ip", "198.51.100.9"),
    ]);
    let peer = "203.0.113.5".parse().unwrap();
    for proxies in [TrustedProxies::default(), TrustedProxies::parse(PROXIES).unwrap()] {
        assert_eq!(proxies.client_ip(peer, &forged), peer);
    }
}

#[test]
fn d4_what_a_stranger_wrote_left_of_our_proxy_changes_nothing() {
    assert_eq!(client("10.0.0.1", &["198.51.100.9, 203.0.113.5"]), "203.0.113.5");
    assert_eq!(client("10.0.0.1", &["10.0.0.7, 127.0.0.1, 203.0.113.5"]), "203.0.113.5");
    assert_eq!(client("10.0.0.1", &["198.51.100.9", "203.0.113.5"]), "203.0.113.5");
}

#[test]
fn d4_behind_a_proxy_only_x_forwarded_for_counts() {
    let forged = headers(&[("forwarded", "for=198.51.100.9"), ("x-real-ip", "198.51.100.9")]);
    let proxies = TrustedProxies::parse(PROXIES).unwrap();
    let peer = "10.0.0.1".parse().unwrap();
    assert_eq!(proxies.client_ip(peer, &forged), peer);
}

#[test]
fn a_chain_of_our_own_proxies_is_walked() {
    assert_eq!(client("10.0.0.1", &["198.51.100.9, 203.0.113.5, 192.0.2.1, fd00::1"]), "203.0.113.5");
    assert_eq!(client("::ffff:10.0.0.1", &["203.0.113.5", "::ffff:10.2.3.4"]), "203.0.113.5");
    assert_eq!(client("10.0.0.1", &["10.0.0.3, 10.0.0.2"]), "10.0.0.3");
    assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
}

#[test]
fn a_hop_that_cannot_be_read_ends_the_walk() {
    for junk in ["unknown", "", "_hidden", "1.2.3", "1.2.3.4.5", "[::1", "::1]", "1.2.3.4:99999", "fe80::1%eth0", "é"]
    {
        assert_eq!(client("10.0.0.1", &[&format!("203.0.113.5, {junk}")]), "10.0.0.1", "{junk:?}");
        assert_eq!(client("10.0.0.1", &[&format!("203.0.113.5, {junk}, 10.0.0.2")]), "10.0.0.2", "{junk:?}");
    }
}

#[test]
fn ports_and_brackets_are_taken_off() {
    for (hop, address) in [
        ("203.0.113.5:4711", "203.0.113.5"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("[::ffff:203.0.113.5]:1", "203.0.113.5"),
        (" \t203.0.113.5 ", "203.0.113.5"),
    ] {
        assert_eq!(client("10.0.0.1", &[hop]), address, "{hop}");
    }
}

#[test]
fn d3_spellings_of_one_client_end_in_one_bucket() {
    let spellings = ["2001:db8::1", "[2001:0db8:0:0:0:0:0:2]", "[2001:DB8::3]:443", "2001:db8:0:0:ffff::"];
    for spelling in spellings {
        let address = client("10.0.0.1", &[spelling]).parse().unwrap();
        assert_eq!(AddressBucket::of(address).to_string(), "2001:db8::/64", "{spelling}");
    }
    assert_eq!(client("10.0.0.1", &["::ffff:203.0.113.5"]), client("::ffff:203.0.113.5", &[]));
}

#[test]
fn a_flood_of_hops_is_walked_without_harm() {
    let long = vec!["10.0.0.2"; 100_000].join(",");
    assert_eq!(client("10.0.0.1", &[&long]), "10.0.0.2");
}
