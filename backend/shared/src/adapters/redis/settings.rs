//! Where the Sentinels are and how one is let in.

use std::{fmt, str::FromStr, time::Duration};

use redis::{
    AsyncConnectionConfig, Client, ClientTlsConfig, ConnectionAddr, ConnectionInfo, IntoConnectionInfo,
    ProtocolVersion, RedisConnectionInfo, RedisResult, TlsCertificates, io::tcp::TcpSettings,
};
use secrecy::{ExposeSecret, SecretString};

/// How long one answer of a server may take.
pub(super) const RESPONSE_TIMEOUT: Duration = Duration::from_millis(500);
/// How long a connection may take to come about.
const CONNECTION_TIMEOUT: Duration = Duration::from_millis(500);

/// `host:port` of a server; an IPv6 address stands in brackets.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Endpoint {
    host: String,
    port: u16,
}

/// The text is not `host:port`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be host:port")]
pub struct InvalidEndpoint;

impl Endpoint {
    /// A server by its host, an IPv6 address without brackets, and its port.
    pub fn new(host: &str, port: u16) -> Self {
        Self { host: host.to_owned(), port }
    }

    /// The host, an IPv6 address without brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    pub fn port(&self) -> u16 {
        self.port
    }
}

impl FromStr for Endpoint {
    type Err = InvalidEndpoint;

    fn from_str(text: &str) -> Result<Self, InvalidEndpoint> {
        let (host, port) = text.rsplit_once(':').ok_or(InvalidEndpoint)?;
        let port = port.parse().map_err(|_| InvalidEndpoint)?;
        let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        match bare.unwrap_or(host) {
            "" => Err(InvalidEndpoint),
            host if bare.is_none() && host.contains(':') => Err(InvalidEndpoint),
            host => Ok(Self::new(host, port)),
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port } = self;
        if host.contains(':') { write!(f, "[{host}]:{port}") } else { write!(f, "{host}:{port}") }
    }
}

/// A user of Redis's access control list; the one named `default` when there is no name.
#[derive(Clone, Debug)]
pub struct Login {
    pub username: Option<String>,
    pub password: SecretString,
}

/// How connections are encrypted. Certificates are always checked, host names included.
#[derive(Clone, Debug, Default)]
pub struct Tls {
    /// PEM of the authority that signed the servers' certificates; `None`: those the machine trusts.
    pub authority: Option<Vec<u8>>,
    /// PEM of our own certificate and of its key, where the servers ask for one.
    pub own: Option<(Vec<u8>, SecretString)>,
}

/// What [`super::RedisMaster`] needs to know.
#[derive(Clone, Debug)]
pub struct RedisSettings {
    /// All Sentinels there are: their majority is counted from this list.
    pub sentinels: Vec<Endpoint>,
    /// What the Sentinels call the master.
    pub master_name: String,
    pub login: Option<Login>,
    pub sentinel_login: Option<Login>,
    /// For Redis and Sentinels alike; `None`: plain text.
    pub tls: Option<Tls>,
    /// Connections for commands; each carries any number at once.
    pub connections: usize,
}

impl RedisSettings {
    /// A client of a Redis server.
    pub(super) fn server(&self, endpoint: &Endpoint) -> RedisResult<Client> {
        self.client(endpoint, self.login.as_ref())
    }

    /// A client of a Sentinel.
    pub(super) fn sentinel(&self, endpoint: &Endpoint) -> RedisResult<Client> {
        self.client(endpoint, self.sentinel_login.as_ref())
    }

    fn client(&self, Endpoint { host, port }: &Endpoint, login: Option<&Login>) -> RedisResult<Client> {
        let mut session = RedisConnectionInfo::default().set_protocol(ProtocolVersion::RESP3).set_skip_set_lib_name();
        if let Some(login) = login {
            session = session.set_password(login.password.expose_secret());
            if let Some(username) = &login.username {
                session = session.set_username(username);
            }
        }
        let (host, port) = (host.clone(), *port);
        let address = match self.tls {
            None => ConnectionAddr::Tcp(host, port),
            Some(_) => ConnectionAddr::TcpTls { host, port, insecure: false, tls_params: None },
        };
        let information: ConnectionInfo = address
            .into_connection_info()?
            .set_redis_settings(session)
            .set_tcp_settings(TcpSettings::default().set_nodelay(true));
        match &self.tls {
            None => Client::open(information),
            Some(tls) => {
                // Redis's library takes the process's choice. Somebody may have made it already, which is as good.
                rustls::crypto::aws_lc_rs::default_provider().install_default().ok();
                Client::build_with_tls(information, certificates(tls))
            }
        }
    }
}

/// How every connection here waits.
pub(super) fn patience() -> AsyncConnectionConfig {
    AsyncConnectionConfig::new()
        .set_connection_timeout(Some(CONNECTION_TIMEOUT))
        .set_response_timeout(Some(RESPONSE_TIMEOUT))
}

fn certificates(tls: &Tls) -> TlsCertificates {
    let own = tls.own.as_ref().map(|(certificate, key)| ClientTlsConfig {
        client_cert: certificate.clone(),
        client_key: key.expose_secret().as_bytes().to_vec(),
    });
    TlsCertificates { client_tls: own, root_cert: tls.authority.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_host_and_port() {
        for text in ["sentinel-1:26379", "127.0.0.1:1", "[::1]:26379"] {
            assert_eq!(text.parse::<Endpoint>().map(|endpoint| endpoint.to_string()).as_deref(), Ok(text));
        }
        for text in ["", "sentinel-1", ":1", "sentinel-1:", "::1:26379", "[]:1", "h:65536", "h:-1"] {
            assert_eq!(text.parse::<Endpoint>(), Err(InvalidEndpoint), "{text:?}");
        }
    }
}
