//! HTTP specs of the API, on the product as a whole.

mod admin;
mod dashboard;
mod paths;
