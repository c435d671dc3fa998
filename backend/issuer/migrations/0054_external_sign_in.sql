-- Browsers that were sent to a provider and have not come back.
CREATE TABLE login_transactions (
    state BINARY(32) NOT NULL PRIMARY KEY, -- SHA-256, like the two below
    browser BINARY(32) NOT NULL,
    provider_id CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    nonce BINARY(32) NOT NULL,
    code_verifier VARCHAR(128) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    max_age BIGINT, -- in seconds
    return_to TEXT NOT NULL,
    purpose VARCHAR(16) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL, -- sign_in or link
    user_id CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin, -- of link
    session_id CHAR(24) CHARACTER SET ascii COLLATE ascii_nopad_bin, -- of link: who asks; of sign_in: what is replaced
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    INDEX login_transactions_by_expiry (expires_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;

-- Identities that were proven, whose owner has yet to prove that he is the user with their address.
CREATE TABLE link_tickets (
    ticket BINARY(32) NOT NULL PRIMARY KEY, -- SHA-256, like the next
    browser BINARY(32) NOT NULL,
    user_id CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    provider_id CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    subject VARCHAR(255) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    email TEXT NOT NULL,
    sid TEXT, -- the provider's name of its own session
    auth_time BIGINT,
    return_to TEXT NOT NULL,
    replaces CHAR(24) CHARACTER SET ascii COLLATE ascii_nopad_bin, -- a session
    tries BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    CONSTRAINT link_tickets_of_users FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
    INDEX link_tickets_by_user (user_id),
    INDEX link_tickets_by_expiry (expires_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
