//! One folder for each noun, one file for each verb.

pub mod admin;
pub mod dashboard;
