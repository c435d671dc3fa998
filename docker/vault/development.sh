#!/bin/sh
# FOR DEVELOPMENT ONLY: a Vault that opens itself.
#
# Whoever has the volume of this container has the unseal key and the root token. In production Vault is initialised by a
# person, unsealed by several or by a key management service, and the root token is revoked (production.hcl).
set -eu
umask 077

own=/vault/development
login=/vault/login
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
export VAULT_ADDR=http://127.0.0.1:8200

vault server -config="$here/vault.hcl" &
server=$!
trap 'kill -TERM "$server"; wait "$server"; exit 0' TERM INT
rm -f /tmp/provisioned

# Sealed is 2, unreachable 1.
state() {
  code=0
  vault status >/dev/null 2>&1 || code=$?
  echo "$code"
}
until [ "$(state)" -ne 1 ]; do
  kill -0 "$server"
  sleep 0.2
done

echo '*** DEVELOPMENT: this Vault unseals itself with a key that lies beside its data. Never run it in production. ***' >&2
if ! vault operator init -status >/dev/null 2>&1; then
  vault operator init -key-shares=1 -key-threshold=1 -format=json | tr -d ' \n' >"$own/init.json.new"
  mv "$own/init.json.new" "$own/init.json"
fi
vault operator unseal "$(sed -n 's/.*"unseal_keys_b64":\["\([^"]*\)".*/\1/p' "$own/init.json")" >/dev/null
VAULT_TOKEN=$(sed -n 's/.*"root_token":"\([^"]*\)".*/\1/p' "$own/init.json")
export VAULT_TOKEN
until vault read sys/health >/dev/null 2>&1; do sleep 0.2; done

CREDENTIALS_DIR=$own/credentials sh "$here/provision.sh"
# Each service finds its own login and no other.
umask 027
for service in issuer api; do
  for what in role-id secret-id; do
    cat "$own/credentials/$service.$what" >"$login/$service/$what.new"
    mv "$login/$service/$what.new" "$login/$service/$what"
  done
done
unset VAULT_TOKEN
touch /tmp/provisioned
wait "$server"
