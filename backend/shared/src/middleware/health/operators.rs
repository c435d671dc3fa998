//! Who runs the service asks it directly, and not through a proxy.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    Router,
    extract::{ConnectInfo, Request, State},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
};
use http::HeaderMap;

use crate::middleware::problem::Problem;

/// From where an operator asks. To all others these routes don't exist, and to nobody whom a proxy speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operators {
    /// From the same machine: for a port that strangers may reach.
    OnThisMachine,
    /// From any private network: for a port that only a proxy and what stands beside it can reach, a scraper say.
    InPrivateNetworks,
}

impl Operators {
    fn are_at(self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        peer.is_loopback() || self == Self::InPrivateNetworks && is_private(peer)
    }
}

/// Whether an address is of a private network: RFC 1918, 4193, 6598 and 3927; link-local IPv6. Loopback is none.
pub fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_private() || v4.is_link_local() || is_shared(v4),
        IpAddr::V6(v6) => v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

/// 100.64.0.0/10.
fn is_shared(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    first == 100 && second & 0b1100_0000 == 64
}

/// These routes for operators only.
pub fn operators_only(router: Router, operators: Operators) -> Router {
    router.layer(from_fn_with_state(operators, direct_only))
}

/// A proxy in the same network is a peer too, but it says for whom it asks.
async fn direct_only(State(operators): State<Operators>, request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let is_operator = peer.is_some_and(|ConnectInfo(peer)| operators.are_at(peer.ip()));
    if is_operator && !forwarded(request.headers()) {
        next.run(request).await
    } else {
        Problem::not_found().into_response()
    }
}

fn forwarded(headers: &HeaderMap) -> bool {
    ["x-forwarded-for", "forwarded", "x-real-ip", "via"].iter().any(|name| headers.contains_key(*name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(operators: Operators, peers: &[&str]) -> Vec<bool> {
        peers.iter().map(|peer| operators.are_at(peer.parse().unwrap())).collect()
    }

    #[test]
    fn strangers_are_operators_nowhere() {
        for peer in ["203.0.113.7", "100.128.0.1", "172.32.0.1", "2001:db8::1", "::ffff:203.0.113.7", "0.0.0.0"] {
            for operators in [Operators::OnThisMachine, Operators::InPrivateNetworks] {
                assert_eq!(asking(operators, &[peer]), [false], "{peer} {operators:?}");
            }
        }
    }

    #[test]
    fn the_own_network_counts_where_it_is_private_and_the_machine_always() {
        let machine = ["127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1"];
        let network = ["10.1.2.3", "172.18.0.5", "192.168.7.9", "100.64.0.1", "169.254.1.1", "fd00::5", "fe80::1"];
        assert_eq!(asking(Operators::OnThisMachine, &machine), [true; 4]);
        assert_eq!(asking(Operators::InPrivateNetworks, &machine), [true; 4]);
        assert_eq!(asking(Operators::OnThisMachine, &network), [false; 7]);
        assert_eq!(asking(Operators::InPrivateNetworks, &network), [true; 7]);
    }
}
