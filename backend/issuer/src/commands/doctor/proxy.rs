//! Whether the proxy is believed when it says for whom it asks.
//!
//! From outside nobody can tell. What can be seen on the service's own machine, or in its container, is who is connected
//! to its port: the system's table of connections. A few requests through `PUBLIC_URL` make sure that the proxy is.

use std::{
    collections::BTreeSet,
    fs,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use super::{Code, Finding, Report, public};
use crate::config::CoreConfig;

/// So many that each of several instances has one.
const REQUESTS: usize = 4;

pub(super) async fn check(report: &mut Report, core: &CoreConfig) {
    let server = &core.server;
    let public_port = core.public_url.as_url().port_or_known_default();
    let has_proxy = core.public_url.is_https() || public_port != Some(server.listen.port());
    if !has_proxy {
        return;
    }
    if server.trusted_proxies.is_empty() {
        report.check([finding("TRUSTED_PROXIES is empty, although PUBLIC_URL is not the service's own port")]);
        return;
    }
    let mut comes_through = false;
    for _ in 0..REQUESTS {
        // Whether it should is told elsewhere.
        let answer = public::get(&format!("{}/.well-known/openid-configuration", core.public_url)).await;
        comes_through |= answer.is_ok_and(|answer| answer.status == 200);
    }
    let peers = peers(server.listen.port());
    let believed = peers.iter().any(|peer| server.trusted_proxies.trusts(*peer));
    // Otherwise these may be a scraper and the container's own health check, and the proxy not among them.
    if !believed && (peers.is_empty() || !comes_through) {
        report.skip("whether TRUSTED_PROXIES names the proxy: its connection to the service can't be seen from here.");
        return;
    }
    report.check((!believed).then(|| {
        let peers: Vec<_> = peers.iter().map(ToString::to_string).collect();
        finding(&format!(
            "TRUSTED_PROXIES names none of the addresses that are connected to the service: {}",
            peers.join(", ")
        ))
    }));
}

fn finding(what: &str) -> Finding {
    Finding::new(
        Code::ProxyNotTrusted,
        format!(
            "{what}. The service takes the proxy for its only visitor: one person's wrong passwords slow everybody down, \
             and sessions and audit show the proxy's address."
        ),
        "Set TRUSTED_PROXIES to the address or network that the proxy connects from, and nothing wider. Behind several, \
         name all of them.",
    )
}

/// Whose connections to this port are in the system's table. Checks from the machine itself count only where nobody else
/// is connected.
fn peers(port: u16) -> BTreeSet<IpAddr> {
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"].map(|table| fs::read_to_string(table).unwrap_or_default());
    let all: BTreeSet<_> = tables.iter().flat_map(|table| table.lines()).filter_map(|line| peer(line, port)).collect();
    let others: BTreeSet<_> = all.iter().copied().filter(|peer| !peer.is_loopback()).collect();
    if others.is_empty() { all } else { others }
}

/// The other end of a line of the table, if it is a connection to `port` that is established or ended just now.
fn peer(line: &str, port: u16) -> Option<IpAddr> {
    const ESTABLISHED: &str = "01";
    const TIME_WAIT: &str = "06";
    let mut columns = line.split_whitespace().skip(1);
    let (local, remote, state) = (columns.next()?, columns.next()?, columns.next()?);
    let (_, local_port) = local.split_once(':')?;
    let is_it = u16::from_str_radix(local_port, 16) == Ok(port) && [ESTABLISHED, TIME_WAIT].contains(&state);
    is_it.then(|| address(remote.split_once(':')?.0)).flatten()
}

/// Words of 32 bits in the machine's order, in hexadecimal.
fn address(hex: &str) -> Option<IpAddr> {
    let words = (0..hex.len() / 8).map(|word| u32::from_str_radix(hex.get(word * 8..word * 8 + 8)?, 16).ok());
    let bytes: Vec<u8> = words.collect::<Option<Vec<_>>>()?.into_iter().flat_map(u32::to_ne_bytes).collect();
    let address = match bytes.len() {
        4 => IpAddr::from(Ipv4Addr::from(<[u8; 4]>::try_from(bytes).ok()?)),
        16 => IpAddr::from(Ipv6Addr::from(<[u8; 16]>::try_from(bytes).ok()?)),
        _ => return None,
    };
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_endian = "little")]
    fn the_systems_table_is_read() {
        let line =
            "   3: 020012AC:0BB8 050012AC:C35A 01 00000000:00000000 02:000000E1 00000000     0        0 4711 2 0";
        assert_eq!(peer(line, 3000), Some("172.18.0.5".parse().unwrap()));
        assert_eq!(peer(line, 3001), None);
        assert_eq!(peer(&line.replace(" 01 ", " 0A "), 3000), None, "it listens only");
        let mapped =
            "0: 0000000000000000FFFF00000100007F:0BB8 0000000000000000FFFF00000100007F:D2F0 06 0:0 0:0 0 0 0 0";
        assert_eq!(peer(mapped, 3000), Some("127.0.0.1".parse().unwrap()));
        assert_eq!(peer("  sl  local_address rem_address   st tx_queue", 3000), None);
    }
}
