//! The properties: what must never happen, and what must be able to happen or the world proves nothing.

use stateright::Property;

use crate::{
    model::SessionModel,
    world::{Phase, Reuse, Why, World},
};

/// A promise that was broken on the way to a state.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Broken {
    Skipped,
    SpentHonoured,
    ReuseLeftAlive,
    ReuseRevived,
    EndedHonoured,
    BarredHonoured,
    ExpiredHonoured,
    SignedOut,
    Moved,
    WentBack,
    Stuck,
    Wasted,
    DeadRestored,
    Blind,
}

impl Broken {
    const fn bit(self) -> u16 {
        1 << (self as u16)
    }
}

impl World {
    pub(crate) fn broken_if(&mut self, broken: bool, promise: Broken) {
        if broken {
            self.facts.broken |= promise.bit();
        }
    }

    fn keeps(&self, promise: Broken) -> bool {
        self.facts.broken & promise.bit() == 0
    }
}

pub(crate) const ONE_LIVE: &str = "at rest at most one token of a family is good";
pub(crate) const NO_SKIP: &str = "the successor of a token is always the generation after it";
pub(crate) const NO_SPENT: &str = "a token older than the grace allows is never honoured";
pub(crate) const REUSE_ENDS: &str = "reuse ends the family";
pub(crate) const REUSE_STAYS: &str = "a family ended by reuse is never honoured again";
pub(crate) const END_STAYS: &str = "an ended session is never honoured again";
pub(crate) const NO_BARRED: &str = "a barred user is never let in";
pub(crate) const NO_EXPIRED: &str = "nothing is honoured past the absolute end";
pub(crate) const NO_SIGN_OUT: &str = "an honest browser is never signed out by a retry or a failure";
pub(crate) const NO_FORGERY: &str = "knowing only the id moves nothing";
pub(crate) const NO_WAY_BACK: &str = "a restore takes no generation back and lifts no tombstone";
pub(crate) const NO_SPIN: &str = "whoever must look again finds something new";

pub(crate) const NO_WASTE: &str = "nothing is signed for a session that the fast store knows to be over";
pub(crate) const NO_DEAD_RESTORE: &str = "a session that the record knows to be over is never restored";
pub(crate) const NO_BLIND: &str = "a token ahead of the fast store is honoured only after the record was looked at";

pub(crate) fn properties(witnesses: &[Witness]) -> Vec<Property<SessionModel>> {
    let mut properties = vec![
        Property::always(ONE_LIVE, |model: &SessionModel, world: &World| at_most_one_is_good(model, world)),
        Property::always(NO_SKIP, |_, world: &World| world.keeps(Broken::Skipped)),
        Property::always(NO_SPENT, |_, world: &World| world.keeps(Broken::SpentHonoured)),
        Property::always(REUSE_ENDS, |_, world: &World| world.keeps(Broken::ReuseLeftAlive)),
        Property::always(REUSE_STAYS, |_, world: &World| world.keeps(Broken::ReuseRevived)),
        Property::always(END_STAYS, |_, world: &World| world.keeps(Broken::EndedHonoured)),
        Property::always(NO_BARRED, |_, world: &World| world.keeps(Broken::BarredHonoured)),
        Property::always(NO_EXPIRED, |_, world: &World| world.keeps(Broken::ExpiredHonoured)),
        Property::always(NO_SIGN_OUT, |_, world: &World| world.keeps(Broken::SignedOut)),
        Property::always(NO_FORGERY, |_, world: &World| world.keeps(Broken::Moved)),
        Property::always(NO_WAY_BACK, |_, world: &World| world.keeps(Broken::WentBack)),
        Property::always(NO_SPIN, |_, world: &World| world.keeps(Broken::Stuck)),
        Property::always(NO_WASTE, |_, world: &World| world.keeps(Broken::Wasted)),
        Property::always(NO_DEAD_RESTORE, |_, world: &World| world.keeps(Broken::DeadRestored)),
        Property::always(NO_BLIND, |_, world: &World| world.keeps(Broken::Blind)),
    ];
    properties.extend(witnesses.iter().map(|(name, happens)| Property::sometimes(name, *happens)));
    properties
}

/// Looked at where no request is under way, with the clock moved beyond the grace. Generations that the stores forgot
/// are the residue: there the first to come decides which token goes on.
fn at_most_one_is_good(model: &SessionModel, world: &World) -> bool {
    if world.facts.forgotten != 0 || world.requests.iter().any(|request| request.phase != Phase::Idle) {
        return true;
    }
    let mut later = *world;
    later.now += 2;
    (1..=world.facts.newest).filter(|presented| model.walk.would_honour(&later, *presented)).count() <= 1
}

/// A thing that happens in at least one state of some world.
pub(crate) type Witness = (&'static str, fn(&SessionModel, &World) -> bool);

pub(crate) const REPEAT: Witness = ("a token is repeated", |_, world| {
    world.requests.iter().any(|request| matches!(request.phase, Phase::Answered { repeated: true, .. }))
});
pub(crate) const REUSE: Witness = ("a reuse is found", |_, world| world.facts.reuse != Reuse::None);
pub(crate) const REBUILD: Witness = ("a copy is rebuilt", |_, world| {
    world.requests.iter().any(|request| matches!(request.phase, Phase::Restoring(..)))
});
pub(crate) const AHEAD: Witness = ("a token is ahead of the fast store", |_, world| {
    world.requests.iter().any(|request| matches!(request.phase, Phase::Looking(_, Why::Ahead)))
});
pub(crate) const END: Witness = ("an end is promised", |_, world| world.facts.end_promised);
pub(crate) const BAR: Witness = ("a bar is promised", |_, world| world.facts.bar_promised);
pub(crate) const FORGOTTEN: Witness = ("a rotation is forgotten", |_, world| world.facts.forgotten != 0);
pub(crate) const LOST_TOMBSTONE: Witness =
    ("the tombstone of a reuse is forgotten", |_, world| world.facts.reuse == Reuse::Forgotten);
