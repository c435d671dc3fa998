use super::*;

fn keys() -> (TransitKey, TransitKey) {
    let key = TransitKey::new("transit", "access-token").unwrap();
    let data_key = key.beside("data").unwrap();
    (key, data_key)
}

/// What the policy of `docker/vault/policies/issuer.hcl` allows.
fn as_provisioned() -> BTreeMap<String, Vec<String>> {
    let (key, data_key) = keys();
    let needed = needed(&key, &data_key).into_iter().map(|(path, right)| (path, vec![right.to_owned()]));
    let denied = excessive(&key, &data_key).into_iter().map(|path| (path, vec!["deny".to_owned()]));
    needed.chain(denied).collect()
}

fn judged(capabilities: &BTreeMap<String, Vec<String>>) -> (Vec<String>, Vec<String>) {
    let (key, data_key) = keys();
    let (needed, excessive) = (needed(&key, &data_key), excessive(&key, &data_key));
    (missing(&needed, capabilities), wide(&needed, &excessive, capabilities))
}

#[test]
fn every_right_that_is_missing_or_too_much_is_named() {
    assert_eq!(judged(&as_provisioned()), (vec![], vec![]));
    for path in
        ["transit/sign/access-token", "transit/keys/access-token", "transit/decrypt/data", "auth/token/renew-self"]
    {
        let mut less = as_provisioned();
        less.insert(path.to_owned(), vec!["deny".to_owned()]);
        let (missing, wide) = judged(&less);
        assert!(missing.len() == 1 && missing[0].starts_with(path) && wide.is_empty(), "{missing:?} {wide:?}");
    }
    for path in [
        "transit/export/signing-key/access-token",
        "transit/backup/access-token",
        "transit/keys/access-token/config",
        "transit/keys/data/rotate",
        "auth/token/create",
    ] {
        let mut more = as_provisioned();
        more.insert(path.to_owned(), vec!["update".to_owned()]);
        assert_eq!(judged(&more), (vec![], vec![format!("{path} (update)")]));
    }
    let mut deletes = as_provisioned();
    deletes.insert("transit/keys/access-token".to_owned(), vec!["delete".to_owned(), "read".to_owned()]);
    assert_eq!(judged(&deletes), (vec![], vec!["transit/keys/access-token (delete)".to_owned()]));
}

#[test]
fn a_key_is_judged_by_what_it_is() {
    let (key, _) = keys();
    let good = KeyFacts {
        kind: "ed25519".to_owned(),
        derived: false,
        exportable: false,
        plaintext_backup: false,
        latest_at: None,
    };
    assert_eq!((unfit(&key, &good), exportable(&key, &good)), (None, None));
    let code = |finding: Option<Finding>| finding.map(|finding| finding.code);
    assert_eq!(code(unfit(&key, &KeyFacts { kind: "rsa-2048".to_owned(), ..good.clone() })), Some(Code::VaultKeyType));
    assert_eq!(code(unfit(&key, &KeyFacts { derived: true, ..good.clone() })), Some(Code::VaultKeyType));
    assert_eq!(code(exportable(&key, &KeyFacts { exportable: true, ..good.clone() })), Some(Code::VaultKeyExportable));
    assert_eq!(code(exportable(&key, &KeyFacts { plaintext_backup: true, ..good })), Some(Code::VaultKeyExportable));
}

#[test]
fn a_key_is_old_after_a_year() {
    let (key, _) = keys();
    let made: Timestamp = "2025-01-01T00:00:00Z".parse().unwrap();
    assert_eq!(old(&key, made, "2026-01-01T00:00:00Z".parse().unwrap()), None);
    assert!(
        old(&key, made, "2026-01-03T00:00:00Z".parse().unwrap()).is_some_and(|found| found.code == Code::VaultKeyOld)
    );
}
