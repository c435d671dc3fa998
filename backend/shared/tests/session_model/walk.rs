//! One refresh, phase by phase, as `documents/sessions.md` orders it. Every decision is asked of the [`Rule`].

use shared::domain::sessions::rule::{Assessment, Rebuild, StepOutcome};

use crate::{
    broken::Broken,
    rule::{
        Rule, epoch, generation, model_state, number, real_copy, real_role, real_session, real_state, status, time,
    },
    world::{Change, Copy, CopyState, INTRUDER, Phase, Request, Restored, Reuse, Tick, View, Why, World},
};

/// The rule and the one constant of a world.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Walk {
    pub(crate) rule: Rule,
    /// The session's absolute end.
    pub(crate) expires_at: Tick,
}

impl Walk {
    /// Lets one request do its next thing. `None` when it waits for something else.
    pub(crate) fn advance(self, world: &mut World, slot: usize) -> Option<()> {
        let request = world.requests[slot];
        match request.phase {
            Phase::Sent => self.read(world, slot, request),
            Phase::Stepping(view) => self.step(world, slot, request, view),
            Phase::Looking(view, _) => self.look(world, slot, request, view)?,
            Phase::Restoring(view, state) => self.restore(world, slot, view, state),
            Phase::Idle | Phase::Answered { .. } => return None,
        }
        Some(())
    }

    fn read(self, world: &mut World, slot: usize, request: Request) {
        let stored = world.fast.stored;
        let copy = stored.copy.map(|copy| real_copy(copy, time(self.expires_at)));
        let role = stored.barred.map(real_role);
        let here = epoch(world.fast.epoch);
        let view = View { copy: stored.copy, epoch: world.fast.epoch };
        let assessment = (self.rule.assess)(copy.as_ref(), role.as_ref(), &here, request.proven, time(world.now));
        match assessment {
            Assessment::Rebuild => world.requests[slot].phase = Phase::Looking(view, Why::Untrusted),
            Assessment::Proceed => {
                let over = world.is_buried() || stored.barred == Some(true) || world.now >= self.expires_at;
                world.broken_if(over, Broken::Wasted);
                world.broken_if(world.facts.bar_promised, Broken::BarredHonoured);
                world.requests[slot].phase = Phase::Stepping(view);
            }
            Assessment::Refuse(_) => self.refuse(world, slot),
        }
    }

    fn step(self, world: &mut World, slot: usize, request: Request, view: View) {
        let outcome = self.atomic_step(world, request);
        match outcome {
            StepOutcome::Rotated(successor) => self.rotated(world, slot, number(successor)),
            StepOutcome::Repeated(successor) => {
                let successor = number(successor);
                self.honour(world, slot, successor);
                world.requests[slot].phase = Phase::Answered { successor, repeated: true };
            }
            StepOutcome::Ahead => world.requests[slot].phase = Phase::Looking(view, Why::Ahead),
            StepOutcome::Missing => {
                world.broken_if(sees_nothing_new(world, view), Broken::Stuck);
                world.requests[slot].phase = Phase::Sent;
            }
            StepOutcome::NotLive => self.refuse(world, slot),
            StepOutcome::Reused => {
                world.facts.reuse = Reuse::Found;
                world.reuse_unwritten = true;
                self.refuse(world, slot);
            }
        }
    }

    fn atomic_step(self, world: &mut World, request: Request) -> StepOutcome {
        let here = world.fast.epoch;
        let Some(copy) = &mut world.fast.stored.copy else { return StepOutcome::Missing };
        let before = copy.state;
        let (written, outcome) = (self.rule.step)(
            real_state(before),
            time(self.expires_at),
            copy.epoch == here,
            generation(request.presented),
            time(world.now),
        );
        if let Some(state) = written {
            copy.state = model_state(state);
        }
        let honoured = matches!(outcome, StepOutcome::Rotated(_) | StepOutcome::Repeated(_));
        let ahead = before.generation().is_some_and(|generation| generation < request.presented);
        world.broken_if(honoured && ahead, Broken::Blind);
        outcome
    }

    fn rotated(self, world: &mut World, slot: usize, successor: u8) {
        self.honour(world, slot, successor);
        let presented = world.requests[slot].presented;
        world.facts.newest = world.facts.newest.max(successor);
        world.facts.rotated[usize::from(presented)].get_or_insert(world.now);
        if world.checkpoint.is_none_or(|(noted, _)| noted <= successor) {
            world.checkpoint = Some((successor, world.now));
        }
        world.requests[slot].phase = Phase::Answered { successor, repeated: false };
    }

    /// Judges a successor that is handed out.
    fn honour(self, world: &mut World, slot: usize, successor: u8) {
        let Request { presented, proven, .. } = world.requests[slot];
        world.broken_if(successor != presented + 1, Broken::Skipped);
        world.broken_if(!proven, Broken::Moved);
        world.broken_if(world.facts.end_promised, Broken::EndedHonoured);
        world.broken_if(world.facts.reuse == Reuse::Found, Broken::ReuseRevived);
        world.broken_if(world.now >= self.expires_at, Broken::ExpiredHonoured);
        world.broken_if(world.is_known_spent(presented), Broken::SpentHonoured);
    }

    /// `None`: the database is away. The answer is 503 and nothing is consumed; the request may as well be sent again.
    fn look(self, world: &mut World, slot: usize, request: Request, view: View) -> Option<()> {
        if world.database_away {
            return None;
        }
        let row = world.row;
        let decision = (self.rule.rebuild)(
            &real_session(row, time(self.expires_at)),
            view.copy.map(|copy| real_state(copy.state)),
            Some(status(row.barred)),
            generation(request.presented),
            request.proven,
            time(world.now),
        );
        let over = row.ended || row.barred || world.now >= self.expires_at;
        let moves = matches!(decision, Rebuild::Reused | Rebuild::Live(_));
        world.broken_if(moves && !request.proven, Broken::Moved);
        match decision {
            Rebuild::Bury(_) => {
                world.broken_if(!over, Broken::Moved);
                world.bury();
                self.refuse(world, slot);
            }
            Rebuild::Refuse(_) => self.refuse(world, slot),
            Rebuild::Reused => {
                world.facts.lawfully_ended |= world.is_spent(request.presented);
                world.row.ended = true;
                world.change = Change::Pending;
                self.refuse(world, slot);
            }
            Rebuild::Live(state) => {
                world.broken_if(over, Broken::DeadRestored);
                let restored = Restored { state: model_state(state), barred: row.barred };
                world.requests[slot].phase = Phase::Restoring(view, restored);
            }
        }
        Some(())
    }

    fn restore(self, world: &mut World, slot: usize, view: View, restored: Restored) {
        let end = time(self.expires_at);
        let present = world.fast.stored.copy;
        let real_present = present.map(|copy| real_copy(copy, end));
        let expected = view.copy.map(|copy| real_copy(copy, end));
        world.put_role(restored.barred);
        if (self.rule.may_restore)(real_present.as_ref(), expected.as_ref()) {
            let goes_back = present.is_some_and(|copy| {
                copy.state == CopyState::Ended || copy.state.generation() > restored.state.generation()
            });
            world.broken_if(goes_back, Broken::WentBack);
            let epoch = (self.rule.stamp)(view.epoch, world.fast.epoch);
            world.fast.stored.copy = Some(Copy { state: restored.state, epoch });
        } else {
            world.broken_if(sees_nothing_new(world, view), Broken::Stuck);
        }
        world.requests[slot].phase = Phase::Sent;
    }

    /// 401: the cookie is cleared.
    fn refuse(self, world: &mut World, slot: usize) {
        let Request { presented, proven, .. } = world.requests[slot];
        let closed = world.row.barred || world.now >= self.expires_at;
        if proven && world.is_spent(presented) {
            world.facts.lawfully_ended = true;
            let ended = world.is_buried() || world.row.ended;
            world.broken_if(!closed && !ended && world.is_known_spent(presented), Broken::ReuseLeftAlive);
        }
        if slot != INTRUDER {
            world.broken_if(!closed && !world.facts.lawfully_ended && !world.is_spent(presented), Broken::SignedOut);
            world.jar = None;
        }
        world.requests[slot] = Request::IDLE;
    }

    /// Whether a token presented now and alone would be honoured. Looks at the whole way without leaving a trace.
    pub(crate) fn would_honour(self, world: &World, presented: u8) -> bool {
        let mut world = *world;
        world.requests[INTRUDER] = Request { phase: Phase::Sent, presented, proven: true };
        for _ in 0..16 {
            if self.advance(&mut world, INTRUDER).is_none() {
                break;
            }
        }
        matches!(world.requests[INTRUDER].phase, Phase::Answered { .. })
    }
}

/// Whoever must look again has to find something new, or he would look for ever.
fn sees_nothing_new(world: &World, view: View) -> bool {
    view == View { copy: world.fast.stored.copy, epoch: world.fast.epoch }
}

impl World {
    /// Whether a token is older than the rule allows: rotated away longer ago than the grace, or twice.
    pub(crate) fn is_spent(&self, presented: u8) -> bool {
        self.is_late(presented) || self.is_overtaken(presented)
    }

    /// The same, and the stores can know it: none of the rotations that make it so was lost.
    fn is_known_spent(&self, presented: u8) -> bool {
        !self.is_forgotten(presented)
            && (self.is_late(presented) || (self.is_overtaken(presented) && !self.is_forgotten(presented + 1)))
    }

    fn is_late(&self, presented: u8) -> bool {
        self.facts.rotated[usize::from(presented)].is_some_and(|at| self.now - at > 1)
    }

    fn is_overtaken(&self, presented: u8) -> bool {
        presented + 1 < self.facts.newest
    }

    fn is_forgotten(&self, generation: u8) -> bool {
        self.facts.forgotten & (1 << generation) != 0
    }
}
