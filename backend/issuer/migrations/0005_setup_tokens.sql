-- The one-time token that makes the first admin. The slot holds the table at one row.
CREATE TABLE setup_tokens (
    slot TINYINT NOT NULL PRIMARY KEY CHECK (slot = 1),
    token_hash BINARY(32) NOT NULL,
    created_at BIGINT NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
