-- Mails that wait to be sent, written with what they tell of.
CREATE TABLE outbox (
    id TEXT NOT NULL PRIMARY KEY, -- sorts by the time it was made
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL -- nobody tries it before
) STRICT;
