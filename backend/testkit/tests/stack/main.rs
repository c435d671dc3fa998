//! The whole stack edition, driven from outside while its parts come and go.

mod walk;
