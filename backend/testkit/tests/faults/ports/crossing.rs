//! Where an issuer meets its ports. Every call passes here, and may be refused, lost, held, or the last one.

use std::{
    future::{Future, pending},
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{mpsc, oneshot};

use crate::schedule::{Fault, Kind, Port, Side};

/// What the schedule does at a call of some life of an issuer.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) side: Side,
    pub(crate) life: u64,
    pub(crate) what: What,
}

#[derive(Debug)]
pub(crate) enum What {
    /// It waits until this is used or dropped.
    Held(oneshot::Sender<()>),
    /// Whoever waits for the request stops to.
    HungUp,
    /// The process ends here.
    Crashed,
}

/// One life of one issuer, as its ports see it.
#[derive(Debug)]
pub(crate) struct Crossing {
    side: Side,
    life: u64,
    state: Mutex<State>,
    events: mpsc::UnboundedSender<Event>,
}

#[derive(Debug, Default)]
struct State {
    fault: Option<Fault>,
    /// Since the fault was set.
    calls: u32,
    /// What was called since then, for the history.
    trace: Vec<String>,
    away: Vec<Port>,
    struck: usize,
    is_dead: bool,
}

/// When something happens, seen from the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    Before,
    After,
}

impl Crossing {
    pub(crate) fn new(side: Side, life: u64, events: mpsc::UnboundedSender<Event>) -> Self {
        Self { side, life, state: Mutex::default(), events }
    }

    pub(crate) fn life(&self) -> u64 {
        self.life
    }

    /// From now on calls are counted, and one of them meets this fault.
    pub(crate) fn set(&self, fault: Fault) {
        let mut state = self.state();
        (state.fault, state.calls) = (Some(fault), 0);
    }

    /// Whether a fault waits for its call.
    pub(crate) fn threatens(&self) -> bool {
        self.state().fault.is_some()
    }

    /// Takes back a fault that no call has met. Returns how many were met since the last time.
    pub(crate) fn is_over(&self) -> usize {
        let mut state = self.state();
        state.fault = None;
        std::mem::take(&mut state.struck)
    }

    /// Which calls there were since the last time.
    pub(crate) fn trace(&self) -> String {
        std::mem::take(&mut self.state().trace).join(" ")
    }

    /// What doesn't answer from now on.
    pub(crate) fn set_away(&self, ports: Vec<Port>) {
        self.state().away = ports;
    }

    /// Nothing passes any more: the process is gone.
    pub(crate) fn die(&self) {
        self.state().is_dead = true;
    }

    /// Makes a call, or what the schedule has in its place. `can_wait`: it holds nothing that others wait for.
    pub(crate) async fn call<T, E>(
        &self,
        (port, name): (Port, &'static str),
        can_wait: bool,
        unavailable: fn(&'static str) -> E,
        call: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        match self.mortal_call((port, name), can_wait, unavailable, call).await {
            Some(result) => result,
            None => pending().await,
        }
    }

    /// The same; `None` when the process ended meanwhile. What it held has to be let go of.
    pub(crate) async fn mortal_call<T, E>(
        &self,
        (port, name): (Port, &'static str),
        can_wait: bool,
        unavailable: fn(&'static str) -> E,
        call: impl Future<Output = Result<T, E>>,
    ) -> Option<Result<T, E>> {
        let fault = self.enter(port, name, can_wait)?;
        match fault {
            Met::Away => return Some(Err(unavailable("away for a while"))),
            Met::Fault(Kind::Refuse) => return Some(Err(unavailable("refused once"))),
            Met::Fault(Kind::HangUp) => self.tell(What::HungUp),
            Met::Fault(kind) => self.stop(kind, When::Before).await?,
            Met::Nothing => {}
        }
        let result = call.await;
        if self.state().is_dead {
            return None;
        }
        match fault {
            Met::Fault(Kind::LoseAnswer) => Some(Err(unavailable("the answer was lost"))),
            Met::Fault(kind) => self.stop(kind, When::After).await.map(|()| result),
            Met::Away | Met::Nothing => Some(result),
        }
    }

    fn enter(&self, port: Port, name: &'static str, can_wait: bool) -> Option<Met> {
        let mut state = self.state();
        if state.is_dead {
            return None;
        }
        let number = state.calls;
        state.calls += 1;
        if state.away.contains(&port) {
            state.trace.push(format!("{name}!away"));
            return Some(Met::Away);
        }
        let met = state.fault.take_if(|fault| number >= fault.at && (can_wait || !fault.kind.is_hold()));
        state.struck += usize::from(met.is_some());
        state.trace.push(met.map_or_else(|| name.to_owned(), |fault| format!("{name}!{:?}", fault.kind)));
        Some(met.map_or(Met::Nothing, |fault| Met::Fault(fault.kind)))
    }

    /// Waits or ends, if that is what happens now. `None`: the process is gone.
    async fn stop(&self, kind: Kind, now: When) -> Option<()> {
        match (kind, now) {
            (Kind::HoldBefore, When::Before) | (Kind::HoldAfter, When::After) => {
                let (go_on, goes_on) = oneshot::channel();
                self.tell(What::Held(go_on));
                goes_on.await.ok();
            }
            (Kind::CrashBefore, When::Before) | (Kind::CrashAfter, When::After) => {
                self.die();
                self.tell(What::Crashed);
            }
            _ => {}
        }
        (!self.state().is_dead).then_some(())
    }

    fn tell(&self, what: What) {
        // Nobody listens any more when the run is over.
        self.events.send(Event { side: self.side, life: self.life, what }).ok();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a call meets.
#[derive(Clone, Copy, Debug)]
enum Met {
    Nothing,
    Away,
    Fault(Kind),
}
