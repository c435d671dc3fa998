//! A newer version has changed the tables, as it does in the middle of a rolling upgrade.

use std::{thread, time::Duration};

use http::Method;
use serde_json::json;
use testkit::{
    app::TestApp,
    stack::{Stack, StackOptions},
};
use tokio::task::block_in_place;

use crate::turn;

/// What an expanding migration does: a table more, a column more with a default.
const EXPAND: &str = "ALTER TABLE paseport_0.users ADD COLUMN locale VARCHAR(35) NOT NULL DEFAULT '';
                      ALTER TABLE paseport_0.sessions ADD COLUMN device VARCHAR(64);
                      CREATE TABLE paseport_0.devices (id CHAR(36) NOT NULL PRIMARY KEY);
                      INSERT INTO paseport_0._sqlx_migrations
                          (version, description, success, checksum, execution_time) VALUES (9999, 'newer', TRUE, '', 0)";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_old_version_goes_on_when_the_tables_are_newer_and_does_not_start() {
    let _turn = turn::beside_another().await;
    let options = StackOptions::default().with("BCRYPT_COST", "4");
    let stack = block_in_place(|| Stack::start(&options));
    let mut admin = stack.browser();
    assert_eq!(admin.sign_in(TestApp::ADMIN.0, TestApp::ADMIN.1).await.unwrap().status, 200);
    block_in_place(|| {
        stack.mariadb.execute(EXPAND);
        stack.issuers[1].stop();
    });

    // All that reads and writes those tables, by the one that still runs.
    let mut user = json!({ "email": "new@example.com", "display_name": "Nora", "roles": ["User"] });
    user["password"] = json!("a-long-enough-phrase");
    let made = admin.call(Method::POST, "/users/v1", Some(&user)).await.unwrap();
    assert_eq!(made.status, 201, "{made:?}");
    let path = format!("/users/v1/{}", made.body["id"].as_str().unwrap());
    let mut person = stack.browser();
    assert_eq!(person.sign_in("new@example.com", "a-long-enough-phrase").await.unwrap().status, 200);
    assert_eq!(person.refresh().await.unwrap().status, 200);
    // Redis asks the record again, and the rotation is written back.
    stack.redis.empty();
    assert_eq!(person.refresh().await.unwrap().status, 200);
    block_in_place(|| thread::sleep(Duration::from_secs(4)));
    let sessions = person.get("/account/v1/sessions").await.unwrap();
    assert_eq!(sessions.body["items"].as_array().map(Vec::len), Some(1), "{sessions:?}");
    let user = json!({ "email": "new@example.com", "display_name": "Nora", "roles": ["User"], "status": "locked" });
    assert_eq!(admin.refresh().await.unwrap().status, 200);
    assert_eq!(admin.call(Method::PUT, &path, Some(&user)).await.unwrap().status, 200);
    assert_eq!(person.refresh().await.unwrap().status, 401);
    assert_eq!(admin.call(Method::DELETE, &path, None).await.unwrap().status, 204);
    let log = stack.issuers[0].log();
    assert!(!log.contains("http.failure") && !log.contains("checkpoint_failed"), "{log}");

    let refused = block_in_place(|| stack.issuers[1].command(&[], &[], ""));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(said.contains("written by a newer version"), "{said}");
}
