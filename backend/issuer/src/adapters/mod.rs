//! What plugs into the issuer's ports.

pub mod bcrypt_hasher;
pub mod mariadb;
pub mod migrations;
pub mod openid;
