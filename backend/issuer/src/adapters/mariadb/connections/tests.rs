use sqlx::mysql::MySqlSslMode;

use super::*;

#[test]
fn an_address_says_how_to_connect() {
    let options = options("mariadb://issuer:p%40ss@db.example.com:3307/paseport?ssl-mode=VERIFY_IDENTITY").unwrap();
    assert_eq!(options.get_host(), "db.example.com");
    assert_eq!(options.get_port(), 3307);
    assert_eq!(options.get_username(), "issuer");
    assert_eq!(options.get_database(), Some("paseport"));
    assert!(matches!(options.get_ssl_mode(), MySqlSslMode::VerifyIdentity));
}

#[test]
fn text_is_compared_byte_by_byte_whatever_the_address_says() {
    let options = options("mysql://db/paseport?charset=latin1&collation=latin1_swedish_ci").unwrap();
    assert_eq!(options.get_charset(), "utf8mb4");
    assert_eq!(options.get_collation(), Some("utf8mb4_nopad_bin"));
}

#[test]
fn what_is_no_address_is_refused_and_not_repeated() {
    for (text, error) in [
        ("secret", InvalidMariaDbUrl::Malformed),
        ("postgres://secret@db/paseport", InvalidMariaDbUrl::OtherScheme),
        ("mysql://secret@db:3306", InvalidMariaDbUrl::NoDatabase),
        ("mysql://secret@db:3306/", InvalidMariaDbUrl::NoDatabase),
        ("mysql://secret@db/paseport?ssl-mode=maybe", InvalidMariaDbUrl::BadOption),
    ] {
        let refused = options(text).unwrap_err();
        assert_eq!(refused, error, "{text}");
        assert!(!format!("{refused} {refused:?}").contains("secret"));
    }
}

#[test]
fn a_store_does_not_show_its_password() {
    let store = crate::adapters::mariadb::MariaDbStore::new("mysql://issuer:secret@db/paseport", 1).unwrap();
    assert!(!format!("{store:?}").contains("secret"), "{store:?}");
}
