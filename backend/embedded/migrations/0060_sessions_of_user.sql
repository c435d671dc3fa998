-- The other edition must not have in this index what a rotation changes. Nobody has more sessions than can be sorted.
CREATE INDEX sessions_of_user ON sessions (user_id);
DROP INDEX sessions_by_user;
