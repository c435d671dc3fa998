//! The service itself, asked directly.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use serde_json::Value;
use shared::config::ServerConfig;

use super::{Code, Finding, Report, network, public};

/// Whether somebody listens where the settings say.
pub(super) async fn check_runs(report: &mut Report, server: &ServerConfig) -> bool {
    let address = at(server);
    let runs = network::accepts(address).await;
    report.check((!runs).then(|| {
        Finding::new(
            Code::ServiceNotRunning,
            format!("Nobody listens on {address}: the service is not running, or with another SERVER_ADDRESS or SERVER_PORT."),
            "Start it, and read the last lines of its log if it ends again (`journalctl -u …`, or `docker compose -f \
             docker/docker-compose.yml logs --tail 50 rust_issuer`). How it looks from outside was not looked at.",
        )
    }));
    runs
}

/// Asks whether it sees itself ready, which tells of whatever nothing else has found.
pub(super) async fn check_ready(report: &mut Report, server: &ServerConfig) {
    let Some(told) = public::get_json(&format!("http://{}/health/ready", at(server))).await else { return };
    report.check((told["status"] != "ready").then(|| {
        let away = told["dependencies"].as_object().into_iter().flatten();
        let away: Vec<_> = away.filter(|(_, how)| how["status"] != "ready").map(|(name, _)| name.as_str()).collect();
        let status = told["status"].as_str().unwrap_or("unknown");
        Finding::new(
            Code::ServiceNotReady,
            format!(
                "Everything looks well from here, but the running service says {status}, because of: {}.",
                away.join(", ")
            ),
            "It may run with other settings than these: start it again, and read its log.",
        )
    }));
}

/// Where to reach what listens everywhere: here.
fn at(server: &ServerConfig) -> SocketAddr {
    let ip = match server.listen.ip() {
        IpAddr::V4(address) if address.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(address) if address.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        address => address,
    };
    SocketAddr::new(ip, server.listen.port())
}

/// What an answer about readiness looks like.
pub(super) fn is_readiness(answer: &Value) -> bool {
    answer["status"].is_string() && answer["dependencies"].is_object()
}
