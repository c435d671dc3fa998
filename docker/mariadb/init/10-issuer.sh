#!/bin/sh
# Makes the issuer's user, once, when the database is made. It changes rows and adds to tables, which its migrations
# need; it drops nothing, grants nothing and reaches no other database.
set -eu

# The image's entrypoint has taken away the variable that names the file by now.
MYSQL_PWD=$(cat /run/secrets/root_password)
export MYSQL_PWD
mariadb --user=root <<SQL
CREATE USER IF NOT EXISTS 'paseport'@'%' IDENTIFIED BY '$(cat /run/secrets/issuer_password)';
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, REFERENCES ON paseport.* TO 'paseport'@'%';
SQL
