-- Live sessions are counted without reading them.
CREATE INDEX sessions_by_end ON sessions (ended_at, expires_at);
