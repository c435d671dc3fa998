//! How a database stands to the migrations that a program has, whatever kind of database it is.

use sqlx::migrate::Migrator;

/// How the tables stand to what this program has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MigrationFacts {
    /// Known here and not made there.
    pub pending: Vec<i64>,
    /// Made there and not known here, or known otherwise.
    pub unknown: Vec<i64>,
    /// Begun and not finished.
    pub unfinished: Vec<i64>,
}

impl MigrationFacts {
    /// Compares what `made` says, version, success and checksum each, with what the program has.
    pub fn compare(known: &Migrator, made: &[(i64, bool, Vec<u8>)]) -> Self {
        let is_made = |version: i64| made.iter().any(|(made, ..)| *made == version);
        let is_known = |version: i64, checksum: &[u8]| {
            known.iter().any(|migration| migration.version == version && *migration.checksum == *checksum)
        };
        let unfinished: Vec<i64> =
            made.iter().filter(|(_, success, _)| !success).map(|(version, ..)| *version).collect();
        let others = made.iter().filter(|(version, success, checksum)| *success && !is_known(*version, checksum));
        Self {
            pending: known.iter().map(|migration| migration.version).filter(|version| !is_made(*version)).collect(),
            unknown: others.map(|(version, ..)| *version).collect(),
            unfinished,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

    #[test]
    fn tables_are_compared_with_the_program() {
        let made: Vec<_> = MIGRATIONS.iter().map(|known| (known.version, true, known.checksum.to_vec())).collect();
        assert_eq!(MigrationFacts::compare(&MIGRATIONS, &made), MigrationFacts::default());
        let all: Vec<i64> = made.iter().map(|(version, ..)| *version).collect();
        assert_eq!(MigrationFacts::compare(&MIGRATIONS, &[]).pending, all);
        let mut other = made.clone();
        other[0].2 = vec![0];
        other[1].1 = false;
        other.push((9_999, true, vec![1]));
        let compared = MigrationFacts::compare(&MIGRATIONS, &other);
        assert_eq!(
            compared,
            MigrationFacts { pending: vec![], unknown: vec![all[0], 9_999], unfinished: vec![all[1]] }
        );
    }
}
