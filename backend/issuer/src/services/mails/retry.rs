//! When a mail that was not taken is tried again, and when it is given up.

use shared::domain::clock::{SignedDuration, Timestamp};

/// After the first try; it doubles with each.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_mins(1);
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(6);
/// Whoever reads it later than that is no longer helped (RFC 5321, section 4.5.4.1, has four to five days for a relay,
/// which the next server may take on top).
const GIVEN_UP_AFTER: SignedDuration = SignedDuration::from_hours(3 * 24);

/// When it is due again after `attempts` tries; `None` if it is given up.
pub(super) fn due_again(created_at: Timestamp, attempts: u32, now: Timestamp) -> Option<Timestamp> {
    let is_too_old = now.duration_since(created_at) >= GIVEN_UP_AFTER;
    (!is_too_old).then(|| now + pause(attempts))
}

fn pause(attempts: u32) -> SignedDuration {
    // Ten doublings are more than the longest pause.
    let doublings = attempts.saturating_sub(1).min(10);
    (FIRST_PAUSE * (1 << doublings)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_from_a_minute_to_six_hours() {
        let minutes: Vec<_> = (0..12).map(|attempts| pause(attempts).as_mins()).collect();
        assert_eq!(minutes, [1, 1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]);
        assert_eq!(pause(u32::MAX), LONGEST_PAUSE);
    }

    #[test]
    fn a_mail_is_given_up_after_three_days() {
        let created_at = Timestamp::UNIX_EPOCH;
        let (mut now, mut attempts) = (created_at, 1);
        while let Some(due_at) = due_again(created_at, attempts, now) {
            assert!(due_at > now);
            (now, attempts) = (due_at, attempts + 1);
        }
        let hours = now.duration_since(created_at).as_hours();
        assert!((72..78).contains(&hours), "{hours} h");
        assert_eq!(attempts, 21, "tries");
    }
}
