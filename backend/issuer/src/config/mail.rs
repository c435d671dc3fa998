//! The variables about mails.

use std::{fs, sync::Arc};

use secrecy::ExposeSecret;
use serde::Deserialize;
use shared::{
    adapters::mail::{SmtpFailure, SmtpMailer, SmtpServer},
    config::{Environment, Parsed, Problems, Variables, is_placeholder, read},
    domain::mail::{Mailer, Sender},
};

/// Where mails go, and who they come from.
#[derive(Clone, Debug, Default)]
pub struct MailConfig {
    /// `MAIL_FROM`. Set wherever there is a server.
    pub from: Option<Sender>,
    /// `SMTP_URL`; `SMTP_CACERT` names the authorities to trust, as a PEM file.
    pub server: Option<SmtpServer>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Settings {
    mail_from: Option<Parsed<Sender>>,
}

impl MailConfig {
    /// The variable that holds a login. It can be given as a file too.
    pub const SECRET: &str = "SMTP_URL";

    /// Reads the settings.
    pub fn read(variables: &Variables, environment: Environment, problems: &mut Problems) -> Self {
        let settings: Settings = read(variables, problems);
        let from = settings.mail_from.map(|setting| setting.0);
        let server = server(variables, environment.is_development(), problems);
        if server.is_some() && from.is_none() && !problems.concern(&["MAIL_FROM"]) {
            problems.add("MAIL_FROM", "must be set where SMTP_URL is");
        }
        Self { from, server }
    }

    /// What hands mails to the server, if there is one. Nothing is sent yet.
    pub fn smtp(&self) -> Result<Option<Arc<dyn Mailer>>, SmtpFailure> {
        let (Some(server), Some(from)) = (&self.server, &self.from) else { return Ok(None) };
        Ok(Some(Arc::new(SmtpMailer::new(server.clone(), from.clone())?)))
    }
}

fn server(variables: &Variables, development: bool, problems: &mut Problems) -> Option<SmtpServer> {
    let authorities = authorities(variables, problems);
    let text = variables.get(MailConfig::SECRET)?;
    let server =
        SmtpServer::new(text, development).map_err(|error| problems.add("SMTP_URL", error.to_string())).ok()?;
    let password = server.password().map(ExposeSecret::expose_secret);
    if !development && password.is_some_and(is_placeholder) {
        problems.add("SMTP_URL", "must not have a placeholder as its password");
        return None;
    }
    Some(match authorities {
        Some(authorities) => server.trusting(authorities),
        None => server,
    })
}

fn authorities(variables: &Variables, problems: &mut Problems) -> Option<Vec<u8>> {
    let pem = fs::read(variables.get("SMTP_CACERT")?)
        .map_err(|error| format!("names a file that can't be read: {}", error.kind()))
        .and_then(|pem| if holds_certificate(&pem) { Ok(pem) } else { Err("must name a PEM file".to_owned()) });
    pem.map_err(|message| problems.add("SMTP_CACERT", message)).ok()
}

fn holds_certificate(pem: &[u8]) -> bool {
    const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";
    pem.windows(BEGIN.len()).any(|window| window == BEGIN)
}
