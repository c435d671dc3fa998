//! Who mails come from.

use std::{fmt, str::FromStr};

use crate::domain::users::{DisplayName, Email};

/// The text is not one mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not one address such as no-reply@example.com or Paseport <no-reply@example.com>")]
pub struct InvalidSender;

/// The mailbox that mails come from (RFC 5322, section 3.4): one address, and perhaps the name that people see with it.
#[derive(Clone, PartialEq, Eq)]
pub struct Sender {
    name: Option<DisplayName>,
    address: Email,
}

impl Sender {
    /// The name beside the address.
    pub fn name(&self) -> Option<&str> {
        self.name.as_ref().map(DisplayName::as_str)
    }

    /// The address.
    pub fn address(&self) -> &Email {
        &self.address
    }
}

impl FromStr for Sender {
    type Err = InvalidSender;

    /// Takes `address`, `<address>`, `name <address>` and `"name" <address>`: no list, no group, no comment, no line break.
    fn from_str(text: &str) -> Result<Self, InvalidSender> {
        if text.contains(char::is_control) {
            return Err(InvalidSender);
        }
        let text = text.trim();
        let Some(inside) = text.strip_suffix('>') else {
            return Ok(Self { name: None, address: text.parse().map_err(|_| InvalidSender)? });
        };
        let (name, address) = inside.rsplit_once('<').ok_or(InvalidSender)?;
        let address = address.parse().map_err(|_| InvalidSender)?;
        let name = unquoted(name.trim()).ok_or(InvalidSender)?;
        let name = Some(name).filter(|name| !name.is_empty()).map(str::parse).transpose();
        Ok(Self { name: name.map_err(|_| InvalidSender)?, address })
    }
}

/// The name without the quotes around it; `None` if it has any of what would make it more than a name.
fn unquoted(name: &str) -> Option<&str> {
    match name.strip_prefix('"').map(|rest| rest.strip_suffix('"')) {
        Some(inside) => inside.filter(|inside| !inside.contains(['"', '\\'])),
        None => (!name.contains(['"', '\\', '<', '>', ',', ';', ':', '@', '(', ')'])).then_some(name),
    }
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sender(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_have_a_name() {
        for (text, name, address) in [
            ("no-reply@example.com", None, "no-reply@example.com"),
            (" <no-reply@example.com> ", None, "no-reply@example.com"),
            ("Paseport <no-reply@example.com>", Some("Paseport"), "no-reply@example.com"),
            ("\"Example, Inc.\" <no-reply@example.com>", Some("Example, Inc."), "no-reply@example.com"),
            ("Anmeldung für Bücher<post@bücher.example>", Some("Anmeldung für Bücher"), "post@bücher.example"),
        ] {
            let sender: Sender = text.parse().unwrap();
            assert_eq!((sender.name(), sender.address().as_str()), (name, address), "{text}");
        }
    }

    #[test]
    fn i9_whatever_could_be_more_than_one_mailbox_is_refused() {
        for text in [
            "",
            "Paseport",
            "Paseport no-reply@example.com",
            "no-reply@localhost",
            "a@example.com, b@example.com",
            "a@example.com\r\nBcc: b@example.com",
            "Paseport\r\nBcc: b@example.com\r\nX: <a@example.com>",
            "Paseport\n <a@example.com>",
            "<a@example.com> <b@example.com>",
            "a@example.com <b@example.com>",
            "Paseport <a@example.com>, b <b@example.com>",
            "friends: a <a@example.com>",
            "\"a\" \"b\" <a@example.com>",
            "\"a\\\"\" <a@example.com>",
            "\"a <a@example.com>",
            "a (comment) <a@example.com>",
            "<a@example.com",
            "a@example.com>",
        ] {
            assert_eq!(text.parse::<Sender>(), Err(InvalidSender), "{text:?}");
        }
    }
}
