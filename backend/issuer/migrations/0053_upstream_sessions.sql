-- Which sign-in at a provider a session of ours came from, so that the provider can end it.
CREATE TABLE upstream_sessions (
    session_id CHAR(24) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL PRIMARY KEY,
    provider_id CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    subject VARCHAR(255) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    sid TEXT, -- the provider's name of its own session
    CONSTRAINT upstream_sessions_of_sessions FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE,
    CONSTRAINT upstream_sessions_of_providers
        FOREIGN KEY (provider_id) REFERENCES providers (id) ON DELETE RESTRICT,
    INDEX upstream_sessions_by_sid (provider_id, sid(64)),
    INDEX upstream_sessions_by_subject (provider_id, subject)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- Logout tokens that came, until their end.
CREATE TABLE used_logout_tokens (
    provider_id CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    token_hash BINARY(32) NOT NULL, -- of its jti, which may be any text of any length
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (provider_id, token_hash),
    INDEX used_logout_tokens_by_expiry (expires_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
