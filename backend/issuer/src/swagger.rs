//! Swagger UI over the documents of issuer and API, from the binary itself.

use axum::{Router, middleware::map_response, response::Response};
use http::{HeaderValue, header::CONTENT_SECURITY_POLICY};
use shared::middleware::openapi;
use utoipa::openapi::OpenApi;
use utoipa_swagger_ui::{Config, SwaggerUi, Url};

/// The UI brings its own scripts and styles and calls nothing but this origin. The one style that its script writes into
/// the page, the colours of the logo, is let in by its hash.
const POLICY: &str = "default-src 'none'; script-src 'self'; \
                      style-src 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='; \
                      img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; \
                      form-action 'none'";

/// `/swagger-ui` and the issuer's document. The API serves its document itself, under the same origin.
pub fn routes(document: OpenApi) -> Router {
    let documents = [Url::new("Issuer", openapi::ISSUER), Url::new("API", openapi::API)];
    Router::from(SwaggerUi::new("/swagger-ui").config(Config::new(documents)))
        .layer(map_response(allow_own_files))
        .merge(openapi::route(openapi::ISSUER, document))
}

async fn allow_own_files(mut response: Response) -> Response {
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}
