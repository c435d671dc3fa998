//! The way back from the provider.

use std::time::Duration;

use secrecy::SecretString;
use shared::{
    domain::{
        audit::{Actor, AuditEvent, Origin},
        external_sign_in::{LoginTransaction, Purpose},
        handles::Handle,
        ids::{SessionId, UserId},
        providers::{CodeRedemption, DataKeyError, Provider, RelyingPartyError, Slug, UpstreamIdentity},
        return_to::ReturnTo,
        store::StoreError,
    },
    logging::Chain,
};
use tokio::time::timeout;

use super::{
    ExternalSignIn, ExternalSignInError, Stop,
    arrive::{Visitor, Way},
};
use crate::services::sign_in::{SignInOutcome, SignedIn};

/// A longer detail says nothing more.
const MOST_DETAIL_CHARS: usize = 200;

/// A provider may be asked four things, each of which may take seconds. Past this the person hears that it is away, while
/// the request has time left to say so.
const MOST_TIME: Duration = Duration::from_secs(11);

/// A browser that a provider sent back, and what it brought.
#[derive(Debug)]
pub struct Return {
    /// Whose callback it came to.
    pub provider: Slug,
    pub state: Handle,
    /// The secret in its own cookie.
    pub browser: Option<SecretString>,
    pub answer: ProviderAnswer,
    /// `iss` of the answer (RFC 9207).
    pub response_issuer: Option<String>,
    pub carried: Carried,
}

/// What the provider's answer is.
#[derive(Debug)]
pub enum ProviderAnswer {
    Code(SecretString),
    /// In the words of RFC 6749, section 4.1.2.1, or any others.
    Error(String),
    /// Neither.
    Nothing,
}

/// What a browser that gets a new session carries of before.
#[derive(Debug, Default)]
pub struct Carried {
    /// The refresh token, where the provider is of our own site; browsers keep it back otherwise.
    pub refresh_token: Option<SecretString>,
    /// The mark of a browser that has signed in before.
    pub known_browser: Option<String>,
}

/// How an external sign-in ended, or goes on.
#[derive(Debug)]
pub enum Arrival {
    SignedIn {
        signed_in: Box<SignedIn>,
        return_to: ReturnTo,
    },
    /// The address is that of an account: the ticket's holder may prove that he is its owner.
    LinkOffered {
        ticket: Handle,
    },
    Linked {
        return_to: ReturnTo,
    },
}

/// Why it did not, and where the browser belongs.
#[derive(Debug)]
pub struct CallbackFailed {
    pub error: ExternalSignInError,
    /// It was begun from an account, to link.
    pub linking: bool,
    pub return_to: Option<ReturnTo>,
}

/// What is known of an external sign-in by the time it fails.
#[derive(Debug, Default)]
struct Course {
    provider: Option<Slug>,
    /// Who wants to link, and the session he asked from.
    linking: Option<(UserId, SessionId)>,
    return_to: Option<ReturnTo>,
}

impl ExternalSignIn {
    /// Ends what was begun. The transaction is used up, whatever comes of it.
    pub async fn callback(&self, request: Return, origin: &Origin) -> Result<Arrival, CallbackFailed> {
        let mut course = Course::default();
        let result = self.try_callback(request, &mut course, origin).await;
        let outcome = match &result {
            Ok(Arrival::SignedIn { .. }) => Some(SignInOutcome::SignedIn),
            Ok(Arrival::LinkOffered { .. } | Arrival::Linked { .. }) => None,
            Err(error) => Some(error.outcome()),
        };
        if let Some(outcome) = outcome.filter(|_| course.linking.is_none()) {
            self.outcomes.add_one(outcome);
        }
        match result {
            Ok(arrival) => Ok(arrival),
            Err(error) => {
                let error = self.record_failure(error, &course, origin).await;
                Err(CallbackFailed { error, linking: course.linking.is_some(), return_to: course.return_to })
            }
        }
    }

    async fn try_callback(
        &self,
        request: Return,
        course: &mut Course,
        origin: &Origin,
    ) -> Result<Arrival, ExternalSignInError> {
        let transaction = self.take(&request).await?.ok_or(Stop::TransactionExpired)?;
        course.return_to = Some(transaction.return_to.clone());
        if let Purpose::Link { user_id, session_id } = &transaction.purpose {
            course.linking = Some((*user_id, session_id.clone()));
        }
        if self.ports.clock.now() >= transaction.expires_at {
            return Err(Stop::TransactionExpired.into());
        }
        let provider = self.ports.store.read().await?.providers().find(&transaction.provider_id).await?;
        course.provider = provider.as_ref().map(|provider| provider.slug.clone());
        let provider = provider.filter(|provider| provider.enabled).ok_or(Stop::ProviderUnavailable)?;
        // Before its code goes anywhere: it is another provider's, and worth a session there.
        if request.provider != provider.slug {
            return Err(Stop::ProviderRefused.because("the answer came to the callback of another provider"));
        }
        let identity = self.identify(&provider, &transaction, request.answer, request.response_issuer).await?;
        let visitor = Visitor { provider_id: provider.id, identity };
        match transaction.purpose {
            Purpose::SignIn { replaces } => {
                let LoginTransaction { browser, return_to, .. } = transaction;
                let way = Way { browser, return_to, replaces, carried: request.carried };
                self.arrive(&visitor, &way, origin).await
            }
            Purpose::Link { user_id, session_id } => {
                self.link_by_session(&visitor, &user_id, &session_id, origin).await?;
                Ok(Arrival::Linked { return_to: transaction.return_to })
            }
        }
    }

    async fn take(&self, request: &Return) -> Result<Option<LoginTransaction>, StoreError> {
        let Some(browser) = request.browser.clone() else { return Ok(None) };
        let mut work = self.ports.store.begin().await?;
        let browser = Handle::presented(browser).hashed();
        let transaction = work.login_transactions().take(&request.state.hashed(), &browser).await?;
        work.commit().await?;
        Ok(transaction)
    }

    /// Who it is, by the word of the provider that the transaction names.
    async fn identify(
        &self,
        provider: &Provider,
        transaction: &LoginTransaction,
        answer: ProviderAnswer,
        response_issuer: Option<String>,
    ) -> Result<UpstreamIdentity, ExternalSignInError> {
        let code = match answer {
            ProviderAnswer::Code(code) => code,
            ProviderAnswer::Error(error) => return Err(refusal(&error)),
            ProviderAnswer::Nothing => return Err(Stop::ProviderRefused.because("neither a code nor an error")),
        };
        let client_secret = self.upstream.client_secret(provider).await.map_err(closed)?;
        let redemption = CodeRedemption {
            code,
            response_issuer,
            redirect_uri: self.upstream.redirect_uri(provider),
            nonce: transaction.nonce,
            code_verifier: transaction.code_verifier.clone(),
            max_age_seconds: transaction.max_age_seconds,
        };
        let redeemed = self.upstream.relying_party.redeem(provider, client_secret.as_ref(), redemption);
        let Ok(redeemed) = timeout(MOST_TIME, redeemed).await else {
            tracing::warn!(event = "external_sign_in.provider_unavailable", error = "it took too long");
            return Err(Stop::ProviderUnavailable.because("it took too long"));
        };
        redeemed.map_err(|error| unbelieved(&error))
    }

    /// Writes down why it stopped. What can't be written is an error of its own. What was never begun here is counted only:
    /// anybody can ask for it, as often as he likes, and it says nothing of anybody.
    async fn record_failure(
        &self,
        error: ExternalSignInError,
        course: &Course,
        origin: &Origin,
    ) -> ExternalSignInError {
        let ExternalSignInError::Stopped { stop, target, detail } = &error else { return error };
        if course.return_to.is_none() {
            return error;
        }
        let reason = stop.as_str();
        let detail = detail.as_ref().map(|detail| detail.chars().take(MOST_DETAIL_CHARS).collect());
        let (actor, target) = match &course.linking {
            Some((id, session_id)) => (Actor::User { id: *id, session_id: Some(session_id.clone()) }, Some(*id)),
            None => (Actor::Anonymous, *target),
        };
        let provider = course.provider.clone();
        let event = if course.linking.is_some() {
            AuditEvent::IdentityLinkRefused { reason, provider, detail }
        } else {
            AuditEvent::ExternalSignInFailed { reason, provider, detail }
        };
        match self.ports.audit_alone(actor, target, event, origin).await {
            Ok(()) => error,
            Err(unwritten) => unwritten.into(),
        }
    }
}

/// The provider's own error, in the words of RFC 6749, section 4.1.2.1.
fn refusal(error: &str) -> ExternalSignInError {
    let stop = match error {
        "server_error" | "temporarily_unavailable" => Stop::ProviderUnavailable,
        _ => Stop::ProviderRefused,
    };
    let is_word =
        error.len() <= MOST_DETAIL_CHARS && error.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    stop.because(if is_word { error } else { "an error of no known form" })
}

fn unbelieved(error: &RelyingPartyError) -> ExternalSignInError {
    tracing::warn!(event = "external_sign_in.not_believed", error = %Chain(error));
    match error {
        RelyingPartyError::Unavailable(_) => Stop::ProviderUnavailable.because(error.to_string()),
        RelyingPartyError::Refused(_) | RelyingPartyError::Unbelievable(_) => {
            Stop::ProviderRefused.because(error.to_string())
        }
    }
}

fn closed(error: DataKeyError) -> ExternalSignInError {
    match error {
        DataKeyError::Unavailable(_) => StoreError::unavailable(error).into(),
        DataKeyError::Unopened => {
            tracing::error!(event = "external_sign_in.secret_not_opened", error = %Chain(&error));
            Stop::ProviderUnavailable.because(error.to_string())
        }
    }
}
