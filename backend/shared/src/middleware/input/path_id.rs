//! The identifier in a path.

use std::str::FromStr;

use axum::extract::{FromRequestParts, Path, rejection::PathRejection};
use http::request::Parts;

use crate::middleware::problem::Problem;

/// The one parameter of a route's path.
///
/// What is no identifier names nothing, so it is 404 like an unknown one.
#[derive(Clone, Copy, Debug)]
pub struct PathId<T>(
    /// The identifier.
    pub T,
);

impl<T: FromStr, S: Send + Sync> FromRequestParts<S> for PathId<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path(text) =
            Path::<String>::from_request_parts(parts, state).await.map_err(|rejection| match rejection {
                PathRejection::FailedToDeserializePathParams(_) if rejection.status().is_client_error() => {
                    Problem::not_found()
                }
                other => Problem::internal(other),
            })?;
        text.parse().map(Self).map_err(|_| Problem::not_found())
    }
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, extract::Request, routing::get};
    use http::StatusCode;
    use tower::ServiceExt;

    use super::*;
    use crate::domain::ids::UserId;

    async fn status(path: &str) -> StatusCode {
        let router = Router::new()
            .route("/users/{user_id}", get(async |PathId(_): PathId<UserId>| ()))
            .route("/two/{first}/{second}", get(async |PathId(_): PathId<UserId>| ()));
        router.oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap().status()
    }

    #[tokio::test]
    async fn what_is_no_identifier_is_404() {
        assert_eq!(status("/users/0190a3c2-7f00-7000-8000-000000000001").await, 200);
        for bad in ["1", "%ff", "0190A3C2-7F00-7000-8000-000000000001", "0190a3c27f0070008000000000000001", "%2e%2e"] {
            assert_eq!(status(&format!("/users/{bad}")).await, 404, "{bad}");
        }
    }

    #[tokio::test]
    async fn a_route_with_two_parameters_is_our_own_fault() {
        assert_eq!(status("/two/a/b").await, 500);
    }
}
