//! A gate in the way of a port: it forces the order in which two requests do things.

use tokio::sync::watch;

/// Lets everyone pass, until it is told to hold the next one.
#[derive(Debug)]
pub struct Gate {
    state: watch::Sender<State>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Open,
    /// The next one is held.
    Armed,
    /// One is held; others pass.
    Holding,
}

impl Gate {
    /// An open gate.
    pub fn new() -> Self {
        Self { state: watch::Sender::new(State::Open) }
    }

    /// Holds the next one who comes, and nobody else.
    pub fn hold_next(&self) {
        self.state.send_replace(State::Armed);
    }

    /// Waits until somebody is held.
    pub async fn held(&self) {
        self.wait_for(State::Holding).await;
    }

    /// Lets whoever is held go on.
    pub fn release(&self) {
        self.state.send_replace(State::Open);
    }

    /// Goes through; waits here when it is held.
    pub async fn pass(&self) {
        let arm = |state: &mut State| {
            let held = *state == State::Armed;
            if held {
                *state = State::Holding;
            }
            held
        };
        if self.state.send_if_modified(arm) {
            self.wait_for(State::Open).await;
        }
    }

    async fn wait_for(&self, wanted: State) {
        let mut states = self.state.subscribe();
        states.wait_for(|state| *state == wanted).await.expect("the gate is still there");
    }
}

impl Default for Gate {
    fn default() -> Self {
        Self::new()
    }
}
