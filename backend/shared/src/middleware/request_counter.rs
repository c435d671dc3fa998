//! Counts every answer of a router.

use std::sync::Arc;

use axum::response::Response;
use tower::util::MapResponseLayer;

use crate::domain::requests::RequestCounter;

/// A layer that counts each answer in `counter` by its status code.
///
/// It belongs outermost, so that refusals of other layers are counted too. A request whose caller went away before
/// there was an answer isn't counted.
pub fn request_counter(
    counter: Arc<RequestCounter>,
) -> MapResponseLayer<impl Fn(Response) -> Response + Clone + Send + Sync + 'static> {
    MapResponseLayer::new(move |response: Response| {
        counter.record(response.status().as_u16());
        response
    })
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, routing::get};
    use http::{Request, StatusCode};
    use tower::ServiceExt;

    use super::*;
    use crate::domain::requests::RequestCounts;

    #[tokio::test]
    async fn answers_are_counted_by_class_even_where_no_route_matches() {
        let counter = Arc::new(RequestCounter::default());
        let router = Router::new()
            .route("/fine", get(|| async { StatusCode::NO_CONTENT }))
            .route("/broken", get(|| async { StatusCode::INTERNAL_SERVER_ERROR }))
            .layer(request_counter(counter.clone()));

        for path in ["/fine", "/fine", "/broken", "/nowhere"] {
            router.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
        }

        let expected = RequestCounts { success: 2, client_error: 1, server_error: 1, ..RequestCounts::default() };
        assert_eq!(counter.counts(), expected);
    }
}
