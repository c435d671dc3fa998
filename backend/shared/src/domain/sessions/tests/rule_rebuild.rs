//! [`rule::rebuild`]: `documents/sessions.md`, "Rebuild", and a token that is ahead of the fast copy.

use jiff::Timestamp;
use proptest::prelude::*;

use super::{
    super::{
        CachedState, Checkpoint, EndReason, Ended, Session,
        rule::{Rebuild, Refusal, StepOutcome, rebuild, step},
    },
    START, after, end, live, nth, session,
};
use crate::domain::users::UserStatus;

const ACTIVE: Option<UserStatus> = Some(UserStatus::Active);

/// A record that knows of `generation`, rotated in at [`START`].
fn row(generation: u64) -> Session {
    Session { checkpoint: Checkpoint { generation: nth(generation), rotated_at: Some(START) }, ..session() }
}

fn ended() -> Session {
    Session { ended: Some(Ended { at: START, reason: EndReason::SignedOut }), ..row(5) }
}

fn rebuilt(row: &Session, copy: Option<CachedState>, presented: u64, now: Timestamp) -> Rebuild {
    rebuild(row, copy, ACTIVE, nth(presented), true, now)
}

#[test]
fn an_ended_session_is_buried() {
    for presented in [1, 4, 5, 6] {
        assert_eq!(rebuilt(&ended(), None, presented, START), Rebuild::Bury(Refusal::Ended));
    }
}

#[test]
fn a_session_is_buried_from_its_absolute_end_on() {
    assert_eq!(rebuilt(&row(5), None, 5, after(86_399_999)), Rebuild::Live(live(5, Some(START))));
    assert_eq!(rebuilt(&row(5), None, 5, end()), Rebuild::Bury(Refusal::Expired));
    assert_eq!(rebuilt(&row(5), None, 5, after(86_400_001)), Rebuild::Bury(Refusal::Expired));
}

#[test]
fn the_session_of_a_locked_a_disabled_and_a_deleted_user_is_buried() {
    for user in [Some(UserStatus::Locked), Some(UserStatus::Disabled), None] {
        let decision = rebuild(&row(5), None, user, nth(5), true, START);
        assert_eq!(decision, Rebuild::Bury(Refusal::UserBarred), "{user:?}");
    }
}

#[test]
fn r8_a_token_that_is_not_proven_changes_nothing() {
    for presented in [0, 1, 4, 5, 6, u64::MAX] {
        let decision = rebuild(&row(5), None, ACTIVE, nth(presented), false, after(60_000));
        assert_eq!(decision, Rebuild::Refuse(Refusal::NotProven), "generation {presented}");
    }
}

#[test]
fn what_the_record_knows_goes_on_with_the_time_the_record_knows() {
    assert_eq!(rebuilt(&row(5), None, 5, after(60_000)), Rebuild::Live(live(5, Some(START))));
    assert_eq!(rebuilt(&session(), None, 1, after(60_000)), Rebuild::Live(live(1, None)));
}

#[test]
fn a_later_generation_than_the_record_knows_goes_on_from_itself() {
    for presented in [6, 7, u64::MAX] {
        let now = after(60_000);
        assert_eq!(rebuilt(&row(5), None, presented, now), Rebuild::Live(live(presented, Some(now))));
    }
}

#[test]
fn a_tab_with_the_token_before_an_unnoted_rotation_is_not_signed_out() {
    let Rebuild::Live(state) = rebuilt(&row(5), None, 6, START) else { panic!("the newest token was refused") };
    let (_, outcome) = step(state, end(), true, nth(5), after(10_000));
    assert_eq!(outcome, StepOutcome::Repeated(nth(6)));
}

#[test]
fn the_generation_before_the_checkpoint_is_good_for_10_seconds() {
    for millis in [0, 9_999, 10_000] {
        assert_eq!(rebuilt(&row(5), None, 4, after(millis)), Rebuild::Live(live(5, Some(START))), "{millis} ms");
    }
    assert_eq!(rebuilt(&row(5), None, 4, after(10_001)), Rebuild::Reused);
}

#[test]
fn the_generation_before_the_checkpoint_is_reuse_when_nobody_knows_how_old_it_is() {
    let row = Session { checkpoint: Checkpoint { generation: nth(5), rotated_at: None }, ..session() };
    assert_eq!(rebuilt(&row, None, 4, START), Rebuild::Reused);
}

#[test]
fn anything_older_is_reuse_at_once() {
    for presented in [0, 1, 2, 3] {
        assert_eq!(rebuilt(&row(5), None, presented, START), Rebuild::Reused, "generation {presented}");
    }
    assert_eq!(rebuilt(&row(u64::MAX), None, u64::MAX - 2, START), Rebuild::Reused);
}

#[test]
fn a_clock_that_is_behind_the_rotation_gives_the_grace_as_far_as_the_grace_goes() {
    assert_eq!(rebuilt(&row(5), None, 4, after(-10_000)), Rebuild::Live(live(5, Some(START))));
    assert_eq!(rebuilt(&row(5), None, 4, after(-10_001)), Rebuild::Reused);
}

#[test]
fn a_copy_that_is_further_than_the_record_is_believed() {
    let copy = Some(live(6, Some(after(2_000))));
    let known = Rebuild::Live(live(6, Some(after(2_000))));
    assert_eq!(rebuilt(&row(5), copy, 6, after(60_000)), known);
    assert_eq!(rebuilt(&row(5), copy, 5, after(12_000)), known);
    assert_eq!(rebuilt(&row(5), copy, 5, after(12_001)), Rebuild::Reused);
    assert_eq!(rebuilt(&row(5), copy, 4, after(2_000)), Rebuild::Reused);
    assert_eq!(rebuilt(&row(5), copy, 7, after(60_000)), Rebuild::Live(live(7, Some(after(60_000)))));
}

#[test]
fn of_two_times_of_one_rotation_the_store_s_own_counts() {
    let copy = Some(live(5, Some(after(2_000))));
    assert_eq!(rebuilt(&row(5), copy, 4, after(12_000)), Rebuild::Live(live(5, Some(after(2_000)))));
    assert_eq!(rebuilt(&row(5), copy, 4, after(12_001)), Rebuild::Reused);
}

#[test]
fn a_copy_that_is_behind_the_record_is_not_believed() {
    let copy = Some(live(3, Some(after(60_000))));
    assert_eq!(rebuilt(&row(5), copy, 3, after(60_000)), Rebuild::Reused);
    assert_eq!(rebuilt(&row(5), copy, 4, after(60_000)), Rebuild::Reused);
    assert_eq!(rebuilt(&row(5), copy, 5, after(60_000)), Rebuild::Live(live(5, Some(START))));
}

#[test]
fn the_record_ends_a_session_whatever_the_copy_says() {
    assert_eq!(rebuilt(&ended(), Some(live(9, Some(START))), 9, START), Rebuild::Bury(Refusal::Ended));
}

proptest! {
    #[test]
    fn what_is_rebuilt_is_honoured_and_no_generation_goes_back(
        known in 1..6_u64,
        copied in proptest::option::of(1..6_u64),
        presented in 0..7_u64,
        rotated in 0..30_000_i64,
        now in 0..30_000_i64,
    ) {
        let row = Session {
            checkpoint: Checkpoint { generation: nth(known), rotated_at: Some(after(rotated)) },
            ..session()
        };
        let copy = copied.map(|generation| live(generation, Some(after(rotated))));
        match rebuilt(&row, copy, presented, after(now)) {
            Rebuild::Live(state) => {
                let CachedState::Live { generation, .. } = state else { panic!("a tombstone is not live") };
                prop_assert!(generation >= nth(known.max(copied.unwrap_or(0)).max(presented)));
                let (_, outcome) = step(state, end(), true, nth(presented), after(now));
                prop_assert!(
                    matches!(outcome, StepOutcome::Rotated(next) | StepOutcome::Repeated(next) if next == nth(presented + 1))
                );
            }
            Rebuild::Reused => prop_assert!(presented < known.max(copied.unwrap_or(0))),
            other => prop_assert!(false, "{:?}", other),
        }
    }
}
