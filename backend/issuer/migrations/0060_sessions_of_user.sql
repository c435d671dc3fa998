-- A rotation changes when a session was last seen. While that stood in the index behind the reference to `users`, the
-- server looked whether the user is there and locked him: whoever held the user and wanted the session waited in a circle.
ALTER TABLE sessions ADD INDEX sessions_of_user (user_id), DROP INDEX sessions_by_user;
