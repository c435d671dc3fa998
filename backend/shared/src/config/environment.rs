//! What a process is for.

use serde::Deserialize;

use super::Invalid;

/// `PASEPORT_ENV`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Environment {
    /// Real users.
    #[default]
    Production,
    /// Somebody who works on Paseport or tries it: seeded accounts, readable logs, Swagger UI.
    Development,
}

impl Environment {
    /// Whether this is development.
    pub fn is_development(self) -> bool {
        self == Self::Development
    }
}

impl TryFrom<String> for Environment {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        match text.as_str() {
            "production" => Ok(Self::Production),
            "development" => Ok(Self::Development),
            _ => Err(Invalid::must("be production or development")),
        }
    }
}
