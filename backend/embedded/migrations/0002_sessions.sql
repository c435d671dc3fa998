-- One sign-in on one device, with the family of refresh tokens that came from it.
CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    parent_id TEXT,
    client_id TEXT NOT NULL,
    scope TEXT NOT NULL,
    auth_time INTEGER NOT NULL,
    amr TEXT NOT NULL, -- words with a space between
    salt BLOB NOT NULL,
    pepper_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    rotated_at INTEGER,
    started_at INTEGER NOT NULL,
    started_ip TEXT NOT NULL,
    started_user_agent TEXT NOT NULL,
    last_seen_at INTEGER NOT NULL,
    last_seen_ip TEXT NOT NULL,
    last_seen_user_agent TEXT NOT NULL,
    ended_at INTEGER,
    end_reason TEXT
) STRICT;

CREATE INDEX sessions_by_user ON sessions (user_id, last_seen_at);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);
