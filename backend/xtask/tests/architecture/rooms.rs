//! Which room of the workspace may not name what.

use crate::names;

/// Sources that must stay free of some paths.
pub(crate) struct Room {
    /// Folder below `backend`.
    pub(crate) folder: &'static str,
    /// A path forbids itself and everything below it; a last segment that ends in `*` stands for all that begin so.
    pub(crate) forbidden: &'static [&'static str],
}

/// HTTP, storage and outbound crates, and the rooms outside: a service talks to them through ports only.
const SERVICE: &[&str] = &[
    "axum",
    "axum_extra",
    "crate::adapters",
    "crate::handlers",
    "crate::metrics",
    "deadpool",
    "deadpool_redis",
    "http",
    "http_body_util",
    "hyper",
    "lettre",
    "prometheus_client",
    "redis",
    "reqwest",
    "shared::adapters",
    "shared::metrics",
    "sqlx",
    "tower",
    "tower_governor",
    "tower_http",
    "utoipa",
    "utoipa_axum",
    "vaultrs",
];

/// Whatever reaches the world outside of memory, and the rooms that do.
const DOMAIN: &[&str] = &[
    "axum",
    "axum_extra",
    "crate::adapters",
    "crate::metrics",
    "crate::middleware",
    "deadpool",
    "deadpool_redis",
    "dotenvy",
    "envy",
    "getrandom",
    "governor",
    "http",
    "http_body_util",
    "hyper",
    "lettre",
    "prometheus_client",
    "redis",
    "reqwest",
    "sqlx",
    "std::env",
    "std::fs",
    "std::net::Tcp*",
    "std::net::Udp*",
    "std::os",
    "std::process",
    "sysinfo",
    "tokio",
    "tower",
    "tower_governor",
    "tower_http",
    "tracing",
    "utoipa",
    "utoipa_axum",
    "vaultrs",
];

/// The rooms with a rule.
pub(crate) const ROOMS: [Room; 3] = [
    Room { folder: "shared/src/domain", forbidden: DOMAIN },
    Room { folder: "issuer/src/services", forbidden: SERVICE },
    Room { folder: "api/src/services", forbidden: SERVICE },
];

impl Room {
    /// The forbidden paths that `source` names.
    pub(crate) fn violations(&self, source: &str) -> Vec<String> {
        let forbidden = |path: &String| self.forbidden.iter().any(|rule| forbids(rule, path));
        names::paths(source).into_iter().filter(forbidden).collect()
    }
}

/// A glob import brings everything of its module, so it counts as naming what the rule forbids there.
fn forbids(rule: &str, path: &str) -> bool {
    let mut path = path.split("::");
    rule.split("::").all(|expected| match (expected.strip_suffix('*'), path.next()) {
        (_, Some("*")) => true,
        (Some(start), Some(segment)) => segment.starts_with(start),
        (None, segment) => segment == Some(expected),
        (Some(_), None) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_domain_may_not_reach_outside() {
        let domain = &ROOMS[0];
        for (source, named) in [
            ("use axum::Router;", "axum::Router"),
            ("fn f() -> axum::Router { g() }", "axum::Router"),
            ("use std::{fmt, fs};", "std::fs"),
            ("use std::net; fn f(_: net::TcpListener) {}", "std::net::TcpListener"),
            ("use std::net::*;", "std::net::*"),
            ("fn f() { tracing::info!(\"x\"); }", "tracing::info"),
            ("use crate::adapters::SystemClock;", "crate::adapters::SystemClock"),
        ] {
            assert_eq!(domain.violations(source), [named], "{source}");
        }
    }

    #[test]
    fn the_domain_may_use_values() {
        let source =
            "use std::{fmt, net::{IpAddr, Ipv6Addr}}; use serde::Serialize; use http_types::A; mod tokio_like {}
            fn f() { thiserror::f(); crate::domain::http::g(); }";
        assert_eq!(ROOMS[0].violations(source), [""; 0]);
    }

    #[test]
    fn services_may_not_name_http_or_storage_but_figures_of_the_host() {
        let api = &ROOMS[2];
        assert_eq!(
            api.violations("use sqlx::SqlitePool; use utoipa::ToSchema;"),
            ["sqlx::SqlitePool", "utoipa::ToSchema"]
        );
        assert_eq!(
            api.violations("use sysinfo::System; fn f() { tracing::info!(\"x\"); tokio::spawn(g()); }"),
            [""; 0]
        );
    }
}
