//! Clocks that don't agree.

use shared::domain::clock::{Clock, Timestamp};

use super::{Code, Finding};

/// Tokens of one service must not be of tomorrow for another. Verifiers forgive 5 s.
const MOST_MILLIS: i64 = 2_000;

/// When a question was sent, to be compared with the time that came back.
pub(super) struct Asked<'a> {
    clock: &'a dyn Clock,
    at: Timestamp,
}

impl<'a> Asked<'a> {
    pub(super) fn now(clock: &'a dyn Clock) -> Self {
        Self { clock, at: clock.now() }
    }

    /// Compares, now that the answer is here. `precision`: what the server's time is rounded down to.
    pub(super) fn answered(&self, server: &str, millis: i64, precision: i64) -> Option<Finding> {
        let skew = skew(millis, precision, self.at.as_millisecond(), self.clock.now().as_millisecond());
        (skew.abs() > MOST_MILLIS).then(|| {
            let (seconds, direction) = (skew.abs() / 1_000, if skew > 0 { "ahead of" } else { "behind" });
            Finding::new(
                Code::ClockSkew,
                format!(
                    "The clock of {server} is {seconds} s {direction} this machine's: tokens, keys and sessions seem too \
                     young or too old to one of the two."
                ),
                "Let every machine take its time from the same source (NTP: chrony or systemd-timesyncd), and look which \
                 of the two is wrong with `date -u`.",
            )
        })
    }
}

/// How far a time that is rounded down lies from the time between question and answer, in milliseconds.
fn skew(server: i64, precision: i64, asked: i64, answered: i64) -> i64 {
    if server > answered {
        server - answered
    } else if server + precision < asked {
        server + precision - asked
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_neither_rounding_nor_the_way_explains_is_skew() {
        // Asked at 10.5 s, answered at 11.5 s.
        for (server, precision, expected) in [
            (10_700, 1, 0),
            (10_000, 1_000, 0),
            (9_000, 1_000, -500),
            (12_000, 1_000, 500),
            (5_000, 1, -5_499),
            (20_000, 1, 8_500),
        ] {
            assert_eq!(skew(server, precision, 10_500, 11_500), expected, "{server} {precision}");
        }
    }
}
