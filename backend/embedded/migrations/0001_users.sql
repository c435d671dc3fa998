-- Who may sign in, and as what. Times are milliseconds since the Unix epoch, booleans 0 or 1.
CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL, -- as its owner spells it
    email_key TEXT NOT NULL, -- the form in which two spellings of one address are equal
    display_name TEXT NOT NULL,
    search_key TEXT NOT NULL, -- e-mail, a space and display name in lower case
    roles TEXT NOT NULL, -- names with commas between, Admin first
    status TEXT NOT NULL,
    email_verified INTEGER NOT NULL,
    registration TEXT NOT NULL,
    password_hash TEXT,
    authz_version INTEGER NOT NULL,
    credential_version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    last_login_at INTEGER
) STRICT;

CREATE UNIQUE INDEX users_by_email_key ON users (email_key);
CREATE INDEX users_by_roles ON users (roles, status);
CREATE INDEX users_by_registration ON users (registration, status);
