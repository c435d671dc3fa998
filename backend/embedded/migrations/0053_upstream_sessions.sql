-- Which sign-in at a provider a session of ours came from, so that the provider can end it.
CREATE TABLE upstream_sessions (
    session_id TEXT NOT NULL PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
    provider_id TEXT NOT NULL REFERENCES providers (id) ON DELETE RESTRICT,
    subject TEXT NOT NULL,
    sid TEXT -- the provider's name of its own session
) STRICT;

CREATE INDEX upstream_sessions_by_sid ON upstream_sessions (provider_id, sid);
CREATE INDEX upstream_sessions_by_subject ON upstream_sessions (provider_id, subject);

-- Logout tokens that came, until their end.
CREATE TABLE used_logout_tokens (
    provider_id TEXT NOT NULL,
    token_hash BLOB NOT NULL, -- of its jti, which may be any text of any length
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (provider_id, token_hash)
) STRICT;

CREATE INDEX used_logout_tokens_by_expiry ON used_logout_tokens (expires_at);
