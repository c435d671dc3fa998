-- Who did what to whom. Nothing refers to another table: entries outlive what they tell of.
CREATE TABLE audit_entries (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor_kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL, -- user, anonymous or system
    actor_id CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin,
    session_id CHAR(24) CHARACTER SET ascii COLLATE ascii_nopad_bin,
    target_id CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin,
    kind VARCHAR(64) NOT NULL, -- readers ask for any text
    reason VARCHAR(64) CHARACTER SET ascii COLLATE ascii_nopad_bin,
    request_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_nopad_bin,
    ip VARCHAR(45) CHARACTER SET ascii COLLATE ascii_nopad_bin,
    user_agent TEXT,
    details MEDIUMTEXT NOT NULL, -- a JSON object, read only by people
    INDEX audit_entries_by_actor (actor_id, id),
    INDEX audit_entries_by_target (target_id, id),
    INDEX audit_entries_by_kind (kind, id),
    INDEX audit_entries_by_time (at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
