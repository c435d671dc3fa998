//! The mark of a browser that has signed in before.

use jiff::SignedDuration;

use super::{
    super::known_browser::{KnownBrowsers, LIFE},
    Counting, ring, user,
};
use crate::domain::{clock::Timestamp, ids::UserId};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

#[test]
fn a_mark_names_its_user_and_lasts_180_days() {
    let browsers = KnownBrowsers::new(ring(1, None));
    let user = user();
    let mark = browsers.mark(user, None, NOW, &Counting::default());
    assert_eq!(browsers.prove(&mark, NOW).unwrap().user_id, user);
    assert!(browsers.prove(&mark, NOW + LIFE - SignedDuration::from_secs(1)).is_some());
    assert!(browsers.prove(&mark, NOW + LIFE).is_none());
    assert_eq!(LIFE, SignedDuration::from_hours(180 * 24));
}

#[test]
fn a_new_mark_keeps_the_name_of_the_same_users_browser_only() {
    let (browsers, randomness) = (KnownBrowsers::new(ring(1, None)), Counting::default());
    let anna = user();
    let other: UserId = "01234567-89ab-7def-8123-456789abcdef".parse().unwrap();
    let first = browsers.prove(&browsers.mark(anna, None, NOW, &randomness), NOW).unwrap();
    let later = NOW + LIFE - SignedDuration::from_secs(1);
    let renewed = browsers.mark(anna, Some(&first), later, &randomness);
    assert_eq!(browsers.prove(&renewed, later + SignedDuration::from_hours(24)), Some(first.clone()));

    let foreign = browsers.prove(&browsers.mark(other, Some(&first), NOW, &randomness), NOW).unwrap();
    assert_eq!(foreign.user_id, other);
    assert_ne!(foreign.id(), first.id());
}

#[test]
fn a_mark_of_the_previous_pepper_is_taken_and_of_any_other_is_not() {
    let mark = KnownBrowsers::new(ring(1, None)).mark(user(), None, NOW, &Counting::default());
    assert!(KnownBrowsers::new(ring(2, Some(1))).prove(&mark, NOW).is_some());
    assert!(KnownBrowsers::new(ring(2, None)).prove(&mark, NOW).is_none());
    assert!(KnownBrowsers::new(ring(2, Some(3))).prove(&mark, NOW).is_none());
}

#[test]
fn every_truncation_extension_and_changed_character_is_refused() {
    let browsers = KnownBrowsers::new(ring(1, None));
    let mark = browsers.mark(user(), None, NOW, &Counting::default());
    for end in 0..mark.len() {
        assert_eq!(browsers.prove(&mark[..end], NOW), None, "{end}");
    }
    for addition in [".", "=", "A", ".A", " "] {
        assert_eq!(browsers.prove(&format!("{mark}{addition}"), NOW), None, "{addition:?}");
        assert_eq!(browsers.prove(&format!("{addition}{mark}"), NOW), None, "{addition:?}");
    }
    for index in 0..mark.len() {
        for replacement in ["A", "1", ".", "-"] {
            let changed = format!("{}{replacement}{}", &mark[..index], &mark[index + 1..]);
            if changed != mark {
                assert_eq!(browsers.prove(&changed, NOW), None, "{index} {replacement}");
            }
        }
    }
}
