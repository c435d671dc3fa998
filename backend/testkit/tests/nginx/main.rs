//! The configuration of `docker/nginx` on a real Nginx. Here rather than with a service, since it stands before both.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod answers;
mod forwarding;
mod limits;
mod outages;
mod paths;
mod product;
mod recorder;
mod rolling_restart;
mod routes;
mod smuggling;
mod wire;
mod world;
