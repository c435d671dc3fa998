use super::*;

const AHEAD: Duration = Duration::from_mins(10);

/// Versions made at the given seconds, numbered from 1.
fn stored(created_at: &[i64]) -> StoredKeys {
    let versions = (1..).zip(created_at).map(|(version, second)| StoredKey {
        version: KeyVersion(version),
        key: PublicKey::try_from(key_pair(KeyVersion(version)).pk.as_slice()).unwrap(),
        created_at: Timestamp::from_second(*second).unwrap(),
    });
    StoredKeys { versions: versions.collect(), usable_from: KeyVersion(1), signing_from: KeyVersion(0) }
}

/// What is published at a second, as `1 retiring, 2 current`. A token lives 300 s, a key is published 600 s ahead.
fn at(stored: &StoredKeys, second: i64) -> String {
    let published = KeySchedule::new(AHEAD, TTL).published(stored, Timestamp::from_second(second).unwrap());
    let texts = published.iter().map(|key| format!("{} {:?}", key.version().0, key.status()).to_lowercase());
    texts.collect::<Vec<_>>().join(", ")
}

#[track_caller]
fn table(stored: &StoredKeys, rows: &[(i64, &str)]) {
    for (second, expected) in rows {
        assert_eq!(at(stored, *second), *expected, "at {second}");
    }
}

#[test]
fn a_first_key_signs_at_once() {
    // Also by a clock that is behind the signer's.
    table(&stored(&[1000]), &[(900, "1 current"), (1000, "1 current"), (1_000_000_000, "1 current")]);
}

#[test]
fn a_new_key_is_published_first_and_the_old_one_stays_until_its_last_token_is_dead() {
    table(
        &stored(&[0, 10_000]),
        &[
            (9_999, "1 current, 2 next"),
            (10_000, "1 current, 2 next"),
            (10_599, "1 current, 2 next"),
            (10_600, "1 retiring, 2 current"),
            (11_499, "1 retiring, 2 current"),
            (11_500, "2 current"),
            (1_000_000_000, "2 current"),
        ],
    );
}

#[test]
fn keys_that_follow_fast_take_their_turns() {
    table(
        &stored(&[0, 10_000, 10_100, 10_200]),
        &[
            (10_200, "1 current, 2 next, 3 next, 4 next"),
            (10_600, "1 retiring, 2 current, 3 next, 4 next"),
            (10_700, "1 retiring, 2 retiring, 3 current, 4 next"),
            (10_800, "1 retiring, 2 retiring, 3 retiring, 4 current"),
            (11_500, "2 retiring, 3 retiring, 4 current"),
            (11_600, "3 retiring, 4 current"),
            (11_700, "4 current"),
        ],
    );
}

#[test]
fn a_version_that_the_operator_took_away_is_gone_and_the_lowest_left_signs_at_once() {
    let mut stored = stored(&[0, 10_000, 10_100]);
    stored.usable_from = KeyVersion(2);
    table(&stored, &[(10_100, "2 current, 3 next"), (10_699, "2 current, 3 next"), (10_700, "2 retiring, 3 current")]);
    stored.usable_from = KeyVersion(3);
    table(&stored, &[(10_100, "3 current")]);
    stored.usable_from = KeyVersion(4);
    table(&stored, &[(10_100, "")]);
}

#[test]
fn a_version_that_may_sign_no_more_is_still_believed() {
    let mut stored = stored(&[0, 10_000]);
    stored.signing_from = KeyVersion(2);
    table(&stored, &[(10_000, "1 retiring, 2 current"), (11_499, "1 retiring, 2 current"), (11_500, "2 current")]);
    stored.signing_from = KeyVersion(3);
    assert_eq!(at(&stored, 10_000), "1 next, 2 next", "none is current");
}

#[test]
fn a_clock_that_was_set_back_between_two_rotations_never_makes_an_old_key_current_again() {
    let stored = stored(&[0, 10_000, 5_000]);
    table(
        &stored,
        &[
            (5_599, "1 current, 2 next, 3 next"),
            (5_600, "1 retiring, 2 retiring, 3 current"),
            (6_500, "3 current"),
            (10_600, "3 current"),
        ],
    );
}

#[test]
fn the_order_of_the_answer_is_of_no_importance() {
    let in_order = stored(&[0, 10_000, 10_300]);
    let mut reversed = in_order.clone();
    reversed.versions.reverse();
    for second in (9_900..12_000).step_by(50) {
        assert_eq!(at(&in_order, second), at(&reversed, second));
    }
}

#[test]
fn two_instances_whose_clocks_differ_by_less_than_the_lead_believe_each_other() {
    // What an issuer signs with at one time, a verifier knows at every time that is less than the lead away.
    let stored = stored(&[0, 10_000, 10_050, 12_000, 12_001, 20_000]);
    let schedule = KeySchedule::new(AHEAD, TTL);
    for now in (9_000..23_000).step_by(25) {
        let published = |second| schedule.published(&stored, Timestamp::from_second(second).unwrap());
        let current = published(now).into_iter().find(|key| key.status() == KeyStatus::Current).unwrap();
        for seen_at in (now - 599..now + 599 + 300).step_by(50) {
            // The key exists from the time it was made.
            let known = seen_at >= now || current.created_at() <= Timestamp::from_second(seen_at).unwrap();
            if known {
                assert!(published(seen_at).iter().any(|key| key.id() == current.id()), "{now} {seen_at}");
            }
        }
    }
}
