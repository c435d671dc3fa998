-- Which person at which provider is which user. A person is known by issuer and subject, never by an address.
CREATE TABLE external_identities (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    provider_id TEXT NOT NULL REFERENCES providers (id) ON DELETE RESTRICT,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    email TEXT NOT NULL, -- what the provider told then; nothing is decided from it
    linked_at INTEGER NOT NULL,
    last_used_at INTEGER
) STRICT;

CREATE UNIQUE INDEX external_identities_by_subject ON external_identities (issuer, subject);
CREATE INDEX external_identities_by_user ON external_identities (user_id, linked_at);
CREATE INDEX external_identities_by_provider ON external_identities (provider_id);
