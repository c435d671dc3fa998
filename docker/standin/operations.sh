#!/bin/sh
# What documents/operations.md says under "The same in containers", on the installation that production.sh has brought up:
# that reads this file. After each chapter somebody signs in, and what the chapter was for has to be so.
# shellcheck disable=SC2154 # production.sh sets what is not set here
set -eu

redis() {
  at=$1; shift
  # shellcheck disable=SC2016 # for the shell in the container
  compose exec -T "$at" sh -c 'REDISCLI_AUTH=$(cat /run/secrets/operator_password) redis-cli -e --user operator "$@"' sh "$@"
}
sentinel() {
  # shellcheck disable=SC2016
  compose exec -T sentinel-1 sh -c 'REDISCLI_AUTH=$(cat /run/secrets/peer_password) redis-cli -e -p 26379 "$@"' sh "$@"
}
master() { sentinel SENTINEL GET-MASTER-ADDR-BY-NAME paseport | head -1; }

is_master() { [ "$(master)" = "$1" ]; }
follows() { redis "$1" INFO replication | grep -q master_link_status:up; }

# switch: the replica becomes the master, as planned
switch() {
  redis "$(master)" CLIENT PAUSE 10000 WRITE
  sentinel SENTINEL FAILOVER paseport
}

redis_chapter() {
  becomes follows redis-replica-1
  sentinel SENTINEL CKQUORUM paseport | grep -q '^OK'
  switch
  becomes is_master redis-replica-1
  sign_in
  redis "$(master)" FLUSHALL SYNC
  sign_in

  # The passwords of the services are stolen.
  of_issuer=$(cat "$SECRETS_DIR/issuer/redis_password") of_api=$(cat "$SECRETS_DIR/api/redis_password")
  rm "$SECRETS_DIR"/issuer/redis_password "$SECRETS_DIR"/api/redis_password "$SECRETS_DIR"/redis/users.acl
  "$docker/secrets/secrets.sh" make "$SECRETS_DIR"
  for service in redis-replica-1 redis-master rust_issuer rust_api; do
    compose up -d --wait --no-deps --force-recreate "$service"
  done
  redis "$(master)" FLUSHALL SYNC
  sign_in
  for node in redis-master redis-replica-1; do
    compose exec -T -e REDISCLI_AUTH="$of_issuer" "$node" redis-cli --user issuer PING 2>&1 | grep -q WRONGPASS
    compose exec -T -e REDISCLI_AUTH="$of_api" "$node" redis-cli --user api PING 2>&1 | grep -q WRONGPASS
  done

  # A Sentinel forgets what it wrote, while redis-master is the master and the replica follows it.
  is_master redis-master || {
    becomes follows redis-master
    switch
    becomes is_master redis-master
  }
  becomes follows redis-replica-1
  for number in 1 2 3; do
    compose exec -T "sentinel-$number" rm /data/sentinel.conf
    compose restart "sentinel-$number"
    becomes sentinel SENTINEL CKQUORUM paseport
  done
  becomes follows redis-replica-1
  sign_in
  echo 'operations: Redis and Sentinels: done'
}

peppers_chapter() {
  secrets=$SECRETS_DIR/issuer
  [ ! -e "$secrets/password_pepper_previous" ]
  mv "$secrets/password_pepper" "$secrets/password_pepper_previous"
  "$docker/secrets/secrets.sh" make "$SECRETS_DIR"
  ! cmp -s "$secrets/password_pepper" "$secrets/password_pepper_previous" || return 1
  setting PASSWORD_PEPPER_PREVIOUS_FILE /run/secrets/password_pepper_previous
  compose up -d --wait --no-deps --force-recreate rust_issuer
  sign_in
  # She has signed in, so nothing is kept under the previous one any more.
  setting PASSWORD_PEPPER_PREVIOUS_FILE ''
  compose up -d --wait --no-deps --force-recreate rust_issuer
  rm "$secrets/password_pepper_previous"
  sign_in
  echo 'operations: peppers: done'
}

# shellcheck disable=SC2016
sql() {
  compose exec -T mariadb sh -c 'MYSQL_PWD=$(cat /run/secrets/root_password) mariadb --user=root paseport'
}

database_chapter() {
  (
    cd "$SECRETS_DIR"
    stolen=$(cat mariadb/issuer_password)
    password=$(openssl rand -hex 32)
    sql <<SQL
ALTER USER paseport@'%' IDENTIFIED BY '$password';
KILL USER paseport;
SQL
    printf %s "$password" >mariadb/issuer_password
    sed -i "s|//paseport:[^@]*@|//paseport:$password@|" issuer/mariadb_url
    "$docker/secrets/secrets.sh" make "$SECRETS_DIR"
    compose up -d --wait --no-deps --force-recreate rust_issuer
    sign_in
    if compose exec -T -e MYSQL_PWD="$stolen" mariadb mariadb --user=paseport -e 'SELECT 1' >"$folder/said" 2>&1; then
      echo 'operations: the stolen login still opens MariaDB' >&2
      exit 1
    fi
    grep -q 'Access denied' "$folder/said"
  )
  echo 'operations: MariaDB: done'
}

keys() {
  compose run --rm --no-deps -v "$SECRETS_DIR/operator:/run/operator:ro" -e VAULT_ROLE_ID= \
    -e VAULT_ROLE_ID_FILE=/run/operator/rotator.role-id \
    -e VAULT_SECRET_ID_FILE=/run/operator/rotator.secret-id provider keys "$@"
}

vault_chapter() {
  keys list
  keys rotate
  vault vault write -f transit/keys/access-token/rotate
  keys list >"$folder/keys"
  [ "$(grep -cE '^ *[0-9]' "$folder/keys")" -eq 3 ]
  keys retire 1 --now
  sign_in

  # The issuer's secret id is stolen.
  old=$(cat "$SECRETS_DIR/issuer/vault_secret_id")
  vault vault write -f -field=secret_id auth/approle/role/paseport-issuer/secret-id | secret issuer/vault_secret_id
  compose up -d --wait --no-deps --force-recreate rust_issuer
  vault vault write auth/approle/role/paseport-issuer/secret-id/destroy secret_id="$old"
  vault vault lease revoke -sync -prefix auth/approle/login
  sign_in
  role=$(sed -n 's/^VAULT_ISSUER_ROLE_ID=//p' "$docker/.env")
  log_in() { vault vault write -field=token auth/approle/login role_id="$role" secret_id="$1" 2>&1; }
  log_in "$(cat "$SECRETS_DIR/issuer/vault_secret_id")" >/dev/null
  log_in "$old" | grep -q 'invalid role or secret ID'

  # Its audit log has filled its volume, nearly.
  vault mv /vault/logs/audit.log /vault/logs/audit.1.log
  compose kill --signal HUP vault
  sign_in
  vault test -s /vault/logs/audit.log
  echo 'operations: Vault: done'
}

rauthy_volume() {
  mode=$1
  shift
  docker run --rm -i --network none -v "${project}_rauthy-data:/data$mode" busybox:1.37.0 "$@"
}

# shellcheck disable=SC2016
backup() {
  part=$folder/backup.part
  mkdir "$part"
  compose exec -T mariadb sh -c 'MYSQL_PWD=$(cat /run/secrets/root_password) mariadb-dump --user=root \
    --single-transaction --quick --hex-blob --no-tablespaces --default-character-set=utf8mb4 paseport' \
    >"$part/paseport.sql"
  VAULT_TOKEN=$backup_token compose exec -T -e VAULT_TOKEN vault sh -c 'vault token renew >/dev/null
    vault operator raft snapshot save /tmp/vault.snap && cat /tmp/vault.snap && rm /tmp/vault.snap' >"$part/vault.snap"
  (cd "$part" && sha256sum paseport.sql vault.snap >SHA256SUMS)
  mv "$part" "$folder/backup"
  compose create --no-build --pull never rauthy
  rauthy_volume '' sh -c 'echo kept >/data/people && chown 10001 /data/people'
  rauthy_volume :ro tar -C /data -c . >"$folder/backup/rauthy.tar"
}

# shellcheck disable=SC2016
restore() {
  (cd "$folder/backup" && sha256sum --check --quiet SHA256SUMS)
  {
    cat "$folder/backup/paseport.sql"
    cat <<'SQL'
UPDATE sessions SET ended_at = ROUND(UNIX_TIMESTAMP(NOW(3)) * 1000), end_reason = 'ended_by_admin' WHERE ended_at IS NULL;
DELETE FROM setup_tokens; DELETE FROM login_transactions; DELETE FROM link_tickets;
SQL
  } | compose exec -T mariadb sh -c 'MYSQL_PWD=$(cat /run/secrets/root_password) mariadb --user=root \
    --default-character-set=utf8mb4 paseport'
  VAULT_TOKEN=$root_token compose exec -T -e VAULT_TOKEN vault sh -c 'cat >/tmp/vault.snap &&
    vault operator raft snapshot restore -force /tmp/vault.snap && rm /tmp/vault.snap' <"$folder/backup/vault.snap"
}

backup_chapter() {
  vault vault policy write paseport-backup /vault/paseport/policies/backup.hcl
  backup_token=$(vault vault token create -policy=paseport-backup -no-default-policy -orphan -period=768h -field=token)
  sign_in
  cp "$folder/cookies" "$folder/cookies.kept"
  old_key=$unseal_key
  backup

  # Every volume is lost; secrets are kept apart.
  compose down --volumes
  new_vault
  compose up -d --no-build --pull never mariadb
  becomes compose exec -T mariadb healthcheck.sh --connect --innodb_initialized
  restore
  unseal "$old_key"
  compose create --no-build --pull never rauthy
  rauthy_volume '' tar -C /data -x <"$folder/backup/rauthy.tar"
  [ "$(rauthy_volume :ro sh -c 'stat -c %u /data/people; cat /data/people')" = "$(printf '10001\nkept')" ]
  compose --profile build up -d --no-build --pull never nginx frontend
  sign_in
  # Sessions of before are over.
  [ "$(curl -s --cacert "$folder/ca.pem" -b "$folder/cookies.kept" -H "Origin: $PUBLIC_URL" -X POST -o /dev/null \
    -w '%{http_code}' "$PUBLIC_URL/auth/v1/refresh")" = 401 ]
  echo 'operations: backup and restore: done'
}

for chapter in ${CHAPTERS:-redis peppers database vault backup}; do
  "${chapter}_chapter"
done
