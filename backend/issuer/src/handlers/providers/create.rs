//! `POST /auth/v1/providers`

use axum::{
    Json,
    extract::State,
    response::{AppendHeaders, IntoResponse},
};
use http::{StatusCode, header::LOCATION};
use secrecy::SecretString;
use shared::{
    domain::{
        clients::Scope,
        providers::{IssuerUrl, Slug},
        users::{DisplayName, Roles},
    },
    middleware::{
        input::{Fields, FromFields, JsonBody},
        problem::{MEDIA_TYPE, Problem, ProblemBody},
        role_middleware::Caller,
    },
};
use utoipa::ToSchema;

use super::{ProviderBody, fields};
use crate::{
    handlers::{RequestOrigin, users::words},
    services::providers::{ProviderError, ProviderSettings, SecretChange},
    state::IssuerState,
};

/// A provider to be made.
#[derive(Debug, ToSchema)]
pub struct CreateProvider {
    /// Its name in addresses: lower-case letters, digits and hyphens.
    #[schema(value_type = String, example = "rauthy")]
    slug: Slug,
    /// What the button says.
    #[schema(value_type = String, example = "Rauthy")]
    display_name: DisplayName,
    /// As the provider spells it. It can't be changed later.
    #[schema(value_type = String, example = "https://id.example.com/auth/v1/")]
    issuer: IssuerUrl,
    #[schema(example = "paseport")]
    client_id: String,
    /// Left out: a public client.
    #[schema(value_type = String, required = false, format = Password)]
    client_secret: Option<SecretString>,
    /// Contain `openid`; `openid profile email` if left out.
    #[schema(value_type = Vec<String>, required = false, example = json!(["openid", "profile", "email"]))]
    scopes: Scope,
    /// Whether strangers get an account; `false` if left out.
    #[schema(value_type = bool, required = false, example = true)]
    allow_signup: bool,
    /// Whether an address that it calls verified counts as verified here; `false` if left out.
    #[schema(value_type = bool, required = false, example = false)]
    trust_email: bool,
    /// What a new account gets: never Admin; User if left out.
    #[schema(value_type = Vec<words::Role>, required = false, example = json!(["User"]))]
    default_roles: Roles,
    /// `true` if left out.
    #[schema(value_type = bool, required = false, example = true)]
    enabled: bool,
}

impl FromFields for CreateProvider {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let slug = fields.required("slug", str::parse);
        let display_name = fields.required("display_name", DisplayName::parse);
        let issuer = fields.required("issuer", str::parse);
        let client_id = fields::client_id(fields);
        let client_secret = fields::client_secret(fields);
        let scopes = fields::scopes_or_default(fields);
        let allow_signup = fields.optional_bool("allow_signup");
        let trust_email = fields.optional_bool("trust_email");
        let default_roles = fields::default_roles_or_user(fields);
        let enabled = fields.optional_bool("enabled");
        Some(Self {
            slug: slug?,
            display_name: display_name?,
            issuer: issuer?,
            client_id: client_id?,
            client_secret: client_secret?,
            scopes: scopes?,
            allow_signup: allow_signup?.unwrap_or(false),
            trust_email: trust_email?.unwrap_or(false),
            default_roles: default_roles?,
            enabled: enabled?.unwrap_or(true),
        })
    }
}

impl From<CreateProvider> for ProviderSettings {
    fn from(body: CreateProvider) -> Self {
        Self {
            slug: body.slug,
            display_name: body.display_name,
            issuer: body.issuer,
            client_id: body.client_id,
            client_secret: body.client_secret.map_or(SecretChange::Remove, SecretChange::Set),
            scopes: body.scopes,
            allow_signup: body.allow_signup,
            trust_email: body.trust_email,
            default_roles: body.default_roles,
            enabled: body.enabled,
        }
    }
}

/// Makes a provider, if its discovery document says that sign-in can work.
#[utoipa::path(
    post,
    path = "/auth/v1/providers",
    operation_id = "create_provider",
    tag = "providers",
    request_body = CreateProvider,
    responses(
        (status = 201, description = "The provider was made.", body = ProviderBody, headers(("Location" = String, description = "The provider's address."))),
        (status = 409, description = "Another provider has the slug or the issuer.", body = ProblemBody, content_type = MEDIA_TYPE, example = json!(Problem::from(ProviderError::SlugTaken).example())),
    ),
)]
pub async fn create(
    State(state): State<IssuerState>,
    caller: Caller,
    RequestOrigin(origin): RequestOrigin,
    JsonBody(body): JsonBody<CreateProvider>,
) -> Result<impl IntoResponse, Problem> {
    let provider = state.providers.create(&caller, body.into(), &origin).await?;
    let location = format!("/auth/v1/providers/{}", provider.id);
    Ok((StatusCode::CREATED, AppendHeaders([(LOCATION, location)]), Json(ProviderBody::from(provider))))
}
