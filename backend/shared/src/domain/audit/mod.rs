//! The audit record: who did what to whom, why, and from where.

mod entry;
mod event;
mod repository;

pub use entry::{Actor, AuditEntry, Origin};
pub use event::{AuditEvent, LinkProof, UserFacts};
pub use repository::{AuditFilter, AuditRecord, AuditRepository};
