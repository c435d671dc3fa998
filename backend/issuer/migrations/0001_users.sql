-- Who may sign in, and as what. Times are milliseconds since the Unix epoch, booleans 0 or 1.
-- Text is compared byte by byte, trailing spaces included (`nopad_bin`): what is equal is decided before it is stored.
CREATE TABLE users (
    id CHAR(36) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL PRIMARY KEY,
    email VARCHAR(254) NOT NULL, -- as its owner spells it
    email_key VARCHAR(254) NOT NULL, -- the form in which two spellings of one address are equal
    display_name VARCHAR(100) NOT NULL,
    search_key TEXT NOT NULL, -- e-mail, a space and display name without case
    roles VARCHAR(64) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL, -- names with commas between, Admin first
    status VARCHAR(16) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    email_verified BOOLEAN NOT NULL,
    registration VARCHAR(16) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL,
    password_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_nopad_bin,
    authz_version BIGINT NOT NULL,
    credential_version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    last_login_at BIGINT,
    UNIQUE INDEX users_by_email_key (email_key),
    INDEX users_by_roles (roles, status),
    INDEX users_by_registration (registration, status)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;
