//! `issuer providers`: identity providers, set up from a file.

use std::{fs, path::Path};

use anyhow::{Context, bail};
use serde_json::{Map, Value};
use shared::middleware::{input::Fields, problem::Problem};

use crate::{
    config::Config,
    handlers::providers::create::CreateProvider,
    services::providers::{Applied, ProviderSettings, SecretChange},
};

/// Names a file with the client's secret, beside the fields of a provider.
const SECRET_FILE: &str = "client_secret_file";

/// Makes or changes the providers of `file`, with the variables that the service itself has. Nothing is done before the
/// whole file was read without a fault.
#[expect(clippy::print_stdout, reason = "this is the answer of a command")]
pub(crate) async fn apply(file: &Path) -> anyhow::Result<()> {
    let text = fs::read_to_string(file).with_context(|| format!("{} can't be read", file.display()))?;
    let wanted = read(&text).with_context(|| format!("{} can't be used", file.display()))?;
    let config = Config::load()?;
    let (_stack, issuer) = super::issuer(&config).await?;
    for settings in wanted {
        let slug = settings.slug.clone();
        let applied = issuer.providers.apply_by_operator(settings).await;
        let word = match applied.with_context(|| format!("the provider {slug}"))? {
            Applied::Made => "made",
            Applied::Changed => "changed",
            Applied::Unchanged => "unchanged",
        };
        println!("{slug}: {word}");
    }
    Ok(())
}

/// One provider, or a list of them.
fn read(text: &str) -> anyhow::Result<Vec<ProviderSettings>> {
    // Where the fault is, and not what stands there: it may be a secret.
    let value = serde_json::from_str(text)
        .map_err(|error| anyhow::anyhow!("it is not JSON (line {}, column {})", error.line(), error.column()))?;
    let items = match value {
        Value::Array(items) => items,
        one => vec![one],
    };
    items
        .into_iter()
        .enumerate()
        .map(|(index, item)| one(item).with_context(|| format!("provider {}", index + 1)))
        .collect()
}

fn one(item: Value) -> anyhow::Result<ProviderSettings> {
    let Value::Object(mut members) = item else { bail!("it is not a JSON object") };
    let says_enabled = members.contains_key("enabled");
    read_secret(&mut members)?;
    let says_secret = members.contains_key("client_secret");
    let provider = Fields::of_object(members).into_request::<CreateProvider>().map_err(|problem| faults(&problem))?;
    let mut settings = ProviderSettings::from(provider);
    // What isn't said stays as it is: a restart must not undo what an admin did in an emergency.
    if !says_enabled {
        settings.enabled = None;
    }
    if !says_secret {
        settings.client_secret = SecretChange::Keep;
    }
    Ok(settings)
}

/// Puts the content of `client_secret_file` where the secret belongs.
fn read_secret(members: &mut Map<String, Value>) -> anyhow::Result<()> {
    let Some(path) = members.remove(SECRET_FILE) else { return Ok(()) };
    let Value::String(path) = path else { bail!("{SECRET_FILE} must be a string") };
    if members.contains_key("client_secret") {
        bail!("client_secret and {SECRET_FILE} can't both be given");
    }
    let secret = fs::read_to_string(&path).with_context(|| format!("{SECRET_FILE} {path} can't be read"))?;
    members.insert("client_secret".to_owned(), Value::String(secret.trim_end_matches(['\r', '\n']).to_owned()));
    Ok(())
}

/// Every fault in one line: names of fields, and never what was given.
fn faults(problem: &Problem) -> anyhow::Error {
    let faults: Vec<_> = problem.errors().iter().map(|fault| format!("{} {}", fault.field, fault.message)).collect();
    anyhow::anyhow!("{}", faults.join("; "))
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    const RAUTHY: &str = r#""slug": "rauthy", "display_name": "Rauthy", "issuer": "http://rauthy.localhost:8090/auth/v1/",
        "client_id": "paseport""#;

    fn refused(text: &str) -> String {
        format!("{:#}", read(text).unwrap_err())
    }

    #[test]
    fn one_provider_or_a_list_of_them_is_read() {
        let one = format!("{{ {RAUTHY} }}");
        let [settings] = &read(&one).unwrap()[..] else { panic!("one") };
        assert_eq!((settings.slug.to_string(), settings.enabled), ("rauthy".to_owned(), None));
        assert!(matches!(settings.client_secret, SecretChange::Keep));
        let two = format!("[{one}, {{ {RAUTHY}, \"enabled\": false }}]");
        let wanted = read(&two).unwrap();
        assert_eq!(wanted.iter().map(|wanted| wanted.enabled).collect::<Vec<_>>(), [None, Some(false)]);
        assert_eq!(read("[]").unwrap().len(), 0);
    }

    #[test]
    fn a_secret_comes_from_its_own_file_without_the_line_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        fs::write(&path, "quiet-heron\n").unwrap();
        let text = format!("{{ {RAUTHY}, \"client_secret_file\": {:?} }}", path.to_str().unwrap());
        let wanted = read(&text).unwrap();
        let SecretChange::Set(secret) = &wanted[0].client_secret else { panic!("a secret") };
        assert_eq!(secret.expose_secret(), "quiet-heron");
    }

    #[test]
    fn what_is_wrong_is_named_and_never_shown() {
        for (text, words) in [
            ("{", &["not JSON", "line 1"][..]),
            ("\"heron\"", &["provider 1", "not a JSON object"]),
            ("[{ \"slug\": \"He ron\" }]", &["slug must", "issuer is required", "client_id is required"]),
            ("{ \"heron\": 1 }", &["heron is not a known field"]),
            (r#"{ "client_secret_file": "/nowhere/at-all" }"#, &["client_secret_file /nowhere/at-all can't be read"]),
            (r#"{ "client_secret_file": 7 }"#, &["client_secret_file must be a string"]),
            (r#"{ "client_secret_file": "a", "client_secret": "heron" }"#, &["can't both be given"]),
        ] {
            let error = refused(text);
            assert!(words.iter().all(|word| error.contains(word)), "{text}: {error}");
            assert!(text == "{ \"heron\": 1 }" || !error.contains("eron"), "{text}: {error}");
        }
    }
}
