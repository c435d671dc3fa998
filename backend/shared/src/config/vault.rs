//! The variables about Vault that issuer and API share.

use std::fs;

use super::{Problems, Variables, is_placeholder};
use crate::adapters::vault::{TransitKey, VaultAddress, VaultCredentials};

/// Where Vault is, who we are to it, and which key signs access tokens.
#[derive(Clone, Debug)]
pub struct VaultSettings {
    /// `VAULT_URL`, under the rule of `VAULT_ALLOW_HTTP`; `VAULT_CACERT` names the authorities to trust, as a PEM file.
    pub address: VaultAddress,
    /// `VAULT_TOKEN`, or `VAULT_ROLE_ID` and `VAULT_SECRET_ID`.
    pub credentials: VaultCredentials,
    /// `MOUNT_PATH` and `TRANSIT_KEY`.
    pub key: TransitKey,
}

impl VaultSettings {
    /// What can be given as a file too (a role id is no secret, but Vault makes it as it makes one): the caller's [`Variables::read_secret_files`] must have done so.
    pub const SECRETS: [&str; 3] = ["VAULT_TOKEN", "VAULT_ROLE_ID", "VAULT_SECRET_ID"];

    /// Reads the settings, and refuses `VAULT_SKIP_VERIFY`. `None` or a problem: something is wrong.
    pub fn read(variables: &Variables, problems: &mut Problems) -> Option<Self> {
        variables.refuse_vault_skip_verify(problems);
        let address = address(variables, problems);
        let credentials = credentials(variables, problems);
        let key = key(variables, problems);
        Some(Self { address: address?, credentials: credentials?, key: key? })
    }
}

fn required<'a>(name: &str, variables: &'a Variables, problems: &mut Problems) -> Option<&'a str> {
    let value = variables.get(name);
    if value.is_none() {
        problems.add(name, "must be set");
    }
    value
}

fn address(variables: &Variables, problems: &mut Problems) -> Option<VaultAddress> {
    let allow_http = match variables.get("VAULT_ALLOW_HTTP") {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => {
            problems.add("VAULT_ALLOW_HTTP", "must be true or false");
            return None;
        }
    };
    let url = required("VAULT_URL", variables, problems)?;
    let address =
        VaultAddress::new(url, allow_http).map_err(|error| problems.add("VAULT_URL", error.to_string())).ok()?;
    match variables.get("VAULT_CACERT").map(fs::read) {
        None => Some(address),
        Some(Ok(authorities)) => Some(address.trusting(authorities)),
        Some(Err(error)) => {
            problems.add("VAULT_CACERT", format!("names a file that can't be read: {}", error.kind()));
            None
        }
    }
}

fn credentials(variables: &Variables, problems: &mut Problems) -> Option<VaultCredentials> {
    let [token, role_id, secret_id] =
        ["VAULT_TOKEN", "VAULT_ROLE_ID", "VAULT_SECRET_ID"].map(|name| variables.get(name));
    let mut sound = |name: &str, value: &str| {
        let sound = !is_placeholder(value) && value.bytes().all(|byte| byte.is_ascii_graphic());
        if !sound {
            problems.add(name, "must be what Vault gave out, not a placeholder");
        }
        sound
    };
    match (token, role_id, secret_id) {
        (Some(token), None, None) => {
            sound("VAULT_TOKEN", token).then(|| VaultCredentials::Token(token.to_owned().into()))
        }
        (None, Some(role_id), Some(secret_id)) => {
            let sound = sound("VAULT_ROLE_ID", role_id) & sound("VAULT_SECRET_ID", secret_id);
            let secret_id = secret_id.to_owned().into();
            sound.then(|| VaultCredentials::AppRole { role_id: role_id.to_owned(), secret_id })
        }
        (None, Some(_), None) => {
            problems.add("VAULT_SECRET_ID", "must be set where VAULT_ROLE_ID is");
            None
        }
        (None, None, Some(_)) => {
            problems.add("VAULT_ROLE_ID", "must be set where VAULT_SECRET_ID is");
            None
        }
        (Some(_), ..) => {
            problems.add("VAULT_TOKEN", "and VAULT_ROLE_ID or VAULT_SECRET_ID are both set; keep one way to log in");
            None
        }
        (None, None, None) => {
            problems.add("VAULT_TOKEN", "must be set, or VAULT_ROLE_ID and VAULT_SECRET_ID");
            None
        }
    }
}

fn key(variables: &Variables, problems: &mut Problems) -> Option<TransitKey> {
    let (mount, name) = (required("MOUNT_PATH", variables, problems), required("TRANSIT_KEY", variables, problems));
    let (mount, name) = (mount?, name?);
    let wrong = if TransitKey::new(mount, "key").is_err() { "MOUNT_PATH" } else { "TRANSIT_KEY" };
    TransitKey::new(mount, name).map_err(|error| problems.add(wrong, error.to_string())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: [(&str, &str); 5] = [
        ("VAULT_URL", "https://vault.example:8200"),
        ("VAULT_ROLE_ID", "b0b1c2d3-0000-4000-8000-5f6a7b8c9d0e"),
        ("VAULT_SECRET_ID", "a9a8b7c6-0000-4000-8000-1a2b3c4d5e6f"),
        ("MOUNT_PATH", "transit"),
        ("TRANSIT_KEY", "access-token"),
    ];

    /// The variables that are named when these are changed; an empty value takes one away.
    fn named(changes: &[(&str, &str)]) -> Vec<String> {
        let mut variables = Variables::from_pairs(GOOD);
        for (name, value) in changes {
            variables.set(*name, *value);
        }
        let mut problems = Problems::default();
        let settings = VaultSettings::read(&variables, &mut problems);
        assert!(settings.is_some() || problems.iter().next().is_some());
        for (_, value) in changes.iter().filter(|(_, value)| value.len() > 5) {
            assert!(!problems.to_string().contains(value), "{problems} shows a value");
        }
        problems.iter().map(|problem| problem.variable.clone()).collect()
    }

    #[test]
    fn both_ways_to_log_in_are_taken() {
        assert!(named(&[]).is_empty());
        let token = [("VAULT_TOKEN", "hvs.CAESIJ"), ("VAULT_ROLE_ID", ""), ("VAULT_SECRET_ID", "")];
        assert!(named(&token).is_empty());
    }

    #[test]
    fn http_must_be_allowed() {
        let http = ("VAULT_URL", "http://vault:8200");
        assert_eq!(named(&[http]), ["VAULT_URL"]);
        assert_eq!(named(&[http, ("VAULT_ALLOW_HTTP", "false")]), ["VAULT_URL"]);
        assert_eq!(named(&[http, ("VAULT_ALLOW_HTTP", "1")]), ["VAULT_ALLOW_HTTP"]);
        assert!(named(&[http, ("VAULT_ALLOW_HTTP", "true")]).is_empty());
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        for name in ["VAULT_URL", "MOUNT_PATH", "TRANSIT_KEY", "VAULT_ROLE_ID", "VAULT_SECRET_ID"] {
            assert_eq!(named(&[(name, "")]), [name]);
        }
        assert_eq!(named(&[("VAULT_ROLE_ID", ""), ("VAULT_SECRET_ID", "")]), ["VAULT_TOKEN"]);
        assert_eq!(named(&[("VAULT_TOKEN", "hvs.CAESIJ")]), ["VAULT_TOKEN"]);
        assert_eq!(named(&[("VAULT_SECRET_ID", "changeme")]), ["VAULT_SECRET_ID"]);
        assert_eq!(named(&[("MOUNT_PATH", "../sys")]), ["MOUNT_PATH"]);
        assert_eq!(named(&[("TRANSIT_KEY", "a/../b")]), ["TRANSIT_KEY"]);
        assert_eq!(named(&[("VAULT_SKIP_VERIFY", "")]), ["VAULT_SKIP_VERIFY"]);
        assert_eq!(named(&[("VAULT_CACERT", "/no/such/file")]), ["VAULT_CACERT"]);
        assert_eq!(named(&[("VAULT_URL", "https://user:word@vault")]), ["VAULT_URL"]);
    }
}
