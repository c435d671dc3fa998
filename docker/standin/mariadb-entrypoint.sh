#!/bin/bash
# What docker-compose.yml uses of the official image's entrypoint: a database, root's password and the scripts of
# /docker-entrypoint-initdb.d, once, when there is no data yet; then the server.
set -euo pipefail

data=/var/lib/mysql
if [ ! -d "$data/mysql" ]; then
  mariadb-install-db --datadir="$data" --auth-root-authentication-method=normal --skip-test-db >/dev/null
  mariadbd --skip-networking --socket=/run/mysqld/mysqld.sock &
  server=$!
  until mariadb-admin --user=root ping >/dev/null 2>&1; do sleep 0.2; done
  password=$(cat "$MARIADB_ROOT_PASSWORD_FILE")
  mariadb --user=root <<SQL
CREATE DATABASE \`$MARIADB_DATABASE\`;
CREATE USER 'healthcheck'@'localhost' IDENTIFIED VIA unix_socket;
DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host NOT IN ('$MARIADB_ROOT_HOST'));
FLUSH PRIVILEGES;
SET PASSWORD FOR 'root'@'localhost' = PASSWORD('$password');
SQL
  # As the official one does before it runs these.
  export MARIADB_ROOT_PASSWORD=$password
  unset MARIADB_ROOT_PASSWORD_FILE
  for script in /docker-entrypoint-initdb.d/*.sh; do
    "$script"
  done
  kill "$server"
  wait "$server" || true
fi
exec mariadbd "$@"
