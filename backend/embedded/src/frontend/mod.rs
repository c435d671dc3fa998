//! The app: what is no route of issuer or API is one of its files or one of its pages.
//!
//! Every page is the same small document, `index.html`, which finds out in the browser what to show. It is the same for
//! everybody, so nothing here depends on who asks, and a cache in front can keep no secret.

mod encoding;
mod files;
#[cfg(test)]
mod tests;

use axum::{
    body::Body,
    extract::Request,
    response::{Html, IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use rust_embed::RustEmbed;
use shared::{middleware::problem::Problem, server_paths};

use self::files::Representation;

/// The app as `frontend/build` had it when this program was compiled. Empty when nothing was built.
#[derive(RustEmbed)]
#[folder = "../../frontend/build"]
#[allow_missing = true]
pub(crate) struct BuiltApp;

/// The document of every page.
const PAGE: &str = "index.html";

/// What the framework's build makes itself. Its files only exist, or don't: a page for a missing script helps nobody.
const FRAMEWORK_FOLDER: &str = "_app";

/// Files whose name changes with their contents.
const IMMUTABLE_FOLDER: &str = "_app/immutable/";

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// The page brings its own policy, with the hashes of its scripts, in a `meta` element. A second `script-src` here would
/// have to be obeyed too; so this says only what a `meta` element can't.
const PAGE_POLICY: HeaderValue = HeaderValue::from_static("frame-ancestors 'none'");

/// What a binary without the app says instead of a page.
const NOT_BUILT: &str = "<!doctype html><title>Paseport</title>\
    <p>Paseport is running, but this program was built without the web app.\
    <p>`cargo xtask up` builds both. By hand: `npm ci` and `npm run build` in `frontend`, then build the program again.";

/// Whether the app was there when this program was compiled.
pub(crate) fn is_built() -> bool {
    BuiltApp::get(PAGE).is_some()
}

/// Answers whatever is no route.
pub(crate) async fn serve<App: RustEmbed>(request: Request) -> Response {
    let path = request.uri().path();
    if server_paths::is_servers(path) {
        return Problem::not_found().into_response();
    }
    let Some(name) = file_name::<App>(path) else { return Problem::not_found().into_response() };
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Problem::method_not_allowed()
            .header(header::ALLOW, HeaderValue::from_static("GET,HEAD"))
            .into_response();
    }
    match Representation::choose::<App>(name, request.headers()) {
        Some(chosen) => answer(name, chosen, &request),
        None => (StatusCode::NOT_FOUND, Html(NOT_BUILT)).into_response(),
    }
}

/// The file that stands at a path, if there is one, or the page's document where a page may be.
fn file_name<App: RustEmbed>(path: &str) -> Option<&str> {
    let name = path.strip_prefix('/')?;
    if files::exists::<App>(name) {
        return Some(name);
    }
    is_page(name).then_some(PAGE)
}

/// Whether an address can be a page's: plain segments. What looks like a file, or like a way around the routes
/// (`//`, `..`, `%2f`, `;`), is none.
fn is_page(name: &str) -> bool {
    let plain = |segment: &str| segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    let mut segments = name.strip_suffix('/').unwrap_or(name).split('/').peekable();
    name.is_empty()
        || segments.peek() != Some(&FRAMEWORK_FOLDER) && segments.all(|segment| !segment.is_empty() && plain(segment))
}

/// The representation, or the news that the caller has it already.
fn answer(name: &str, chosen: Representation, request: &Request) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::CACHE_CONTROL, if name.starts_with(IMMUTABLE_FOLDER) { FOR_EVER } else { ASK_AGAIN });
    // A 304 carries this too: its headers replace those of the copy that the browser keeps (RFC 9111, section 3.2).
    if chosen.is_document() {
        headers.insert(header::CONTENT_SECURITY_POLICY, PAGE_POLICY);
    }
    headers.insert(header::ETAG, chosen.etag());
    if chosen.is_known_to(request.headers()) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::CONTENT_TYPE, chosen.media_type());
    headers.insert(header::CONTENT_LENGTH, chosen.length().into());
    if let Some(encoding) = chosen.encoding() {
        headers.insert(header::CONTENT_ENCODING, encoding.name());
    }
    let body = if request.method() == Method::HEAD { Body::empty() } else { chosen.into_body() };
    (headers, body).into_response()
}
