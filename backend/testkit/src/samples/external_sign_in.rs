//! Providers, and what comes from them.

use shared::domain::{
    clients::Scope,
    external_sign_in::{LIFE, LinkTicket, LoginTransaction, Purpose},
    handles::{Handle, HashedHandle},
    identities::{ExternalIdentity, UpstreamSession},
    ids::{IdentityId, MailId, ProviderId},
    mail::{Mail, MailKind, OutgoingMail},
    providers::{Provider, SealedSecret},
    return_to::ReturnTo,
    sessions::Session,
    users::{Roles, User},
};

use super::Samples;

impl Samples {
    /// An enabled provider that lets strangers sign up and whose word on addresses is not trusted, named after the slug.
    pub fn provider(&self, slug: &str) -> Provider {
        Provider {
            id: ProviderId::new(&*self.clock, &self.randomness),
            slug: slug.parse().unwrap(),
            display_name: slug.parse().unwrap(),
            issuer: format!("https://{slug}.example.com/auth/v1").parse().unwrap(),
            client_id: "paseport".into(),
            client_secret: Some(SealedSecret::new("sealed")),
            scopes: "openid profile email".parse::<Scope>().unwrap(),
            allow_signup: true,
            trust_email: false,
            default_roles: Roles::USER,
            enabled: true,
            created_at: self.now(),
            updated_at: self.now(),
        }
    }

    /// A person at the provider who is linked to the user now.
    pub fn identity(&self, user: &User, provider: &Provider, subject: &str) -> ExternalIdentity {
        ExternalIdentity {
            id: IdentityId::new(&*self.clock, &self.randomness),
            user_id: user.id,
            provider_id: provider.id,
            issuer: provider.issuer.clone(),
            subject: subject.parse().unwrap(),
            email: user.email.to_string(),
            linked_at: self.now(),
            last_used_at: None,
        }
    }

    /// Where the session came from.
    pub fn upstream_session(
        &self,
        session: &Session,
        provider: &Provider,
        subject: &str,
        sid: Option<&str>,
    ) -> UpstreamSession {
        UpstreamSession {
            session_id: session.id.clone(),
            provider_id: provider.id,
            subject: subject.parse().unwrap(),
            sid: sid.map(str::to_owned),
        }
    }

    /// What is kept of a handle that nobody holds.
    pub fn handle(&self) -> HashedHandle {
        Handle::new(&self.randomness).hashed()
    }

    /// A browser that is sent to the provider now, to sign in.
    pub fn transaction(&self, provider: &Provider) -> LoginTransaction {
        LoginTransaction {
            state: self.handle(),
            browser: self.handle(),
            provider_id: provider.id,
            nonce: self.handle(),
            code_verifier: Handle::new(&self.randomness).expose().into(),
            max_age_seconds: None,
            return_to: ReturnTo::default(),
            purpose: Purpose::SignIn { replaces: None },
            created_at: self.now(),
            expires_at: self.now() + LIFE,
        }
    }

    /// A ticket that is made now for a person at the provider with the user's address.
    pub fn ticket(&self, user: &User, provider: &Provider, subject: &str) -> LinkTicket {
        LinkTicket {
            ticket: self.handle(),
            browser: self.handle(),
            user_id: user.id,
            provider_id: provider.id,
            subject: subject.parse().unwrap(),
            email: user.email.to_string(),
            sid: None,
            auth_time: None,
            return_to: ReturnTo::default(),
            replaces: None,
            tries: 0,
            created_at: self.now(),
            expires_at: self.now() + LIFE,
        }
    }

    /// A mail that is due at once.
    pub fn mail(&self, to: &str) -> OutgoingMail {
        OutgoingMail {
            id: MailId::new(&*self.clock, &self.randomness),
            kind: MailKind::IdentityLinked,
            mail: Mail { to: to.parse().unwrap(), subject: "A sample".into(), text: "Only a sample.\n".into() },
            attempts: 0,
            created_at: self.now(),
            due_at: self.now(),
        }
    }
}
