//! What the API of the stack stands on, for `/health/ready`.

use std::sync::Arc;

use shared::middleware::health::Dependencies;

use crate::stack::Stack;

/// All of them.
pub(crate) fn dependencies(_stack: &Stack) -> Dependencies {
    Dependencies(Arc::new([]))
}
