//! Names each request: `x-request-id`.

use axum::extract::FromRequestParts;
use http::{HeaderMap, HeaderName, HeaderValue, request::Parts};

use super::problem::Problem;
use crate::domain::randomness::Randomness;
pub use crate::domain::requests::RequestId;

/// The header that carries the request id, both ways.
pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The caller's id when he gave exactly one that is well formed, else a new one.
pub fn assign(headers: &HeaderMap, randomness: &dyn Randomness) -> RequestId {
    let mut given = headers.get_all(X_REQUEST_ID).iter();
    match (given.next().and_then(|value| value.to_str().ok()?.parse().ok()), given.next()) {
        (Some(id), None) => id,
        _ => RequestId::new(randomness),
    }
}

/// Puts the id on an answer, in place of whatever stood there.
pub fn put_on(answer: &mut HeaderMap, id: &RequestId) {
    let value = HeaderValue::from_str(id.as_str()).expect("the alphabet of a request id is that of a header");
    answer.insert(X_REQUEST_ID, value);
}

impl<S: Send + Sync> FromRequestParts<S> for RequestId {
    type Rejection = Problem;

    /// The id that the edge gave this request; 500 where there is no edge.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get().cloned().ok_or_else(|| Problem::internal("a request came past the edge without an id"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::os_randomness::OsRandomness;

    fn assigned(values: &[&str]) -> String {
        let values = values.iter().map(|value| (X_REQUEST_ID, HeaderValue::from_bytes(value.as_bytes()).unwrap()));
        assign(&values.collect(), &OsRandomness).to_string()
    }

    #[test]
    fn a_well_formed_id_is_taken() {
        assert_eq!(assigned(&["client-chosen_0001"]), "client-chosen_0001");
    }

    #[test]
    fn anything_else_is_replaced() {
        for given in
            [&[][..], &["short"], &["with spaces in the id"], &["é".repeat(10).as_str()], &["a".repeat(65).as_str()]]
        {
            let id = assigned(given);
            assert_eq!(id.len(), 22, "{given:?}");
        }
        assert_eq!(assigned(&["client-chosen_0001", "client-chosen_0002"]).len(), 22);
    }
}
