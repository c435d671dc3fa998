//! Vault: whether it is there and lets us in, what our token may do, and how the keys are set up.

use std::{collections::BTreeMap, sync::Arc};

use secrecy::SecretString;
use shared::{
    adapters::vault::{
        KeyFacts, TokenFacts, TransitKey, VaultClient, VaultCredentials, VaultDataKey, VaultError, VaultTimeouts,
    },
    config::VaultSettings,
    domain::{
        clock::{Clock, Timestamp},
        providers::DataKey,
    },
};

use super::{Code, Finding, Report, clock::Asked, network};

/// A key that signs for longer is worth more to whoever copies it. Decided by nobody but us.
const OLD_DAYS: i64 = 365;
/// Nobody has a key of this name; whoever may sign with it may sign with any.
const NO_KEY: &str = "paseport-doctor-no-such-key";
const PROVISION: &str = "Run docker/vault/provision.sh again with an operator's token: it writes the policy anew.";

/// Asks Vault, one question after the other, as far as the answers let us.
pub(super) async fn examine(
    settings: Option<&VaultSettings>,
    data_key: Option<&TransitKey>,
    clock: &Arc<dyn Clock>,
) -> Report {
    let mut report = Report::default();
    let (Some(settings), Some(data_key)) = (settings, data_key) else { return report };
    if settings.address.is_plain() {
        let (host, port) = settings.address.host_and_port();
        let remedy = "Give Vault a certificate, set VAULT_URL to https and take VAULT_ALLOW_HTTP out.";
        report.check(network::plain("Vault", host, port, remedy).await);
    }
    let (address, credentials) = (settings.address.clone(), settings.credentials.clone());
    let client = match VaultClient::new(address, credentials, VaultTimeouts::default(), clock.clone()) {
        Ok(client) => Arc::new(client),
        Err(error) => {
            report.check([unreachable(settings, &error)]);
            return report;
        }
    };
    if is_open(&mut report, settings, &client, &**clock).await && lets_in(&mut report, settings, &client).await {
        policy(&mut report, &client, &settings.key, data_key).await;
        signing_key(&mut report, &client, &settings.key, clock.now()).await;
        sealing_key(&mut report, client, data_key).await;
    }
    report
}

async fn is_open(report: &mut Report, settings: &VaultSettings, client: &VaultClient, clock: &dyn Clock) -> bool {
    let asked = Asked::now(clock);
    let health = match client.health().await {
        Ok(health) => health,
        Err(error) => {
            report.check([unreachable(settings, &error)]);
            return false;
        }
    };
    report.check(None);
    report.check(asked.answered("Vault", health.server_time_utc * 1_000, 1_000));
    let closed = (health.sealed || !health.initialized).then(|| {
        let address = &settings.address;
        let (state, remedy) = if health.initialized {
            let remedy = format!(
                "Run `vault operator unseal -address={address}` once with each key share, until `vault status \
                 -address={address}` says that it is not sealed, and find out why it was started or sealed. In development \
                 the container unseals itself: `docker compose -f docker/docker-compose.yml restart vault`."
            );
            ("is sealed", remedy)
        } else {
            let remedy = format!(
                "Run `vault operator init -address={address}` and keep what it prints, unseal it with `vault operator \
                 unseal`, then run docker/vault/provision.sh. If there was a Vault before, it has lost its data: restore the \
                 snapshot."
            );
            ("was never initialised", remedy)
        };
        let problem = format!(
            "Vault at {} {state}: nobody can sign in, and sessions end with their access tokens.",
            settings.address
        );
        Finding::new(Code::VaultSealed, problem, remedy)
    });
    let is_open = closed.is_none();
    report.check(closed);
    is_open
}

fn unreachable(settings: &VaultSettings, error: &VaultError) -> Finding {
    let why = match error {
        VaultError::Client(_) | VaultError::Unreachable(_) => root_cause(error),
        _ => "something else than Vault answers there".to_owned(),
    };
    Finding::new(
        Code::VaultUnreachable,
        format!(
            "There is no Vault at {} ({why}): nobody can sign in, and sessions end with their access tokens.",
            settings.address
        ),
        format!(
            "Start Vault, and see that VAULT_URL names it, that no firewall is in between (`vault status -address={}` must \
             answer from here), and for https that VAULT_CACERT names the authority that signed its certificate.",
            settings.address
        ),
    )
}

/// What lies below all of an error: there the system says what it was, and what is above it says who asked.
pub(super) fn root_cause(error: &dyn std::error::Error) -> String {
    let mut lowest = error;
    while let Some(inner) = lowest.source() {
        lowest = inner;
    }
    let text = lowest.to_string();
    // What the TLS library says of an answer in plain text.
    if text.contains("InvalidContentType") { "what listens there speaks no TLS".to_owned() } else { text }
}

/// An error with what is below it, in one line.
pub(super) fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        let more = inner.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        source = inner.source();
    }
    text
}

async fn lets_in(report: &mut Report, settings: &VaultSettings, client: &VaultClient) -> bool {
    let facts = match client.token_facts().await {
        Ok(facts) => facts,
        Err(VaultError::Denied(_)) => {
            // Whoever was let in may at least ask who he is.
            report.check([narrow(&["auth/token/lookup-self (read)".to_owned()])]);
            return true;
        }
        Err(error) => {
            report.check([refused(settings, &error)]);
            return false;
        }
    };
    report.check(None);
    report.check(ends(settings, &facts));
    let is_root = facts.policies.iter().any(|policy| policy == "root");
    report.check(is_root.then(|| {
        Finding::new(
            Code::VaultPolicyWide,
            "The service is logged in with a root token: whoever breaks into it has the whole Vault.",
            "Give it VAULT_ROLE_ID and VAULT_SECRET_ID of the role that docker/vault/provision.sh makes, and revoke the \
             root token.",
        )
    }));
    // All that follows about rights is said with it.
    !is_root
}

fn refused(settings: &VaultSettings, error: &VaultError) -> Finding {
    let (variables, remedy) = match settings.credentials {
        VaultCredentials::Token(_) => (
            "VAULT_TOKEN",
            "Use VAULT_ROLE_ID and VAULT_SECRET_ID of the role that docker/vault/provision.sh makes, with which the service \
             logs in anew by itself, and start it again.",
        ),
        VaultCredentials::AppRole { .. } => (
            "VAULT_ROLE_ID and VAULT_SECRET_ID",
            "As an operator of Vault run `vault write -f -field=secret_id auth/approle/role/paseport-issuer/secret-id` \
             (paseport-issuer, if docker/vault/provision.sh was given no other name), set VAULT_SECRET_ID or its file to \
             what it prints, and start the service again. `vault read auth/approle/role/paseport-issuer/role-id` tells what \
             VAULT_ROLE_ID has to be.",
        ),
    };
    let why = match error {
        VaultError::Credentials(words) => words.clone(),
        error => causes(error),
    };
    Finding::new(
        Code::VaultLoginRefused,
        format!("Vault at {} does not take {variables}, or no longer ({why}): nobody can sign in.", settings.address),
        remedy,
    )
}

fn ends(settings: &VaultSettings, facts: &TokenFacts) -> Option<Finding> {
    let given = matches!(settings.credentials, VaultCredentials::Token(_));
    (given && facts.ttl > 0 && !facts.renewable).then(|| {
        Finding::new(
            Code::VaultTokenEnds,
            format!("VAULT_TOKEN dies in {} s and can't be renewed: from then on nobody can sign in.", facts.ttl),
            "Use VAULT_ROLE_ID and VAULT_SECRET_ID, with which the service logs in anew by itself, or a periodic token.",
        )
    })
}

fn narrow(missing: &[String]) -> Finding {
    Finding::new(
        Code::VaultPolicyNarrow,
        format!("The policy of our Vault token lacks what the service needs: {}.", missing.join(", ")),
        PROVISION,
    )
}

async fn policy(report: &mut Report, client: &VaultClient, key: &TransitKey, data_key: &TransitKey) {
    let (needed, excessive) = (needed(key, data_key), excessive(key, data_key));
    let paths: Vec<String> = needed.iter().map(|(path, _)| path.clone()).chain(excessive.iter().cloned()).collect();
    let capabilities = match client.capabilities(&paths).await {
        Ok(capabilities) => capabilities,
        Err(error) => {
            let missing = format!("sys/capabilities-self (update), to look at the rest ({error})");
            report.check([narrow(&[missing])]);
            return;
        }
    };
    let missing = missing(&needed, &capabilities);
    report.check((!missing.is_empty()).then(|| narrow(&missing)));
    let wide = wide(&needed, &excessive, &capabilities);
    report.check((!wide.is_empty()).then(|| {
        Finding::new(
            Code::VaultPolicyWide,
            format!(
                "The policy of our Vault token allows more than the service needs: {}. Whoever breaks into the service \
                 could do it.",
                wide.join(", ")
            ),
            "Write the policy as docker/vault/policies/issuer.hcl has it (docker/vault/provision.sh does), and take other \
             policies off the role.",
        )
    }));
}

/// What the service can't do without: paths, and what it must be able to do there.
fn needed(key: &TransitKey, data_key: &TransitKey) -> Vec<(String, &'static str)> {
    vec![
        (key.sign_path(), "update"),
        (key.key_path(""), "read"),
        (data_key.encrypt_path(), "update"),
        (data_key.decrypt_path(), "update"),
        ("auth/token/renew-self".to_owned(), "update"),
    ]
}

/// Where the service has no business at all.
fn excessive(key: &TransitKey, data_key: &TransitKey) -> Vec<String> {
    let (mount, signing, sealing) = (key.mount(), key.name(), data_key.name());
    let mut paths = vec![
        format!("{mount}/export/signing-key/{signing}"),
        format!("{mount}/export/encryption-key/{sealing}"),
        format!("{mount}/sign/{NO_KEY}"),
        format!("{mount}/keys/{NO_KEY}"),
        "auth/token/create".to_owned(),
        "sys/policies/acl/paseport-doctor".to_owned(),
        "sys/mounts/paseport-doctor".to_owned(),
    ];
    for key in [key, data_key] {
        paths.extend(["/config", "/rotate", "/trim"].map(|suffix| key.key_path(suffix)));
        paths.push(format!("{mount}/backup/{}", key.name()));
    }
    paths
}

fn missing(needed: &[(String, &'static str)], capabilities: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    let has = |path: &String, right: &str| {
        capabilities.get(path).is_some_and(|has| has.iter().any(|has| has == right || has == "root"))
    };
    let lacking = needed.iter().filter(|(path, right)| !has(path, right));
    lacking.map(|(path, right)| format!("{path} ({right})")).collect()
}

fn wide(
    needed: &[(String, &'static str)],
    excessive: &[String],
    capabilities: &BTreeMap<String, Vec<String>>,
) -> Vec<String> {
    let allowed = |path: &String| -> Vec<&str> {
        capabilities.get(path).into_iter().flatten().map(String::as_str).filter(|right| *right != "deny").collect()
    };
    let more = needed.iter().map(|(path, right)| {
        // To make a signature is `create` to some policies.
        let beyond = |has: &&str| has != right && !(*right == "update" && *has == "create");
        (path, allowed(path).into_iter().filter(beyond).collect::<Vec<_>>())
    });
    let anything = excessive.iter().map(|path| (path, allowed(path)));
    let told = more.chain(anything).filter(|(_, rights)| !rights.is_empty());
    told.map(|(path, rights)| format!("{path} ({})", rights.join(", "))).collect()
}

async fn signing_key(report: &mut Report, client: &VaultClient, key: &TransitKey, now: Timestamp) {
    match client.key_facts(key).await {
        Ok(facts) => {
            report.check(None);
            report.check(unfit(key, &facts));
            report.check(exportable(key, &facts));
            report.check(facts.latest_at.and_then(|made| old(key, made, now)));
        }
        Err(VaultError::NotFound) => report.check([Finding::new(
            Code::VaultKeyMissing,
            format!("There is no key {} in Vault's engine {}: nobody can sign in.", key.name(), key.mount()),
            "Make it with docker/vault/provision.sh, or set TRANSIT_KEY and MOUNT_PATH to the one that is there.",
        )]),
        // Said with the policy.
        Err(VaultError::Denied(_)) => {}
        Err(error) => report.skip(format!("the key {}: {}.", key.name(), causes(&error))),
    }
}

fn unfit(key: &TransitKey, facts: &KeyFacts) -> Option<Finding> {
    let why = match (&*facts.kind, facts.derived) {
        ("ed25519", false) => return None,
        ("ed25519", true) => "is derived, so each context has another key".to_owned(),
        (kind, _) => format!("is of type {kind}, but access tokens are signed with ed25519"),
    };
    Some(Finding::new(
        Code::VaultKeyType,
        format!("The key {} in Vault {why}: nobody can sign in.", key.name()),
        "A key can't be changed: have docker/vault/provision.sh make another name, and set TRANSIT_KEY to it for issuer \
         and API.",
    ))
}

fn exportable(key: &TransitKey, facts: &KeyFacts) -> Option<Finding> {
    let how = match (facts.exportable, facts.plaintext_backup) {
        (false, false) => return None,
        (true, _) => "exportable",
        (false, true) => "allowed to be backed up in plain text",
    };
    Some(Finding::new(
        Code::VaultKeyExportable,
        format!(
            "The key {} is {how}, which can't be taken back: somebody may have a copy of it and sign tokens for anybody. \
             The services refuse it.",
            key.name()
        ),
        "Have docker/vault/provision.sh make a key of another name, set TRANSIT_KEY to it for issuer and API, start both \
         again, and delete this one.",
    ))
}

fn old(key: &TransitKey, made: Timestamp, now: Timestamp) -> Option<Finding> {
    let days = now.duration_since(made).as_hours() / 24;
    (days > OLD_DAYS).then(|| {
        Finding::new(
            Code::VaultKeyOld,
            format!("The newest version of the key {} is {days} days old.", key.name()),
            "Run `issuer keys rotate` with the rotator's login; the old version stays until its last token is dead.",
        )
    })
}

/// Seals and opens a word, because no policy lets the service look at the key itself.
async fn sealing_key(report: &mut Report, client: Arc<VaultClient>, key: &TransitKey) {
    let (data_key, purpose) = (VaultDataKey::new(client, key.clone()), "paseport.doctor");
    let round = async {
        let sealed = data_key.seal(purpose, &SecretString::from("doctor")).await?;
        data_key.open(purpose, &sealed).await
    };
    report.check(round.await.err().map(|error| {
        Finding::new(
            Code::VaultDataKeyUnusable,
            format!(
                "Nothing can be sealed with the key {} in Vault ({}): sign-in by providers with a secret fails.",
                key.name(),
                causes(&error)
            ),
            "Run docker/vault/provision.sh, which makes it (aes256-gcm96) and allows its use, or set DATA_KEY to the one \
             that is there.",
        )
    }));
}

#[cfg(test)]
mod tests;
