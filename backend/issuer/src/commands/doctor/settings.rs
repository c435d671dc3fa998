//! Settings that can't be used, and settings that can but shouldn't.

use shared::config::{Origin, Problems, Variables};

use super::{Code, Finding, Report};
use crate::config::CoreConfig;

/// What was read, and what is wrong with it.
pub(super) struct Settings<'a> {
    pub(super) core: &'a CoreConfig,
    pub(super) variables: &'a Variables,
    pub(super) problems: &'a Problems,
}

impl Settings<'_> {
    /// Whether these could all be read, so that a rule over them looks at what was meant.
    pub(super) fn are_sound(&self, variables: &[&str]) -> bool {
        !self.problems.concern(variables)
    }
}

/// Everything that would stop a start, all at once, then what would not.
pub(super) fn check(report: &mut Report, settings: &Settings<'_>, secrets: &[&str]) {
    report.check(settings.problems.iter().map(|problem| {
        let text = format!("{} {}.", problem.variable, problem.message);
        invalid(&problem.variable, text, settings.variables, secrets)
    }));
    report.check(cors(settings));
    let core = settings.core;
    let production = !core.server.environment.is_development();
    let mail_off = production && core.mail.server.is_none() && settings.are_sound(&["SMTP_URL", "MAIL_FROM"]);
    report.check(mail_off.then(|| {
        Finding::new(
            Code::MailOff,
            "SMTP_URL is not set: nobody is told by mail when a way to sign in is added to or taken from an account.",
            "Set SMTP_URL and MAIL_FROM (documents/operations.md, \"mails\").",
        )
    }));
}

fn invalid(variable: &str, text: String, variables: &Variables, secrets: &[&str]) -> Finding {
    if variable == "VAULT_SKIP_VERIFY" {
        let remedy = "Take VAULT_SKIP_VERIFY out of the environment; name the authority that signed Vault's certificate \
                      in VAULT_CACERT instead.";
        return Finding::new(Code::VaultSkipVerify, text, remedy);
    }
    let is_there = |name: &str| variables.get(name).or_else(|| variables.get(&format!("{name}_FILE"))).is_some();
    if secrets.contains(&variable) && !variable.ends_with("_URL") && is_there(variable) && text.contains("must") {
        return Finding::new(Code::WeakSecret, text, replacement(variable));
    }
    let remedy = if secrets.contains(&variable) {
        format!(
            "Correct {variable} in the service's environment, in its .env file, or as a file that {variable}_FILE names."
        )
    } else {
        format!("Correct {variable} in the service's environment or in its .env file.")
    };
    Finding::new(Code::SettingInvalid, text, remedy)
}

/// Where another secret comes from: some are given out, and some a server has to hear of first.
fn replacement(variable: &str) -> String {
    if variable.starts_with("VAULT_") {
        return format!(
            "Set {variable} to what Vault gave out. As an operator of Vault, docker/vault/provision.sh with CREDENTIALS_DIR set \
             writes role ids and secret ids there."
        );
    }
    let made = "Make a random one, for instance with `openssl rand -base64 32`";
    if variable.starts_with("REDIS_") {
        format!("{made}, give it to Redis or the Sentinels first, then set {variable} to it.")
    } else {
        format!("{made}, and set {variable} to it.")
    }
}

/// Origins that gain nothing, or that nobody should have in production.
fn cors(settings: &Settings<'_>) -> Vec<Finding> {
    if !settings.are_sound(&["CORS_ORIGINS", "PUBLIC_URL"]) {
        return Vec::new();
    }
    let listed = settings.variables.get("CORS_ORIGINS").unwrap_or_default();
    let production = !settings.core.server.environment.is_development();
    let odd = |origin: &Origin| {
        if *origin == settings.core.public_url {
            Some("it is the service's own, which needs no entry")
        } else if production && origin.is_loopback() {
            Some("any program on a visitor's own machine can be it")
        } else if production && !origin.is_https() {
            Some("whoever is on the way can put scripts into its pages")
        } else {
            None
        }
    };
    let origins = listed.split(',').filter_map(|entry| Origin::try_from(entry.trim().to_owned()).ok());
    let found = origins.filter_map(|origin| {
        let why = odd(&origin)?;
        let problem = format!("CORS_ORIGINS lists {origin}: {why}.");
        Some(Finding::new(Code::CorsOriginOdd, problem, "Take it out of CORS_ORIGINS."))
    });
    found.collect()
}
