//! What the mails say.

use shared::domain::{
    audit::Origin,
    clock::Timestamp,
    mail::Mail,
    users::{DisplayName, Email},
};

use super::browser;

/// What a mail tells of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Occasion<'a> {
    /// Whose account it is.
    pub(super) to: &'a Email,
    /// What the provider is called.
    pub(super) provider: &'a DisplayName,
    pub(super) at: Timestamp,
    pub(super) origin: &'a Origin,
    /// `PUBLIC_URL`, without a slash at its end: the only place that links come from.
    pub(super) public_url: &'a str,
}

pub(super) fn identity_linked(occasion: &Occasion<'_>) -> Mail {
    let facts = facts(occasion);
    let account = account(occasion);
    let text = format!(
        "Hello,

a way to sign in was added to your account:

{facts}
Whoever can sign in there can sign in to your account from now on.

If that was you, there is nothing to do.

If it was not you, sign in at once, remove this way to sign in, change your
password, and end all other sessions:

  {account}

If you can't sign in any more, turn to whoever runs this service.
"
    );
    Mail { to: occasion.to.clone(), subject: format!("{} can now sign you in", occasion.provider), text }
}

pub(super) fn identity_unlinked(occasion: &Occasion<'_>) -> Mail {
    let facts = facts(occasion);
    let account = account(occasion);
    let text = format!(
        "Hello,

a way to sign in was removed from your account:

{facts}
You can no longer sign in with it. Your other ways to sign in still work.

If that was you, there is nothing to do.

If it was not you, sign in at once, change your password, and end all other
sessions:

  {account}

If you can't sign in any more, turn to whoever runs this service.
"
    );
    Mail { to: occasion.to.clone(), subject: format!("{} no longer signs you in", occasion.provider), text }
}

fn facts(occasion: &Occasion<'_>) -> String {
    let Occasion { provider, at, origin, public_url, .. } = occasion;
    let (when, browser) = (at.strftime("%Y-%m-%d %H:%M:%S UTC"), browser::describe(&origin.user_agent));
    format!(
        "  Account:  {public_url}\n  Provider: {provider}\n  When:     {when}\n  From:     {}, {browser}\n",
        origin.ip
    )
}

fn account(occasion: &Occasion<'_>) -> String {
    format!("{}/account", occasion.public_url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: fn(&Occasion<'_>) -> Mail, user_agent: &str) -> Mail {
        let origin = Origin {
            request_id: "0123456789abcdef".into(),
            ip: "2001:db8::1".parse().unwrap(),
            user_agent: user_agent.to_owned(),
        };
        write(&Occasion {
            to: &"anna@example.com".parse().unwrap(),
            provider: &"Example ID".parse().unwrap(),
            at: "2026-01-01T12:00:00.123Z".parse().unwrap(),
            origin: &origin,
            public_url: "https://id.example.com",
        })
    }

    #[test]
    fn a_mail_says_what_happened_when_and_from_where() {
        let mail = written(identity_linked, "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0");
        assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("anna@example.com", "Example ID can now sign you in"));
        for line in [
            "  Account:  https://id.example.com",
            "  Provider: Example ID",
            "  When:     2026-01-01 12:00:00 UTC",
            "  From:     2001:db8::1, Firefox on Linux",
            "  https://id.example.com/account",
        ] {
            assert!(mail.text.lines().any(|told| told == line), "{line} is not in {}", mail.text);
        }
        let mail = written(identity_unlinked, "");
        assert_eq!(mail.subject, "Example ID no longer signs you in");
        assert!(mail.text.contains("was removed from your account"), "{}", mail.text);
    }

    #[test]
    fn lines_are_short_and_the_only_links_are_ours() {
        for write in [identity_linked, identity_unlinked] {
            let text = written(write, "Firefox https://evil.example/").text;
            assert!(text.lines().all(|line| line.len() <= 78), "{text}");
            let links: Vec<_> = text.split_whitespace().filter(|word| word.contains("://")).collect();
            assert_eq!(links, ["https://id.example.com", "https://id.example.com/account"]);
        }
    }
}
