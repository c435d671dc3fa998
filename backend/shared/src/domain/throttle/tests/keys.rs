//! The names of buckets.

use std::collections::HashSet;

use super::{
    super::{BucketKeys, known_browser::KnownBrowsers},
    Counting, pepper, ring, user,
};
use crate::domain::{clock::Timestamp, users::Email};

#[test]
fn every_kind_and_every_part_makes_another_bucket() {
    let keys = BucketKeys::new(pepper(1));
    let (anna, bert) = (email("anna@example.com"), email("bert@example.com"));
    let names = [
        keys.account(&anna),
        keys.account(&bert),
        keys.account_and_network(&anna, "192.0.2.0/24"),
        keys.account_and_network(&anna, "198.51.100.0/24"),
        keys.account_and_network(&bert, "192.0.2.0/24"),
        keys.password_change(anna.key()),
        BucketKeys::new(pepper(2)).account(&anna),
    ];
    assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
}

#[test]
fn d6_every_spelling_of_an_address_is_one_bucket() {
    let keys = BucketKeys::new(pepper(1));
    let (plain, respelled) = (email("anna@example.com"), email("ANNA@Example.COM"));
    assert_eq!(keys.account(&plain), keys.account(&respelled));
    assert_eq!(keys.account_and_network(&plain, "n"), keys.account_and_network(&respelled, "n"));
}

#[test]
fn parts_can_not_run_into_each_other() {
    let keys = BucketKeys::new(pepper(1));
    let (longer, shorter) = (email("anna@example.com"), email("anna@example.co"));
    assert_ne!(keys.account_and_network(&longer, "1"), keys.account_and_network(&shorter, "m1"));
}

#[test]
fn each_known_browser_has_a_bucket_of_its_own() {
    let (keys, browsers, randomness) =
        (BucketKeys::new(pepper(1)), KnownBrowsers::new(ring(1, None)), Counting::default());
    let now = Timestamp::UNIX_EPOCH;
    let browser = || browsers.prove(&browsers.mark(user(), None, now, &randomness), now).unwrap();
    let (first, second) = (browser(), browser());
    assert_eq!(keys.known_browser(&first), keys.known_browser(&first));
    assert_ne!(keys.known_browser(&first), keys.known_browser(&second));
}

#[test]
fn debug_does_not_show_a_name() {
    assert_eq!(format!("{:?}", BucketKeys::new(pepper(1)).account(&email("anna@example.com"))), "BucketKey(…)");
}

fn email(text: &str) -> Email {
    text.parse().unwrap()
}
