//! How addresses are counted: by whom one holder of addresses is held to be one.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

/// Where a caller comes from, for the throttle of an account: IPv4 /24, IPv6 /64.
///
/// IPv4 addresses in IPv6 clothes (`::ffff:192.0.2.1`) count as IPv4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Network(Prefix);

impl Network {
    /// The network that `address` is in.
    pub fn of(address: IpAddr) -> Self {
        Self(Prefix::of(address, 24, 64))
    }
}

impl fmt::Display for Network {
    /// Gives the network in CIDR notation, one spelling for each.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Who a caller is held to be, for the limit per address: one IPv4 address, or one IPv6 /64, since a single machine
/// has all of that to choose from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AddressBucket(Prefix);

impl AddressBucket {
    /// The bucket that `address` falls into.
    pub fn of(address: IpAddr) -> Self {
        Self(Prefix::of(address, 32, 64))
    }
}

impl fmt::Display for AddressBucket {
    /// Gives the bucket in CIDR notation, one spelling for each.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An address without its last bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Prefix {
    address: IpAddr,
    bits: u32,
}

impl Prefix {
    fn of(address: IpAddr, v4_bits: u32, v6_bits: u32) -> Self {
        match address.to_canonical() {
            IpAddr::V4(v4) => {
                let kept = v4.to_bits() & u32::MAX.checked_shl(32 - v4_bits).unwrap_or(0);
                Self { address: Ipv4Addr::from_bits(kept).into(), bits: v4_bits }
            }
            IpAddr::V6(v6) => {
                let kept = v6.to_bits() & u128::MAX.checked_shl(128 - v6_bits).unwrap_or(0);
                Self { address: Ipv6Addr::from_bits(kept).into(), bits: v6_bits }
            }
        }
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(address: &str) -> String {
        Network::of(address.parse().unwrap()).to_string()
    }

    fn bucket(address: &str) -> String {
        AddressBucket::of(address.parse().unwrap()).to_string()
    }

    #[test]
    fn networks_are_24_and_64_bits_wide() {
        assert_eq!(network("192.0.2.200"), "192.0.2.0/24");
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_ne!(network("192.0.3.1"), network("192.0.2.1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
    }

    #[test]
    fn buckets_are_32_and_64_bits_wide() {
        assert_eq!(bucket("192.0.2.200"), "192.0.2.200/32");
        assert_eq!(bucket("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    }

    #[test]
    fn d3_all_spellings_of_one_64_are_one_bucket() {
        let spellings =
            ["2001:db8::1", "2001:db8::", "2001:0db8:0000:0000:0000:0000:0000:0001", "2001:DB8::ffff:192.0.2.1"];
        for spelling in spellings {
            assert_eq!(bucket(spelling), "2001:db8::/64", "{spelling}");
            assert_eq!(network(spelling), "2001:db8::/64", "{spelling}");
        }
        for mapped in ["::ffff:192.0.2.7", "::ffff:c000:207", "0:0:0:0:0:FFFF:C000:0207"] {
            assert_eq!(bucket(mapped), bucket("192.0.2.7"), "{mapped}");
            assert_eq!(network(mapped), network("192.0.2.7"), "{mapped}");
        }
    }
}
