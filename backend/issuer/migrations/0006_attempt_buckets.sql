-- Counters of guesses. A name is an HMAC and tells nobody whose account it counts for.
-- This edition counts in Redis; the table is here so that both editions have the same ones.
CREATE TABLE attempt_buckets (
    bucket BINARY(32) NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    window_started_at BIGINT NOT NULL,
    blocked_until BIGINT,
    refusal_noted BOOLEAN NOT NULL,
    INDEX attempt_buckets_by_window (window_started_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
