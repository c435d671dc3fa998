//! The parameters of a query.

use axum::extract::FromRequestParts;
use http::request::Parts;
use url::form_urlencoded;

use super::fields::{Fields, FromFields};
use crate::middleware::problem::Problem;

/// Reads `T` out of the query.
///
/// Answers 422 with the name of each parameter that is missing, given twice or invalid. Unknown ones are ignored, since
/// links gather them on their way.
#[derive(Clone, Copy, Debug)]
pub struct QueryParams<T>(
    /// The request as it was read.
    pub T,
);

impl<T: FromFields, S: Send + Sync> FromRequestParts<S> for QueryParams<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        Fields::of_query(form_urlencoded::parse(query.as_bytes()).into_owned()).into_request().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use axum::extract::Request;

    use super::*;

    struct Search(Option<String>);

    impl FromFields for Search {
        fn from_fields(fields: &mut Fields) -> Option<Self> {
            fields.optional("q", |text| Ok::<_, &str>(text.to_owned())).map(Self)
        }
    }

    async fn search(uri: &str) -> Result<Option<String>, Problem> {
        let (mut parts, ()) = Request::builder().uri(uri).body(()).unwrap().into_parts();
        QueryParams::<Search>::from_request_parts(&mut parts, &()).await.map(|QueryParams(Search(q))| q)
    }

    #[tokio::test]
    async fn parameters_are_decoded() {
        assert_eq!(search("/?q=a+b%26c%C3%A9").await.unwrap().as_deref(), Some("a b&cé"));
        assert_eq!(search("/").await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_parameter_given_twice_is_422_in_every_spelling() {
        for uri in ["/?q=1&q=2", "/?q=1&%71=2", "/?q&q"] {
            let problem = search(uri).await.unwrap_err();
            assert_eq!((problem.status().as_u16(), &*problem.errors()[0].field), (422, "q"), "{uri}");
        }
    }
}
