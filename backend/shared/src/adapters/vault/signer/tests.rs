use serde_json::{Value, json};

use super::{
    batch::SignAnswer,
    queue::{Answer, BATCH},
    *,
};

fn push(queue: &Queue, version: u32) -> (bool, Answer) {
    let (pending, answer) = Pending::new(KeyVersion(version), b"message");
    (queue.push(pending).unwrap(), answer)
}

/// How many are in each of the batches that come until nothing waits.
fn batches(queue: &Queue) -> Vec<usize> {
    std::iter::from_fn(|| queue.next_batch()).map(|batch| batch.len()).collect()
}

#[test]
fn the_first_two_start_a_call_and_the_others_wait() {
    let queue = Queue::default();
    let (starts, _answers): (Vec<_>, Vec<_>) = (0..5).map(|_| push(&queue, 1)).unzip();
    assert_eq!(starts, [true, true, false, false, false]);
    assert_eq!(queue.next_batch().unwrap().len(), 5);
    assert!(queue.next_batch().is_none() && queue.next_batch().is_none());
    assert!(push(&queue, 1).0, "both calls are over");
}

#[test]
fn what_waits_goes_in_batches_of_sixty_four() {
    let queue = Queue::default();
    let _answers: Vec<_> = (0..150).map(|_| push(&queue, 1)).collect();
    assert_eq!(batches(&queue), [BATCH, BATCH, 22]);
}

#[test]
fn a_call_has_one_version_and_no_version_starves() {
    let queue = Queue::default();
    let _answers: Vec<_> = [1, 2, 1, 3, 2, 1].map(|version| push(&queue, version)).into();
    assert_eq!(batches(&queue), [3, 2, 1]);
}

#[test]
fn nothing_is_signed_for_who_went_away() {
    let queue = Queue::default();
    let mut answers: Vec<_> = (0..10).map(|_| push(&queue, 1).1).collect();
    answers.drain(..7);
    assert_eq!(batches(&queue), [3]);
    drop(push(&queue, 1));
    assert!(queue.next_batch().is_none());
}

#[test]
fn a_queue_that_can_not_be_worked_off_grows_no_further() {
    let queue = Queue::default();
    let _answers: Vec<_> = (0..8192).map(|_| push(&queue, 1)).collect();
    let (pending, _answer) = Pending::new(KeyVersion(1), b"message");
    assert!(matches!(queue.push(pending), Err(VaultError::Busy)));
}

/// What a batch of `size` by version 3 makes of this answer.
fn read(size: usize, results: &Value) -> Result<Vec<Result<[u8; 64], VaultError>>, VaultError> {
    let queue = Queue::default();
    let _answers: Vec<_> = (0..size).map(|_| push(&queue, 3)).collect();
    let answer: SignAnswer = serde_json::from_value(json!({ "data": { "batch_results": results } })).unwrap();
    queue.next_batch().unwrap().signatures(answer)
}

#[test]
fn each_item_of_an_answer_has_its_own_outcome() {
    let good = format!("vault:v3:{}==", "A".repeat(86));
    let results = read(3, &json!([{ "signature": good }, { "error": "no such version" }, { "signature": good }]));
    let [Ok(first), Err(VaultError::Item(second)), Ok(third)] = &results.unwrap()[..] else { panic!("other outcomes") };
    assert_eq!((first, second.as_str(), third), (&[0; 64], "no such version", &[0; 64]));
}

#[test]
fn a_signature_that_is_not_what_was_asked_for_is_refused() {
    for signature in [
        String::new(),
        "A".repeat(88),
        format!("vault:v2:{}==", "A".repeat(86)),
        format!("vault:v33:{}==", "A".repeat(86)),
        format!("vault:v3:{}", "A".repeat(86)),
        format!("vault:v3:{}", "A".repeat(84)),
        format!("vault:v3:{}", "-".repeat(88)),
        "vault:v3:".to_owned(),
    ] {
        let results = read(1, &json!([{ "signature": signature }])).unwrap();
        assert!(matches!(results[..], [Err(VaultError::Malformed(_))]), "{signature}");
    }
    assert!(matches!(read(1, &json!([{}])).unwrap()[..], [Err(_)]));
}

#[test]
fn an_answer_with_too_few_or_too_many_items_is_nobodys() {
    let good = json!({ "signature": format!("vault:v3:{}==", "A".repeat(86)) });
    assert!(matches!(read(2, &json!([good])), Err(VaultError::Malformed(_))));
    assert!(matches!(read(1, &json!([good, good])), Err(VaultError::Malformed(_))));
}
