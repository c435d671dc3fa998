//! What is wrong with MariaDB and the record.

use crate::{
    fault::{Fault, changes},
    world::{Changes, World},
};

pub(crate) fn faults() -> Vec<Fault> {
    [ways_in(), server(), tables()].into_iter().flatten().collect()
}

fn ways_in() -> Vec<Fault> {
    let address = |world: &World| world.stack.mariadb.address();
    vec![
        Fault::of_settings("the password is another", &["mariadb-login-refused"], move |world| {
            changes([("MARIADB_URL", &format!("mysql://paseport:q7Zt1m0YHcXv@{}/paseport_0", address(world)))])
        })
        .saying(&["Access denied for user 'paseport'@", "ALTER USER"]),
        Fault::of_settings("the database is not there", &["mariadb-database-missing"], |world| {
            changes([("MARIADB_URL", &world.stack.database().replace("/paseport_0", "/paseport_999"))])
        })
        .saying(&["Unknown database 'paseport_999'"]),
        Fault::of_settings("the database is another's", &["mariadb-login-refused"], |world| {
            changes([("MARIADB_URL", &world.stack.database().replace("/paseport_0", "/other"))])
        })
        .saying(&["to database 'other'", "GRANT SELECT, INSERT"]),
        Fault::new(
            "MariaDB hangs",
            &["mariadb-unreachable"],
            |world| {
                world.stack.mariadb.pause();
                Changes::new()
            },
            |world| world.stack.mariadb.resume(),
        ),
    ]
}

fn server() -> Vec<Fault> {
    vec![
        stated(
            "the user may do anything on the server",
            &["mariadb-rights-wide"],
            [
                "GRANT SUPER ON *.* TO paseport@127.0.0.1 WITH GRANT OPTION",
                "REVOKE SUPER, GRANT OPTION ON *.* FROM paseport@127.0.0.1",
            ],
        )
        .saying(&["SUPER on *.*", "GRANT OPTION on *.*"]),
        stated(
            "the server is read-only",
            &["mariadb-read-only"],
            ["SET GLOBAL read_only = 1", "SET GLOBAL read_only = 0"],
        ),
        stated(
            "commits are not on the disk",
            &["mariadb-not-durable"],
            ["SET GLOBAL innodb_flush_log_at_trx_commit = 2", "SET GLOBAL innodb_flush_log_at_trx_commit = 1"],
        ),
        Fault::new(
            "the server is of an old version",
            &["mariadb-old"],
            |world| {
                world.stack.mariadb.kill();
                world.stack.mariadb.revive_with(&["--version=10.6.20-MariaDB"]);
                Changes::new()
            },
            |world| {
                world.stack.mariadb.kill();
                world.stack.mariadb.revive();
            },
        )
        .saying(&["The server is 10.6.20-MariaDB"]),
        stated(
            "its clock stands still",
            &["clock-skew"],
            ["SET GLOBAL init_connect = 'SET timestamp = 1700000000'", "SET GLOBAL init_connect = ''"],
        )
        .saying(&["The clock of MariaDB is"]),
    ]
}

fn tables() -> Vec<Fault> {
    vec![
        stated(
            "the last migration is pending",
            &["migrations-pending"],
            [
                "CREATE TABLE kept AS SELECT * FROM _sqlx_migrations ORDER BY version DESC LIMIT 1;
             DELETE FROM _sqlx_migrations WHERE version IN (SELECT version FROM kept)",
                "INSERT INTO _sqlx_migrations SELECT * FROM kept; DROP TABLE kept",
            ],
        ),
        stated(
            "another version wrote the database",
            &["migrations-unknown"],
            [
                "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             VALUES (9999, 'later', 1, 'x', 0)",
                "DELETE FROM _sqlx_migrations WHERE version = 9999",
            ],
        ),
        stated(
            "a migration ended in the middle",
            &["migrations-unfinished"],
            [
                "UPDATE _sqlx_migrations SET success = 0 WHERE version = 1",
                "UPDATE _sqlx_migrations SET success = 1 WHERE version = 1",
            ],
        ),
        stated(
            "there is no admin",
            &["no-admin"],
            [
                "UPDATE users SET status = 'disabled' WHERE roles LIKE 'Admin%'",
                "UPDATE users SET status = 'active' WHERE roles LIKE 'Admin%'",
            ],
        ),
        stated(
            "a table is gone",
            &["record-unreadable"],
            [
                "ALTER TABLE users RENAME COLUMN registration TO elsewhere",
                "ALTER TABLE users RENAME COLUMN elsewhere TO registration",
            ],
        ),
    ]
}

/// One statement that breaks, and one that mends.
fn stated(name: &'static str, expected: &'static [&'static str], [wrong, right]: [&'static str; 2]) -> Fault {
    Fault::new(
        name,
        expected,
        |world| {
            world.sql(wrong);
            Changes::new()
        },
        |world| {
            world.sql(right);
        },
    )
}
