//! Times as others tell them.

use chrono::{DateTime, Utc};
use jiff::{SignedDuration, Timestamp};

/// How far a provider's clock may be ahead of ours.
pub(super) const LEEWAY: SignedDuration = SignedDuration::from_secs(60);

/// How old a token may be when it comes: it was made for a sign-in that lasts no longer.
pub(super) const MOST_AGE: SignedDuration = shared::domain::external_sign_in::LIFE;

/// A time as `openidconnect` has it; the end of time when it has no such time.
pub(super) fn to_chrono(time: Timestamp) -> DateTime<Utc> {
    let nanoseconds = u32::try_from(time.subsec_nanosecond()).unwrap_or_default();
    DateTime::from_timestamp(time.as_second(), nanoseconds).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// The same back; `None` when it is out of bounds.
pub(super) fn from_chrono(time: DateTime<Utc>) -> Option<Timestamp> {
    Timestamp::from_second(time.timestamp()).ok()
}

/// Whether a token that was issued then can have come to us now.
pub(super) fn check_issued(issued: Option<Timestamp>, now: Timestamp) -> Result<(), String> {
    let age = issued.map(|issued| now.duration_since(issued)).ok_or("iat is out of bounds")?;
    if age < -LEEWAY {
        return Err("iat is in the future".to_owned());
    }
    if age > MOST_AGE + LEEWAY {
        return Err("iat is too long ago".to_owned());
    }
    Ok(())
}

/// Whether somebody can have been seen then, and recently enough where that was asked for.
///
/// A time that can't have been is refused even where nobody asked: left aside, it would count as just now, as in a token
/// that tells none.
pub(super) fn check_seen(
    seen: Option<DateTime<Utc>>,
    now: Timestamp,
    max_age_seconds: Option<u32>,
) -> Result<(), String> {
    let Some(seen) = seen else {
        return match max_age_seconds {
            Some(_) => Err("auth_time is missing, though max_age was asked for".to_owned()),
            None => Ok(()),
        };
    };
    let seen = from_chrono(seen).filter(|seen| *seen >= Timestamp::UNIX_EPOCH).ok_or("auth_time is out of bounds")?;
    let age = now.duration_since(seen);
    if age < -LEEWAY {
        return Err("auth_time is in the future".to_owned());
    }
    if max_age_seconds.is_some_and(|max_age| age > SignedDuration::from_secs(max_age.into()) + LEEWAY) {
        return Err("auth_time is longer ago than max_age".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Option<Timestamp> {
        Timestamp::from_second(second).ok()
    }

    fn seen_at(second: i64) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(second, 0)
    }

    #[test]
    fn a_token_comes_when_it_was_issued_give_or_take_a_minute() {
        let now = Timestamp::from_second(1_000_000).unwrap();
        for second in [1_000_060, 1_000_000, 999_340] {
            assert_eq!(check_issued(at(second), now), Ok(()), "{second}");
        }
        for second in [1_000_061, 999_339, 0] {
            assert!(check_issued(at(second), now).is_err(), "{second}");
        }
        assert!(check_issued(None, now).is_err());
    }

    #[test]
    fn the_time_of_authentication_counts_where_it_was_asked_for() {
        let now = Timestamp::from_second(1_000_000).unwrap();
        for seen in [None, seen_at(0), seen_at(999_639)] {
            assert_eq!(check_seen(seen, now, None), Ok(()), "{seen:?}");
            assert!(check_seen(seen, now, Some(300)).is_err(), "{seen:?}");
        }
        for second in [999_640, 1_000_000, 1_000_060] {
            assert_eq!(check_seen(seen_at(second), now, Some(300)), Ok(()), "{second}");
        }
    }

    #[test]
    fn a_time_of_authentication_that_can_not_have_been_is_refused_whoever_asked() {
        let now = Timestamp::from_second(1_000_000).unwrap();
        let bounds = [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC].map(Some);
        for seen in bounds.into_iter().chain([-1, 1_000_061, 4_102_444_800].map(seen_at)) {
            assert!(seen.is_some());
            for max_age in [None, Some(300), Some(u32::MAX)] {
                assert!(check_seen(seen, now, max_age).is_err(), "{seen:?} {max_age:?}");
            }
        }
    }

    #[test]
    fn times_survive_the_way_there_and_back() {
        let time = Timestamp::from_second(1_767_225_600).unwrap();
        assert_eq!(from_chrono(to_chrono(time)), Some(time));
        assert_eq!(to_chrono(time).timestamp(), 1_767_225_600);
    }
}
