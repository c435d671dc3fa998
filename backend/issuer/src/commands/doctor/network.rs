//! Connections without TLS that leave the own network.

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use shared::middleware::health::is_private;
use tokio::{
    net::{TcpStream, lookup_host},
    time::timeout,
};

use super::{Code, Finding};

/// How long a name server is waited for.
const LOOK_UP: Duration = Duration::from_secs(2);
/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(1);

/// Where a host is; empty when nobody knows it, which whoever connects will tell.
pub(super) async fn addresses(host: &str, port: u16) -> Vec<SocketAddr> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match timeout(LOOK_UP, lookup_host((bare, port))).await {
        Ok(Ok(found)) => found.collect(),
        _ => Vec::new(),
    }
}

/// Whether somebody takes connections there.
pub(super) async fn accepts(address: SocketAddr) -> bool {
    matches!(timeout(CONNECT, TcpStream::connect(address)).await, Ok(Ok(_)))
}

/// What is not encrypted must stay in a network of one's own.
pub(super) async fn plain(server: &str, host: &str, port: u16, remedy: &str) -> Option<Finding> {
    let found = addresses(host, port).await;
    let public = found.iter().map(SocketAddr::ip).find(|address| !is_own(*address))?;
    let problem = format!(
        "The connection to {server} is not encrypted, and {host} is at {public}, which is no address of a private network: \
         whoever is on the way reads secrets and sessions."
    );
    Some(Finding::new(Code::PlainConnection, problem, remedy))
}

fn is_own(address: IpAddr) -> bool {
    let address = address.to_canonical();
    address.is_loopback() || address.is_unspecified() || is_private(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn plain_text_may_stay_at_home_and_go_nowhere_else() {
        for host in ["127.0.0.1", "10.1.2.3", "172.18.0.2", "192.168.1.1", "[::1]", "fd00::5"] {
            assert_eq!(plain("Vault", host, 8200, "").await, None, "{host}");
        }
        for host in ["203.0.113.7", "8.8.8.8", "2001:db8::1"] {
            let found = plain("Vault", host, 8200, "Use https.").await.unwrap();
            assert_eq!(found.code, Code::PlainConnection);
            assert!(found.problem.contains(host) && found.remedy == "Use https.", "{found:?}");
        }
    }
}
