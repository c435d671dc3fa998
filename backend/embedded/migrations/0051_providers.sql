-- Whom else we believe when he says who somebody is. Rows are never deleted: others refer to them.
CREATE TABLE providers (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL,
    display_name TEXT NOT NULL,
    issuer TEXT NOT NULL, -- as it spells itself
    client_id TEXT NOT NULL,
    client_secret TEXT, -- sealed with a key that is not in this database
    scopes TEXT NOT NULL, -- words with a space between
    allow_signup INTEGER NOT NULL,
    trust_email INTEGER NOT NULL,
    default_roles TEXT NOT NULL, -- names with commas between
    enabled INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX providers_by_slug ON providers (slug);
CREATE UNIQUE INDEX providers_by_issuer ON providers (issuer);
