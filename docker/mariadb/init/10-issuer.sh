#!/bin/sh
# Makes the issuer's user, once, when the database is made. It changes rows and adds to tables, which its migrations
# need; it drops nothing, grants nothing and reaches no other database.
set -eu

MYSQL_PWD=$(cat "$MARIADB_ROOT_PASSWORD_FILE")
export MYSQL_PWD
mariadb --user=root <<SQL
CREATE USER IF NOT EXISTS 'paseport'@'%' IDENTIFIED BY '$(cat /run/secrets/issuer_password)';
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, REFERENCES ON paseport.* TO 'paseport'@'%';
SQL
