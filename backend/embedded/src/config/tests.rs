use std::{num::NonZeroU32, time::Duration};

use issuer::config::{LoginConfig, MailConfig};
use shared::{
    config::{AccessTokenConfig, Environment},
    domain::tokens::KeyTimes,
    logging::LogFormat,
    middleware::{client_ip::TrustedProxies, cors::CorsOrigins},
};

use super::*;

const PEPPER: &str = "q7Zt1m0YHcXv5rWn8sKdLb2fGj4uPaEe3iToC9xN6wA";

fn load(pairs: &[(&str, &str)]) -> Result<Config, Problems> {
    Config::from_variables(Variables::from_pairs(pairs.iter().copied()), &ServeOptions::default())
}

/// The variables that are named, in their order.
fn refused(pairs: &[(&str, &str)]) -> (Vec<String>, String) {
    let problems = load(pairs).map(|_| ()).unwrap_err();
    (problems.iter().map(|problem| problem.variable.clone()).collect(), problems.to_string())
}

#[test]
fn production_needs_no_variable_at_all() {
    let config = load(&[]).unwrap();
    assert_eq!(config.core.server.environment, Environment::Production);
    assert_eq!(config.core.server.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.core.public_url.to_text(), "http://127.0.0.1:8080");
    assert!(!config.core.cookie_secure);
    assert_eq!(config.core.server.log_format, LogFormat::Json);
    assert!(!config.core.server.swagger_ui);
    assert_eq!(config.data_dir.to_str(), Some("./paseport-data"));
    let issuer = "http://127.0.0.1:8080".to_owned();
    let expected = AccessTokenConfig {
        issuer,
        audience: "paseport".to_owned(),
        ttl: Duration::from_mins(5),
        key_times: KeyTimes::new(Duration::from_secs(10), Duration::from_mins(10)).unwrap(),
    };
    assert_eq!(config.core.access_tokens, expected);
    assert_eq!(config.core.session_life, Duration::from_hours(14 * 24));
    assert_eq!(config.core.bcrypt_cost, 12);
    let [burst, per_second] = [30, 2].map(|number| NonZeroU32::new(number).unwrap());
    assert_eq!(config.core.login, LoginConfig { burst, per_second, free_failures: 5 });
    assert!(config.core.password_pepper.current.is_none() && config.core.refresh_token_pepper.previous.is_none());
}

#[test]
fn development_is_made_for_reading() {
    let config = load(&[("PASEPORT_ENV", "development"), ("BCRYPT_COST", "4")]).unwrap();
    assert_eq!(config.core.server.log_format, LogFormat::Pretty);
    assert!(config.core.server.swagger_ui);
    assert_eq!(config.core.bcrypt_cost, 4);
}

#[test]
fn what_is_set_is_used() {
    let config = load(&[
        ("SERVER_ADDRESS", "0.0.0.0"),
        ("SERVER_PORT", "9000"),
        ("PUBLIC_URL", "https://id.example.com/"),
        ("CORS_ORIGINS", "https://app.example.com, https://www.example.com"),
        ("TRUSTED_PROXIES", "10.0.0.0/8"),
        ("ACCESS_TOKEN_AUDIENCE", "shop"),
        ("PASSWORD_PEPPER", PEPPER),
        ("LOG_FORMAT", "pretty"),
        ("SWAGGER_UI", "true"),
    ])
    .unwrap();
    assert_eq!(config.core.server.listen.to_string(), "0.0.0.0:9000");
    assert_eq!(config.core.access_tokens.issuer, "https://id.example.com");
    assert_eq!(config.core.access_tokens.audience, "shop");
    assert_eq!(
        config.core.server.cors_origins,
        CorsOrigins::parse("https://app.example.com,https://www.example.com").unwrap()
    );
    assert_eq!(config.core.server.trusted_proxies, TrustedProxies::parse("10.0.0.0/8").unwrap());
    assert!(config.core.cookie_secure && config.core.server.swagger_ui);
    assert_eq!(config.core.server.log_format, LogFormat::Pretty);
    assert_eq!(config.core.password_pepper.current.unwrap().expose_bytes(), PEPPER.as_bytes());
}

#[test]
fn the_command_line_goes_before_the_variables() {
    let options = ServeOptions { port: Some(9001), data_dir: Some("/srv/paseport".into()) };
    let variables = Variables::from_pairs([("SERVER_PORT", "9000"), ("DATA_DIR", "/elsewhere")]);
    let config = Config::from_variables(variables, &options).unwrap();
    assert_eq!(config.core.server.listen.port(), 9001);
    assert_eq!(config.core.public_url.to_text(), "http://127.0.0.1:9001");
    assert_eq!(config.data_dir.to_str(), Some("/srv/paseport"));
}

#[test]
fn each_bad_setting_is_named_and_never_shown() {
    let too_short = "q7Zt1m0YHcXv5rWn8sKdLb2fGj4uPaE";
    for (variable, value) in [
        ("PASEPORT_ENV", "staging"),
        ("RUST_LOG", "issuer=deafening"),
        ("LOG_FORMAT", "xml"),
        ("SERVER_ADDRESS", "example.test"),
        ("SERVER_PORT", "70000"),
        ("SERVER_PORT", "0x1f90"),
        ("PUBLIC_URL", "https://id.example.test/app"),
        ("PUBLIC_URL", "https://id.example.test?x=y"),
        ("PUBLIC_URL", "https://user:hunter2@id.example.test"),
        ("PUBLIC_URL", "id.example.test"),
        ("COOKIE_SECURE", "perhaps"),
        ("CORS_ORIGINS", "https://a.example.test,*"),
        ("TRUSTED_PROXIES", "10.0.0.0/33"),
        ("TRUSTED_PROXIES", "::/0"),
        ("ACCESS_TOKEN_ISSUER", "https://id.example.test|"),
        ("ACCESS_TOKEN_AUDIENCE", "paseport|admin"),
        ("ACCESS_TOKEN_TTL", "0"),
        ("ACCESS_TOKEN_TTL", "5m"),
        ("REDIS_REFRESH_TOKEN_TTL", "0"),
        ("REDIS_REFRESH_TOKEN_TTL", "99999999999"),
        ("PASSWORD_PEPPER", too_short),
        ("PASSWORD_PEPPER", "changeme-q7Zt1m0YHcXv5rWn8sKdLb2fGj4u"),
        ("PASSWORD_PEPPER_PREVIOUS", too_short),
        ("REFRESH_TOKEN_PEPPER", "secret-q7Zt1m0YHcXv5rWn8sKdLb2fGj4u"),
        ("REFRESH_TOKEN_PEPPER_PREVIOUS", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
        ("BCRYPT_COST", "3"),
        ("BCRYPT_COST", "16"),
        ("KEY_PUBLISH_AHEAD", "-600"),
        ("KEY_RELOAD", "ten"),
        ("LOGIN_BURST", "0"),
        ("LOGIN_PER_SECOND", "0.5"),
        ("LOGIN_FREE_FAILURES", "none"),
        ("SWAGGER_UI", "yes"),
        ("SMTP_URL", "https://mail.example.test"),
        ("SMTP_URL", "smtps://post@mail.example.test"),
        ("SMTP_URL_FILE", "/no/such/file"),
        ("SMTP_CACERT", "/no/such/file"),
        ("SMTP_CACERT", "/dev/null"),
        ("MAIL_FROM", "paseport"),
        ("MAIL_FROM", "a@example.test, b@example.test"),
        ("OUTBOUND_ALLOW_HOSTS", "id.example.test"),
        ("OUTBOUND_ALLOW_HOSTS", "https://id.example.test:8443"),
    ] {
        let (named, text) = refused(&[(variable, value)]);
        assert_eq!(named, [variable], "{value}");
        assert!(value == "0" || value == "3" || value == "16" || !text.contains(value), "{text}");
    }
}

#[test]
fn rules_over_several_settings_name_the_one_to_change() {
    let development = ("PASEPORT_ENV", "development");
    for (pairs, variable) in [
        ([("KEY_RELOAD", "201"), development], "KEY_RELOAD"),
        ([("KEY_PUBLISH_AHEAD", "29"), development], "KEY_RELOAD"),
        ([("REDIS_REFRESH_TOKEN_TTL", "299"), development], "REDIS_REFRESH_TOKEN_TTL"),
        ([("VAULT_SKIP_VERIFY", "false"), development], "VAULT_SKIP_VERIFY"),
        ([("VAULT_SKIP_VERIFY", ""), development], "VAULT_SKIP_VERIFY"),
        ([("SMTP_URL", "smtps://mail.example.com"), development], "MAIL_FROM"),
        ([("SMTP_URL", "smtps://post:changeme@mail.example.com"), ("MAIL_FROM", "a@example.com")], "SMTP_URL"),
        ([("BCRYPT_COST", "9"), ("PASEPORT_ENV", "production")], "BCRYPT_COST"),
        ([("PUBLIC_URL", "http://id.example.com"), ("COOKIE_SECURE", "true")], "PUBLIC_URL"),
        ([("PUBLIC_URL", "https://id.example.com"), ("COOKIE_SECURE", "false")], "COOKIE_SECURE"),
    ] {
        assert_eq!(refused(&pairs).0, [variable], "{pairs:?}");
    }
}

#[test]
fn the_bounds_of_these_rules_are_let_through() {
    for pairs in [
        [("KEY_RELOAD", "200"), ("REDIS_REFRESH_TOKEN_TTL", "300")],
        [("BCRYPT_COST", "10"), ("PUBLIC_URL", "https://id.example.com")],
        [("PUBLIC_URL", "https://localhost:8443"), ("COOKIE_SECURE", "false")],
        [("PUBLIC_URL", "http://id.example.com"), ("PASEPORT_ENV", "development")],
    ] {
        assert!(load(&pairs).is_ok(), "{pairs:?}");
    }
}

#[test]
fn all_problems_are_told_at_once_one_line_each() {
    let (named, text) = refused(&[
        ("SERVER_PORT", "http"),
        ("KEY_RELOAD", "300"),
        ("PASSWORD_PEPPER", PEPPER),
        ("PASSWORD_PEPPER_FILE", "/run/secrets/pepper"),
        ("VAULT_SKIP_VERIFY", "1"),
    ]);
    assert_eq!(named, ["PASSWORD_PEPPER", "SERVER_PORT", "KEY_RELOAD", "VAULT_SKIP_VERIFY"]);
    assert_eq!(text.lines().count(), 4);
    assert!(!text.contains(PEPPER) && !text.contains("/run/secrets/pepper"), "{text}");
}

#[test]
fn a_rule_is_silent_about_a_variable_that_cannot_be_read() {
    assert_eq!(refused(&[("KEY_PUBLISH_AHEAD", "soon"), ("KEY_RELOAD", "300")]).0, ["KEY_PUBLISH_AHEAD"]);
    assert_eq!(refused(&[("PASEPORT_ENV", "dev"), ("BCRYPT_COST", "4")]).0, ["PASEPORT_ENV"]);
}

/// The secrets that are peppers.
fn peppers() -> impl Iterator<Item = &'static str> {
    CoreConfig::SECRETS.into_iter().filter(|secret| *secret != MailConfig::SECRET)
}

#[test]
fn mails_go_to_a_server_when_it_is_set() {
    assert!(load(&[]).unwrap().core.mail.server.is_none());
    let from = ("MAIL_FROM", "Paseport <no-reply@example.com>");
    assert!(load(&[from]).unwrap().core.mail.server.is_none(), "the folder takes the sender too");
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "smtps://post:q7Zt1m0YHcXv@mail.example.com\n").unwrap();
    for variable in [("SMTP_URL_FILE", file.path().to_str().unwrap()), ("SMTP_URL", "smtp://127.0.0.1:25")] {
        let mail = load(&[variable, from]).unwrap().core.mail;
        assert_eq!(mail.from.as_ref().and_then(|from| from.name()), Some("Paseport"));
        assert!(mail.server.is_some() && mail.smtp().unwrap().is_some(), "{variable:?}");
    }
}

#[test]
fn every_secret_can_stand_in_a_file() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), format!("{PEPPER}\n")).unwrap();
    for secret in peppers() {
        let variable = format!("{secret}_FILE");
        let config = load(&[(&variable, file.path().to_str().unwrap())]).unwrap();
        let peppers = [config.core.password_pepper, config.core.refresh_token_pepper];
        let set: Vec<_> = peppers.iter().flat_map(|pepper| [&pepper.current, &pepper.previous]).flatten().collect();
        assert_eq!(set.len(), 1, "{secret}");
        assert_eq!(set[0].expose_bytes(), PEPPER.as_bytes());
    }
}

#[test]
fn debug_of_the_configuration_shows_no_secret() {
    let url = format!("smtps://post:{PEPPER}@mail.example.com");
    let mail = [("SMTP_URL", url.as_str()), ("MAIL_FROM", "no-reply@example.com")];
    let secrets: Vec<_> = peppers().map(|secret| (secret, PEPPER)).chain(mail).collect();
    assert_eq!(secrets.len(), CoreConfig::SECRETS.len() + 1);
    let config = load(&secrets).unwrap();
    assert!(!format!("{config:?}").contains(&PEPPER[..8]));
}
