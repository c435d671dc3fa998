//! What is wrong with Redis and its Sentinels.

use std::{fs, path::PathBuf, process::Command};

use testkit::servers::free_ports;

use crate::{
    fault::{Fault, changes},
    world::{Changes, World},
};

pub(crate) fn faults() -> Vec<Fault> {
    let mut all = sentinels();
    all.extend(nodes());
    all.extend(users());
    all
}

fn sentinels() -> Vec<Fault> {
    vec![
        Fault::new(
            "a Sentinel is away",
            &["sentinel-unreachable"],
            |world| {
                world.stack.redis.kill_sentinel(2);
                Changes::new()
            },
            |world| {
                world.stack.redis.revive_sentinel(2);
                world.stack.redis.wait_until_whole();
            },
        ),
        Fault::new(
            "two Sentinels are away",
            &["sentinel-unreachable", "sentinel-quorum"],
            |world| {
                world.stack.redis.kill_sentinel(1);
                world.stack.redis.kill_sentinel(2);
                Changes::new()
            },
            |world| {
                world.stack.redis.revive_sentinel(1);
                world.stack.redis.revive_sentinel(2);
                world.stack.redis.wait_until_whole();
            },
        ),
        Fault::of_settings("all Sentinels are away", &["sentinel-unreachable"], |_| {
            changes([("REDIS_SENTINELS", "127.0.0.1:1,127.0.0.1:2")])
        })
        .saying(&["127.0.0.1:1, 127.0.0.1:2 (it can't be reached: Connection refused"]),
        Fault::of_settings("two Sentinels are named", &["sentinel-few"], |world| {
            let [one, two, _] = world.stack.redis.sentinels();
            changes([("REDIS_SENTINELS", &format!("{one},{two}"))])
        }),
        Fault::new(
            "a Sentinel watches another group by the same name",
            &["sentinel-few", "sentinel-disagree"],
            another_group,
            World::end_servers,
        )
        .saying(&["The Sentinels name different masters"]),
        Fault::of_settings("the master has another name", &["sentinel-unknown-master"], |_| {
            changes([("REDIS_MASTER_NAME", "mymaster")])
        }),
    ]
}

fn nodes() -> Vec<Fault> {
    vec![
        Fault::new(
            "the master hangs, and nobody has noticed",
            &["redis-unreachable"],
            |world| {
                world.tell_sentinels("SENTINEL SET paseport down-after-milliseconds 60000");
                world.stack.redis.pause(world.stack.redis.master());
                Changes::new()
            },
            |world| {
                (0..3).for_each(|node| world.stack.redis.resume(node));
                world.tell_sentinels("SENTINEL SET paseport down-after-milliseconds 1500");
                world.stack.redis.wait_until_whole();
            },
        ),
        Fault::new(
            "the master was made a replica by hand",
            &["redis-not-master"],
            |world| {
                let other = world.stack.redis.address(replica(world));
                on_master(world, &format!("REPLICAOF {other}"));
                Changes::new()
            },
            |world| {
                on_master(world, "REPLICAOF NO ONE");
                world.stack.redis.wait_until_whole();
            },
        ),
        Fault::new(
            "a replica is away",
            &["redis-replica-missing"],
            |world| {
                world.stack.redis.kill(replica(world));
                Changes::new()
            },
            |world| {
                let master = world.stack.redis.master();
                for node in
                    (0..3).filter(|node| *node != master && world.stack.redis.ask_node(*node, "PING").is_empty())
                {
                    world.stack.redis.revive(node);
                }
                world.stack.redis.wait_until_whole();
            },
        ),
        Fault::new(
            "a replica hangs",
            &["redis-replica-lagging"],
            |world| {
                world.stack.redis.pause(replica(world));
                Changes::new()
            },
            |world| {
                (0..3).for_each(|node| world.stack.redis.resume(node));
                world.stack.redis.wait_until_whole();
            },
        ),
        configured(
            "sessions are thrown out when memory is full",
            &["redis-evicts"],
            "maxmemory-policy",
            ["allkeys-lru", "noeviction"],
        ),
        Fault::new("memory is nearly full", &["redis-memory-low"], nearly_full, |world| {
            on_master(world, MEMORY);
            on_master(world, "DEL ballast");
        }),
        configured("nothing is kept on the disk", &["redis-not-persistent"], "appendonly", ["no", "yes"]),
        Fault::new("the journal can't be written anew", &["redis-persistence-fails"], without_journal, |world| {
            let folder = folder(world);
            fs::remove_file(folder.join(JOURNAL)).unwrap();
            fs::rename(folder.join("aside"), folder.join(JOURNAL)).unwrap();
            rewrite_journal(world, "ok");
        }),
        configured(
            "writes want more replicas than there are",
            &["redis-refuses-writes"],
            "min-replicas-to-write",
            ["3", "0"],
        ),
    ]
}

fn users() -> Vec<Fault> {
    vec![
        Fault::of_settings("an unknown user", &["redis-login-refused"], |_| {
            changes([("REDIS_USERNAME", "nobody"), ("REDIS_PASSWORD", "q7Zt1m0YHcXv5rWn8sKd")])
        }),
        Fault::new(
            "a user that may do everything",
            &["redis-acl-wide"],
            |world| user(world, "~* &* +@all"),
            forget_user,
        ),
        Fault::new(
            "a user that may do too little",
            &["redis-acl-narrow"],
            |world| user(world, "~* +ping"),
            forget_user,
        ),
        Fault::new(
            "a user that may only read",
            &["redis-acl-narrow"],
            |world| user(world, "~* +@all -@write -@dangerous +info"),
            forget_user,
        ),
    ]
}

fn replica(world: &World) -> usize {
    let master = world.stack.redis.master();
    (0..3).find(|node| *node != master).unwrap()
}

/// As `docker/redis/redis.conf` has it.
const MEMORY: &str = "CONFIG SET maxmemory 256mb";
/// Where a node keeps its journal.
const JOURNAL: &str = "appendonlydir";

/// Does something that the master must agree to.
fn on_master(world: &World, command: &str) -> String {
    let answer = world.stack.redis.ask_node(world.stack.redis.master(), command);
    assert!(!answer.is_empty() && !answer.contains("ERR"), "{command}: {answer}");
    answer
}

/// Another master, and a Sentinel of its own, which is named among ours.
fn another_group(world: &mut World) -> Changes {
    let [master, sentinel] = free_ports();
    let (master_port, sentinel_port) = (master.to_string(), sentinel.to_string());
    let mut redis = Command::new("redis-server");
    redis.args(["--bind", "127.0.0.1", "--port", &master_port, "--save", ""]).current_dir(world.folder.path());
    world.serve(&mut redis, master);
    let settings = format!(
        "bind 127.0.0.1\nport {sentinel_port}\ndir {}\nsentinel monitor paseport 127.0.0.1 {master_port} 1\n",
        world.folder.path().display()
    );
    let file = world.file("sentinel.conf", &settings, 0o600);
    world.serve(Command::new("redis-sentinel").arg(file), sentinel);
    let [one, two, _] = world.stack.redis.sentinels();
    changes([("REDIS_SENTINELS", &format!("{one},{two},127.0.0.1:{sentinel_port}"))])
}

/// Takes memory that a few connections more or less don't matter beside, and leaves a twentieth.
fn nearly_full(world: &mut World) -> Changes {
    on_master(world, "SETRANGE ballast 33554431 x");
    let memory = on_master(world, "INFO memory");
    let used = memory.lines().find_map(|line| line.trim().strip_prefix("used_memory:")).unwrap();
    let used: u64 = used.parse().unwrap();
    on_master(world, &format!("CONFIG SET maxmemory {}", used / 100 * 105));
    Changes::new()
}

/// Something else stands where the master keeps its journal, so that a new one can't be begun.
fn without_journal(world: &mut World) -> Changes {
    let folder = folder(world);
    fs::rename(folder.join(JOURNAL), folder.join("aside")).unwrap();
    fs::write(folder.join(JOURNAL), "").unwrap();
    rewrite_journal(world, "err");
    Changes::new()
}

fn folder(world: &World) -> PathBuf {
    on_master(world, "CONFIG GET dir").lines().nth(1).unwrap().into()
}

fn rewrite_journal(world: &World, outcome: &str) {
    let redis = &world.stack.redis;
    let expected = format!("aof_last_bgrewrite_status:{outcome}");
    World::eventually("the journal was to be written anew", || {
        redis.ask_node(redis.master(), "BGREWRITEAOF");
        on_master(world, "INFO persistence").contains(&expected)
    });
}

/// One setting of the master, wrong and right.
fn configured(
    name: &'static str,
    expected: &'static [&'static str],
    setting: &'static str,
    [wrong, right]: [&'static str; 2],
) -> Fault {
    let set = move |world: &World, value: &str| {
        let redis = &world.stack.redis;
        assert_eq!(redis.ask_node(redis.master(), &format!("CONFIG SET {setting} {value}")).trim(), "OK");
    };
    Fault::new(
        name,
        expected,
        move |world| {
            set(world, wrong);
            Changes::new()
        },
        move |world| set(world, right),
    )
}

/// Signs in as somebody with these rights.
fn user(world: &mut World, rights: &str) -> Changes {
    const PASSWORD: &str = "Zk3YwQm7Rt5Hx2Jd8Lp4";
    let redis = &world.stack.redis;
    let made = redis.ask_node(redis.master(), &format!("ACL SETUSER services reset on >{PASSWORD} {rights}"));
    assert_eq!(made.trim(), "OK");
    changes([("REDIS_USERNAME", "services"), ("REDIS_PASSWORD", PASSWORD)])
}

fn forget_user(world: &mut World) {
    world.stack.redis.ask_node(world.stack.redis.master(), "ACL DELUSER services");
}
