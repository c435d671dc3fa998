-- What took power away or changed roles, until the fast store knows of it. Outlives the user and the session.
CREATE TABLE authority_changes (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL,
    -- session_ended, user_changed or user_deleted
    kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    user_id CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    session_id CHAR(24) CHARACTER SET ascii COLLATE ascii_nopad_bin, -- of session_ended
    expires_at BIGINT, -- of session_ended
    version BIGINT, -- of the two others
    applied_at BIGINT,
    INDEX authority_changes_by_application (applied_at, created_at),
    INDEX authority_changes_by_time (created_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
