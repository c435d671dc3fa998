//! What happened in a run, as it is told when something was found.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

/// Lines in the order of what they tell. Clones are the same, so that it outlives a run that did not come to its end.
#[derive(Clone, Debug, Default)]
pub(crate) struct History(Arc<Mutex<Vec<String>>>);

impl History {
    pub(crate) fn tell(&self, line: impl fmt::Display) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line.to_string());
    }
}

impl fmt::Display for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}
