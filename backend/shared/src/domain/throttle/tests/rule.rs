//! The rule of the buckets.

use jiff::SignedDuration;

use super::super::{
    Admission, Bucket, BucketPolicy, Settlement,
    rule::{admit, settle},
};
use crate::domain::clock::Timestamp;

const POLICY: BucketPolicy = BucketPolicy { free_failures: 5, window: SignedDuration::from_hours(24) };
const START: Timestamp = Timestamp::UNIX_EPOCH;

#[test]
fn free_failures_pass_at_once_and_later_ones_after_a_doubling_delay() {
    let mut bucket = None;
    let mut now = START;
    for _ in 0..4 {
        let counted = admitted(bucket, now);
        assert_eq!(counted.blocked_until, None);
        bucket = Some(counted);
    }
    for seconds in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900] {
        let counted = admitted(bucket, now);
        let until = now + SignedDuration::from_secs(seconds);
        assert_eq!(counted.blocked_until, Some(until), "after {} failures", counted.failures);
        let just_before = until - SignedDuration::from_nanos(1);
        assert_eq!(admit(Some(counted), &POLICY, just_before).1, refused(1, true));
        (bucket, now) = (Some(counted), until);
    }
}

#[test]
fn the_longest_delay_holds_for_any_number_of_failures() {
    for failures in [100, 1_000_000, u32::MAX - 1, u32::MAX] {
        let bucket = Bucket { failures, ..bucket(failures) };
        let counted = admitted(Some(bucket), START);
        assert_eq!(counted.blocked_until, Some(START + SignedDuration::from_mins(15)), "{failures}");
    }
}

#[test]
fn a_refusal_counts_nothing_and_is_noted_once() {
    let blocked = Bucket { blocked_until: Some(START + SignedDuration::from_secs(4)), ..bucket(7) };
    let (noted, first) = admit(Some(blocked), &POLICY, START);
    assert_eq!(first, refused(4, true));
    assert_eq!(noted, Bucket { refusal_noted: true, ..blocked });
    let (unchanged, second) = admit(Some(noted), &POLICY, START + SignedDuration::from_millis(1));
    assert_eq!(second, refused(4, false), "a part of a second counts as a whole one");
    assert_eq!(unchanged, noted);

    let next = admitted(Some(noted), START + SignedDuration::from_secs(4));
    assert!(!next.refusal_noted, "the next block is worth telling of again");
}

#[test]
fn a_bucket_is_forgotten_when_its_window_is_over() {
    let blocked = Bucket { blocked_until: Some(START + SignedDuration::from_hours(30)), ..bucket(50) };
    let end = START + POLICY.window;
    let (_, before) = admit(Some(blocked), &POLICY, end - SignedDuration::from_nanos(1));
    assert!(matches!(before, Admission::Refused { .. }), "{before:?}");
    let fresh = admitted(Some(blocked), end);
    assert_eq!((fresh.failures, fresh.window_started_at, fresh.blocked_until), (1, end, None));
}

#[test]
fn the_window_begins_with_the_first_failure_and_no_later_one_moves_it() {
    let first = admitted(None, START);
    let second = admitted(Some(first), START + SignedDuration::from_hours(20));
    assert_eq!(second.window_started_at, START);
}

#[test]
fn a_right_password_empties_the_bucket() {
    for failures in [1, 5, 500] {
        assert_eq!(settle(bucket(failures), &POLICY, Settlement::Cleared), None);
    }
}

#[test]
fn an_attempt_that_does_not_count_gives_its_failure_back() {
    let until = Some(START + SignedDuration::from_secs(2));
    let settled = |failures| {
        let before = Bucket { blocked_until: until, ..bucket(failures) };
        settle(before, &POLICY, Settlement::Uncounted).map(|after| (after.failures, after.blocked_until))
    };
    assert_eq!(settled(1), None);
    assert_eq!(settled(5), Some((4, None)), "its own block goes with it");
    assert_eq!(settled(6), Some((5, until)), "a block that others' failures earned stays");
}

#[test]
fn free_failures_of_zero_block_from_the_first() {
    let strict = BucketPolicy { free_failures: 0, ..POLICY };
    let (counted, admission) = admit(None, &strict, START);
    assert_eq!(admission, Admission::Admitted);
    assert!(counted.blocked_until.is_some());
}

fn admitted(bucket: Option<Bucket>, now: Timestamp) -> Bucket {
    let (counted, admission) = admit(bucket, &POLICY, now);
    assert_eq!(admission, Admission::Admitted);
    let before = bucket.filter(|known| now.duration_since(known.window_started_at) < POLICY.window);
    assert_eq!(counted.failures, before.map_or(0, |known| known.failures).saturating_add(1));
    counted
}

fn bucket(failures: u32) -> Bucket {
    Bucket { failures, window_started_at: START, blocked_until: None, refusal_noted: false }
}

fn refused(retry_after_seconds: u64, first: bool) -> Admission {
    Admission::Refused { retry_after_seconds, first }
}
