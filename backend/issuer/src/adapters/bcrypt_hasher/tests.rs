use shared::domain::peppers::Pepper;
use testkit::{clock::TestClock, randomness::SeededRandomness};

use super::*;

const PEPPER: &[u8] = b"a pepper for tests, 32 bytes or more";
const OTHER_PEPPER: &[u8] = b"another pepper for tests, 32 bytes or more";

/// A hash that nobody else made, at the cost of 4.
const PASSWORD: &str = "correct horse with battery";

fn pepper(key: &[u8]) -> Pepper {
    Pepper::new(key.to_vec()).unwrap()
}

fn hasher(cost: u32, current: &[u8], previous: Option<&[u8]>) -> BcryptHasher {
    BcryptHasher::start(
        BcryptSettings { cost, threads: NonZeroUsize::MIN },
        PepperRing::new(pepper(current), previous.map(pepper)),
        Arc::new(TestClock::new()),
        Arc::new(SeededRandomness::new(7)),
    )
    .unwrap()
}

fn presented(text: &str) -> PresentedPassword {
    PresentedPassword::parse(text.into()).unwrap()
}

async fn hash(hasher: &BcryptHasher, text: &str) -> PasswordHash {
    hasher.hash(&NewPassword::parse(text.into()).unwrap()).await.unwrap()
}

async fn verify(hasher: &BcryptHasher, text: &str, stored: &PasswordHash) -> Verdict {
    hasher.verify(&presented(text), Some(stored)).await.unwrap()
}

/// What is kept of an outdated hash after a match.
async fn renewed(hasher: &BcryptHasher, text: &str, stored: &PasswordHash) -> PasswordHash {
    assert!(matches!(verify(hasher, text, stored).await, Verdict::Matches { outdated: true }));
    hasher.renew(&PresentedPassword::parse(text.into()).unwrap()).await.unwrap()
}

async fn matches(hasher: &BcryptHasher, text: &str, stored: &PasswordHash) -> bool {
    matches!(verify(hasher, text, stored).await, Verdict::Matches { .. })
}

/// What one refusal costs.
async fn work_of_refusal(hasher: &BcryptHasher, stored: Option<&PasswordHash>) -> WorkDone {
    let before = hasher.work_done();
    let verdict = hasher.verify(&presented("not the password"), stored).await.unwrap();
    assert!(matches!(verdict, Verdict::Refused));
    let after = hasher.work_done();
    WorkDone { evaluations: after.evaluations - before.evaluations, rounds: after.rounds - before.rounds }
}

#[tokio::test]
async fn hashes_of_another_implementation_are_verified() {
    // Python's hmac and its bcrypt 5.0.0.
    let hasher = hasher(4, PEPPER, None);
    for (password, stored) in [
        ("correct horse battery staple", "b1$5c318ba6$2b$04$abcdefghijklmnopqrstuuJuX0aaZYPPE6nUuMa96EL2bK6lZVZn2"),
        (
            "Zoe\u{308}\0 isst 15 A\u{308}pfel",
            "b1$5c318ba6$2b$05$ABCDEFGHIJKLMNOPQRSTUuP/pNghQbdNRYfJZngI6jn1FzsHfYc9e",
        ),
    ] {
        let stored = stored.parse().unwrap();
        assert!(matches(&hasher, password, &stored).await, "{password:?}");
        assert!(!matches(&hasher, &password.replace(' ', ""), &stored).await, "{password:?}");
    }
}

#[tokio::test]
async fn what_is_kept_names_scheme_pepper_and_cost_and_never_repeats() {
    let hasher = hasher(4, PEPPER, None);
    let (first, second) = (hash(&hasher, PASSWORD).await, hash(&hasher, PASSWORD).await);
    assert!(first.as_str().starts_with("b1$5c318ba6$2b$04$"));
    assert_ne!(first.as_str(), second.as_str());
    assert!(!first.as_str().contains(PASSWORD));
    assert!(matches(&hasher, PASSWORD, &first).await);
}

#[tokio::test]
async fn e1_another_tail_after_72_bytes_is_another_password() {
    let hasher = hasher(4, PEPPER, None);
    let head = "x".repeat(72);
    let stored = hash(&hasher, &format!("{head}12345678")).await;
    assert!(matches(&hasher, &format!("{head}12345678"), &stored).await);
    for tail in ["", "1", "1234567", "12345679", "123456789", "87654321"] {
        assert!(!matches(&hasher, &format!("{head}{tail}"), &stored).await, "{tail}");
    }
}

#[tokio::test]
async fn e2_passwords_of_every_length_are_exact() {
    let hasher = hasher(4, PEPPER, None);
    for length in [15, 70, 71, 72, 73, 74, 255, 256, 1024] {
        let password = format!("{}y", "x".repeat(length - 1));
        let stored = hash(&hasher, &password).await;
        assert!(matches(&hasher, &password, &stored).await, "{length}");
        assert!(!matches(&hasher, &password[..length - 1], &stored).await, "{length}");
        assert!(!matches(&hasher, &"x".repeat(length), &stored).await, "{length}");
        if length < 1024 {
            assert!(!matches(&hasher, &format!("{password}y"), &stored).await, "{length}");
        }
    }
}

#[tokio::test]
async fn e4_nul_bytes_are_significant_everywhere() {
    let hasher = hasher(4, PEPPER, None);
    for password in ["\0fifteen letters", "fifteen\0 letters", "fifteen letters\0"] {
        let stored = hash(&hasher, password).await;
        assert!(matches(&hasher, password, &stored).await, "{password:?}");
        let before_nul = password.split('\0').next().filter(|part| !part.is_empty()).unwrap_or("\0");
        for other in
            [before_nul.to_owned(), password.replace('\0', ""), format!("{password}\0"), password.replace('\0', "\0\0")]
        {
            assert!(!matches(&hasher, &other, &stored).await, "{other:?} for {password:?}");
        }
    }
}

#[tokio::test]
async fn e5_nfc_and_nfd_are_one_password_while_spaces_and_case_count() {
    let hasher = hasher(4, PEPPER, None);
    let stored = hash(&hasher, "Zoë isst 15 Äpfel").await;
    assert!(matches(&hasher, "Zoe\u{308} isst 15 A\u{308}pfel", &stored).await);
    for other in
        [" Zoë isst 15 Äpfel", "Zoë isst 15 Äpfel ", "Zoë  isst 15 Äpfel", "zoë isst 15 äpfel", "Zoe isst 15 Apfel"]
    {
        assert!(!matches(&hasher, other, &stored).await, "{other:?}");
    }
}

#[tokio::test]
async fn e6_a_raised_cost_is_taken_over_at_success_and_only_then() {
    let stored = hash(&hasher(4, PEPPER, None), PASSWORD).await;
    let hasher = hasher(5, PEPPER, None);
    assert!(matches!(verify(&hasher, "not the password", &stored).await, Verdict::Refused));
    let better = renewed(&hasher, PASSWORD, &stored).await;
    assert!(better.as_str().starts_with("b1$5c318ba6$2b$05$"));
    assert!(matches!(verify(&hasher, PASSWORD, &better).await, Verdict::Matches { outdated: false }));
}

#[tokio::test]
async fn e6_a_lowered_cost_leaves_dearer_hashes_alone() {
    let stored = hash(&hasher(5, PEPPER, None), PASSWORD).await;
    let verdict = verify(&hasher(4, PEPPER, None), PASSWORD, &stored).await;
    assert!(matches!(verdict, Verdict::Matches { outdated: false }));
}

#[tokio::test]
async fn the_previous_pepper_is_accepted_and_replaced_at_success_only() {
    let stored = hash(&hasher(4, PEPPER, None), PASSWORD).await;
    let hasher = hasher(4, OTHER_PEPPER, Some(PEPPER));
    assert!(matches!(verify(&hasher, "not the password", &stored).await, Verdict::Refused));
    let newer = renewed(&hasher, PASSWORD, &stored).await;
    assert_eq!(newer.pepper_id(), &pepper(OTHER_PEPPER).id());
    assert!(matches!(verify(&hasher, PASSWORD, &newer).await, Verdict::Matches { outdated: false }));
}

#[tokio::test]
async fn a_hash_is_worth_nothing_without_its_pepper() {
    let stored = hash(&hasher(4, PEPPER, None), PASSWORD).await;
    let other = hasher(4, OTHER_PEPPER, None);
    assert!(!matches(&other, PASSWORD, &stored).await);
    // Not even when the record is made to name the current pepper.
    let renamed = PasswordHash::new(stored.scheme(), &pepper(OTHER_PEPPER).id(), stored.digest()).unwrap();
    assert!(!matches(&other, PASSWORD, &renamed).await);
}

#[tokio::test]
async fn nothing_matches_where_there_is_no_hash() {
    let hasher = hasher(4, PEPPER, None);
    for text in ["\0", "not the password", PASSWORD] {
        assert!(matches!(hasher.verify(&presented(text), None).await.unwrap(), Verdict::Refused));
    }
}

#[tokio::test]
async fn d1_a_refusal_costs_the_same_whether_or_not_the_user_exists() {
    let hasher = hasher(6, PEPPER, None);
    let expected = WorkDone { evaluations: 1, rounds: 64 };
    let stored = hash(&hasher, PASSWORD).await;
    assert_eq!(work_of_refusal(&hasher, None).await, expected);
    assert_eq!(work_of_refusal(&hasher, Some(&stored)).await, expected);
}

#[tokio::test]
async fn d1_a_refusal_costs_the_same_for_hashes_that_can_never_match() {
    let hasher = hasher(6, PEPPER, None);
    let digest = "$2b$04$abcdefghijklmnopqrstuuJuX0aaZYPPE6nUuMa96EL2bK6lZVZn2";
    for (text, why) in [
        (format!("b1$00000000{digest}"), "a pepper that is gone"),
        (format!("b1$5c318ba6{}", digest.replace("stuu", "stuv")), "a salt that bcrypt never writes"),
        (format!("b1$5c318ba6{}", digest.replace("$04$", "$31$")), "a cost that takes days"),
        (format!("b1$5c318ba6{}", digest.replace("$04$", "$00$")), "a cost that bcrypt doesn't know"),
    ] {
        let stored = text.parse().unwrap();
        assert_eq!(work_of_refusal(&hasher, Some(&stored)).await, WorkDone { evaluations: 1, rounds: 64 }, "{why}");
    }
}

#[tokio::test]
async fn d1_after_a_rise_of_the_cost_a_cheaper_hash_is_topped_up() {
    let stored = hash(&hasher(4, PEPPER, None), PASSWORD).await;
    let hasher = hasher(7, PEPPER, None);
    assert_eq!(work_of_refusal(&hasher, Some(&stored)).await, WorkDone { evaluations: 4, rounds: 128 });
    assert_eq!(work_of_refusal(&hasher, None).await, WorkDone { evaluations: 1, rounds: 128 });
}

#[test]
fn a_cost_that_nobody_could_wait_for_is_refused_at_start() {
    for cost in [0, 3, 16, 31, 32] {
        let started = BcryptHasher::start(
            BcryptSettings { cost, threads: NonZeroUsize::MIN },
            PepperRing::new(pepper(PEPPER), None),
            Arc::new(TestClock::new()),
            Arc::new(SeededRandomness::new(7)),
        );
        assert!(matches!(started, Err(HasherStartError::Cost { cost: refused }) if refused == cost));
    }
}
