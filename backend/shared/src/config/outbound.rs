//! The variable about requests to other people's servers.

use serde::Deserialize;

use super::{Environment, Parsed, Problems, Setting, Variables, read};
use crate::adapters::http_fetch::{AllowedHost, Exceptions};

/// Whom requests to addresses that an admin can enter may reach, besides the public internet.
#[derive(Clone, Debug, Default)]
pub struct OutboundConfig {
    /// `OUTBOUND_ALLOW_HOSTS`; by plain http only in development.
    pub exceptions: Exceptions,
}

/// `host:port` of each.
#[derive(Clone, Debug)]
struct AllowedHosts(Vec<AllowedHost>);

impl Setting for AllowedHosts {
    const MUST: &'static str = "be hosts with their ports such as id.internal.example:8443, separated by commas";

    fn parse_setting(text: &str) -> Option<Self> {
        text.split(',').map(|host| host.trim().parse().ok()).collect::<Option<_>>().map(Self)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Settings {
    outbound_allow_hosts: Option<Parsed<AllowedHosts>>,
}

impl OutboundConfig {
    /// Reads the settings. With a problem, nothing is let through.
    pub fn read(variables: &Variables, environment: Environment, problems: &mut Problems) -> Self {
        let settings: Settings = read(variables, problems);
        let hosts = settings.outbound_allow_hosts.map(|hosts| hosts.0.0).unwrap_or_default();
        Self { exceptions: Exceptions::new(hosts, environment.is_development()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(hosts: &str, environment: Environment) -> (String, Vec<String>) {
        let mut problems = Problems::default();
        let variables = Variables::from_pairs([("OUTBOUND_ALLOW_HOSTS", hosts)]);
        let config = OutboundConfig::read(&variables, environment, &mut problems);
        (
            format!("{:?}", config.exceptions),
            problems.iter().map(|problem| format!("{} {}", problem.variable, problem.message)).collect(),
        )
    }

    #[test]
    fn hosts_are_let_through_and_by_plain_http_in_development_only() {
        let (exceptions, problems) = load("rauthy.localhost:8090, 10.1.2.3:8443", Environment::Development);
        assert_eq!(problems, [""; 0]);
        assert_eq!(exceptions, r#"Exceptions { hosts: ["rauthy.localhost:8090", "10.1.2.3:8443"], plain_http: true }"#);
        let (exceptions, _) = load("10.1.2.3:8443", Environment::Production);
        assert_eq!(exceptions, r#"Exceptions { hosts: ["10.1.2.3:8443"], plain_http: false }"#);
        let (exceptions, problems) = load("", Environment::Production);
        assert_eq!((&*exceptions, problems.len()), ("Exceptions { hosts: [], plain_http: false }", 0));
    }

    #[test]
    fn a_malformed_list_is_named_and_lets_nothing_through() {
        for hosts in ["id.internal", "id.internal:443,", "a:1,,b:2", "*:443", "a:1;b:2", "https://id.internal:443"] {
            let (exceptions, problems) = load(hosts, Environment::Development);
            assert!(exceptions.contains("hosts: []"), "{hosts}");
            assert_eq!(
                problems,
                ["OUTBOUND_ALLOW_HOSTS must be hosts with their ports such as id.internal.example:8443, \
                  separated by commas"],
                "{hosts}"
            );
        }
    }
}
