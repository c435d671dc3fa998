//! What a token is bound to without saying it.

/// Issuer or audience can't be bound into tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "issuer and audience are each 1 to {} visible ASCII characters without '|', '\"' and '\\'",
    ImplicitAssertion::MAX_PART_BYTES
)]
pub struct InvalidAssertion;

/// The implicit assertion (PASETO v4, section 2.3) `paseport.access.v1|<iss>|<aud>`: signed with every access token, sent
/// with none. A verifier writes it from its own configuration, so a token for someone else has a wrong signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImplicitAssertion {
    issuer: Box<str>,
    audience: Box<str>,
    text: Box<str>,
}

impl ImplicitAssertion {
    /// The longest issuer or audience, in bytes: a token must stay within its own bound.
    pub const MAX_PART_BYTES: usize = 200;

    /// Binds to `issuer` and `audience`. `|` would let two pairs share one text.
    pub fn new(issuer: &str, audience: &str) -> Result<Self, InvalidAssertion> {
        if !is_part(issuer) || !is_part(audience) {
            return Err(InvalidAssertion);
        }
        let text = format!("paseport.access.v1|{issuer}|{audience}").into();
        Ok(Self { issuer: issuer.into(), audience: audience.into(), text })
    }

    /// The `iss` of every token bound by this.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The `aud` of every token bound by this.
    pub fn audience(&self) -> &str {
        &self.audience
    }

    /// The bytes that are signed.
    pub fn as_bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }
}

fn is_part(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_graphic() && !b"|\"\\".contains(&byte);
    (1..=ImplicitAssertion::MAX_PART_BYTES).contains(&text.len()) && text.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_the_one_of_the_contract() {
        let assertion = ImplicitAssertion::new("https://id.example", "https://api.example").unwrap();
        assert_eq!(assertion.as_bytes(), b"paseport.access.v1|https://id.example|https://api.example");
    }

    #[test]
    fn what_could_be_read_two_ways_is_refused() {
        let too_long = "a".repeat(ImplicitAssertion::MAX_PART_BYTES + 1);
        for part in ["", "a|b", "|", "a b", "a\"b", "a\\b", "a\nb", "ä", &too_long] {
            assert_eq!(ImplicitAssertion::new(part, "aud"), Err(InvalidAssertion), "{part:?}");
            assert_eq!(ImplicitAssertion::new("iss", part), Err(InvalidAssertion), "{part:?}");
        }
    }
}
