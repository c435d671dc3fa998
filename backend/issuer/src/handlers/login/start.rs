//! `GET /auth/v1/login`

use axum::response::Redirect;
use shared::{
    domain::return_to::ReturnTo,
    middleware::input::{Fields, FromFields, QueryParams},
};

/// Where the browser wants to end.
#[derive(Debug)]
pub struct StartLogin {
    return_to: ReturnTo,
    provider: Option<String>,
}

impl FromFields for StartLogin {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        // A foreign address is no fault of the person in front of the browser: it is left aside, not refused.
        let return_to = fields.optional("return_to", |text| Ok::<_, &str>(ReturnTo::or_home(text)));
        let provider = fields.optional("provider", |slug| Ok::<_, &str>(slug.to_owned()));
        Some(Self { return_to: return_to?.unwrap_or_default(), provider: provider? })
    }
}

/// Starts a browser sign-in: the browser ends at the app's sign-in page, or at the provider.
#[utoipa::path(
    get,
    path = "/auth/v1/login",
    operation_id = "start_login",
    tag = "sign-in",
    params(
        ("return_to" = Option<String>, Query, description = "A path of this application to end at.", example = "/dashboard"),
        ("provider" = Option<String>, Query, description = "The slug of an identity provider.", example = "rauthy"),
    ),
    responses(
        (status = 303, description = "To the sign-in page, or on the way to the provider.", headers(("Location" = String, description = "`/login?return_to=…`"))),
    ),
)]
pub async fn start(QueryParams(request): QueryParams<StartLogin>) -> Redirect {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if let Some(provider) = &request.provider {
        query.append_pair("provider", provider);
    }
    query.append_pair("return_to", request.return_to.as_str());
    let page = if request.provider.is_some() { "/auth/v1/oauth/init" } else { "/login" };
    Redirect::to(&format!("{page}?{}", query.finish()))
}
