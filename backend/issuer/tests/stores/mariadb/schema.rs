//! Both editions have the same tables.

use std::{fs, path::Path};

use sqlx::{Connection, MySqlConnection, SqliteConnection};
use testkit::{mariadb::TempMariaDb, sqlite::TempSqlite};

/// One catalog, asked for text of the same form in both dialects.
struct Question {
    mariadb: &'static str,
    sqlite: &'static str,
}

/// Types by what they hold: MariaDB has several of each, SQLite one.
const COLUMNS: Question = Question {
    mariadb: "SELECT CONCAT_WS(' ', table_name, column_name,
                CASE WHEN data_type IN ('char', 'varchar', 'text', 'mediumtext') THEN 'TEXT'
                     WHEN data_type IN ('tinyint', 'int', 'bigint') THEN 'INTEGER'
                     WHEN data_type IN ('binary', 'varbinary', 'blob') THEN 'BLOB'
                     ELSE data_type END,
                IF(is_nullable = 'YES', 'or absent', 'always'), IF(column_key = 'PRI', 'key', ''))
              FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name <> '_sqlx_migrations'",
    sqlite:
        "SELECT CONCAT_WS(' ', m.name, c.name, c.type, IIF(c.\"notnull\", 'always', 'or absent'), IIF(c.pk, 'key', ''))
             FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name <> '_sqlx_migrations'",
};

const INDEXES: Question = Question {
    mariadb: "SELECT CONCAT_WS(' ', table_name, index_name, GROUP_CONCAT(column_name ORDER BY seq_in_index),
                IF(non_unique, '', 'unique'))
              FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_name <> 'PRIMARY'
              GROUP BY table_name, index_name, non_unique",
    sqlite:
        "SELECT CONCAT_WS(' ', m.name, i.name, GROUP_CONCAT(c.name ORDER BY c.seqno), IIF(i.\"unique\", 'unique', ''))
             FROM sqlite_schema m, pragma_index_list(m.name) i, pragma_index_info(i.name) c
             WHERE m.type = 'table' AND i.origin = 'c' GROUP BY m.name, i.name",
};

const REFERENCES: Question = Question {
    mariadb: "SELECT CONCAT_WS(' ', k.table_name, k.column_name, k.referenced_table_name, k.referenced_column_name,
                r.delete_rule)
              FROM information_schema.key_column_usage k
              JOIN information_schema.referential_constraints r USING (constraint_schema, constraint_name)
              WHERE k.table_schema = DATABASE() AND k.referenced_table_name IS NOT NULL",
    sqlite: "SELECT CONCAT_WS(' ', m.name, f.\"from\", f.\"table\", f.\"to\", f.on_delete)
             FROM sqlite_schema m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table'",
};

#[tokio::test]
async fn both_stores_have_the_same_tables_columns_indexes_and_references() {
    let (mariadb, sqlite) = (TempMariaDb::new(), TempSqlite::new());
    mariadb.open_store().await;
    sqlite.open_store().await.close().await;
    let mut mariadb = MySqlConnection::connect(mariadb.url()).await.unwrap();
    let mut sqlite = SqliteConnection::connect(&sqlite.path().display().to_string()).await.unwrap();

    for (question, at_least) in [(COLUMNS, 100), (INDEXES, 20), (REFERENCES, 6)] {
        let mut ours: Vec<String> = sqlx::query_scalar(question.mariadb).fetch_all(&mut mariadb).await.unwrap();
        let mut theirs: Vec<String> = sqlx::query_scalar(question.sqlite).fetch_all(&mut sqlite).await.unwrap();
        ours.sort();
        theirs.sort();
        assert_eq!(ours, theirs);
        assert!(ours.len() >= at_least, "{ours:?}");
    }
}

#[test]
fn both_stores_have_migrations_of_the_same_names() {
    let names = |package: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(package).join("migrations");
        let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names("issuer"), names("embedded"));
}
