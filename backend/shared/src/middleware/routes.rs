//! The route table: no route without a policy.
//!
//! [`Routes::guarded`] is the only way in. It puts the policy where the extractor finds it, into the OpenAPI document
//! (`x-access-policy`), and adds the answers that follow from it, so that code, document and check can't drift apart.

use std::{fmt, time::Duration};

use axum::{Extension, Router};
use http::{HeaderValue, StatusCode, header::ALLOW};
use serde_json::json;
use utoipa::openapi::{
    ComponentsBuilder, Content, ContentBuilder, Header, HeaderBuilder, Info, ObjectBuilder, OpenApi, OpenApiBuilder,
    PathItem, Ref, RefOr, Type,
    extensions::ExtensionsBuilder,
    path::{Operation, Parameter, ParameterIn},
    response::ResponseBuilder,
    security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use super::{
    problem::{FieldError, MEDIA_TYPE, Problem, ProblemBody},
    rate_limit::AddressLimit,
};
use crate::domain::access::{AccessPolicy, BearerRule};

/// The name of the bearer scheme in the OpenAPI documents.
pub const BEARER_SCHEME: &str = "access_token";

/// The name of the scheme of routes that want the refresh cookie.
pub const REFRESH_COOKIE_SCHEME: &str = "refresh_cookie";

/// The general part of a document: title, the bearer scheme, the form of errors.
pub fn bearer_document(title: &str, description: &str) -> OpenApi {
    let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("PASETO v4.public").build();
    let components = ComponentsBuilder::new()
        .security_scheme(BEARER_SCHEME, SecurityScheme::Http(scheme))
        .schema_from::<ProblemBody<'_>>()
        .schema_from::<FieldError>()
        .build();
    OpenApiBuilder::new()
        .info(Info::builder().title(title).description(Some(description)).version(env!("CARGO_PKG_VERSION")))
        .components(Some(components))
        .build()
}

/// Routes, each with its policy, and the document about them.
pub struct Routes<S> {
    router: OpenApiRouter<S>,
}

impl<S> fmt::Debug for Routes<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Routes").finish_non_exhaustive()
    }
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// An empty table under a document's general part.
    pub fn new(document: OpenApi) -> Self {
        Self { router: OpenApiRouter::with_openapi(document) }
    }

    /// Adds the methods of one path, all under the same policy.
    #[must_use]
    pub fn guarded(mut self, policy: AccessPolicy, (schemas, mut paths, methods): UtoipaMethodRouter<S>) -> Self {
        if policy == AccessPolicy::RefreshCookie {
            let components = self.router.get_openapi_mut().components.get_or_insert_default();
            components.add_security_scheme(REFRESH_COOKIE_SCHEME, refresh_cookie());
        }
        paths.paths.values_mut().flat_map(operations).for_each(|operation| describe(operation, &policy));
        Self { router: self.router.routes((schemas, paths, methods.layer(Extension(policy)))) }
    }

    /// The same behind the limit per client address, for routes that take guesses.
    #[must_use]
    pub fn guarded_limited(
        self,
        policy: AccessPolicy,
        limit: &AddressLimit,
        (schemas, paths, methods): UtoipaMethodRouter<S>,
    ) -> Self {
        self.guarded(policy, (schemas, paths, methods.layer(limit.layer())))
    }

    /// The router and the document.
    pub fn split(self) -> (Router<S>, OpenApi) {
        self.router.split_for_parts()
    }
}

/// A GET that changes something, as the ways of OAuth have it although HTTP says it should not (RFC 9110, section 9.2.1).
/// Whatever only looks ahead does so with HEAD, which axum would hand to the handler of GET: here it is refused.
pub fn only_by_get<S: Clone + Send + Sync + 'static>(
    (schemas, paths, methods): UtoipaMethodRouter<S>,
) -> UtoipaMethodRouter<S> {
    let refused = async || Problem::method_not_allowed().header(ALLOW, HeaderValue::from_static("GET"));
    (schemas, paths, methods.head(refused).fallback(refused))
}

fn refresh_cookie() -> SecurityScheme {
    let description =
        "Set by whatever signs in, and rotated by each refresh. Without `COOKIE_SECURE` it is named `refresh`.";
    SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description("__Host-refresh", description)))
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete].into_iter().flatten()
}

/// Writes into the document what follows from policy and body, so that no handler has to.
fn describe(operation: &mut Operation, policy: &AccessPolicy) {
    let mut answers =
        vec![("500", "Something went wrong inside."), ("503", "A part of the service is away; see `Retry-After`.")];
    match policy {
        AccessPolicy::Public => {}
        AccessPolicy::SameOrigin | AccessPolicy::RefreshCookie => {
            answers.push(("400", "The request can't be read, or a cookie came twice."));
            answers.push(("403", "The request comes from another site."));
            if *policy == AccessPolicy::RefreshCookie {
                operation.security = Some(vec![wants(REFRESH_COOKIE_SCHEME)]);
            }
        }
        AccessPolicy::Bearer(rule) => {
            answers.push(("401", unauthorized(rule)));
            answers.push(("403", "Role or scope is not sufficient."));
            operation.security = Some(vec![wants(BEARER_SCHEME)]);
        }
        AccessPolicy::SameOriginOrBearer(rule) => {
            answers.push(("400", "The request can't be read, or a cookie came twice."));
            answers.push(("401", unauthorized(rule)));
            answers.push(("403", "The request comes from another site, or role or scope is not sufficient."));
            operation.security = Some(vec![SecurityRequirement::default(), wants(BEARER_SCHEME)]);
        }
    }
    let takes_json = takes_json(operation);
    if takes_json {
        answers.push(("400", "The body is not a JSON object."));
        answers.push(("415", "The body is not JSON."));
    } else if operation.request_body.is_some() {
        answers.push(("400", "The body is not the form that is wanted."));
        answers.push(("415", "The body is not a form."));
    }
    if operation.request_body.is_some() {
        answers.push(("413", "The body is too long."));
    }
    if takes_json || takes_query(operation) {
        answers.push(("422", "A field is missing, unknown or invalid."));
    }
    let responses = &mut operation.responses.responses;
    for (status, description) in answers {
        let answer = ResponseBuilder::new().description(description).build();
        responses.entry(status.to_owned()).or_insert_with(|| answer.into());
    }
    responses.iter_mut().filter(|(status, _)| status.starts_with(['4', '5'])).for_each(|(status, answer)| {
        if let RefOr::T(answer) = answer {
            answer.content.entry(MEDIA_TYPE.to_owned()).or_insert_with(|| RefOr::T(problem_example(status, policy)));
            if ["429", "503"].contains(&status.as_str()) {
                answer.headers.insert("Retry-After".to_owned(), retry_after().into());
            }
        }
    });
    let extension = ExtensionsBuilder::new().add("x-access-policy", json!(policy)).build();
    operation.extensions.get_or_insert_default().merge(extension);
}

fn wants(scheme: &str) -> SecurityRequirement {
    SecurityRequirement::new(scheme, Vec::<String>::new())
}

fn unauthorized(rule: &BearerRule) -> &'static str {
    match rule.max_age {
        None => "No token, or one that is not valid.",
        Some(_) => "No token, one that is not valid, or one whose sign-in is too long ago.",
    }
}

fn retry_after() -> Header {
    let seconds = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1));
    HeaderBuilder::new().schema(Some(seconds)).description(Some("Seconds until it is worth trying again.")).build()
}

fn takes_json(operation: &Operation) -> bool {
    match &operation.request_body {
        Some(RefOr::T(body)) => body.content.contains_key("application/json"),
        Some(RefOr::Ref(_)) | None => false,
    }
}

fn takes_query(operation: &Operation) -> bool {
    let query = |parameter: &RefOr<Parameter>| match parameter {
        RefOr::T(parameter) => parameter.parameter_in == ParameterIn::Query,
        RefOr::Ref(_) => false,
    };
    operation.parameters.iter().flatten().any(query)
}

/// The form of every error answer, with an example of this status.
fn problem_example(status: &str, policy: &AccessPolicy) -> Content {
    let status = status.parse().ok().and_then(|code| StatusCode::from_u16(code).ok()).unwrap_or_default();
    let example = typical(status, policy).example();
    ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).example(Some(example)).build()
}

/// What a route of this policy mostly means by a status. Where a feature means something of its own, its handler says so.
fn typical(status: StatusCode, policy: &AccessPolicy) -> Problem {
    match (status, policy) {
        (StatusCode::FORBIDDEN, AccessPolicy::Bearer(_)) => Problem::insufficient_role(),
        (StatusCode::UNAUTHORIZED, AccessPolicy::Bearer(BearerRule { max_age: Some(_), .. })) => {
            Problem::fresh_sign_in_required()
        }
        (StatusCode::FORBIDDEN, _) => Problem::cross_origin(),
        (StatusCode::UNPROCESSABLE_ENTITY, _) => {
            Problem::invalid_fields(vec![FieldError { field: "colour".into(), message: "is not a known field".into() }])
        }
        (StatusCode::TOO_MANY_REQUESTS, _) => Problem::too_many_requests(Duration::from_secs(1)),
        (status, _) => Problem::of_status(status),
    }
}
