//! MariaDB: whether it is there and lets us in, how it is set up, and whether the tables are this program's.

use std::sync::Arc;

use shared::domain::{clock::Clock, peppers::PepperRing, unit_of_work::Store};

use super::{
    Code, Finding, PeppersInUse, Report, check_accounts, check_peppers, check_providers, clock::Asked, network,
};
use crate::{
    adapters::{
        mariadb::{InspectionError, MariaDbStore, ServerFacts},
        migrations::MigrationFacts,
    },
    config::{Draft, MariaDbUrl},
};

/// The tables are tested from it on.
const LEAST_VERSION: (u32, u32) = (10, 11);
/// For ourselves: one that asks, one that reads the record.
const CONNECTIONS: usize = 2;
/// All that the service and its migrations need, on its own database.
const RIGHTS: &str = "SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, REFERENCES";

/// Asks the server, then reads the record if the tables are fit for it.
pub(super) async fn examine(draft: &Draft, clock: &Arc<dyn Clock>) -> Report {
    let mut report = Report::default();
    let Some(url) = &draft.mariadb else { return report };
    // It was read already, so it is sound.
    let Ok(store) = MariaDbStore::new(url.expose(), CONNECTIONS) else { return report };
    let asked = Asked::now(&**clock);
    let facts = match store.inspect().await {
        Ok(facts) => facts,
        Err(error) => {
            report.check([silent(url, &error)]);
            return report;
        }
    };
    report.check(None);
    report.check(asked.answered("MariaDB", facts.now.as_millisecond(), 1));
    if !facts.encrypted {
        let (host, port) = url.host_and_port();
        let remedy = "Give MariaDB a certificate, and say ?ssl-mode=VERIFY_IDENTITY&ssl-ca=… in MARIADB_URL.";
        report.check(network::plain("MariaDB", &host, port, remedy).await);
    }
    examine_server(&mut report, &facts);
    check_migrations(&mut report, &facts.migrations);
    if facts.migrations == MigrationFacts::default() {
        if !facts.read_only {
            // A server gives no lock to who only reads.
            check_accounts(&mut report, store.begin().await, &draft.core).await;
        }
        let in_use = |variable, ring: &Option<PepperRing>| Some(PeppersInUse::of_variable(variable, ring.clone()?));
        let password = in_use("PASSWORD_PEPPER", &draft.password_peppers);
        let refresh_token = in_use("REFRESH_TOKEN_PEPPER", &draft.refresh_peppers);
        check_peppers(&mut report, &store, password.as_ref(), refresh_token.as_ref(), clock.now()).await;
        check_providers(&mut report, &store, &draft.core, clock.clone()).await;
    }
    store.close();
    report
}

fn silent(url: &MariaDbUrl, error: &InspectionError) -> Finding {
    let (host, port) = url.host_and_port();
    match error {
        InspectionError::Refused(why) => {
            let remedy = if why.contains(" to database ") {
                format!(
                    "As an operator of MariaDB: GRANT {RIGHTS} on that database to the user; or name the user's own database \
                     in MARIADB_URL."
                )
            } else {
                "Correct user and password in MARIADB_URL or its file, where a character such as @ : / # % is written as %40 \
                 and so on. Or, as an operator of MariaDB, give the user that password: ALTER USER … IDENTIFIED BY '…'. Users \
                 go by the client's address too: `SELECT user, host FROM mysql.user` lists them."
                    .to_owned()
            };
            Finding::new(
                Code::MariadbLoginRefused,
                format!(
                    "MariaDB at {host}:{port} refuses the login of MARIADB_URL: {why}. Nobody can sign in; sessions go on \
                     from Redis."
                ),
                remedy,
            )
        }
        InspectionError::NoDatabase(_) => Finding::new(
            Code::MariadbDatabaseMissing,
            format!(
                "MariaDB at {host}:{port} has no such database as MARIADB_URL names: {error}. Nobody can sign in; sessions go \
                 on from Redis."
            ),
            format!(
                "Name the one that is there in MARIADB_URL (`SHOW DATABASES`). For a new one: CREATE DATABASE, then GRANT \
                 {RIGHTS} on it to the user, then restore the backup; the service makes its tables in an empty one."
            ),
        ),
        InspectionError::Unreachable(_) | InspectionError::Other(_) => Finding::new(
            Code::MariadbUnreachable,
            format!("MariaDB at {host}:{port}: {error}. Nobody can sign in; sessions go on from Redis."),
            format!(
                "Start MariaDB, and see that MARIADB_URL names it, that no firewall is in between (`mariadb-admin \
                 --host={host} --port={port} ping` must answer from here), and that ssl-ca names the authority that signed \
                 its certificate."
            ),
        ),
    }
}

fn examine_server(report: &mut Report, facts: &ServerFacts) {
    report.check((!facts.wide_rights.is_empty()).then(|| {
        Finding::new(
            Code::MariadbRightsWide,
            format!(
                "Our user of MariaDB may do more than work in its own database: {}. Whoever breaks into the issuer has \
                 all of that.",
                facts.wide_rights.join(", ")
            ),
            format!(
                "REVOKE these from the user (`SHOW GRANTS FOR …` lists all of them). Enough, on its own database alone, is \
                 GRANT {RIGHTS}, as docker/mariadb/init/10-issuer.sh gives it."
            ),
        )
    }));
    report.check(facts.read_only.then(|| {
        Finding::new(
            Code::MariadbReadOnly,
            "MariaDB is read-only: nobody can sign in, and nothing can be changed.",
            "If this is a replica, set MARIADB_URL to the primary; else SET GLOBAL read_only = 0 and find out who set it.",
        )
    }));
    report.check((facts.flush_at_commit != 1).then(|| {
        Finding::new(
            Code::MariadbNotDurable,
            format!(
                "innodb_flush_log_at_trx_commit is {}: a power cut loses sign-outs and changed passwords that were \
                 answered already.",
                facts.flush_at_commit
            ),
            "Set innodb-flush-log-at-trx-commit = 1 as docker/mariadb/paseport.cnf does: `SET GLOBAL \
             innodb_flush_log_at_trx_commit = 1` at once, and the file for the next start.",
        )
    }));
    report.check(is_old(&facts.version).then(|| {
        Finding::new(
            Code::MariadbOld,
            format!(
                "The server is {}; the tables are made for MariaDB {}.{} or later.",
                facts.version, LEAST_VERSION.0, LEAST_VERSION.1
            ),
            "Upgrade it, after a backup.",
        )
    }));
}

/// Some servers put a `5.5.5-` before it, for old replicas.
fn is_old(version: &str) -> bool {
    let mut numbers = version.trim_start_matches("5.5.5-").split(['.', '-']).map_while(|part| part.parse::<u32>().ok());
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    found < LEAST_VERSION || !version.contains("MariaDB")
}

/// The same in every edition: what a start would do, or refuse.
pub fn check_migrations(report: &mut Report, facts: &MigrationFacts) {
    let list = |versions: &[i64]| versions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    report.check((!facts.pending.is_empty()).then(|| {
        Finding::new(
            Code::MigrationsPending,
            format!("The database lacks migrations that this program has: {}.", list(&facts.pending)),
            "Start the service once: it brings the tables up to date. Take a backup first.",
        )
    }));
    report.check((!facts.unknown.is_empty()).then(|| {
        Finding::new(
            Code::MigrationsUnknown,
            format!(
                "The database was written by another version of this program (migrations {}): a start is refused.",
                list(&facts.unknown)
            ),
            "Run the version that wrote it, or restore the backup from before.",
        )
    }));
    report.check((!facts.unfinished.is_empty()).then(|| {
        Finding::new(
            Code::MigrationsUnfinished,
            format!("Migrations were begun and not finished: {}. A start is refused.", list(&facts.unfinished)),
            "Restore the backup from before it: MariaDB can't undo a change of tables.",
        )
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tests' own server gives what the first of these does.
    #[test]
    fn the_rights_are_those_that_the_containers_give_and_the_document_names() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        for file in ["docker/mariadb/init/10-issuer.sh", "documents/operations.md"] {
            let text = std::fs::read_to_string(root.join(file)).unwrap();
            let grants = text.lines().filter(|line| line.contains("INSERT") && line.trim_start().starts_with("GRANT"));
            let grants: Vec<_> = grants.collect();
            assert!(!grants.is_empty(), "{file}");
            for grant in grants {
                assert!(grant.contains(&format!("GRANT {RIGHTS} ON paseport.* TO")), "{file}: {grant}");
            }
        }
    }

    #[test]
    fn a_version_is_old_by_its_first_two_numbers() {
        for version in ["10.11.14-MariaDB-0+deb12u2", "11.4.2-MariaDB", "10.11.0-MariaDB-log", "5.5.5-10.11.1-MariaDB"]
        {
            assert!(!is_old(version), "{version}");
        }
        for version in ["10.10.99-MariaDB", "8.0.36", "MariaDB", ""] {
            assert!(is_old(version), "{version}");
        }
    }
}
