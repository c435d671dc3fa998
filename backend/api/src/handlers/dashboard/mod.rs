//! What the dashboard shows.

pub mod figures;
pub mod show;
