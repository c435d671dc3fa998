use secrecy::ExposeSecret;
use serde_json::json;

use super::*;

#[derive(Debug, PartialEq)]
struct Everything {
    name: String,
    nick: Option<String>,
    secret: String,
    flag: bool,
    count: i64,
    roles: Vec<String>,
}

fn short(text: &str) -> Result<String, &'static str> {
    if text.len() <= 5 { Ok(text.to_owned()) } else { Err("must have at most 5 characters") }
}

impl FromFields for Everything {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let name = fields.required("name", short);
        let nick = fields.optional("nick", short);
        let secret = fields.required_secret("secret", |secret| short(secret.expose_secret()));
        let flag = fields.optional_bool("flag");
        let count = fields.required_integer("count", 1..=10);
        let roles = fields.required_list("roles", |roles| match roles {
            [] => Err("must not be empty"),
            roles => Ok(roles.to_vec()),
        });
        let (name, nick, flag) = (name?, nick?, flag?.unwrap_or(false));
        Some(Self { name, nick, secret: secret?, flag, count: count?, roles: roles? })
    }
}

fn object(value: Value) -> Fields {
    let Value::Object(members) = value else { panic!("an object") };
    Fields::of_object(members)
}

fn query(text: &str) -> Fields {
    Fields::of_query(url::form_urlencoded::parse(text.as_bytes()).into_owned())
}

fn faults<T: FromFields + std::fmt::Debug>(fields: Fields) -> Vec<(String, String)> {
    let problem = fields.into_request::<T>().unwrap_err();
    assert_eq!(problem.status(), 422);
    problem.errors().iter().map(|error| (error.field.to_string(), error.message.to_string())).collect()
}

fn fault(field: &str, message: &str) -> (String, String) {
    (field.to_owned(), message.to_owned())
}

fn good() -> Value {
    json!({ "name": "Ada", "nick": "A", "secret": "s", "flag": true, "count": 3, "roles": ["User"] })
}

#[test]
fn a_whole_request_is_read() {
    let expected = Everything {
        name: "Ada".to_owned(),
        nick: Some("A".to_owned()),
        secret: "s".to_owned(),
        flag: true,
        count: 3,
        roles: vec!["User".to_owned()],
    };
    assert_eq!(object(good()).into_request::<Everything>().unwrap(), expected);
}

#[test]
fn what_is_optional_may_be_absent() {
    let fields = object(json!({ "name": "", "secret": "", "count": 1, "roles": ["User"] }));
    let read = fields.into_request::<Everything>().unwrap();
    assert_eq!((read.nick, read.flag), (None, false));
}

#[test]
fn every_missing_field_is_named_at_once() {
    let expected = ["name", "secret", "count", "roles"].map(|field| fault(field, "is required"));
    assert_eq!(faults::<Everything>(object(json!({}))), expected);
}

#[test]
fn every_field_of_another_type_is_named() {
    let wrong = [
        ("name", "must be a string", vec![json!(1), json!(null), json!(["x"]), json!({}), json!(true)]),
        ("nick", "must be a string", vec![json!(1), json!(null)]),
        ("secret", "must be a string", vec![json!(1), json!(null)]),
        ("flag", "must be true or false", vec![json!("true"), json!(1), json!(null)]),
        (
            "count",
            "must be a whole number from 1 to 10",
            vec![json!("3"), json!(3.5), json!(0), json!(11), json!(u64::MAX), json!(null)],
        ),
        (
            "roles",
            "must be a list of strings",
            vec![json!("User"), json!([1]), json!([["User"]]), json!(null), json!({})],
        ),
    ];
    for (field, message, values) in wrong {
        for value in values {
            let mut body = good();
            body[field] = value.clone();
            assert_eq!(faults::<Everything>(object(body)), [fault(field, message)], "{field}: {value}");
        }
    }
}

#[test]
fn a_constructor_says_what_is_wrong() {
    let mut body = good();
    body["name"] = json!("too long");
    body["roles"] = json!([]);
    let expected = [fault("name", "must have at most 5 characters"), fault("roles", "must not be empty")];
    assert_eq!(faults::<Everything>(object(body)), expected);
}

#[test]
fn an_unknown_field_is_named_only_if_it_looks_like_one() {
    let mut body = good();
    body["is_admin"] = json!(true);
    body["<script>"] = json!(1);
    body["é"] = json!(1);
    body[""] = json!(1);
    body[&*"a".repeat(65)] = json!(1);
    let mut named = faults::<Everything>(object(body));
    named.sort();
    named.dedup();
    let expected = ["(unknown)", "is_admin"].map(|field| fault(field, "is not a known field"));
    assert_eq!(named, expected);
}

#[test]
fn unknown_fields_do_not_swell_the_answer() {
    let crowd = (0..10_000).map(|number| (format!("field_{number}"), json!(1)));
    assert_eq!(faults::<Everything>(Fields::of_object(crowd)).len(), UNKNOWN_NAMED + 4);
}

#[test]
fn a_doubled_field_is_named_and_neither_value_counts() {
    let members = good().as_object().unwrap().clone().into_iter();
    let fields = Fields::of_object(members.chain([("nick".to_owned(), json!("B"))]));
    assert_eq!(faults::<Everything>(fields), [fault("nick", "must be given once")]);
}

#[derive(Debug, PartialEq)]
struct Page {
    limit: Option<i64>,
    end: Option<bool>,
}

impl FromFields for Page {
    fn from_fields(fields: &mut Fields) -> Option<Self> {
        let limit = fields.optional_integer("limit", 1..=100);
        let end = fields.optional_bool("end");
        let (limit, end) = (limit?, end?);
        if limit == Some(13) {
            fields.reject("limit", "must not be 13");
            return None;
        }
        Some(Self { limit, end })
    }
}

#[test]
fn a_query_is_text_and_its_unknown_parameters_are_ignored() {
    let read = query("limit=20&end=true&utm_source=x&utm_source=y").into_request::<Page>().unwrap();
    assert_eq!(read, Page { limit: Some(20), end: Some(true) });
    assert_eq!(query("").into_request::<Page>().unwrap(), Page { limit: None, end: None });
}

#[test]
fn a_parameter_given_twice_is_named() {
    let expected = [fault("limit", "must be given once"), fault("end", "must be true or false")];
    assert_eq!(faults::<Page>(query("limit=1&limit=1&end=yes")), expected);
}

#[test]
fn a_request_may_refuse_what_single_fields_do_not_show() {
    assert_eq!(faults::<Page>(query("limit=13")), [fault("limit", "must not be 13")]);
}

#[test]
fn values_do_not_show_in_debug_output() {
    let shown = format!("{:?}", object(json!({ "password": "correct horse" })));
    assert!(!shown.contains("horse"), "{shown}");
}
