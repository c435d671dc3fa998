//! What may happen in a world, and when.

use stateright::{Model, Property};

use crate::{
    broken,
    walk::Walk,
    world::{Change, INTRUDER, Phase, Request, Reuse, Stored, World},
    worlds::Bounds,
};

/// A world with its bounds, to be explored completely.
#[derive(Clone, Debug)]
pub(crate) struct SessionModel {
    pub(crate) walk: Walk,
    pub(crate) bounds: Bounds,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Happening {
    /// One of the owner's tabs sends what is in the jar.
    Send(usize),
    /// A thief copies a token that exists.
    Steal(u8),
    SendStolen,
    SendForged(u8),
    Advance(usize),
    /// The signer is away: 503, nothing consumed.
    SignerAway(usize),
    Deliver(usize),
    LoseAnswer(usize),
    Tick,
    WriteCheckpoint,
    WriteReuse,
    LoseFastStore,
    Replicate,
    FailOver,
    LoseRole,
    DatabaseGoes,
    DatabaseReturns,
    Crash,
    End,
    SignOutWithoutDatabase,
    Bar,
    ApplyChanges,
}

impl Model for SessionModel {
    type State = World;
    type Action = Happening;

    fn init_states(&self) -> Vec<World> {
        vec![World::new(self.bounds.budget)]
    }

    fn actions(&self, world: &World, out: &mut Vec<Happening>) {
        for (slot, request) in world.requests.iter().enumerate() {
            match request.phase {
                Phase::Idle if slot != INTRUDER => out.push(Happening::Send(slot)),
                Phase::Idle => {}
                Phase::Answered { .. } => out.extend([Happening::Deliver(slot), Happening::LoseAnswer(slot)]),
                Phase::Stepping(_) => out.extend([Happening::Advance(slot), Happening::SignerAway(slot)]),
                _ => out.push(Happening::Advance(slot)),
            }
        }
        out.extend((1..=world.facts.newest).map(Happening::Steal));
        out.extend((1..=2).map(Happening::SendForged));
        out.extend([
            Happening::SendStolen,
            Happening::Tick,
            Happening::WriteCheckpoint,
            Happening::WriteReuse,
            Happening::LoseFastStore,
            Happening::Replicate,
            Happening::FailOver,
            Happening::LoseRole,
            Happening::DatabaseGoes,
            Happening::DatabaseReturns,
            Happening::Crash,
            Happening::End,
            Happening::SignOutWithoutDatabase,
            Happening::Bar,
            Happening::ApplyChanges,
        ]);
    }

    fn next_state(&self, world: &World, happening: Happening) -> Option<World> {
        let mut next = *world;
        self.apply(&mut next, happening)?;
        // The two tabs are alike.
        next.requests[..INTRUDER].sort_unstable();
        (next != *world).then_some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        broken::properties(self.bounds.witnesses)
    }
}

fn spend(left: &mut u8) -> Option<()> {
    *left = left.checked_sub(1)?;
    Some(())
}

impl SessionModel {
    fn apply(&self, world: &mut World, happening: Happening) -> Option<()> {
        match happening {
            Happening::Send(slot) => {
                spend(&mut world.left.honest)?;
                send(world, slot, world.jar?, true)
            }
            Happening::Steal(generation) => {
                (world.left.stolen > 0 && world.thief.is_none()).then_some(())?;
                world.thief = Some(generation);
                Some(())
            }
            Happening::SendStolen => {
                spend(&mut world.left.stolen)?;
                send(world, INTRUDER, world.thief?, true)
            }
            Happening::SendForged(generation) => {
                spend(&mut world.left.forged)?;
                send(world, INTRUDER, generation, false)
            }
            Happening::Advance(slot) => self.walk.advance(world, slot),
            Happening::SignerAway(slot) => {
                world.requests[slot] = Request::IDLE;
                Some(())
            }
            Happening::Deliver(slot) | Happening::LoseAnswer(slot) => answer(world, slot, happening),
            Happening::Tick => tick(world),
            Happening::WriteCheckpoint | Happening::WriteReuse | Happening::ApplyChanges => {
                background(world, happening)
            }
            Happening::LoseFastStore | Happening::Replicate | Happening::FailOver | Happening::LoseRole => {
                fast_store(world, happening)
            }
            Happening::DatabaseGoes | Happening::DatabaseReturns | Happening::Crash => outage(world, happening),
            Happening::End | Happening::SignOutWithoutDatabase | Happening::Bar => ending(world, happening),
        }
    }
}

fn send(world: &mut World, slot: usize, presented: u8, proven: bool) -> Option<()> {
    (world.requests[slot].phase == Phase::Idle).then_some(())?;
    world.requests[slot] = Request { phase: Phase::Sent, presented, proven };
    Some(())
}

fn answer(world: &mut World, slot: usize, happening: Happening) -> Option<()> {
    let Phase::Answered { successor, .. } = world.requests[slot].phase else { return None };
    world.requests[slot] = Request::IDLE;
    if matches!(happening, Happening::Deliver(_)) {
        if slot == INTRUDER {
            world.thief = Some(successor);
        } else {
            world.jar = Some(successor);
        }
    }
    Some(())
}

/// What `documents/sessions.md` bounds by seconds has happened before 10 s are over, unless the database is away.
fn tick(world: &mut World) -> Option<()> {
    let background_done = world.checkpoint.is_none() && !world.reuse_unwritten && world.change != Change::Pending;
    (background_done || world.database_away).then_some(())?;
    spend(&mut world.left.ticks)?;
    world.now += 1;
    Some(())
}

fn background(world: &mut World, happening: Happening) -> Option<()> {
    (!world.database_away).then_some(())?;
    match happening {
        Happening::WriteCheckpoint => {
            let (generation, at) = world.checkpoint.take()?;
            if !world.row.ended && generation > world.row.checkpoint {
                world.row.checkpoint = generation;
                world.row.checkpoint_rotated_at = Some(at);
            }
        }
        Happening::WriteReuse => {
            world.reuse_unwritten.then_some(())?;
            world.reuse_unwritten = false;
            world.row.ended = true;
            world.change = Change::Pending;
        }
        _ => {
            (world.change == Change::Pending).then_some(())?;
            world.change = Change::Applied;
            if world.row.ended {
                world.bury();
            }
            world.put_role(world.row.barred);
        }
    }
    Some(())
}

fn fast_store(world: &mut World, happening: Happening) -> Option<()> {
    match happening {
        Happening::LoseFastStore => {
            spend(&mut world.left.losses)?;
            new_epoch(world, Stored { copy: None, barred: None });
        }
        Happening::Replicate => {
            (world.left.failovers > 0).then_some(())?;
            world.replica = world.fast.stored;
        }
        Happening::FailOver => {
            spend(&mut world.left.failovers)?;
            new_epoch(world, world.replica);
        }
        _ => {
            // A role value lives for a day after it was written: none goes while a request holds an older one.
            let in_time = !world.requests.iter().any(|request| matches!(request.phase, Phase::Restoring(..)));
            in_time.then_some(())?;
            spend(&mut world.left.role_losses)?;
            world.fast.stored.barred = None;
        }
    }
    Some(())
}

/// Another life of the fast store begins with `survived`. The changes of the last minutes are to be applied again.
fn new_epoch(world: &mut World, survived: Stored) {
    world.fast.epoch += 1;
    world.fast.stored = survived;
    world.replica = survived;
    if world.change == Change::Applied {
        world.change = Change::Pending;
    }
    let known = survived.copy.and_then(|copy| copy.state.generation()).unwrap_or(0).max(world.row.checkpoint);
    for forgotten in known..world.facts.newest {
        world.facts.forgotten |= 1 << forgotten;
    }
    if world.facts.reuse == Reuse::Found && !world.row.ended && !world.is_buried() {
        world.facts.reuse = Reuse::Forgotten;
    }
}

fn outage(world: &mut World, happening: Happening) -> Option<()> {
    match happening {
        Happening::DatabaseGoes => {
            (!world.database_away).then_some(())?;
            spend(&mut world.left.outages)?;
            world.database_away = true;
        }
        Happening::DatabaseReturns => {
            world.database_away.then_some(())?;
            world.database_away = false;
        }
        _ => {
            spend(&mut world.left.crashes)?;
            world.requests = [Request::IDLE; 3];
            world.checkpoint = None;
            world.reuse_unwritten = false;
        }
    }
    Some(())
}

fn ending(world: &mut World, happening: Happening) -> Option<()> {
    match happening {
        Happening::End => {
            (!world.database_away && !world.row.ended).then_some(())?;
            spend(&mut world.left.ends)?;
            world.row.ended = true;
            world.change = Change::Pending;
            world.facts.lawfully_ended = true;
        }
        Happening::SignOutWithoutDatabase => {
            world.database_away.then_some(())?;
            spend(&mut world.left.sign_outs)?;
            world.bury();
            world.facts.lawfully_ended = true;
        }
        _ => {
            (!world.database_away && !world.row.barred).then_some(())?;
            spend(&mut world.left.bars)?;
            world.row.barred = true;
            world.change = Change::Pending;
        }
    }
    Some(())
}
