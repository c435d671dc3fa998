//! What went wrong, without what the server said: its words like to repeat the recipient's address.

use std::error::Error;

use lettre::transport::smtp;

use crate::domain::mail::MailError;

/// Why a mail was not taken. Never holds an address of a person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmtpFailure {
    /// The code of RFC 5321, section 4.2.3, and where the server gave one, that of RFC 3463.
    #[error("the mail server answers {code}{}", enhanced.as_ref().map(|code| format!(" {code}")).unwrap_or_default())]
    Answer { code: u16, enhanced: Option<String> },
    #[error("the mail server is not reachable: {0}")]
    Unreachable(String),
    #[error("no encrypted connection to the mail server: {0}")]
    Tls(String),
    #[error("the mail server does not answer within {seconds} s")]
    TooSlow { seconds: u64 },
    #[error("the mail server's answer is not understood")]
    Malformed,
    /// The server lacks what we can't do without: STARTTLS, a way to log in.
    #[error("the mail server can't do what is asked of it: {0}")]
    Unable(String),
    /// RFC 6531: the recipient or `MAIL_FROM` has letters beyond ASCII before the @.
    #[error("the mail server takes no mailbox names with letters beyond ASCII (SMTPUTF8)")]
    International,
}

impl SmtpFailure {
    /// What the library's error says.
    pub(super) fn of(error: &smtp::Error) -> Self {
        let cause = || error.source().map(ToString::to_string).unwrap_or_default();
        if let Some(code) = error.status() {
            return Self::Answer { code: code.into(), enhanced: enhanced(&cause()) };
        }
        match error {
            error if error.is_tls() => Self::Tls(cause()),
            error if error.is_client() => Self::Unable(cause()),
            error if error.is_response() => Self::Malformed,
            _ => Self::Unreachable(cause()),
        }
    }

    /// Whether it will never be otherwise: the server looked at the mail and refused it (5yz). That it refuses our login, or
    /// wants one, is not about the mail (RFC 4954, section 6).
    pub(super) fn is_final(&self) -> bool {
        match self {
            Self::Answer { code, .. } => (500..600).contains(code) && !matches!(code, 530 | 534 | 535 | 538),
            Self::International => true,
            _ => false,
        }
    }

    /// The failure of a mail that the server was told of.
    pub(super) fn of_mail(self) -> MailError {
        if self.is_final() { MailError::Permanent(self.into()) } else { self.before_mail() }
    }

    /// The failure of a server that did not get as far as the mail, which is why it does the mail no harm.
    pub(super) fn before_mail(self) -> MailError {
        MailError::Transient(self.into())
    }
}

/// The code at the beginning of what the server said, such as `5.1.1`, and nothing of the rest.
fn enhanced(words: &str) -> Option<String> {
    let first = words.split_whitespace().next()?;
    let parts: Vec<_> = first.split('.').collect();
    let is_number = |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    (parts.len() == 3 && parts.iter().all(is_number)).then(|| first.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(code: u16) -> SmtpFailure {
        SmtpFailure::Answer { code, enhanced: None }
    }

    #[test]
    fn what_is_about_the_mail_is_final_and_what_is_about_us_is_not() {
        for code in [500, 501, 550, 552, 553, 554, 556] {
            assert!(answer(code).is_final(), "{code}");
        }
        for code in [421, 450, 451, 452, 454, 530, 534, 535, 538] {
            assert!(!answer(code).is_final(), "{code}");
        }
        assert!(!SmtpFailure::TooSlow { seconds: 1 }.is_final() && !SmtpFailure::Malformed.is_final());
    }

    #[test]
    fn of_what_the_server_says_only_the_code_is_kept() {
        assert_eq!(enhanced("5.1.1 <anna@example.com>: unknown"), Some("5.1.1".to_owned()));
        for words in ["", "<anna@example.com>: unknown", "anna@5.1.1", "5.1", "5.1.1.1", "5.1.x", "192.168.1.1000"] {
            assert_eq!(enhanced(words), None, "{words}");
        }
        let failure = SmtpFailure::Answer { code: 550, enhanced: Some("5.1.1".to_owned()) };
        assert_eq!(failure.to_string(), "the mail server answers 550 5.1.1");
        assert_eq!(answer(451).to_string(), "the mail server answers 451");
    }
}
