//! What requests bring in: every field of every body and every parameter of every list, in every way it can be wrong.

mod bodies;
mod faults;
mod queries;
mod unknown_fields;
