-- Whom else we believe when he says who somebody is. Rows are never deleted: others refer to them.
CREATE TABLE providers (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL PRIMARY KEY,
    slug VARCHAR(32) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    display_name VARCHAR(100) NOT NULL,
    issuer VARCHAR(255) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL, -- as it spells itself
    client_id TEXT NOT NULL,
    client_secret TEXT, -- sealed with a key that is not in this database
    scopes VARCHAR(384) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL, -- words with a space between
    allow_signup BOOLEAN NOT NULL,
    trust_email BOOLEAN NOT NULL,
    default_roles VARCHAR(64) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL, -- names with commas between
    enabled BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE INDEX providers_by_slug (slug),
    UNIQUE INDEX providers_by_issuer (issuer)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
