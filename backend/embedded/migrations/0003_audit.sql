-- Who did what to whom. Nothing refers to another table: entries outlive what they tell of.
CREATE TABLE audit_entries (
    id TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    actor_kind TEXT NOT NULL, -- user, anonymous or system
    actor_id TEXT,
    session_id TEXT,
    target_id TEXT,
    kind TEXT NOT NULL,
    reason TEXT,
    request_id TEXT,
    ip TEXT,
    user_agent TEXT,
    details TEXT NOT NULL -- a JSON object, read only by people
) STRICT;

CREATE INDEX audit_entries_by_actor ON audit_entries (actor_id, id);
CREATE INDEX audit_entries_by_target ON audit_entries (target_id, id);
CREATE INDEX audit_entries_by_kind ON audit_entries (kind, id);
CREATE INDEX audit_entries_by_time ON audit_entries (at);
