//! The operations of the product as its OpenAPI documents tell of them, for specs that cover all of them.

use std::fmt;

use http::Method;
use serde_json::Value;
use testkit::app::TestApp;

/// One operation of one document.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) method: Method,
    /// With its parameters in braces.
    pub(crate) path: String,
    /// What the document says of it.
    pub(crate) document: Value,
    schemas: Value,
}

/// What `x-access-policy` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Public,
    SameOrigin,
    RefreshCookie,
    Bearer { any_role: Vec<String>, scope: String },
}

/// Every operation of issuer and API.
pub(crate) fn all(app: &TestApp) -> Vec<Operation> {
    let documents = app.edition.documents.iter();
    documents.flat_map(|document| of_document(&serde_json::to_value(document).expect("documents are JSON"))).collect()
}

fn of_document(document: &Value) -> Vec<Operation> {
    let schemas = &document["components"]["schemas"];
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().expect("a document has paths") {
        for (method, operation) in item.as_object().expect("a path has operations") {
            operations.push(Operation {
                method: method.to_uppercase().parse().expect("a path has nothing beside its methods"),
                path: path.clone(),
                document: operation.clone(),
                schemas: schemas.clone(),
            });
        }
    }
    operations
}

impl Operation {
    pub(crate) fn id(&self) -> &str {
        self.document["operationId"].as_str().unwrap_or_default()
    }

    pub(crate) fn access(&self) -> Access {
        let policy = &self.document["x-access-policy"];
        match policy["access"].as_str() {
            Some("public") => Access::Public,
            Some("same_origin") => Access::SameOrigin,
            Some("refresh_cookie") => Access::RefreshCookie,
            Some("bearer") => Access::Bearer {
                any_role: strings(&policy["any_role"]),
                scope: policy["scope"].as_str().expect("a bearer policy names a scope").to_owned(),
            },
            _ => panic!("{self} has no policy: {policy}"),
        }
    }

    /// The schema of the JSON body, if the operation takes one.
    pub(crate) fn body_schema(&self) -> Option<&Value> {
        let body = self.document.get("requestBody")?;
        let schema = &body["content"]["application/json"]["schema"];
        let name = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
        Some(name.map_or(schema, |name| &self.schemas[name]))
    }

    /// The names of the parameters in `place`: `query` or `path`.
    pub(crate) fn parameters(&self, place: &str) -> Vec<String> {
        let parameters = self.document["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
        let there = parameters.iter().filter(|parameter| parameter["in"] == place);
        there.filter_map(|parameter| parameter["name"].as_str()).map(str::to_owned).collect()
    }

    /// The path with `id` in place of its parameter.
    pub(crate) fn address(&self, id: &str) -> String {
        match (self.path.find('{'), self.path.find('}')) {
            (Some(start), Some(end)) => format!("{}{id}{}", &self.path[..start], &self.path[end + 1..]),
            _ => self.path.clone(),
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.write_str("public"),
            Self::SameOrigin => f.write_str("same origin"),
            Self::RefreshCookie => f.write_str("refresh cookie"),
            Self::Bearer { any_role, scope } => write!(f, "{} with {scope}", any_role.join(" or ")),
        }
    }
}

/// The strings of a JSON list.
pub(crate) fn strings(list: &Value) -> Vec<String> {
    let items = list.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
