-- Mails that wait to be sent, written with what they tell of.
CREATE TABLE outbox (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL PRIMARY KEY, -- sorts by the time it was made
    kind VARCHAR(32) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    recipient VARCHAR(254) NOT NULL,
    subject TEXT NOT NULL,
    body MEDIUMTEXT NOT NULL,
    attempts BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL -- nobody tries it before
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
