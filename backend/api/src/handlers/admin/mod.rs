//! What only an operator may see.

pub mod show;
