//! A form in the body of a request, as the protocols of other servers send it.

use axum::extract::{FromRequest, Request};
use url::form_urlencoded;

use super::{
    body,
    fields::{Fields, FromFields},
};
use crate::middleware::problem::Problem;

/// Reads `T` out of the form in the body.
///
/// Answers 415 for another content type, 413 for too much, 408 for a body that does not arrive, and 400 when a parameter is
/// missing, given twice or invalid. Unknown ones are ignored (RFC 6749, section 3.2).
#[derive(Clone, Copy, Debug)]
pub struct FormBody<T>(
    /// The request as it was read.
    pub T,
);

impl<T: FromFields, S: Send + Sync> FromRequest<S> for FormBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        if !body::is_of(request.headers(), "application/x-www-form-urlencoded") {
            return Err(Problem::unsupported_media_type()
                .detail("Send `Content-Type: application/x-www-form-urlencoded`, not compressed."));
        }
        let bytes = body::read(request).await?;
        let parameters = form_urlencoded::parse(&bytes).into_owned();
        Fields::of_query(parameters).into_request().map(Self).map_err(|_| Problem::bad_request())
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use http::header::CONTENT_TYPE;

    use super::*;

    struct Token(String);

    impl FromFields for Token {
        fn from_fields(fields: &mut Fields) -> Option<Self> {
            fields.required("token", |text| Ok::<_, &str>(text.to_owned())).map(Self)
        }
    }

    async fn send(content_type: &str, body: &'static str) -> Result<String, u16> {
        let mut request = Request::new(Body::from(body));
        request.headers_mut().insert(CONTENT_TYPE, content_type.parse().unwrap());
        let read = FormBody::<Token>::from_request(request, &()).await;
        read.map(|FormBody(Token(token))| token).map_err(|problem| problem.status().as_u16())
    }

    #[tokio::test]
    async fn a_form_is_decoded_and_what_is_unknown_is_left_aside() {
        let form = "application/x-www-form-urlencoded";
        assert_eq!(send(form, "token=a%2Bb+c&other=1&other=2").await, Ok("a+b c".to_owned()));
        assert_eq!(send(&format!("{form}; charset=UTF-8"), "token=x").await, Ok("x".to_owned()));
    }

    #[tokio::test]
    async fn a_parameter_that_is_missing_or_given_twice_is_400() {
        let form = "application/x-www-form-urlencoded";
        for body in ["", "other=1", "token=a&token=a", "token=a&%74oken=b"] {
            assert_eq!(send(form, body).await, Err(400), "{body}");
        }
    }

    #[tokio::test]
    async fn what_is_no_form_is_415() {
        for other in ["application/json", "text/plain", "multipart/form-data; boundary=x"] {
            assert_eq!(send(other, "token=a").await, Err(415), "{other}");
        }
    }
}
