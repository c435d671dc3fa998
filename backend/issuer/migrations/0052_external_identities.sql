-- Which person at which provider is which user. A person is known by issuer and subject, never by an address.
CREATE TABLE external_identities (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL PRIMARY KEY,
    user_id CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    provider_id CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    issuer VARCHAR(255) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    subject VARCHAR(255) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    email TEXT NOT NULL, -- what the provider told then; nothing is decided from it
    linked_at BIGINT NOT NULL,
    last_used_at BIGINT,
    CONSTRAINT external_identities_of_users FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    CONSTRAINT external_identities_of_providers
        FOREIGN KEY (provider_id) REFERENCES providers (id) ON DELETE RESTRICT,
    UNIQUE INDEX external_identities_by_subject (issuer, subject),
    INDEX external_identities_by_user (user_id, linked_at),
    INDEX external_identities_by_provider (provider_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
