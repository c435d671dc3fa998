//! The name of a key.

/// The text can't be a mount path or the name of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must consist of letters, digits, dots, - and _, a mount path of such parts with / between them")]
pub struct InvalidTransitName;

/// A key of a Transit engine: where the engine is mounted, and the key's name in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransitKey {
    mount: String,
    name: String,
}

impl TransitKey {
    /// Takes `MOUNT_PATH` and `TRANSIT_KEY`. What they name is put into paths, so neither can leave its place there.
    pub fn new(mount: &str, name: &str) -> Result<Self, InvalidTransitName> {
        let mount = mount.trim_matches('/');
        if !mount.split('/').all(is_segment) || !is_segment(name) {
            return Err(InvalidTransitName);
        }
        Ok(Self { mount: mount.to_owned(), name: name.to_owned() })
    }

    /// Another key of the same engine, such as `DATA_KEY`.
    pub fn beside(&self, name: &str) -> Result<Self, InvalidTransitName> {
        Self::new(&self.mount, name)
    }

    /// The name of the key.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the engine is mounted.
    pub fn mount(&self) -> &str {
        &self.mount
    }

    /// Where signatures are asked for.
    pub fn sign_path(&self) -> String {
        format!("{}/sign/{}", self.mount, self.name)
    }

    /// Where something is sealed.
    pub fn encrypt_path(&self) -> String {
        format!("{}/encrypt/{}", self.mount, self.name)
    }

    /// Where something sealed is opened.
    pub fn decrypt_path(&self) -> String {
        format!("{}/decrypt/{}", self.mount, self.name)
    }

    /// Where the key itself is, or something about it: `""`, `"/rotate"`, `"/config"`.
    pub fn key_path(&self, suffix: &str) -> String {
        format!("{}/keys/{}{suffix}", self.mount, self.name)
    }
}

fn is_segment(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    !text.is_empty() && text.len() <= 128 && text.bytes().all(fits) && text.bytes().any(|byte| byte != b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_make_paths() {
        let key = TransitKey::new("transit", "access-token").unwrap();
        assert_eq!(key.sign_path(), "transit/sign/access-token");
        assert_eq!(key.key_path("/rotate"), "transit/keys/access-token/rotate");
        let beside = key.beside("data").unwrap();
        assert_eq!(
            (beside.encrypt_path(), beside.decrypt_path()),
            ("transit/encrypt/data".into(), "transit/decrypt/data".into())
        );
        assert_eq!(TransitKey::new("/team/transit/", "k.1").unwrap().key_path(""), "team/transit/keys/k.1");
    }

    #[test]
    fn no_name_leads_elsewhere() {
        for text in ["", ".", "..", "a/b", "a b", "a?b", "a#b", "%2e", "a\n", "ä"] {
            assert_eq!(TransitKey::new("transit", text), Err(InvalidTransitName), "{text}");
        }
        for text in ["", "/", "..", "a/../b", "a//b", "a?b", "a b"] {
            assert_eq!(TransitKey::new(text, "key"), Err(InvalidTransitName), "{text}");
        }
    }
}
