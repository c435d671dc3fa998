//! A JSON object in the body of a request.

use std::fmt;

use axum::extract::{FromRequest, Request};
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::{
    body,
    fields::{Fields, FromFields},
};
use crate::middleware::problem::Problem;

/// Reads `T` out of the JSON object in the body.
///
/// Answers 415 for another content type, 413 for too much, 408 for a body that does not arrive, 400 for what is not one
/// JSON object in UTF-8, and 422 with the name of each field that is missing, unknown, doubled or invalid.
#[derive(Clone, Copy, Debug)]
pub struct JsonBody<T>(
    /// The request as it was read.
    pub T,
);

impl<T: FromFields, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        if !body::is_of(request.headers(), "application/json") {
            return Err(Problem::unsupported_media_type());
        }
        let bytes = body::read(request).await?;
        fields(&bytes)?.into_request().map(Self)
    }
}

/// The members of the one object in `bytes`. Depth is bounded by `serde_json`.
fn fields(bytes: &[u8]) -> Result<Fields, Problem> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let members = json.deserialize_map(Members).and_then(|members| json.end().map(|()| members));
    members.map(Fields::of_object).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        Problem::bad_request().detail(format!("The body is not a JSON object (line {line}, column {column})."))
    })
}

/// Collects members without dropping doubled ones, as a map would.
struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Vec<(String, Value)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, Bytes};
    use http::{
        HeaderValue,
        header::{CONTENT_ENCODING, CONTENT_TYPE},
    };

    use super::*;

    struct Name(String);

    impl FromFields for Name {
        fn from_fields(fields: &mut Fields) -> Option<Self> {
            fields.required("name", |text| Ok::<_, &str>(text.to_owned())).map(Self)
        }
    }

    async fn send(content_type: Option<&str>, body: impl Into<Body>) -> Result<String, Problem> {
        let mut request = Request::new(body.into());
        if let Some(content_type) = content_type {
            request.headers_mut().insert(CONTENT_TYPE, content_type.parse().unwrap());
        }
        JsonBody::<Name>::from_request(request, &()).await.map(|JsonBody(Name(name))| name)
    }

    #[tokio::test]
    async fn json_is_read_with_any_spelling_of_its_media_type() {
        for media_type in
            ["application/json", "Application/JSON", "application/json; charset=utf-8", "application/json ;x"]
        {
            assert_eq!(send(Some(media_type), r#"{"name":"Ada"}"#).await.unwrap(), "Ada");
        }
    }

    #[tokio::test]
    async fn another_content_type_is_415() {
        let others =
            [None, Some("text/plain"), Some("application/x-www-form-urlencoded"), Some("application/jsonp"), Some("")];
        for media_type in others {
            assert_eq!(send(media_type, r#"{"name":"Ada"}"#).await.unwrap_err().status(), 415, "{media_type:?}");
        }
    }

    #[tokio::test]
    async fn a_compressed_body_is_415() {
        let mut request = Request::new(Body::from("{}"));
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        request.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        assert_eq!(JsonBody::<Name>::from_request(request, &()).await.map(|_| ()).unwrap_err().status(), 415);
    }

    #[tokio::test]
    async fn what_is_not_one_object_is_400() {
        let deep = format!(r#"{{"name":{}{}}}"#, "[".repeat(30_000), "]".repeat(30_000));
        let bodies: [&[u8]; 12] = [
            b"",
            b" ",
            b"[]",
            b"null",
            b"\"name\"",
            b"{",
            b"{\"name\":\"Ada\"}x",
            b"{\"name\":\"Ada\"}{}",
            b"{\"name\":\"\xff\"}",
            b"{\"name\":\"\\ud800\"}",
            b"{name:1}",
            deep.as_bytes(),
        ];
        for body in bodies {
            let shown = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
            assert_eq!(send(Some("application/json"), body.to_vec()).await.unwrap_err().status(), 400, "{shown}");
        }
    }

    #[tokio::test]
    async fn a_doubled_member_is_422() {
        let problem = send(Some("application/json"), r#"{"name":"Ada","name":"Eve"}"#).await.unwrap_err();
        assert_eq!(problem.errors()[0].field, "name");
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_arrive_is_408() {
        let body = Body::from_stream(futures::stream::pending::<Result<Bytes, std::convert::Infallible>>());
        assert_eq!(send(Some("application/json"), body).await.unwrap_err().status(), 408);
    }
}
