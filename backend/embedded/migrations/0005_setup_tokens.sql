-- The one-time token that makes the first admin. The slot holds the table at one row.
CREATE TABLE setup_tokens (
    slot INTEGER NOT NULL PRIMARY KEY CHECK (slot = 1),
    token_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
