//! [`rule::step`]: `documents/sessions.md`, "Refresh", step 4.

use jiff::Timestamp;
use proptest::prelude::*;

use super::{
    super::{
        CachedState, Generation,
        rule::{StepOutcome, step},
    },
    START, after, end, live, nth,
};

fn stepped(state: CachedState, presented: u64, now: Timestamp) -> (Option<CachedState>, StepOutcome) {
    step(state, end(), true, nth(presented), now)
}

const REUSED: (Option<CachedState>, StepOutcome) = (Some(CachedState::Ended), StepOutcome::Reused);

#[test]
fn the_current_token_is_rotated_and_the_time_remembered() {
    let (written, outcome) = stepped(live(4, Some(START)), 4, after(300_000));
    assert_eq!(written, Some(live(5, Some(after(300_000)))));
    assert_eq!(outcome, StepOutcome::Rotated(nth(5)));
}

#[test]
fn the_first_token_is_rotated() {
    let first = CachedState::Live { generation: Generation::FIRST, rotated_at: None };
    assert_eq!(stepped(first, 1, START), (Some(live(2, Some(START))), StepOutcome::Rotated(nth(2))));
}

#[test]
fn the_previous_token_gets_the_same_successor_for_10_seconds() {
    let state = live(5, Some(START));
    for millis in [0, 1, 9_999, 10_000] {
        assert_eq!(stepped(state, 4, after(millis)), (None, StepOutcome::Repeated(nth(5))), "{millis} ms");
    }
}

#[test]
fn c4_the_previous_token_is_reuse_after_10_seconds() {
    let state = live(5, Some(START));
    assert_eq!(stepped(state, 4, after(10_000) + jiff::SignedDuration::from_nanos(1)), REUSED);
    assert_eq!(stepped(state, 4, after(10_001)), REUSED);
}

#[test]
fn a_repeat_does_not_extend_the_grace() {
    let (written, _) = stepped(live(5, Some(START)), 4, after(9_000));
    assert_eq!(written, None);
}

#[test]
fn any_older_token_is_reuse_at_once() {
    for presented in [0, 1, 2, 3] {
        assert_eq!(stepped(live(5, Some(START)), presented, START), REUSED, "generation {presented}");
    }
}

#[test]
fn a_token_before_the_first_is_reuse() {
    assert_eq!(stepped(live(1, None), 0, START), REUSED);
}

#[test]
fn the_previous_token_is_reuse_when_nobody_knows_how_old_it_is() {
    assert_eq!(stepped(live(5, None), 4, START), REUSED);
}

#[test]
fn a_later_token_changes_nothing() {
    for presented in [6, 7, u64::MAX] {
        assert_eq!(stepped(live(5, Some(START)), presented, START), (None, StepOutcome::Ahead), "{presented}");
    }
}

#[test]
fn c4_after_a_reuse_the_newest_token_is_dead_too() {
    let (written, _) = stepped(live(5, Some(START)), 3, START);
    assert_eq!(stepped(written.unwrap(), 5, START), (None, StepOutcome::NotLive));
}

#[test]
fn no_token_moves_an_ended_session() {
    for presented in [0, 1, 5, u64::MAX] {
        assert_eq!(stepped(CachedState::Ended, presented, START), (None, StepOutcome::NotLive), "{presented}");
    }
}

#[test]
fn no_token_moves_a_session_at_its_absolute_end() {
    let state = live(5, Some(START));
    assert_eq!(stepped(state, 5, after(86_399_999)).1, StepOutcome::Rotated(nth(6)));
    for presented in [1, 4, 5, 6] {
        assert_eq!(stepped(state, presented, end()), (None, StepOutcome::NotLive), "{presented}");
        assert_eq!(stepped(state, presented, after(86_400_001)), (None, StepOutcome::NotLive), "{presented}");
    }
}

#[test]
fn no_token_moves_a_copy_of_another_epoch() {
    for presented in [1, 4, 5, 6] {
        let outcome = step(live(5, Some(START)), end(), false, nth(presented), START);
        assert_eq!(outcome, (None, StepOutcome::Missing), "{presented}");
    }
}

#[test]
fn a_tombstone_of_another_epoch_is_a_tombstone() {
    assert_eq!(step(CachedState::Ended, end(), false, nth(5), START), (None, StepOutcome::NotLive));
}

#[test]
fn a_rotation_in_the_future_of_a_slow_clock_is_within_the_grace_as_far_as_the_grace_goes() {
    let state = live(5, Some(after(10_000)));
    assert_eq!(stepped(state, 4, START), (None, StepOutcome::Repeated(nth(5))));
    assert_eq!(stepped(state, 4, after(-1)), REUSED);
}

#[test]
fn the_last_number_does_not_overflow() {
    let state = live(u64::MAX, Some(START));
    assert_eq!(stepped(state, u64::MAX - 1, START), (None, StepOutcome::Repeated(nth(u64::MAX))));
    assert_eq!(stepped(state, u64::MAX, START).1, StepOutcome::Rotated(nth(u64::MAX)));
    assert_eq!(stepped(state, 0, START), REUSED);
}

fn any_time() -> impl Strategy<Value = Timestamp> {
    (-30_000..90_000_000_i64).prop_map(after)
}

fn any_state() -> impl Strategy<Value = CachedState> {
    prop_oneof![
        1 => Just(CachedState::Ended),
        9 => (0..8_u64, proptest::option::of(any_time())).prop_map(|(generation, at)| live(generation, at)),
    ]
}

proptest! {
    #[test]
    fn the_successor_is_always_the_generation_after_the_presented_one(
        state in any_state(), presented in 0..9_u64, here: bool, now in any_time(),
    ) {
        match step(state, end(), here, nth(presented), now).1 {
            StepOutcome::Rotated(successor) | StepOutcome::Repeated(successor) => {
                prop_assert_eq!(successor, nth(presented + 1));
            }
            _ => {}
        }
    }

    #[test]
    fn only_a_rotation_and_a_reuse_write_anything(
        state in any_state(), presented in 0..9_u64, here: bool, now in any_time(),
    ) {
        let (written, outcome) = step(state, end(), here, nth(presented), now);
        match outcome {
            StepOutcome::Rotated(successor) => {
                prop_assert_eq!(written, Some(CachedState::Live { generation: successor, rotated_at: Some(now) }));
            }
            StepOutcome::Reused => prop_assert_eq!(written, Some(CachedState::Ended)),
            _ => prop_assert_eq!(written, None),
        }
    }

    #[test]
    fn whoever_comes_within_10_seconds_of_a_rotation_gets_what_the_first_got(
        generation in 1..u64::MAX - 1, later in 0..=10_000_i64,
    ) {
        let (written, first) = stepped(live(generation, None), generation, START);
        prop_assert_eq!(first, StepOutcome::Rotated(nth(generation + 1)));
        let (_, second) = stepped(written.unwrap(), generation, after(later));
        prop_assert_eq!(second, StepOutcome::Repeated(nth(generation + 1)));
    }
}
