#!/bin/sh
# Brings docker-compose.prod.yml up on the stand-in images as README.md tells an operator to, makes an admin and signs in
# by https, then does what documents/operations.md says of containers (operations.sh). Certificates come from an authority
# made for the occasion. Ends with nothing left. Needs COMPOSE_BIN, and the images that images.sh makes. CHAPTERS says which
# of operations.sh; all of them otherwise.
set -eu
umask 077

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
docker=$(dirname -- "$here")
folder=$(mktemp -d)
SECRETS_DIR=$folder/secrets
PUBLIC_URL=https://localhost:8443
export SECRETS_DIR

# With a name of its own, so that no other containers and volumes are touched.
project=paseport-standin
compose() {
  "$COMPOSE_BIN" -p "$project" -f "$docker/docker-compose.yml" -f "$docker/docker-compose.prod.yml" "$@"
}

end() {
  compose down --volumes --remove-orphans >/dev/null 2>&1 || true
  rm -f "$docker/.env"
  [ ! -e "$folder/env.kept" ] || mv "$folder/env.kept" "$docker/.env"
  rm -rf "$folder"
}
trap end EXIT
# Some shells end without it when they are told to.
trap 'exit 130' INT
trap 'exit 143' HUP TERM

# The settings of whoever runs this are set aside meanwhile.
[ ! -e "$docker/.env" ] || mv "$docker/.env" "$folder/env.kept"

# setting NAME VALUE
setting() {
  sed -i "/^$1=/d" "$docker/.env"
  echo "$1=$2" >>"$docker/.env"
}

# certificate FOLDER NAME OWNER
certificate() {
  mkdir -p "$SECRETS_DIR/$1"
  openssl req -newkey rsa:2048 -nodes -keyout "$SECRETS_DIR/$1/key.pem" -subj "/CN=$2" -out "$folder/$1.csr" 2>/dev/null
  printf 'subjectAltName=DNS:%s' "$2" >"$folder/$1.ext"
  openssl x509 -req -in "$folder/$1.csr" -CA "$folder/ca.pem" -CAkey "$folder/ca.key" -days 1 \
    -extfile "$folder/$1.ext" -out "$SECRETS_DIR/$1/certificate.pem" 2>/dev/null
  chown -R "$3" "$SECRETS_DIR/$1"
}

# secret FILE: what comes in, for issuer or API alone
secret() {
  cat >"$SECRETS_DIR/$1"
  chown 10001:10001 "$SECRETS_DIR/$1"
  chmod 0400 "$SECRETS_DIR/$1"
}

vault() {
  compose exec -T -e VAULT_TOKEN="${root_token:-}" vault "$@"
}

# becomes COMMAND…: until it holds, for half a minute at most; then what it said last
becomes() {
  tries=0
  until said=$("$@" 2>&1); do
    tries=$((tries + 1))
    if [ "$tries" -ge 30 ]; then
      printf 'not so: %s: %s\n' "$*" "$said" >&2
      return 1
    fi
    sleep 1
  done
}

# sh_status STATUS COMMAND…: whether it ends with this
sh_status() {
  wanted=$1
  shift
  got=0
  "$@" || got=$?
  [ "$got" -eq "$wanted" ]
}

# Begins with an empty Vault and an unsealed one at the end, whose root token is in root_token and whose key in unseal_key.
new_vault() {
  compose up -d --no-build --pull never vault
  # 2: sealed.
  becomes sh_status 2 vault vault status
  vault vault operator init -key-shares=1 -key-threshold=1 -format=json | tr -d ' \n' >"$folder/init.json"
  root_token=$(jq -r .root_token "$folder/init.json")
  unseal_key=$(jq -r '.unseal_keys_b64[0]' "$folder/init.json")
  unseal "$unseal_key"
}

# unseal KEY
unseal() {
  vault vault operator unseal "$1" >/dev/null
  becomes vault vault read sys/health
}

# Signs in by https and asks the API, for twenty seconds at most.
sign_in() {
  tries=0
  until token=$(curl -fsS --cacert "$folder/ca.pem" -H 'Content-Type: application/json' -H "Origin: $PUBLIC_URL" \
    -d '{"email":"olga@example.org","password":"five-quiet-herons-1"}' -c "$folder/cookies" \
    "$PUBLIC_URL/auth/v1/login/local" 2>"$folder/curl.log" | jq -r .access_token) && [ -n "$token" ] &&
    curl -fsS --cacert "$folder/ca.pem" -H "Authorization: Bearer $token" -o /dev/null "$PUBLIC_URL/api/admin" \
      2>"$folder/curl.log"; do
    tries=$((tries + 1))
    [ "$tries" -lt 20 ] || {
      cat "$folder/curl.log" >&2
      compose logs --tail 20 rust_issuer rust_api >&2
      return 1
    }
    sleep 1
  done
}

cat >"$docker/.env" <<SETTINGS
PUBLIC_URL=$PUBLIC_URL
HTTPS_PORT=127.0.0.1:8443
SECRETS_DIR=$SECRETS_DIR
VAULT_ISSUER_ROLE_ID=not-yet
VAULT_API_ROLE_ID=not-yet
RAUTHY_CONFIG=$docker/rauthy/config.toml
SETTINGS
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$folder/ca.key" -out "$folder/ca.pem" -subj /CN=authority \
  -addext basicConstraints=critical,CA:TRUE -days 1 2>/dev/null
MARIADB_OPTIONS='?ssl-mode=VERIFY_CA&ssl-ca=/run/secrets/authorities.pem' \
  "$docker/secrets/secrets.sh" make "$SECRETS_DIR"
certificate nginx localhost 101:101
certificate vault vault 100:1000
certificate mariadb mariadb 999:999
for service in issuer api; do
  secret "$service/authorities.pem" <"$folder/ca.pem"
  echo not-yet | secret "$service/vault_secret_id"
done
echo '[]' | secret provider.json
# Containers go through it to their own.
chmod 0711 "$folder" "$SECRETS_DIR"

new_vault
vault env AUDIT_LOG=/vault/logs/audit.log CREDENTIALS_DIR=/tmp/credentials sh /vault/paseport/provision.sh
for service in issuer api; do
  vault cat "/tmp/credentials/$service.secret-id" | secret "$service/vault_secret_id"
done
install -d -m 0700 -o 10001 -g 10001 "$SECRETS_DIR/operator"
for what in role-id secret-id; do
  vault cat "/tmp/credentials/rotator.$what" | secret "operator/rotator.$what"
done
setting VAULT_ISSUER_ROLE_ID "$(vault cat /tmp/credentials/issuer.role-id)"
setting VAULT_API_ROLE_ID "$(vault cat /tmp/credentials/api.role-id)"
vault rm -r /tmp/credentials

# The app, which an installation publishes as it likes.
compose --profile build up -d --no-build --pull never nginx frontend
printf 'five-quiet-herons-1' |
  compose exec -T rust_issuer /issuer admin create --email olga@example.org --display-name Olga
sign_in
grep -q '__Host-refresh' "$folder/cookies"
curl -fsS --cacert "$folder/ca.pem" -o /dev/null "$PUBLIC_URL/"
published=$(docker ps --filter label=com.docker.compose.project="$project" --format '{{.Ports}}' |
  grep -o '[0-9]*->' | sort -u)
if [ "$published" != '8443->' ]; then
  echo "production: these ports are open: $published" >&2
  exit 1
fi
echo 'production: signing in by https works'

# shellcheck source=/dev/null # it is looked at by itself
. "$here/operations.sh"
