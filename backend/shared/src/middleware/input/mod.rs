//! What requests bring in: extractors that read a body, a query or a path into checked values.
//!
//! Extractors run in the order of a handler's arguments. One that proves who is calling stands before these, so that a
//! stranger learns nothing about fields and ids.

mod body;
mod fields;
mod form_body;
mod json_body;
mod path_id;
mod query_params;

pub use fields::{Fields, FromFields};
pub use form_body::FormBody;
pub use json_body::JsonBody;
pub use path_id::PathId;
pub use query_params::QueryParams;
