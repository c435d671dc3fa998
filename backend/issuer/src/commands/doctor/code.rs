//! The names of what can be wrong.

use shared::figures::Kind;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $word:literal,)*) => {
        /// What can be wrong. The words are stable: whoever watches a service by them can rely on it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Kind for Code {
            const ALL: &'static [(Self, &'static str)] = &[$((Self::$variant, $word),)*];
        }
    };
}

codes! {
    // Settings.
    SettingInvalid = "setting-invalid",
    IssuerMismatch = "issuer-mismatch",
    IssuerTrailingSlash = "issuer-trailing-slash",
    CookieNeedsHttps = "cookie-needs-https",
    CookieNotSecure = "cookie-not-secure",
    DevelopmentExposed = "development-exposed",
    CorsOriginOdd = "cors-origin-odd",
    MailOff = "mail-off",
    // Secrets.
    WeakSecret = "weak-secret",
    SameSecret = "same-secret",
    PreviousSecretCurrent = "previous-secret-current",
    SecretFileExposed = "secret-file-exposed",
    // Vault.
    VaultUnreachable = "vault-unreachable",
    VaultSealed = "vault-sealed",
    VaultLoginRefused = "vault-login-refused",
    VaultTokenEnds = "vault-token-ends",
    VaultPolicyNarrow = "vault-policy-narrow",
    VaultPolicyWide = "vault-policy-wide",
    VaultKeyMissing = "vault-key-missing",
    VaultKeyType = "vault-key-type",
    VaultKeyExportable = "vault-key-exportable",
    VaultKeyOld = "vault-key-old",
    VaultDataKeyUnusable = "vault-data-key-unusable",
    VaultSkipVerify = "vault-skip-verify",
    // Redis and its Sentinels.
    SentinelUnreachable = "sentinel-unreachable",
    SentinelFew = "sentinel-few",
    SentinelQuorum = "sentinel-quorum",
    SentinelDisagree = "sentinel-disagree",
    SentinelUnknownMaster = "sentinel-unknown-master",
    RedisUnreachable = "redis-unreachable",
    RedisLoginRefused = "redis-login-refused",
    RedisNotMaster = "redis-not-master",
    RedisReplicaMissing = "redis-replica-missing",
    RedisReplicaLagging = "redis-replica-lagging",
    RedisEvicts = "redis-evicts",
    RedisNotPersistent = "redis-not-persistent",
    RedisPersistenceFails = "redis-persistence-fails",
    RedisRefusesWrites = "redis-refuses-writes",
    RedisMemoryLow = "redis-memory-low",
    RedisNoLogin = "redis-no-login",
    RedisAclWide = "redis-acl-wide",
    RedisAclNarrow = "redis-acl-narrow",
    RedisOld = "redis-old",
    // MariaDB.
    MariadbUnreachable = "mariadb-unreachable",
    MariadbLoginRefused = "mariadb-login-refused",
    MariadbDatabaseMissing = "mariadb-database-missing",
    MariadbRightsWide = "mariadb-rights-wide",
    MariadbReadOnly = "mariadb-read-only",
    MariadbNotDurable = "mariadb-not-durable",
    MariadbOld = "mariadb-old",
    // What both editions keep.
    MigrationsPending = "migrations-pending",
    MigrationsUnknown = "migrations-unknown",
    MigrationsUnfinished = "migrations-unfinished",
    SeededAccounts = "seeded-accounts",
    NoAdmin = "no-admin",
    PasswordPepperMissing = "password-pepper-missing",
    SessionPepperMissing = "session-pepper-missing",
    PreviousPepperUnused = "previous-pepper-unused",
    RecordUnreadable = "record-unreadable",
    // Between the parts, and to the outside.
    PlainConnection = "plain-connection",
    ClockSkew = "clock-skew",
    ServiceNotRunning = "service-not-running",
    ServiceNotReady = "service-not-ready",
    PublicUrlUnreachable = "public-url-unreachable",
    PublicUrlOther = "public-url-other",
    CertificateExpiring = "certificate-expiring",
    HealthPublic = "health-public",
    PortPublic = "port-public",
    ProxyNotTrusted = "proxy-not-trusted",
    // Sign-in by providers.
    ProviderUnreachable = "provider-unreachable",
    ProviderForbidden = "provider-forbidden",
    ProviderTrailingSlash = "provider-trailing-slash",
    ProviderOtherIssuer = "provider-other-issuer",
    ProviderUnusable = "provider-unusable",
    // The embedded edition's data directory.
    DataDirUnusable = "data-dir-unusable",
    DataDirExposed = "data-dir-exposed",
    KeyFileMissing = "key-file-missing",
    KeyFileDamaged = "key-file-damaged",
    DatabaseDamaged = "database-damaged",
    DiskFull = "disk-full",
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_code_is_a_word_of_its_own_in_kebab_case() {
        let words: BTreeSet<_> = Code::ALL.iter().map(|(_, word)| *word).collect();
        assert_eq!(words.len(), Code::ALL.len());
        for word in words {
            assert!(word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{word}");
        }
    }

    /// The table of `documents/operations.md` has a row for each code, in this order, and no other.
    #[test]
    fn the_document_explains_every_code() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let document = std::fs::read_to_string(folder.join("documents/operations.md")).unwrap();
        let (_, section) = document.split_once("\n# Operations: the doctor\n").expect("the section");
        let section = section.split("\n# ").next().unwrap();
        let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
        let words: Vec<_> = Code::ALL.iter().map(|(_, word)| *word).collect();
        assert_eq!(rows.collect::<Vec<_>>(), words);
    }
}
