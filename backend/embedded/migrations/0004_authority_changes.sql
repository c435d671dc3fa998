-- What took power away or changed roles, until the fast store knows of it. Outlives the user and the session.
CREATE TABLE authority_changes (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    kind TEXT NOT NULL, -- session_ended, user_changed or user_deleted
    user_id TEXT NOT NULL,
    session_id TEXT, -- of session_ended
    expires_at INTEGER, -- of session_ended
    version INTEGER, -- of the two others
    applied_at INTEGER
) STRICT;

CREATE INDEX authority_changes_by_application ON authority_changes (applied_at, created_at);
CREATE INDEX authority_changes_by_time ON authority_changes (created_at);
