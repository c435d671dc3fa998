//! OIDC userinfo.

pub mod show;
