-- Browsers that were sent to a provider and have not come back.
CREATE TABLE login_transactions (
    state BLOB NOT NULL PRIMARY KEY, -- SHA-256, like the two below
    browser BLOB NOT NULL,
    provider_id TEXT NOT NULL,
    nonce BLOB NOT NULL,
    code_verifier TEXT NOT NULL,
    max_age INTEGER, -- in seconds
    return_to TEXT NOT NULL,
    purpose TEXT NOT NULL, -- sign_in or link
    user_id TEXT, -- of link
    session_id TEXT, -- of link: who asks; of sign_in: what is replaced
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX login_transactions_by_expiry ON login_transactions (expires_at);

-- Identities that were proven, whose owner has yet to prove that he is the user with their address.
CREATE TABLE link_tickets (
    ticket BLOB NOT NULL PRIMARY KEY, -- SHA-256, like the next
    browser BLOB NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    provider_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    email TEXT NOT NULL,
    sid TEXT, -- the provider's name of its own session
    auth_time INTEGER,
    return_to TEXT NOT NULL,
    replaces TEXT, -- a session
    tries INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX link_tickets_by_user ON link_tickets (user_id);
CREATE INDEX link_tickets_by_expiry ON link_tickets (expires_at);
