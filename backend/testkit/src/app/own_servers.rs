//! What befalls the part of the real servers that belongs to one home. Nobody else notices.

use std::{fmt, time::Duration};

use issuer::assembly::IssuerPorts;
use redis::{Client, aio::MultiplexedConnection};
use shared::{
    adapters::os_randomness::OsRandomness,
    domain::{
        ids::UserId,
        sessions::{RoleState, RoleValue},
    },
};
use tokio::time::{sleep, timeout};

use super::home::Home;
use crate::servers::{mariadb::MariaDbServer, redis::RedisServers};

/// How long servers that were cut off may take to be there again.
const PATIENCE: Duration = Duration::from_secs(30);
/// What a lost life of the fast store left behind is said to be of.
const LIFE_MARK: char = '#';

/// The keys and connections of one home.
pub struct OwnServers {
    redis: MultiplexedConnection,
    /// All its keys begin with this, and it is the name of its user.
    own: String,
    sessions: String,
    database: String,
}

impl fmt::Debug for OwnServers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OwnServers").field("own", &self.own).finish_non_exhaustive()
    }
}

/// What a replica of Redis had at some time.
#[derive(Clone, Debug, Default)]
pub struct Replica {
    values: Vec<(String, Vec<u8>, i64)>,
    life: u64,
}

impl OwnServers {
    pub(super) async fn of(home: &Home) -> Option<Self> {
        let Home::Stack { database, names, login, .. } = home else { return None };
        let own = login.clone()?;
        let redis = operator().await;
        let database = database.url().rsplit_once('/')?.1.split('?').next()?.to_owned();
        Some(Self { redis, own, sessions: names.by_token.clone(), database })
    }

    /// Takes every key away, as `FLUSHALL` would.
    pub async fn empty(&self) {
        let keys = self.keys().await;
        if !keys.is_empty() {
            redis::cmd("DEL").arg(keys).exec_async(&mut self.redis.clone()).await.unwrap();
        }
    }

    /// What a replica would have that has all of it now, in the given life of the store.
    pub async fn replicate(&self, life: u64) -> Replica {
        let mut values = Vec::new();
        for key in self.keys().await {
            let mut pipeline = redis::pipe();
            pipeline.cmd("DUMP").arg(&key).cmd("PTTL").arg(&key);
            let (value, time_to_live): (Option<Vec<u8>>, i64) =
                pipeline.query_async(&mut self.redis.clone()).await.unwrap();
            values.extend(value.map(|value| (key, value, time_to_live.max(0))));
        }
        Replica { values, life }
    }

    /// Puts a replica in the place of what is there. All that it has is of another life than what is written from now
    /// on; `epoch` is the one that Redis itself says it is in.
    pub async fn fail_over_to(&self, replica: &Replica, epoch: &str) {
        let mut pipeline = redis::pipe();
        pipeline.atomic();
        for key in self.keys().await {
            pipeline.cmd("DEL").arg(key).ignore();
        }
        for (key, value, time_to_live) in &replica.values {
            pipeline.cmd("RESTORE").arg(key).arg(time_to_live).arg(value).ignore();
        }
        pipeline.exec_async(&mut self.redis.clone()).await.unwrap();
        let mark = format!("{epoch}{LIFE_MARK}{}", replica.life);
        for key in self.keys().await.iter().filter(|key| key.starts_with(&self.sessions)) {
            let known: Option<String> =
                redis::cmd("HGET").arg(key).arg("epoch").query_async(&mut self.redis.clone()).await.unwrap();
            if known.as_deref() == Some(epoch) {
                redis::cmd("HSET").arg(key).arg("epoch").arg(&mark).exec_async(&mut self.redis.clone()).await.unwrap();
            }
        }
    }

    /// Cuts every connection of this home, to Redis and to MariaDB.
    pub async fn cut_connections(&self) {
        let mut kill = redis::cmd("CLIENT");
        kill.arg("KILL").arg("USER").arg(&self.own).exec_async(&mut self.redis.clone()).await.unwrap();
        let each = format!("SELECT id FROM information_schema.processlist WHERE db = '{}'", self.database);
        let kill = "EXECUTE IMMEDIATE CONCAT('KILL ', one.id)";
        MariaDbServer::shared()
            .execute(&format!("DELIMITER //\nBEGIN NOT ATOMIC FOR one IN ({each}) DO {kill}; END FOR; END//"));
    }

    async fn keys(&self) -> Vec<String> {
        redis::cmd("KEYS").arg(format!("{}*", self.own)).query_async(&mut self.redis.clone()).await.unwrap()
    }
}

/// Lets in a user of Redis who may do anything, so that his connections can be told from others'.
pub(super) async fn let_in(user: &str) {
    let mut command = redis::cmd("ACL");
    command.arg("SETUSER").arg(user).arg("on").arg(format!(">{user}")).arg("~*").arg("&*").arg("+@all");
    command.exec_async(&mut operator().await).await.unwrap();
}

/// A connection to the master, which is never another one where nobody breaks anything.
async fn operator() -> MultiplexedConnection {
    let address = RedisServers::shared().address(0);
    let client = Client::open(format!("redis://{}", address.replace(' ', ":"))).unwrap();
    client.get_multiplexed_async_connection().await.unwrap()
}

/// A change of nobody's, which is there when it has been heard of, and with it all that came before.
pub(super) async fn settle(ports: &IssuerPorts) {
    let nobody = UserId::new(&*ports.clock, &OsRandomness);
    let settled = async {
        while ports.session_cache.put_role(&nobody, &RoleValue { version: 1, state: RoleState::Deleted }).await.is_err()
            || ports.store.read().await.is_err()
        {
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, settled).await.expect("the servers are there again");
}
