//! `PUT /auth/v1/providers/{id}`

use axum::{Json, extract::State};
use secrecy::{ExposeSecret, SecretString};
use shared::{
    domain::{
        clients::Scope,
        ids::ProviderId,
        providers::{IssuerUrl, Slug},
        users::{DisplayName, Roles},
    },
    middleware::{
        input::{Fields, FromFields, JsonBody, PathId},
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

/// What a provider is to be from now on.
#[derive(Debug, ToSchema)]
pub struct UpdateProvider {
    #[schema(value_type = String, example = "rauthy")]
    slug: Slug,
    #[schema(value_type = String, example = "Rauthy")]
    display_name: DisplayName,
    /// What it was: it can't be changed.
    #[schema(value_type = String, example = "https://id.example.com/auth/v1/")]
    issuer: IssuerUrl,
    #[schema(example = "paseport")]
    client_id: String,
    /// Left out: stays as it is. Empty: a public client from now on.
    #[schema(value_type = String, required = false, format = Password)]
    client_secret: Option<SecretString>,
    #[schema(value_type = Vec<String>, example = json!(["openid", "profile", "email"]))]
    scopes: Scope,
    #[schema(example = true)]
    allow_signup: bool,
    #[schema(example = false)]
    trust_email: bool,
    #[schema(value_type = Vec<words::Role>, example = json!(["User"]))]
    default_roles: Roles,
    /// Left out: stays as it is, so that a form which was opened before somebody switched it off doesn't switch it on.
    #[schema(value_type = bool, required = false, example = true)]
    enabled: Option<bool>,
}

impl FromFields for UpdateProvider {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let slug = fields.required("slug", str::parse);
        let display_name = fields.required("display_name", DisplayName::parse);
        let issuer = fields.required("issuer", str::parse);
        let client_id = fields::client_id(fields);
        let client_secret = fields::client_secret_or_none(fields);
        let scopes = fields::scopes(fields);
        let allow_signup = fields.required_bool("allow_signup");
        let trust_email = fields.required_bool("trust_email");
        let default_roles = fields::default_roles(fields);
        let enabled = fields.optional_bool("enabled");
        Some(Self {
            slug: slug?,
            display_name: display_name?,
            issuer: issuer?,
            client_id: client_id?,
            client_secret: client_secret?,
            scopes: scopes?,
            allow_signup: allow_signup?,
            trust_email: trust_email?,
            default_roles: default_roles?,
            enabled: enabled?,
        })
    }
}

/// Changes a provider. One that is enabled again has its discovery document looked at first.
#[utoipa::path(
    put,
    path = "/auth/v1/providers/{id}",
    operation_id = "update_provider",
    tag = "providers",
    params(("id" = String, Path, description = "The provider.", example = "0190a3c2-7f00-7000-8000-000000000003")),
    request_body = UpdateProvider,
    responses(
        (status = 200, description = "The provider as it is now.", body = ProviderBody),
        (status = 404, description = "No such provider."),
        (status = 409, description = "Another provider has the slug.", body = ProblemBody, content_type = MEDIA_TYPE, example = json!(Problem::from(ProviderError::SlugTaken).example())),
    ),
)]
pub async fn update(
    State(state): State<IssuerState>,
    caller: Caller,
    RequestOrigin(origin): RequestOrigin,
    PathId(id): PathId<ProviderId>,
    JsonBody(body): JsonBody<UpdateProvider>,
) -> Result<Json<ProviderBody>, Problem> {
    let client_secret = match body.client_secret {
        None => SecretChange::Keep,
        Some(secret) if secret.expose_secret().is_empty() => SecretChange::Remove,
        Some(secret) => SecretChange::Set(secret),
    };
    let settings = ProviderSettings {
        slug: body.slug,
        display_name: body.display_name,
        issuer: body.issuer,
        client_id: body.client_id,
        client_secret,
        scopes: body.scopes,
        allow_signup: body.allow_signup,
        trust_email: body.trust_email,
        default_roles: body.default_roles,
        enabled: body.enabled,
    };
    Ok(Json(state.providers.update(&caller, &id, settings, &origin).await?.into()))
}
