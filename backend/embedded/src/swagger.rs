//! Swagger UI over both documents, from the binary itself.

use axum::{Router, middleware::map_response, response::Response};
use http::{HeaderValue, header::CONTENT_SECURITY_POLICY};
use utoipa::openapi::OpenApi;
use utoipa_swagger_ui::{SwaggerUi, Url};

/// The UI brings its own scripts and styles and calls nothing but this origin. The one style that its script writes into
/// the page, the colours of the logo, is let in by its hash.
const POLICY: &str = "default-src 'none'; script-src 'self'; \
                      style-src 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='; \
                      img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; \
                      form-action 'none'";

/// `/swagger-ui`, `/auth/v1/openapi.json` and `/api/openapi.json`.
pub(crate) fn routes([issuer, api]: [OpenApi; 2]) -> Router {
    let urls = vec![(Url::new("Issuer", "/auth/v1/openapi.json"), issuer), (Url::new("API", "/api/openapi.json"), api)];
    Router::from(SwaggerUi::new("/swagger-ui").urls(urls)).layer(map_response(allow_own_files))
}

async fn allow_own_files(mut response: Response) -> Response {
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}
