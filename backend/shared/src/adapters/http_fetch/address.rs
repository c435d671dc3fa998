//! Which addresses are of the public internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};

/// What is special about the addresses of a network: the rest of a sentence that starts with "it is".
type Special = &'static str;

/// IANA's special-purpose registry of IPv4, whether or not it calls a network globally reachable, and what clouds use to
/// tell a machine its secrets.
const SPECIAL_IPV4: [(Ipv4Net, Special); 17] = [
    (v4([0, 0, 0, 0], 8), "an unspecified address"),
    (v4([10, 0, 0, 0], 8), "a private address"),
    (v4([100, 64, 0, 0], 10), "a carrier's private address"),
    (v4([127, 0, 0, 0], 8), "a loopback address"),
    (v4([168, 63, 129, 16], 32), "a cloud's metadata address"),
    (v4([169, 254, 0, 0], 16), "a link-local address"),
    (v4([172, 16, 0, 0], 12), "a private address"),
    (v4([192, 0, 0, 0], 24), "a reserved address"),
    (v4([192, 0, 2, 0], 24), "a documentation address"),
    (v4([192, 31, 196, 0], 24), "a reserved address"),
    (v4([192, 52, 193, 0], 24), "a reserved address"),
    (v4([192, 88, 99, 0], 24), "a reserved address"),
    (v4([192, 168, 0, 0], 16), "a private address"),
    (v4([192, 175, 48, 0], 24), "a reserved address"),
    (v4([198, 18, 0, 0], 15), "a benchmarking address"),
    (v4([198, 51, 100, 0], 24), "a documentation address"),
    (v4([203, 0, 113, 0], 24), "a documentation address"),
];
const MULTICAST_IPV4: Ipv4Net = v4([224, 0, 0, 0], 4);
/// With the broadcast address.
const RESERVED_IPV4: Ipv4Net = v4([240, 0, 0, 0], 4);

/// All that was given to the public so far. Loopback, link-local, unique-local, site-local, multicast, discard-only and
/// IPv4-compatible addresses are outside, and so is what comes later.
const GLOBAL_UNICAST: Ipv6Net = v6([0x2000, 0, 0], 3);

/// What is special inside of it.
const SPECIAL_IPV6: [(Ipv6Net, Special); 5] = [
    // With Teredo (2001::/32), benchmarking and ORCHID.
    (v6([0x2001, 0, 0], 23), "a reserved address"),
    (v6([0x2001, 0xdb8, 0], 32), "a documentation address"),
    // It holds an IPv4 address, and the relays that would carry us there are gone (RFC 7526).
    (v6([0x2002, 0, 0], 16), "a 6to4 address"),
    (v6([0x3fff, 0, 0], 20), "a documentation address"),
    (v6([0x2620, 0x4f, 0x8000], 48), "a reserved address"),
];

/// Addresses that are IPv4 ones in other words: mapped (RFC 4291, 2.5.5.2) and translated (RFC 6052, 2.1).
const IPV4_INSIDE: [Ipv6Net; 2] = [
    Ipv6Net::new_assert(Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0), 96),
    Ipv6Net::new_assert(Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96),
];

const fn v4(octets: [u8; 4], prefix: u8) -> Ipv4Net {
    let [a, b, c, d] = octets;
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), prefix)
}

const fn v6(start: [u16; 3], prefix: u8) -> Ipv6Net {
    let [a, b, c] = start;
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0), prefix)
}

/// What is special about an address; `None` when it is one of the public internet, like any other.
pub(super) fn special(address: IpAddr) -> Option<Special> {
    match address {
        IpAddr::V4(address) => special_ipv4(address),
        IpAddr::V6(address) => special_ipv6(address),
    }
}

fn special_ipv4(address: Ipv4Addr) -> Option<Special> {
    if MULTICAST_IPV4.contains(&address) {
        return Some("a multicast address");
    }
    if RESERVED_IPV4.contains(&address) {
        return Some("a reserved address");
    }
    SPECIAL_IPV4.iter().find(|(network, _)| network.contains(&address)).map(|(_, special)| *special)
}

fn special_ipv6(address: Ipv6Addr) -> Option<Special> {
    if IPV4_INSIDE.iter().any(|network| network.contains(&address)) {
        let [.., a, b, c, d] = address.octets();
        return special_ipv4(Ipv4Addr::new(a, b, c, d));
    }
    if !GLOBAL_UNICAST.contains(&address) {
        return Some(outside_of_the_public(address));
    }
    SPECIAL_IPV6.iter().find(|(network, _)| network.contains(&address)).map(|(_, special)| *special)
}

/// Words for an address that is refused in any case.
fn outside_of_the_public(address: Ipv6Addr) -> Special {
    if address.is_loopback() {
        "a loopback address"
    } else if address.is_unspecified() {
        "an unspecified address"
    } else if address.is_multicast() {
        "a multicast address"
    } else if address.is_unicast_link_local() {
        "a link-local address"
    } else if address.is_unique_local() {
        "a private address"
    } else {
        "a reserved address"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each network with the first and the last of its addresses.
    const NETWORKS: [(&str, &str, &str); 41] = [
        ("an unspecified address", "0.0.0.0", "0.255.255.255"),
        ("a private address", "10.0.0.0", "10.255.255.255"),
        ("a carrier's private address", "100.64.0.0", "100.127.255.255"),
        ("a loopback address", "127.0.0.0", "127.255.255.255"),
        ("a cloud's metadata address", "168.63.129.16", "168.63.129.16"),
        ("a link-local address", "169.254.0.0", "169.254.255.255"),
        ("a private address", "172.16.0.0", "172.31.255.255"),
        ("a reserved address", "192.0.0.0", "192.0.0.255"),
        ("a documentation address", "192.0.2.0", "192.0.2.255"),
        ("a reserved address", "192.31.196.0", "192.31.196.255"),
        ("a reserved address", "192.52.193.0", "192.52.193.255"),
        ("a reserved address", "192.88.99.0", "192.88.99.255"),
        ("a private address", "192.168.0.0", "192.168.255.255"),
        ("a reserved address", "192.175.48.0", "192.175.48.255"),
        ("a benchmarking address", "198.18.0.0", "198.19.255.255"),
        ("a documentation address", "198.51.100.0", "198.51.100.255"),
        ("a documentation address", "203.0.113.0", "203.0.113.255"),
        ("a multicast address", "224.0.0.0", "239.255.255.255"),
        ("a reserved address", "240.0.0.0", "255.255.255.255"),
        ("an unspecified address", "::", "::"),
        ("a loopback address", "::1", "::1"),
        // IPv4-compatible, of public and private addresses alike.
        ("a reserved address", "::2", "::ffff:ffff"),
        ("a loopback address", "::ffff:127.0.0.0", "::ffff:127.255.255.255"),
        ("a private address", "::ffff:10.0.0.0", "::ffff:10.255.255.255"),
        ("a link-local address", "::ffff:169.254.0.0", "::ffff:169.254.255.255"),
        ("an unspecified address", "::ffff:0.0.0.0", "::ffff:0.255.255.255"),
        ("a private address", "64:ff9b::10.0.0.0", "64:ff9b::10.255.255.255"),
        ("a loopback address", "64:ff9b::127.0.0.0", "64:ff9b::127.255.255.255"),
        // NAT64 of a site's own, whatever is inside.
        ("a reserved address", "64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff"),
        ("a reserved address", "100::", "100::ffff:ffff:ffff:ffff"),
        // Teredo, whatever is inside.
        ("a reserved address", "2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("a reserved address", "2001:2::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("a documentation address", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("a 6to4 address", "2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("a reserved address", "2620:4f:8000::", "2620:4f:8000:ffff:ffff:ffff:ffff:ffff"),
        ("a documentation address", "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("a reserved address", "4000::", "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("a private address", "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("a link-local address", "fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("a reserved address", "fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("a multicast address", "ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ];

    #[test]
    fn i2_every_special_network_is_known_from_its_first_to_its_last_address() {
        for (expected, first, last) in NETWORKS {
            for text in [first, last] {
                let address = text.parse().unwrap();
                assert_eq!(special(address), Some(expected), "{text}");
            }
        }
    }

    #[test]
    fn i2_what_hides_an_address_of_the_metadata_is_refused() {
        for text in [
            "169.254.169.254",
            "100.100.100.200",
            "192.0.0.192",
            "fd00:ec2::254",
            "fd20:ce::254",
            "::ffff:169.254.169.254",
            "::169.254.169.254",
            "64:ff9b::169.254.169.254",
            "2002:a9fe:a9fe::",
            "2001:0:a9fe:a9fe::",
            "fe80::a9fe:a9fe",
        ] {
            assert!(special(text.parse().unwrap()).is_some(), "{text}");
        }
    }

    #[test]
    fn addresses_beside_the_special_networks_are_public() {
        for text in [
            "1.0.0.0",
            "1.1.1.1",
            "8.8.8.8",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "168.63.129.15",
            "168.63.129.17",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "191.255.255.255",
            "192.0.1.0",
            "192.0.3.0",
            "192.31.195.255",
            "192.31.197.0",
            "192.52.192.255",
            "192.52.194.0",
            "192.88.98.255",
            "192.88.100.0",
            "192.167.255.255",
            "192.169.0.0",
            "192.175.47.255",
            "192.175.49.0",
            "198.17.255.255",
            "198.20.0.0",
            "198.51.99.255",
            "198.51.101.0",
            "203.0.112.255",
            "203.0.114.0",
            "223.255.255.255",
            "::ffff:8.8.8.8",
            "64:ff9b::8.8.8.8",
            "2000::",
            "2001:200::",
            "2001:4860:4860::8888",
            "2001:db7:ffff::",
            "2001:db9::",
            "2003::",
            "2606:4700::1111",
            "2620:4f:7fff::",
            "2620:4f:8001::",
            "3ffe:ffff::",
            "3fff:1000::",
            "3fff:ffff::",
        ] {
            assert_eq!(special(text.parse().unwrap()), None, "{text}");
        }
    }
}
