//! What is wrong with Redis and its Sentinels.

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
        }),
        Fault::of_settings("two Sentinels are named", &["sentinel-few"], |world| {
            let [one, two, _] = world.stack.redis.sentinels();
            changes([("REDIS_SENTINELS", &format!("{one},{two}"))])
        }),
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
        configured("nothing is kept on the disk", &["redis-not-persistent"], "appendonly", ["no", "yes"]),
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
