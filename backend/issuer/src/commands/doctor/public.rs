//! What the world sees at `PUBLIC_URL`.

use futures::future::join_all;
use serde_json::Value;
use shared::{
    adapters::http_fetch::{Exceptions, GuardedFetch, certificate_end},
    config::Origin,
    domain::{
        clock::Timestamp,
        outbound::{FetchAnswer, FetchError, FetchMethod, FetchRequest, HttpFetch},
    },
};
use url::Url;

use super::{Code, Finding, Report, network, service, vault::root_cause};
use crate::config::CoreConfig;

/// Certificates are renewed a month before they end, mostly: what is nearer was forgotten.
const LEAST_DAYS: i64 = 14;

/// Asks as a browser would, from here. `ports`: what only the services should reach.
pub(super) async fn check(report: &mut Report, core: &CoreConfig, ports: &[(&str, u16)], now: Timestamp) {
    let public_url = &core.public_url;
    let found = match get(&format!("{public_url}/.well-known/openid-configuration")).await {
        Ok(answer) if answer.status == 200 => Ok(serde_json::from_slice::<Value>(&answer.body).unwrap_or_default()),
        Ok(answer) => Err(format!("it answers with status {}", answer.status)),
        Err(error) => Err(root_cause(&error)),
    };
    match found {
        Ok(document) => {
            report.check(None);
            report.check(other(core, &document));
            report.check(operators_routes(core).await);
            if public_url.is_https() {
                let end = certificate_end(public_url.as_url()).await;
                report.check(end.and_then(|end| expiring(public_url, end, now)));
            }
        }
        // A container's loopback is its own: whether the world gets through can't be seen from inside.
        Err(_) if public_url.is_loopback() && core.server.listen.ip().is_unspecified() => {
            report.skip(format!(
                "{public_url}, as the world sees it: nothing answers there from here, as is so within a container. Open it \
                 in a browser."
            ));
        }
        Err(why) => report.check([unreachable(public_url, &why)]),
    }
    if !public_url.is_loopback() {
        report.check(open_ports(public_url, ports).await);
    }
}

fn unreachable(public_url: &Origin, why: &str) -> Finding {
    Finding::new(
        Code::PublicUrlUnreachable,
        format!("The service can't be reached at PUBLIC_URL ({public_url}): {why}."),
        format!(
            "Start the proxy, and see that it serves that name and port and passes on to SERVER_PORT; for https, that its \
             certificate is whole and of an authority that this machine trusts. `curl -v \
             {public_url}/.well-known/openid-configuration` from here shows more."
        ),
    )
}

fn expiring(public_url: &Origin, end: Timestamp, now: Timestamp) -> Option<Finding> {
    let hours = end.duration_since(now).as_hours();
    (hours < LEAST_DAYS * 24).then(|| {
        Finding::new(
            Code::CertificateExpiring,
            format!("The certificate of {public_url} ends at {end}, in {} days: then no browser comes in.", hours / 24),
            "Renew it, let the proxy load the new one (`nginx -s reload`), and find out why nothing renews it by itself.",
        )
    })
}

fn other(core: &CoreConfig, document: &Value) -> Option<Finding> {
    let (expected, found) = (&core.access_tokens.issuer, document["issuer"].as_str());
    (found != Some(expected)).then(|| {
        let found = found.map_or_else(|| "no issuer at all".to_owned(), |issuer| format!("the issuer {issuer}"));
        Finding::new(
            Code::PublicUrlOther,
            format!(
                "What answers at PUBLIC_URL ({}) names {found}, and the settings here name {expected}: it is another \
                 service, or this one was started with other settings.",
                core.public_url
            ),
            "Let the proxy pass PUBLIC_URL on to this service, or start the service again if its settings were changed.",
        )
    })
}

/// Where `PUBLIC_URL` is the embedded edition's own port, its operator on this machine is meant to see them.
async fn operators_routes(core: &CoreConfig) -> Option<Finding> {
    let direct = core.public_url.is_loopback() && port(&core.public_url) == core.server.listen.port();
    if direct {
        return None;
    }
    let ready = get_json(&format!("{}/health/ready", core.public_url)).await;
    let ready = ready.is_some_and(|answer| service::is_readiness(&answer));
    let metrics = get(&format!("{}/metrics", core.public_url)).await;
    let metrics = metrics.is_ok_and(|answer| answer.status == 200 && answer.body.starts_with(b"# HELP"));
    let shown: Vec<_> = [("/health/ready", ready), ("/metrics", metrics)].into_iter().filter(|(_, is)| *is).collect();
    (!shown.is_empty()).then(|| {
        let paths: Vec<_> = shown.iter().map(|(path, _)| *path).collect();
        Finding::new(
            Code::HealthPublic,
            format!(
                "{} can be read at PUBLIC_URL ({}): strangers learn what the service stands on and how it does.",
                paths.join(" and "),
                core.public_url
            ),
            "Let the proxy answer /health and /metrics with 404, as docker/nginx/routes.conf does, and set \
             X-Forwarded-For on all that it passes on.",
        )
    })
}

/// Servers that a stranger reaches under the public name.
async fn open_ports(public_url: &Origin, ports: &[(&str, u16)]) -> Option<Finding> {
    let host = public_url.as_url().host_str().unwrap_or_default();
    let own = port(public_url);
    let tried = ports.iter().filter(|(_, port)| *port != own).map(async |(server, port)| {
        let addresses = network::addresses(host, *port).await;
        let open = join_all(addresses.into_iter().map(network::accepts)).await.contains(&true);
        open.then(|| format!("{server} ({port})"))
    });
    let open: Vec<_> = join_all(tried).await.into_iter().flatten().collect();
    (!open.is_empty()).then(|| {
        Finding::new(
            Code::PortPublic,
            format!("Under the name of PUBLIC_URL ({host}) more than the proxy can be reached: {}.", open.join(", ")),
            "Let these listen on the internal network only: publish their ports on 127.0.0.1 or not at all \
             (docker-compose.prod.yml), and close them in the firewall. Seen from this machine; a firewall in front may \
             already hide them.",
        )
    })
}

fn port(origin: &Origin) -> u16 {
    origin.as_url().port_or_known_default().unwrap_or_default()
}

/// A JSON answer of status 200 or 503, as readiness has it.
pub(super) async fn get_json(url: &str) -> Option<Value> {
    let answer = get(url).await.ok()?;
    serde_json::from_slice(&answer.body).ok()
}

/// Our own address, which the settings chose and no admin: wherever it is, it may be asked.
pub(super) async fn get(url: &str) -> Result<FetchAnswer, FetchError> {
    let url: Url = url.parse().map_err(|_| FetchError::Forbidden("it is no address".to_owned()))?;
    let host = format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or_default());
    let exception = host.parse().map_err(|_| FetchError::Forbidden("it has no host".to_owned()))?;
    let fetch = GuardedFetch::new(Exceptions::new([exception], true));
    fetch.fetch(FetchRequest { url, method: FetchMethod::Get, headers: Vec::new() }).await
}
