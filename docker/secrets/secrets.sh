#!/bin/sh
# Makes every secret of the stack that is not there yet, each where only its user finds it, or checks that all are there.
#
#   secrets.sh make FOLDER            random secrets, and folders that belong to who writes into
#                                     them, if root does it
#   secrets.sh check FOLDER [FILE…]   the same files, none missing, empty or a placeholder, and each as the one that must
#                                     agree with it; and these, brought by the operator: none missing or empty
#
# FOLDER holds one folder for each user: issuer, api, mariadb, redis, sentinel. What has been made once stays.
set -eu
umask 027

mode=${1:?make or check}
folder=${2:?the folder of the secrets}
templates=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)

# The users of the images, as user:group.
SERVICE=10001:10001
MARIADB=999:999
REDIS=999:999
VAULT=100

die() {
  echo "secrets: $*" >&2
  exit 1
}

random() {
  head -c 32 /dev/urandom | base64 | tr -d '=\n' | tr '+/' '-_'
}

hash() {
  printf %s "$1" | sha256sum | cut -d ' ' -f 1
}

# keep FILE: what comes in, unless the file is there
keep() {
  if [ -s "$folder/$1" ]; then
    cat >/dev/null
    return
  fi
  cat >"$folder/$1.new"
  mv "$folder/$1.new" "$folder/$1"
}

# derive FILE: what comes in, anew each time: it follows from secrets that stay and a template that a new version changes
derive() {
  cat >"$folder/$1.new"
  mv -f "$folder/$1.new" "$folder/$1"
}

# fill TEMPLATE: with what comes in as a script for sed, whose command line everybody on the machine could read
fill() {
  sed -f /dev/stdin "$templates/$1"
}

# owned FOLDER OWNER: its files can be read by their owner and by nobody else
owned() {
  chown -R "$2" "$folder/$1"
  chmod 0700 "$folder/$1"
  find "$folder/$1" -type f -exec chmod 0400 {} +
}

make() {
  mkdir -p "$folder/issuer" "$folder/api" "$folder/mariadb" "$folder/redis" "$folder/sentinel"

  random | keep mariadb/root_password
  random | keep mariadb/issuer_password
  printf 'mysql://paseport:%s@mariadb:3306/paseport%s' "$(cat "$folder/mariadb/issuer_password")" \
    "${MARIADB_OPTIONS:-}" | keep issuer/mariadb_url

  random | keep issuer/password_pepper
  random | keep issuer/refresh_token_pepper

  random | keep issuer/redis_password
  random | keep api/redis_password
  random | keep issuer/redis_sentinel_password
  keep api/redis_sentinel_password <"$folder/issuer/redis_sentinel_password"
  random | keep redis/operator_password
  random | keep redis/replica_password
  random | keep sentinel/node_password
  random | keep sentinel/peer_password

  # Redis is given hashes: who reads this file can't sign in with it.
  fill redis/users.acl <<END | derive redis/users.acl
s|@ISSUER@|$(hash "$(cat "$folder/issuer/redis_password")")|
s|@API@|$(hash "$(cat "$folder/api/redis_password")")|
s|@OPERATOR@|$(hash "$(cat "$folder/redis/operator_password")")|
s|@REPLICA@|$(hash "$(cat "$folder/redis/replica_password")")|
s|@SENTINEL@|$(hash "$(cat "$folder/sentinel/node_password")")|
END
  fill redis/login.conf <<END | derive redis/login.conf
s|@REPLICA@|$(cat "$folder/redis/replica_password")|
END
  fill redis/sentinel-login.conf <<END | derive sentinel/login.conf
s|@SERVICE@|$(hash "$(cat "$folder/issuer/redis_sentinel_password")")|
s|@PEER@|$(cat "$folder/sentinel/peer_password")|
s|@SENTINEL@|$(cat "$folder/sentinel/node_password")|
END
}

# Those that each container reads, and that `make` makes.
files() {
  echo mariadb/root_password mariadb/issuer_password issuer/mariadb_url issuer/password_pepper \
    issuer/refresh_token_pepper issuer/redis_password issuer/redis_sentinel_password api/redis_password \
    api/redis_sentinel_password redis/users.acl redis/login.conf sentinel/login.conf
}

check() {
  for file in $(files) "$@"; do
    [ -s "$folder/$file" ] || die "$file is missing or empty"
  done
  for file in $(files); do
    ! grep -qiE 'change.?me|placeholder|example|@[A-Z]+@' "$folder/$file" || die "$file holds a placeholder"
  done
  for file in issuer/password_pepper issuer/refresh_token_pepper; do
    [ "$(wc -c <"$folder/$file")" -ge 32 ] || die "$file is shorter than 32 bytes"
  done
  [ "$(cat "$folder/issuer/password_pepper")" != "$(cat "$folder/issuer/refresh_token_pepper")" ] ||
    die "both peppers are the same"
  # Who makes one of a pair anew must make the other one too.
  grep -qF ":$(cat "$folder/mariadb/issuer_password")@" "$folder/issuer/mariadb_url" ||
    die "issuer/mariadb_url has another password than mariadb/issuer_password"
  [ "$(cat "$folder/issuer/redis_sentinel_password")" = "$(cat "$folder/api/redis_sentinel_password")" ] ||
    die "issuer and api have different redis_sentinel_password"
}

case $mode in
  make)
    make
    if [ "$(id -u)" -eq 0 ]; then
      owned issuer "$SERVICE"
      owned api "$SERVICE"
      owned mariadb "$MARIADB"
      owned redis "$REDIS"
      owned sentinel "$REDIS"
      # Vault writes these itself. The group of its folder goes over to what it writes for a service.
      for service in issuer api; do
        [ ! -d "$folder/vault-login-$service" ] || chown "$VAULT:${SERVICE#*:}" "$folder/vault-login-$service"
        [ ! -d "$folder/vault-login-$service" ] || chmod 2750 "$folder/vault-login-$service"
      done
      [ ! -d "$folder/vault-development" ] || chown "$VAULT" "$folder/vault-development"
      [ ! -d "$folder/vault-development" ] || chmod 0700 "$folder/vault-development"
      [ ! -d "$folder/rauthy-data" ] || chown "$SERVICE" "$folder/rauthy-data"
    fi
    check
    ;;
  check)
    shift 2
    check "$@"
    ;;
  *) die "make or check, not $mode" ;;
esac
echo "secrets: all are there"
