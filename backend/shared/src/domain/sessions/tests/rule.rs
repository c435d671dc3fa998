//! [`rule::assess`]: `documents/sessions.md`, "Refresh", steps 1 and 2.

use jiff::Timestamp;

use super::{
    super::{
        CachedSession, CachedState, Epoch, RoleState, RoleValue,
        rule::{Assessment, Refusal, assess},
    },
    START, after, copy, end, here, live,
};
use crate::domain::users::{Roles, UserStatus};

fn role(status: UserStatus) -> RoleValue {
    let state = RoleState::User { status, roles: Roles::USER, email: String::new(), display_name: String::new() };
    RoleValue { version: 1, state }
}

fn assessed(session: Option<&CachedSession>, proven: bool, now: Timestamp) -> Assessment {
    assess(session, Some(&role(UserStatus::Active)), &here(), |_| proven, now)
}

#[test]
fn a_live_session_of_an_active_user_goes_on() {
    assert_eq!(assessed(Some(&copy(live(1, None))), true, START), Assessment::Proceed);
}

#[test]
fn a_missing_session_is_rebuilt() {
    assert_eq!(assessed(None, true, START), Assessment::Rebuild);
}

#[test]
fn a_missing_role_value_is_rebuilt() {
    let copy = copy(live(1, None));
    assert_eq!(assess(Some(&copy), None, &here(), |_| true, START), Assessment::Rebuild);
}

#[test]
fn a_copy_of_another_epoch_is_rebuilt() {
    let older = CachedSession { epoch: Epoch::new("1"), ..copy(live(1, None)) };
    assert_eq!(assessed(Some(&older), true, START), Assessment::Rebuild);
}

#[test]
fn a_copy_of_another_epoch_is_not_even_asked_for_a_proof() {
    let older = CachedSession { epoch: Epoch::new("1"), ..copy(live(1, None)) };
    let role = role(UserStatus::Active);
    let assessment = assess(Some(&older), Some(&role), &here(), |_| panic!("asked"), START);
    assert_eq!(assessment, Assessment::Rebuild);
}

#[test]
fn a_token_that_is_not_proven_is_refused() {
    assert_eq!(assessed(Some(&copy(live(1, None))), false, START), Assessment::Refuse(Refusal::NotProven));
}

#[test]
fn the_proof_is_made_against_the_copy_that_was_read() {
    let (copy, role) = (copy(live(1, None)), role(UserStatus::Active));
    let assessment = assess(Some(&copy), Some(&role), &here(), |asked| *asked == copy, START);
    assert_eq!(assessment, Assessment::Proceed);
}

#[test]
fn an_ended_session_is_refused() {
    assert_eq!(assessed(Some(&copy(CachedState::Ended)), true, START), Assessment::Refuse(Refusal::Ended));
}

#[test]
fn a_tombstone_of_another_epoch_counts_too() {
    let older = CachedSession { epoch: Epoch::new("1"), ..copy(CachedState::Ended) };
    assert_eq!(assessed(Some(&older), true, START), Assessment::Refuse(Refusal::Ended));
}

#[test]
fn a_tombstone_counts_without_a_role_value_too() {
    let ended = copy(CachedState::Ended);
    assert_eq!(assess(Some(&ended), None, &here(), |_| true, START), Assessment::Refuse(Refusal::Ended));
}

#[test]
fn a_session_is_over_at_its_absolute_end_not_before() {
    let copy = copy(live(1, None));
    assert_eq!(assessed(Some(&copy), true, after(86_399_999)), Assessment::Proceed);
    assert_eq!(assessed(Some(&copy), true, end()), Assessment::Refuse(Refusal::Expired));
    assert_eq!(assessed(Some(&copy), true, after(86_400_001)), Assessment::Refuse(Refusal::Expired));
}

#[test]
fn a_locked_a_disabled_and_a_deleted_user_are_refused() {
    let copy = copy(live(1, None));
    let deleted = RoleValue { version: 2, state: RoleState::Deleted };
    for role in [role(UserStatus::Locked), role(UserStatus::Disabled), deleted] {
        let assessment = assess(Some(&copy), Some(&role), &here(), |_| true, START);
        assert_eq!(assessment, Assessment::Refuse(Refusal::UserBarred), "{role:?}");
    }
}

#[test]
fn r8_the_proof_comes_before_the_end_and_the_user() {
    let copy = copy(live(1, None));
    for (status, now) in [(UserStatus::Active, START), (UserStatus::Disabled, START), (UserStatus::Active, end())] {
        let assessment = assess(Some(&copy), Some(&role(status)), &here(), |_| false, now);
        assert_eq!(assessment, Assessment::Refuse(Refusal::NotProven), "{status:?} {now}");
    }
}
