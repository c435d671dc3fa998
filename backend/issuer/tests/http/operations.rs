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
    /// Which of the forms of its body is meant, where it has several.
    form: usize,
}

/// What `x-access-policy` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Public,
    SameOrigin,
    RefreshCookie,
    Bearer(Rule),
    SameOriginOrBearer(Rule),
}

/// What a token must be worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) any_role: Vec<String>,
    pub(crate) scope: String,
    /// In seconds.
    pub(crate) max_age: Option<u64>,
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
                form: 0,
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
            Some("bearer") => Access::Bearer(Rule::of(policy)),
            Some("same_origin_or_bearer") => Access::SameOriginOrBearer(Rule::of(policy)),
            _ => panic!("{self} has no policy: {policy}"),
        }
    }

    /// The operation once for each form that its JSON body can have; once if it takes none.
    pub(crate) fn forms(&self) -> Vec<Self> {
        let forms = self.named_schema().and_then(|schema| schema["oneOf"].as_array()).map_or(1, Vec::len);
        (0..forms).map(|form| Self { form, ..self.clone() }).collect()
    }

    /// Which of the forms is meant.
    pub(crate) fn form(&self) -> usize {
        self.form
    }

    /// The schema of the JSON body in this form, if the operation takes one.
    pub(crate) fn body_schema(&self) -> Option<&Value> {
        let schema = self.named_schema()?;
        Some(schema["oneOf"].get(self.form).map_or(schema, |form| self.named(form)))
    }

    fn named_schema(&self) -> Option<&Value> {
        Some(self.named(&self.document["requestBody"]["content"].get("application/json")?["schema"]))
    }

    fn named<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let name = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next());
        name.map_or(schema, |name| &self.schemas[name])
    }

    /// The names of the parameters in `place`: `query` or `path`.
    pub(crate) fn parameters(&self, place: &str) -> Vec<String> {
        self.parameters_in(place).filter_map(|parameter| parameter["name"].as_str()).map(str::to_owned).collect()
    }

    /// The names of the query parameters that can't be left out.
    pub(crate) fn required_parameters(&self) -> Vec<String> {
        let required = self.parameters_in("query").filter(|parameter| parameter["required"] == true);
        required.filter_map(|parameter| parameter["name"].as_str()).map(str::to_owned).collect()
    }

    fn parameters_in(&self, place: &str) -> impl Iterator<Item = &Value> {
        let parameters = self.document["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
        parameters.iter().filter(move |parameter| parameter["in"] == place)
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
        write!(f, "{} {}", self.method, self.path)?;
        if self.form > 0 { write!(f, " (form {})", self.form + 1) } else { Ok(()) }
    }
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.write_str("public"),
            Self::SameOrigin => f.write_str("same origin"),
            Self::RefreshCookie => f.write_str("refresh cookie"),
            Self::Bearer(rule) => rule.fmt(f),
            Self::SameOriginOrBearer(rule) => write!(f, "same origin, or {rule}"),
        }
    }
}

impl Rule {
    fn of(policy: &Value) -> Self {
        Self {
            any_role: strings(&policy["any_role"]),
            scope: policy["scope"].as_str().expect("a bearer policy names a scope").to_owned(),
            max_age: policy["max_age"].as_u64(),
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} with {}", self.any_role.join(" or "), self.scope)?;
        self.max_age.map_or(Ok(()), |seconds| write!(f, ", proven within {seconds} s"))
    }
}

/// The strings of a JSON list.
pub(crate) fn strings(list: &Value) -> Vec<String> {
    let items = list.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
