//! What a failover does to sessions that are being used all the while.
//!
//! Browsers refresh as fast as they can, half of them through each of two processes, as `documents/sessions.md`
//! says and with a record that learns of rotations late. Meanwhile something happens to Redis.

mod load;
mod record;

use std::time::Duration;

use self::load::Load;
use crate::turn;
use testkit::servers::redis::RedisServers;

const UNPLANNED: Duration = Duration::from_secs(5);
const PLANNED: Duration = Duration::from_secs(2);
/// Where nothing is replaced: a pause that somebody would see.
const UNNOTICED: Duration = Duration::from_secs(2);

async fn servers() -> RedisServers {
    tokio::task::spawn_blocking(RedisServers::start).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn c2_a_killed_master_loses_no_session_and_revives_none() {
    let _turn = turn::alone().await;
    let servers = servers().await;
    let load = Load::start(&servers).await;
    let old = servers.master();
    servers.kill(old);
    load.goes_on().await;
    assert_ne!(servers.master(), old);
    // Comes back as a replica: until the Sentinels have told it so, it takes itself for the master.
    servers.revive(old);
    load.goes_on().await;
    load.finish("master killed").await.assert_back_within(UNPLANNED);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn c2_a_replica_that_missed_the_last_writes_loses_no_session_and_revives_none() {
    let _turn = turn::alone().await;
    let servers = servers().await;
    let load = Load::start(&servers).await;
    let old = servers.master();
    servers.cut_replicas();
    load.goes_on().await;
    servers.kill(old);
    load.goes_on().await;
    assert_ne!(servers.master(), old);
    load.finish("master killed, its last writes lost").await.assert_back_within(UNPLANNED);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn c2_a_master_that_stops_for_eight_seconds_loses_no_session() {
    let _turn = turn::alone().await;
    let servers = servers().await;
    let load = Load::start(&servers).await;
    let old = servers.master();
    servers.pause(old);
    tokio::time::sleep(Duration::from_secs(8)).await;
    servers.resume(old);
    load.goes_on().await;
    assert_ne!(servers.master(), old);
    load.finish("master stopped for 8 s").await.assert_back_within(UNPLANNED);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn c2_a_planned_switch_loses_no_session() {
    let _turn = turn::alone().await;
    let servers = servers().await;
    let load = Load::start(&servers).await;
    let old = servers.master();
    servers.switch();
    load.goes_on().await;
    assert_ne!(servers.master(), old);
    load.finish("planned switch").await.assert_back_within(PLANNED);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_a_quorum_the_master_goes_on_and_is_not_replaced() {
    let _turn = turn::alone().await;
    let servers = servers().await;
    let load = Load::start(&servers).await;
    (0..2).for_each(|sentinel| servers.kill_sentinel(sentinel));
    load.goes_on().await;
    (0..2).for_each(|sentinel| servers.revive_sentinel(sentinel));
    load.goes_on().await;
    load.finish("Sentinel quorum lost").await.assert_back_within(UNNOTICED);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_emptied_store_is_made_anew_from_the_record() {
    let _turn = turn::alone().await;
    let servers = servers().await;
    let load = Load::start(&servers).await;
    servers.empty();
    load.goes_on().await;
    load.finish("emptied").await.assert_back_within(UNNOTICED);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn c2_a_restart_with_old_data_loses_no_session_and_revives_none() {
    let _turn = turn::alone().await;
    let servers = servers().await;
    let load = Load::start(&servers).await;
    let master = servers.master();
    let saved = servers.save(master);
    load.goes_on().await;
    servers.restart_with(master, &saved);
    load.goes_on().await;
    load.finish("restarted with old data").await.assert_back_within(UNPLANNED);
}
