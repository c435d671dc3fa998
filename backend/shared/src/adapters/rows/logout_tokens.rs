//! The key of a row of `used_logout_tokens`.

use sha2::{Digest, Sha256};

/// What stands for a token's `jti`. The provider chooses that text, so nobody knows how long it is.
pub fn token_hash(token_id: &str) -> [u8; 32] {
    Sha256::digest(token_id.as_bytes()).into()
}
