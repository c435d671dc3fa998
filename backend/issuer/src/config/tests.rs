use super::*;
use shared::config::{Problems, Variables};

const PEPPER: &str = "q7Zt1m0YHcXv5rWn8sKdLb2fGj4uPaEe3iToC9xN6wA";
const GOOD: [(&str, &str); 9] = [
    ("PUBLIC_URL", "https://id.example.com"),
    ("MARIADB_URL", "mysql://paseport:hunter2@mariadb/paseport?ssl-mode=VERIFY_IDENTITY"),
    ("REDIS_SENTINELS", "sentinel-1:26379,sentinel-2:26379,sentinel-3:26379"),
    ("VAULT_URL", "https://vault.example:8200"),
    ("VAULT_TOKEN", "hvs.CAESIJ"),
    ("MOUNT_PATH", "transit"),
    ("TRANSIT_KEY", "access-token"),
    ("PASSWORD_PEPPER", PEPPER),
    ("REFRESH_TOKEN_PEPPER", "w7Zt1m0YHcXv5rWn8sKdLb2fGj4uPaEe3iToC9xN6qA"),
];

fn load(changes: &[(&str, &str)]) -> Result<Config, Problems> {
    let mut variables = Variables::from_pairs(GOOD);
    for (name, value) in changes {
        variables.set(*name, *value);
    }
    Config::from_variables(variables)
}

fn named(changes: &[(&str, &str)]) -> Vec<String> {
    let problems = load(changes).map(drop).unwrap_err();
    assert!(!problems.to_string().contains("hunter2"), "{problems}");
    problems.iter().map(|problem| problem.variable.clone()).collect()
}

#[test]
fn nine_variables_are_enough() {
    let config = load(&[]).unwrap();
    assert_eq!(config.core.server.listen.to_string(), "0.0.0.0:3000");
    assert_eq!(config.core.access_tokens.issuer, "https://id.example.com");
    assert!(config.core.cookie_secure);
    assert_eq!(config.role_life.as_secs(), 86_400);
    assert_eq!(config.data_key.name(), "data");
    assert!(config.core.mail.server.is_none());
    assert!(!format!("{config:?}").contains("hunter2"));
}

#[test]
fn each_missing_variable_is_named() {
    for (variable, _) in GOOD {
        assert_eq!(named(&[(variable, "")]), [variable]);
    }
}

#[test]
fn a_database_in_production_says_how_it_is_encrypted() {
    let url = |options: &str| format!("mysql://paseport:hunter2@mariadb/paseport{options}");
    for refused in ["", "?ssl-mode=PREFERRED"] {
        assert_eq!(named(&[("MARIADB_URL", &url(refused))]), ["MARIADB_URL"], "{refused}");
    }
    for taken in ["?ssl-mode=REQUIRED", "?ssl-mode=disabled", "?ssl-mode=VERIFY_CA&ssl-ca=/ca.pem", "?socket=/run/db"] {
        assert!(load(&[("MARIADB_URL", &url(taken))]).is_ok(), "{taken}");
    }
    assert!(load(&[("MARIADB_URL", &url("")), ("PASEPORT_ENV", "development")]).is_ok());
}

#[test]
fn what_does_not_fit_is_named() {
    for (variable, value) in [
        ("REDIS_ROLE_TTL", "300"),
        ("REDIS_ROLE_TTL", "soon"),
        ("MARIADB_URL", "postgres://u:hunter2@h/d?ssl-mode=REQUIRED"),
        ("MARIADB_URL", "mysql://u:hunter2@h/?ssl-mode=REQUIRED"),
        ("VAULT_URL", "http://vault:8200"),
        ("PASSWORD_PEPPER", "short"),
        ("PUBLIC_URL", "http://id.example.com"),
        ("DATA_KEY", "../data"),
        ("DATA_KEY", "access-token"),
        ("SMTP_URL", "mail.example.com"),
        ("MAIL_FROM", "hunter2"),
        ("OUTBOUND_ALLOW_HOSTS", "hunter2"),
    ] {
        assert_eq!(named(&[(variable, value)]), [variable], "{value}");
    }
}

#[test]
fn a_secret_can_stand_in_a_file() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let url = GOOD[1].1;
    std::fs::write(file.path(), url).unwrap();
    let path = file.path().to_str().unwrap();
    let config = load(&[("MARIADB_URL", ""), ("MARIADB_URL_FILE", path)]).unwrap();
    assert_eq!(config.mariadb.expose(), url);
    assert_eq!(named(&[("MARIADB_URL_FILE", path)]), ["MARIADB_URL"]);
}
