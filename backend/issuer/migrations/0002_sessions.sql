-- One sign-in on one device, with the family of refresh tokens that came from it.
CREATE TABLE sessions (
    id CHAR(24) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL PRIMARY KEY,
    user_id CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    parent_id CHAR(24) CHARACTER SET ascii COLLATE ascii_nopad_bin,
    client_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    scope VARCHAR(384) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    auth_time BIGINT NOT NULL,
    amr VARCHAR(255) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL, -- words with a space between
    salt BINARY(32) NOT NULL,
    pepper_id CHAR(8) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    generation BIGINT NOT NULL,
    rotated_at BIGINT,
    started_at BIGINT NOT NULL,
    started_ip VARCHAR(45) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    started_user_agent TEXT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    last_seen_ip VARCHAR(45) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    last_seen_user_agent TEXT NOT NULL,
    ended_at BIGINT,
    end_reason VARCHAR(32) CHARACTER SET ascii COLLATE ascii_nopad_bin,
    CONSTRAINT sessions_of_users FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    INDEX sessions_by_user (user_id, last_seen_at),
    INDEX sessions_by_expiry (expires_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
