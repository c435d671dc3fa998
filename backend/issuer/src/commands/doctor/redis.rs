//! Redis: whether the master keeps what it is given, and has replicas that follow.

use std::sync::Arc;

use shared::{
    adapters::redis::{Endpoint, ServerFacts, Trouble},
    config::{Environment, RedisConfig},
    domain::clock::Clock,
};

use super::{Code, Finding, Report, clock::Asked, network, sentinels};

/// How many seconds ago a replica that follows may have spoken.
const MOST_LAG_SECONDS: u64 = 3;
/// Older ones get no fixes.
const LEAST_MAJOR_VERSION: u32 = 7;
/// In percent of `maxmemory`.
const MOST_MEMORY: u64 = 90;

/// Asks the Sentinels, then the master that they name. Tells the ports of master and replicas too, as far as anybody says.
pub(super) async fn examine(
    config: Option<&RedisConfig>,
    environment: Environment,
    clock: &Arc<dyn Clock>,
) -> (Report, Vec<u16>) {
    let (mut report, mut ports) = (Report::default(), Vec::new());
    let Some(config) = config else { return (report, ports) };
    let no_login = config.settings.login.is_none() && !environment.is_development();
    report.check(no_login.then(|| {
        Finding::new(
            Code::RedisNoLogin,
            "REDIS_PASSWORD is not set: whoever reaches Redis can read, forge and end every session.",
            "Make a user for the services as in docker/redis/users.acl, switch the default one \
             off, and set REDIS_USERNAME and REDIS_PASSWORD.",
        )
    }));
    let Some(agreed) = sentinels::check(&mut report, config).await else { return (report, ports) };
    let master = &agreed.master;
    ports.push(master.port());
    if config.settings.tls.is_none() {
        let remedy = "Let Redis and the Sentinels speak TLS, and set REDIS_TLS=true (and REDIS_TLS_CA_FILE).";
        report.check(network::plain("Redis", master.host(), master.port(), remedy).await);
    }
    let asked = Asked::now(&**clock);
    match config.settings.ask_server(master).await {
        Ok(facts) => {
            report.check(None);
            report.check(asked.answered("Redis", facts.time / 1_000, 1));
            examine_master(&mut report, master, &facts, agreed.replicas);
            ports.extend(facts.replicas().iter().filter_map(|replica| replica.get("port")?.parse::<u16>().ok()));
            let wide = config.settings.login.is_some() && facts.shows_configuration;
            report.check(wide.then(|| too_wide(config)));
        }
        Err(trouble) => report.check([silent(master, &trouble)]),
    }
    (report, ports)
}

fn silent(master: &Endpoint, trouble: &Trouble) -> Finding {
    match trouble {
        Trouble::Refused(_) => Finding::new(
            Code::RedisLoginRefused,
            format!("Redis at {master} does not let us in: {trouble}."),
            "Set REDIS_USERNAME and REDIS_PASSWORD to a user that Redis knows: `ACL LIST` on the server shows them, and their \
             passwords as SHA-256. Or, as its operator, give the user that password: `ACL SETUSER … resetpass >…`, on master \
             and replicas, and in the file of users.",
        ),
        Trouble::Denied(_) => too_narrow(trouble),
        Trouble::Unreachable(_) | Trouble::Other(_) => Finding::new(
            Code::RedisUnreachable,
            format!(
                "The Sentinels name {master} as Redis's master, but {trouble}. Sessions are read from the database, and \
                 checks of tokens fail."
            ),
            format!(
                "Start Redis; if it runs, see that the address the Sentinels name (`replica-announce-ip`, `sentinel \
                 announce-hostnames`) can be reached from the services too: `redis-cli -h {} -p {} PING` must answer from \
                 here.",
                master.host(),
                master.port()
            ),
        ),
    }
}

fn too_narrow(trouble: &Trouble) -> Finding {
    Finding::new(
        Code::RedisAclNarrow,
        format!("Our user of Redis may not do what the services need: {trouble}."),
        "Give the user what docker/redis/users.acl names.",
    )
}

fn too_wide(config: &RedisConfig) -> Finding {
    let user = config.settings.login.as_ref().and_then(|login| login.username.as_deref()).unwrap_or("default");
    Finding::new(
        Code::RedisAclWide,
        format!(
            "The user {user} of Redis may read its configuration, and probably change it: whoever breaks into a service \
             can write files on Redis's machine."
        ),
        "Give the services a user with no more than docker/redis/users.acl names.",
    )
}

fn examine_master(report: &mut Report, master: &Endpoint, facts: &ServerFacts, known_replicas: usize) {
    if !facts.is_master() {
        report.check([Finding::new(
            Code::RedisNotMaster,
            format!("The Sentinels name {master} as the master, but it says itself that it is none."),
            "Wait until a failover that is under way has ended (seconds), and ask again. If it stays so, look at \
             `replicaof` in its configuration.",
        )]);
        return;
    }
    report.check(None);
    replicas(report, facts, known_replicas);
    report.check(facts.refuses_writes.as_ref().map(|trouble| refuses_writes(master, trouble)));
    memory(report, facts);
    persistence(report, facts);
    let version = facts.info("redis_version").unwrap_or("0");
    let major: u32 = version.split('.').next().and_then(|major| major.parse().ok()).unwrap_or(0);
    report.check((major < LEAST_MAJOR_VERSION).then(|| {
        let problem = format!("Redis is of version {version}; the services are tested from {LEAST_MAJOR_VERSION} on.");
        Finding::new(
            Code::RedisOld,
            problem,
            "Upgrade the replicas first, then fail over, then upgrade the old master.",
        )
    }));
}

fn replicas(report: &mut Report, facts: &ServerFacts, known: usize) {
    let replicas = facts.replicas();
    let missing = replicas.is_empty() || replicas.len() < known;
    report.check(missing.then(|| {
        Finding::new(
            Code::RedisReplicaMissing,
            format!(
                "{} of {} replicas follow the master: {}.",
                replicas.len(),
                known.max(1),
                if replicas.is_empty() { "nobody can take its place" } else { "one more that fails leaves fewer to choose from" }
            ),
            "Start the replica that is away. If it is gone for good, make the Sentinels forget it, one after the other: \
             `redis-cli -h … -p 26379 SENTINEL RESET $REDIS_MASTER_NAME`.",
        )
    }));
    let lags = |replica: &&std::collections::HashMap<&str, &str>| {
        let lag = replica.get("lag").and_then(|lag| lag.parse::<u64>().ok()).unwrap_or(0);
        replica.get("state") != Some(&"online") || lag > MOST_LAG_SECONDS
    };
    report.check(replicas.iter().filter(lags).map(|replica| {
        let fact = |name: &str| replica.get(name).copied().unwrap_or("?");
        Finding::new(
            Code::RedisReplicaLagging,
            format!(
                "The replica {}:{} does not keep up: state {}, silent for {} s. A failover to it would lose sessions.",
                fact("ip"),
                fact("port"),
                fact("state"),
                fact("lag")
            ),
            "Look at its log and load; a first copy of all data ends by itself.",
        )
    }));
}

fn refuses_writes(master: &Endpoint, trouble: &Trouble) -> Finding {
    if let Trouble::Denied(_) = trouble {
        return too_narrow(trouble);
    }
    Finding::new(
        Code::RedisRefusesWrites,
        format!("Redis at {master} refuses writes, so no session goes on beyond the database: {trouble}."),
        "NOREPLICAS: start replicas, or lower min-replicas-to-write. MISCONF: its disk is full or read-only. OOM: raise \
         maxmemory.",
    )
}

fn memory(report: &mut Report, facts: &ServerFacts) {
    let policy = facts.info("maxmemory_policy").unwrap_or("noeviction");
    report.check((policy != "noeviction").then(|| {
        Finding::new(
            Code::RedisEvicts,
            format!("maxmemory-policy is {policy}: when memory is full, Redis throws sessions away and people are signed out."),
            "Set `maxmemory-policy noeviction` as docker/redis/redis.conf does, on master and replicas: `CONFIG SET \
             maxmemory-policy noeviction` at once, and the file for the next start.",
        )
    }));
    let (used, most) = (facts.number("used_memory").unwrap_or(0), facts.number("maxmemory").unwrap_or(0));
    report.check((most > 0 && used > most / 100 * MOST_MEMORY).then(|| {
        Finding::new(
            Code::RedisMemoryLow,
            format!("Redis uses {} of {} MB: soon it refuses writes.", used >> 20, most >> 20),
            "Raise maxmemory, on replicas and master: `CONFIG SET maxmemory …` at once, and the file for the next start.",
        )
    }));
}

fn persistence(report: &mut Report, facts: &ServerFacts) {
    let off = facts.number("aof_enabled") == Some(0);
    report.check(off.then(|| {
        Finding::new(
            Code::RedisNotPersistent,
            "appendonly is off: a restart of Redis loses what the database has not, such as counts of failed sign-ins, \
             and makes every session be read anew.",
            "Set `appendonly yes` as docker/redis/redis.conf does: `CONFIG SET appendonly yes` at once, and the file for \
             the next start.",
        )
    }));
    let fails = |status: &&str| !off && facts.info(status) == Some("err");
    let failed = ["aof_last_write_status", "aof_last_bgrewrite_status"].into_iter().find(fails);
    report.check(failed.map(|status| {
        Finding::new(
            Code::RedisPersistenceFails,
            format!("Redis's last write to its disk failed ({status} is err): a restart may lose what came since."),
            "Look at its log, and at the space and rights of its folder (`CONFIG GET dir`). When there is room again, \
             `BGREWRITEAOF` writes all of it anew, and this is no longer said.",
        )
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As a master with two replicas says it of itself.
    const HEALTHY: &str = "# Server\r\nredis_version:7.0.15\r\nrole:master\r\nconnected_slaves:2\r\n\
        slave0:ip=10.0.0.2,port=6379,state=online,offset=90,lag=0\r\nslave1:ip=10.0.0.3,port=6379,state=online,offset=90,lag=1\r\n\
        used_memory:2000000\r\nmaxmemory:268435456\r\nmaxmemory_policy:noeviction\r\n\
        aof_enabled:1\r\naof_last_write_status:ok\r\naof_last_bgrewrite_status:ok\r\n";

    fn found(change: (&str, &str)) -> Vec<Code> {
        assert!(change.0.is_empty() || HEALTHY.contains(change.0), "{change:?}");
        let facts = ServerFacts::from_info(&HEALTHY.replacen(change.0, change.1, 1));
        let mut report = Report::default();
        examine_master(&mut report, &Endpoint::new("10.0.0.1", 6379), &facts, 2);
        report.findings().iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn each_line_that_is_wrong_is_named_and_no_other() {
        assert_eq!(found(("", "")), []);
        for (right, wrong, code) in [
            ("role:master", "role:slave", Code::RedisNotMaster),
            ("slave1:", "gone:", Code::RedisReplicaMissing),
            ("state=online", "state=wait_bgsave", Code::RedisReplicaLagging),
            ("lag=1", "lag=4", Code::RedisReplicaLagging),
            ("used_memory:2000000", "used_memory:250000000", Code::RedisMemoryLow),
            ("noeviction", "volatile-ttl", Code::RedisEvicts),
            ("aof_enabled:1", "aof_enabled:0", Code::RedisNotPersistent),
            ("write_status:ok", "write_status:err", Code::RedisPersistenceFails),
            ("redis_version:7", "redis_version:6", Code::RedisOld),
        ] {
            assert_eq!(found((right, wrong)), [code], "{wrong}");
        }
    }
}
