//! A reader over named values that collects every fault before it answers.
#![expect(
    clippy::option_option,
    reason = "the outer one says whether a field is without fault, the inner one whether it was given"
)]

use std::{collections::BTreeMap, fmt::Display, ops::RangeInclusive};

use secrecy::SecretString;
use serde_json::Value;

use crate::middleware::problem::{FieldError, Problem};

#[cfg(test)]
mod tests;

/// How many unknown fields one answer names. A body of nothing but those is a mistake that the first ones show.
const UNKNOWN_NAMED: usize = 16;

/// A request that is read from named fields.
///
/// Every reader gives `None` once it has written the fault down, so a request reads all its fields first and takes them
/// apart with `?` last:
///
/// ```
/// # use shared::middleware::input::{Fields, FromFields};
/// struct Rename { display_name: String, notify: bool }
///
/// impl FromFields for Rename {
///     fn from_fields(fields: &mut Fields) -> Option<Self> {
///         let display_name = fields.required("display_name", |text| match text.len() {
///             1..=100 => Ok(text.to_owned()),
///             _ => Err("must have 1 to 100 characters"),
///         });
///         let notify = fields.optional_bool("notify");
///         Some(Self { display_name: display_name?, notify: notify?.unwrap_or(false) })
///     }
/// }
/// ```
pub trait FromFields: Sized {
    /// Reads all fields. `None` only after a reader or [`Fields::reject`] wrote a fault down.
    fn from_fields(fields: &mut Fields) -> Option<Self>;
}

/// The fields of one request, each to be taken once.
///
/// A field is absent or has a value of its type; `null` is neither. Messages name what a field must be and never what
/// was sent: a parser's error must keep to that, and it reads best as the end of a sentence that starts with the
/// field's name ("must be an e-mail address").
#[derive(Debug)]
pub struct Fields {
    entries: BTreeMap<String, Entry>,
    form: Form,
    errors: Vec<FieldError>,
}

enum Entry {
    Once(Value),
    Doubled,
}

impl std::fmt::Debug for Entry {
    /// Silent, for values may be secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Once(_) => "Once",
            Self::Doubled => "Doubled",
        })
    }
}

/// Where the fields stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Values have JSON types, unknown fields are faults.
    Object,
    /// Every value is text, unknown parameters are ignored.
    Query,
}

impl Fields {
    /// The members of a JSON object in their order, doubled ones included.
    pub fn of_object(members: impl IntoIterator<Item = (String, Value)>) -> Self {
        Self::new(Form::Object, members)
    }

    /// The decoded parameters of a query, doubled ones included.
    pub fn of_query(parameters: impl IntoIterator<Item = (String, String)>) -> Self {
        Self::new(Form::Query, parameters.into_iter().map(|(name, text)| (name, Value::String(text))))
    }

    fn new(form: Form, pairs: impl IntoIterator<Item = (String, Value)>) -> Self {
        let mut entries = BTreeMap::new();
        for (name, value) in pairs {
            entries.entry(name).and_modify(|entry| *entry = Entry::Doubled).or_insert(Entry::Once(value));
        }
        Self { entries, form, errors: Vec::new() }
    }

    /// A text, read by a newtype's constructor.
    pub fn required<T, E: Display>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let read = self.optional(name, parse);
        self.present(name, read)
    }

    /// A text that may be absent.
    pub fn optional<T, E: Display>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Option<T>> {
        self.read(name, |value, _| match value {
            Value::String(text) => parse(&text).map_err(|error| error.to_string()),
            _ => Err("must be a string".to_owned()),
        })
    }

    /// A secret text, wrapped before anything else sees it.
    pub fn required_secret<T, E: Display>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(SecretString) -> Result<T, E>,
    ) -> Option<T> {
        let read = self.optional_secret(name, parse);
        self.present(name, read)
    }

    /// A secret text that may be absent.
    pub fn optional_secret<T, E: Display>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(SecretString) -> Result<T, E>,
    ) -> Option<Option<T>> {
        self.read(name, |value, _| match value {
            Value::String(text) => parse(SecretString::from(text)).map_err(|error| error.to_string()),
            _ => Err("must be a string".to_owned()),
        })
    }

    /// Whether a field of this name was given, whatever it holds: for requests that have more than one form.
    pub fn has(&self, name: &str) -> bool {
        self.entries.contains_key(name)
    }

    /// `true` or `false`.
    pub fn required_bool(&mut self, name: &'static str) -> Option<bool> {
        let read = self.optional_bool(name);
        self.present(name, read)
    }

    /// `true` or `false`, or absent.
    pub fn optional_bool(&mut self, name: &'static str) -> Option<Option<bool>> {
        self.read(name, |value, form| {
            let read = match (form, &value) {
                (Form::Object, Value::Bool(yes)) => Some(*yes),
                (Form::Query, Value::String(text)) => text.parse().ok(),
                _ => None,
            };
            read.ok_or_else(|| "must be true or false".to_owned())
        })
    }

    /// A whole number within a range.
    pub fn required_integer(&mut self, name: &'static str, range: RangeInclusive<i64>) -> Option<i64> {
        let read = self.optional_integer(name, range);
        self.present(name, read)
    }

    /// A whole number within a range, or absent.
    pub fn optional_integer(&mut self, name: &'static str, range: RangeInclusive<i64>) -> Option<Option<i64>> {
        self.read(name, |value, form| {
            let read = match (form, &value) {
                (Form::Object, Value::Number(number)) => number.as_i64(),
                (Form::Query, Value::String(text)) => text.parse().ok(),
                _ => None,
            };
            read.filter(|number| range.contains(number))
                .ok_or_else(|| format!("must be a whole number from {} to {}", range.start(), range.end()))
        })
    }

    /// A list of texts, read as a whole.
    pub fn required_list<T, E: Display>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&[String]) -> Result<T, E>,
    ) -> Option<T> {
        let read = self.optional_list(name, parse);
        self.present(name, read)
    }

    /// A list of texts that may be absent, read as a whole.
    pub fn optional_list<T, E: Display>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(&[String]) -> Result<T, E>,
    ) -> Option<Option<T>> {
        self.read(name, |value, _| {
            let texts = texts(value).ok_or_else(|| "must be a list of strings".to_owned())?;
            parse(&texts).map_err(|error| error.to_string())
        })
    }

    /// Writes down a fault that a single field does not show, such as two fields that contradict each other.
    pub fn reject(&mut self, name: &'static str, message: impl Into<String>) {
        self.errors.push(FieldError { field: name.into(), message: message.into().into() });
    }

    /// Reads a request and answers 422 with every fault if there is one.
    pub fn into_request<T: FromFields>(mut self) -> Result<T, Problem> {
        let request = T::from_fields(&mut self);
        if self.form == Form::Object {
            self.reject_unknown();
        }
        match request {
            Some(request) if self.errors.is_empty() => Ok(request),
            None if self.errors.is_empty() => Err(Problem::internal("a request was refused without naming a field")),
            _ => Err(Problem::invalid_fields(self.errors)),
        }
    }

    /// Takes a field: `Some(None)` when it is absent, `None` when it is at fault.
    fn read<T>(
        &mut self,
        name: &'static str,
        parse: impl FnOnce(Value, Form) -> Result<T, String>,
    ) -> Option<Option<T>> {
        let read = match self.entries.remove(name) {
            None => return Some(None),
            Some(Entry::Doubled) => Err("must be given once".to_owned()),
            Some(Entry::Once(value)) => parse(value, self.form),
        };
        read.map_err(|message| self.reject(name, message)).ok().map(Some)
    }

    fn present<T>(&mut self, name: &'static str, read: Option<Option<T>>) -> Option<T> {
        if let Some(None) = read {
            self.reject(name, "is required");
        }
        read?
    }

    fn reject_unknown(&mut self) {
        let unknown = std::mem::take(&mut self.entries);
        self.errors.extend(unknown.into_keys().take(UNKNOWN_NAMED).map(|name| FieldError {
            field: if is_identifier(&name) { name.into() } else { "(unknown)".into() },
            message: "is not a known field".into(),
        }));
    }
}

fn texts(value: Value) -> Option<Vec<String>> {
    let Value::Array(items) = value else { return None };
    items
        .into_iter()
        .map(|item| match item {
            Value::String(text) => Some(text),
            _ => None,
        })
        .collect()
}

/// Whether a name from outside may stand in an answer.
fn is_identifier(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
