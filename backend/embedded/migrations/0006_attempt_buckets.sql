-- Counters of guesses. A name is an HMAC and tells nobody whose account it counts for.
CREATE TABLE attempt_buckets (
    bucket BLOB NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    window_started_at INTEGER NOT NULL,
    blocked_until INTEGER,
    refusal_noted INTEGER NOT NULL
) STRICT;

CREATE INDEX attempt_buckets_by_window ON attempt_buckets (window_started_at);
