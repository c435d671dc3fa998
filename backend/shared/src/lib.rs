//! What both Paseport servers speak.
//!
//! - [`domain`]: entities, newtypes, rules and ports. Nothing in it does input or output.
//! - [`adapters`]: what both servers or both editions plug into the ports.
//! - [`config`]: settings from variables and files, read so that every mistake is named and no value is shown.
//! - [`logging`]: what is logged, and how a line looks.
//! - [`figures`]: plain numbers that what counts keeps for itself.
//! - [`metrics`]: figures for whoever runs the service, as Prometheus text.
//! - [`health_check`]: what a container asks of the service in it.
//! - [`middleware`]: the HTTP side that both servers share, the hot check first of all.
//! - [`server`]: listening, with bounded patience and an orderly end.
//! - [`server_paths`]: which addresses are never a page of the app.

pub mod adapters;
pub mod config;
pub mod domain;
pub mod figures;
pub mod health_check;
pub mod logging;
pub mod metrics;
pub mod middleware;
pub mod server;
pub mod server_paths;
