//! What is no route of issuer or API.

use shared::middleware::problem::Problem;

/// Nothing here.
pub(crate) async fn not_found() -> Problem {
    Problem::not_found()
}
