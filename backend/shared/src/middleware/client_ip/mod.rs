//! Who is calling: the address that limits, sessions and the audit record know a caller by.
//!
//! It is the peer of the connection. Only when the peer is one of our own proxies is `X-Forwarded-For` looked at, and
//! then from its right end, where our own proxies write: the first hop that is not ours is the caller. What stands
//! further left was written by strangers. `Forwarded` and `X-Real-IP` are never looked at.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use http::{Extensions, HeaderMap, HeaderName, request::Parts};
use ipnet::IpNet;

use super::problem::Problem;

#[cfg(test)]
mod tests;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// An entry of the list of trusted proxies is neither an address nor a network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{entry}` is neither an IP address nor a network such as 10.0.0.0/8")]
pub struct InvalidProxy {
    entry: String,
}

/// The networks that our own proxies are in (`TRUSTED_PROXIES`). Empty: nobody is believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

impl FromIterator<IpNet> for TrustedProxies {
    fn from_iter<I: IntoIterator<Item = IpNet>>(networks: I) -> Self {
        Self(networks.into_iter().collect())
    }
}

impl TrustedProxies {
    /// Reads addresses and networks with commas between them. The error names the entry.
    pub fn parse(text: &str) -> Result<Self, InvalidProxy> {
        let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        entries
            .map(|entry| network(entry).ok_or_else(|| InvalidProxy { entry: entry.to_owned() }))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The caller behind `peer`, by the rule above.
    ///
    /// Several header lines are one list. A hop that can't be read ends the walk at the last one that could.
    pub fn client_ip(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        let lines = headers.get_all(X_FORWARDED_FOR).iter().rev();
        for hop in lines.flat_map(|line| line.as_bytes().rsplit(|&byte| byte == b',')) {
            if !self.contains(client) {
                break;
            }
            match parse_hop(hop) {
                Some(address) => client = address,
                None => break,
            }
        }
        client
    }

    /// Whether nobody is believed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this peer is believed.
    pub fn trusts(&self, peer: IpAddr) -> bool {
        self.contains(peer.to_canonical())
    }

    fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

/// A network, or an address as a network of one. Addresses are compared unmapped, so a mapped network would match
/// nothing.
fn network(entry: &str) -> Option<IpNet> {
    let network =
        entry.parse::<IpNet>().or_else(|_| entry.parse::<IpAddr>().map(|ip| IpNet::from(ip.to_canonical()))).ok()?;
    (network.addr() == network.addr().to_canonical()).then(|| network.trunc())
}

/// An address as proxies write it: bare, with a port, IPv6 also in brackets.
fn parse_hop(hop: &[u8]) -> Option<IpAddr> {
    let hop = std::str::from_utf8(hop).ok()?.trim();
    let bracketed = || hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok().map(IpAddr::V6);
    let address = hop.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|hop| hop.ip())).or_else(bracketed)?;
    Some(address.to_canonical())
}

/// The caller's address, IPv4 never in IPv6 clothes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientIp(pub IpAddr);

impl ClientIp {
    /// Finds the caller of a request; `None` when the server does not hand peers on.
    pub fn find(extensions: &Extensions, headers: &HeaderMap, proxies: &TrustedProxies) -> Option<Self> {
        let ConnectInfo(peer) = extensions.get::<ConnectInfo<SocketAddr>>()?;
        Some(Self(proxies.client_ip(peer.ip(), headers)))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ClientIp {
    type Rejection = Problem;

    /// The address that the edge found; 500 where the server does not hand peers on, for without one no limit holds.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get().copied().ok_or_else(|| Problem::internal("the server does not hand on its peers"))
    }
}
