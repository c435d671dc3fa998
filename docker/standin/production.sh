#!/bin/sh
# Brings docker-compose.prod.yml up on the stand-in images as README.md tells an operator to, makes an admin and signs in
# by https. Certificates come from an authority made for the occasion. Ends with nothing left.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
docker=$(dirname -- "$here")
folder=$(mktemp -d)
SECRETS_DIR=$folder/secrets
PUBLIC_URL=https://localhost:8443
HTTPS_PORT=8443
VAULT_ISSUER_ROLE_ID=not-yet
VAULT_API_ROLE_ID=not-yet
RAUTHY_CONFIG=$docker/rauthy/config.toml
export SECRETS_DIR PUBLIC_URL HTTPS_PORT VAULT_ISSUER_ROLE_ID VAULT_API_ROLE_ID RAUTHY_CONFIG

# With a name of its own, so that nothing of development is touched.
compose() {
  "$COMPOSE_BIN" -p paseport-production -f "$docker/docker-compose.yml" -f "$docker/docker-compose.prod.yml" \
    --env-file "$docker/.env.example" "$@"
}

end() {
  compose down --volumes --remove-orphans >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap end EXIT

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
echo '[]' >"$SECRETS_DIR/provider.json"
# The folder's name is no secret; its files are their owners' alone.
chmod 0755 "$folder" "$SECRETS_DIR"

compose up -d --no-build --pull never vault
until vault vault status >/dev/null 2>&1 || [ $? -eq 2 ]; do sleep 1; done
vault vault operator init -key-shares=1 -key-threshold=1 -format=json | tr -d ' \n' >"$folder/init.json"
root_token=$(jq -r .root_token "$folder/init.json")
vault vault operator unseal "$(jq -r '.unseal_keys_b64[0]' "$folder/init.json")" >/dev/null
until vault vault read sys/health >/dev/null 2>&1; do sleep 1; done
vault env CREDENTIALS_DIR=/tmp/credentials sh /vault/paseport/provision.sh
for service in issuer api; do
  vault cat "/tmp/credentials/$service.secret-id" | secret "$service/vault_secret_id"
done
VAULT_ISSUER_ROLE_ID=$(vault cat /tmp/credentials/issuer.role-id)
VAULT_API_ROLE_ID=$(vault cat /tmp/credentials/api.role-id)

# The app, which an installation publishes as it likes.
compose --profile build up -d --no-build --pull never nginx frontend
printf 'five-quiet-herons-1' |
  compose exec -T rust_issuer /issuer admin create --email olga@example.org --display-name Olga
tries=0
until token=$(curl -fsS --cacert "$folder/ca.pem" -H 'Content-Type: application/json' -H "Origin: $PUBLIC_URL" \
  -d '{"email":"olga@example.org","password":"five-quiet-herons-1"}' -c "$folder/cookies" \
  "$PUBLIC_URL/auth/v1/login/local" | jq -er .access_token); do
  tries=$((tries + 1))
  [ "$tries" -lt 20 ]
  sleep 1
done
curl -fsS --cacert "$folder/ca.pem" -H "Authorization: Bearer $token" -o /dev/null "$PUBLIC_URL/api/admin"
grep -q '__Host-refresh' "$folder/cookies"
curl -fsS --cacert "$folder/ca.pem" -o /dev/null "$PUBLIC_URL/"
published=$(docker ps --filter label=com.docker.compose.project=paseport-production --format '{{.Ports}}' |
  grep -o '[0-9]*->' | sort -u)
if [ "$published" != '8443->' ]; then
  echo "production: these ports are open: $published" >&2
  exit 1
fi
echo 'production: signing in by https works'
