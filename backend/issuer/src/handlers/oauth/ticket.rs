//! `GET /auth/v1/oauth/link`

use axum::{Json, extract::State};
use http::{HeaderMap, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use shared::middleware::{
    input::{Fields, FromFields, QueryParams},
    problem::{MEDIA_TYPE, Problem, ProblemBody},
};
use utoipa::ToSchema;

use super::browser;
use crate::{
    handlers::login::options::ProviderOption,
    services::external_sign_in::{PresentedTicket, TicketFacts},
    state::IssuerState,
};

/// The longest text that is looked up.
const MOST_BYTES: usize = 128;

/// What the holder of a ticket is asked to link.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LinkTicket)]
pub struct LinkTicketBody {
    provider: ProviderOption,
    /// As the provider tells it.
    #[schema(example = "ulla@example.com")]
    email: String,
    /// How many passwords can still be tried.
    #[schema(example = 5)]
    tries_left: u32,
    /// Whether the account has a password; where it has none, its owner links from his account instead.
    #[schema(example = true)]
    has_password: bool,
    /// Where the person wanted to go.
    #[schema(example = "/dashboard")]
    return_to: String,
}

impl From<TicketFacts> for LinkTicketBody {
    fn from(facts: TicketFacts) -> Self {
        Self {
            provider: ProviderOption::from(&facts.provider),
            email: facts.email,
            tries_left: facts.tries_left,
            has_password: facts.has_password,
            return_to: facts.return_to.to_string(),
        }
    }
}

/// A ticket to be looked at.
#[derive(Debug)]
pub struct ShowTicket(SecretString);

impl FromFields for ShowTicket {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        fields.required_secret("ticket", parse_ticket).map(Self)
    }
}

/// Shows what a ticket is for, to the browser it was given to.
#[utoipa::path(
    get,
    path = "/auth/v1/oauth/link",
    operation_id = "read_link_ticket",
    tag = "sign-in",
    params(("ticket" = String, Query, description = "The ticket of the link page.")),
    responses(
        (status = 200, description = "What it is for.", body = LinkTicketBody),
        (status = 400, description = "A cookie came twice."),
        (status = 410, description = "It is dead, or another browser's.", body = ProblemBody, content_type = MEDIA_TYPE, example = json!(dead().example())),
    ),
)]
pub async fn ticket(
    State(state): State<IssuerState>,
    headers: HeaderMap,
    QueryParams(ShowTicket(ticket)): QueryParams<ShowTicket>,
) -> Result<Json<LinkTicketBody>, Problem> {
    let presented = PresentedTicket { ticket, browser: browser(state.cookies, &headers)? };
    let facts = state.external_sign_in.ticket(&presented).await?;
    facts.map(|facts| Json(facts.into())).ok_or_else(dead)
}

pub(super) fn parse_ticket(ticket: SecretString) -> Result<SecretString, &'static str> {
    match ticket.expose_secret().len() {
        1..=MOST_BYTES => Ok(ticket),
        _ => Err("must have 1 to 128 characters"),
    }
}

/// 410: whatever is the matter with a ticket, it is the same answer.
pub(super) fn dead() -> Problem {
    Problem::new(StatusCode::GONE, "link-ticket-dead", "Ticket used up")
        .detail("The ticket is used, too old or not of this browser. Sign in with the provider again.")
}
