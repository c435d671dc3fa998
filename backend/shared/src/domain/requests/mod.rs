//! What is known of a request before anybody looks into it: its name, where it came from, how it was answered.

mod network;
mod request_counter;
mod request_id;

pub use network::{AddressBucket, Network};
pub use request_counter::{RequestCounter, RequestCounts};
pub use request_id::{InvalidRequestId, RequestId};
