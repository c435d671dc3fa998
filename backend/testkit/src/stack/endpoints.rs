//! Where everything is, for whoever measures or breaks the running edition.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Service, Stack};

/// One entry of `endpoints.json`. Both lists have one item for each instance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Endpoint {
    pub pids: Vec<u32>,
    pub addresses: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root_token: Option<String>,
}

impl Endpoint {
    fn new(pid: u32, address: String) -> Self {
        Self { pids: vec![pid], addresses: vec![address], ..Self::default() }
    }

    fn of(services: &[Service]) -> Self {
        Self {
            pids: services.iter().filter_map(Service::pid).collect(),
            addresses: services.iter().map(|service| service.address().to_string()).collect(),
            ..Self::default()
        }
    }
}

impl Stack {
    /// Every server and service by its name.
    pub fn endpoints(&self) -> BTreeMap<String, Endpoint> {
        let (username, password) = self.mariadb.operator();
        let mariadb = Endpoint {
            username: Some(username.to_owned()),
            password: Some(password.to_owned()),
            ..Endpoint::new(self.mariadb.pid(), self.mariadb.address())
        };
        let vault = Endpoint {
            root_token: Some(self.vault.root_token().to_owned()),
            ..Endpoint::new(self.vault.pid(), self.vault.address().replace("http://", ""))
        };
        let mut all = BTreeMap::from([
            ("nginx".to_owned(), Endpoint::new(self.nginx.pid(), self.nginx.address().to_string())),
            ("issuer".to_owned(), Endpoint::of(&self.issuers)),
            ("api".to_owned(), Endpoint::of(&self.apis)),
            ("mariadb".to_owned(), mariadb),
            ("vault".to_owned(), vault),
        ]);
        for (kind, instances) in [("redis", self.redis.node_endpoints()), ("sentinel", self.redis.sentinel_endpoints())]
        {
            let named = instances.into_iter().enumerate();
            all.extend(named.map(|(n, (pid, address))| (format!("{kind}-{}", n + 1), Endpoint::new(pid, address))));
        }
        all
    }
}
