#!/bin/sh
# Sets up Vault for Paseport: keys, policies, roles. Safe to run again: what is there stays, what is missing is made.
#
# Needs the `vault` CLI, VAULT_ADDR, and a VAULT_TOKEN that may do all this (the root token, or an operator's).
#
#   MOUNT_PATH       where the Transit engine is              transit
#   TRANSIT_KEY      the Ed25519 key of access tokens         access-token
#   DATA_KEY         encrypts provider secrets at rest        data
#   ID_TOKEN_KEY     the RSA key of ID tokens; none if empty
#   ROLE_PREFIX      policies and roles are PREFIX-issuer, PREFIX-api, PREFIX-rotator   paseport
#   TOKEN_TTL        life of a login, renewed by the services 1h
#   TOKEN_MAX_TTL    after which they log in anew             24h
#   CREDENTIALS_DIR  if set, role ids and secret ids are written here, one file each, for their owner only
#   AUDIT_LOG        if set, the file that Vault writes its audit log to
set -eu

MOUNT_PATH=${MOUNT_PATH:-transit}
TRANSIT_KEY=${TRANSIT_KEY:-access-token}
DATA_KEY=${DATA_KEY:-data}
ID_TOKEN_KEY=${ID_TOKEN_KEY:-}
ROLE_PREFIX=${ROLE_PREFIX:-paseport}
TOKEN_TTL=${TOKEN_TTL:-1h}
TOKEN_MAX_TTL=${TOKEN_MAX_TTL:-24h}
CREDENTIALS_DIR=${CREDENTIALS_DIR:-}
AUDIT_LOG=${AUDIT_LOG:-}
VAULT=${VAULT_BIN:-vault}
POLICIES=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)/policies
umask 077

die() {
  echo "provision: $*" >&2
  exit 1
}

# Names go into policies, where * and + have a meaning, and into a sed script.
for name in "$MOUNT_PATH" "$TRANSIT_KEY" "$DATA_KEY" "$ROLE_PREFIX" "${ID_TOKEN_KEY:-none}"; do
  case $name in
    '' | *[!A-Za-z0-9._/-]*) die "'$name' has characters that no name may have" ;;
  esac
done

# has LIST NAME: whether `vault LIST list` has an entry NAME/
has() {
  "$VAULT" "$1" list -format=json | grep -q "^ *\"$2/\": "
}

# make_key NAME TYPE: neither exportable nor derived, without plaintext backup. A key that is otherwise is refused.
make_key() {
  path=$MOUNT_PATH/keys/$1
  "$VAULT" write -f "$path" type="$2" derived=false exportable=false allow_plaintext_backup=false >/dev/null
  "$VAULT" read -format=json "$path" | tr -d ' \n' | {
    read -r key || true
    for must in "\"type\":\"$2\"" '"derived":false' '"exportable":false' '"allow_plaintext_backup":false'; do
      case $key in
        *"$must"*) ;;
        *) die "the key $1 must have $must; choose another name" ;;
      esac
    done
  }
}

# make_role NAME: the policy of that name, and an AppRole that has it and nothing else
make_role() {
  role=$ROLE_PREFIX-$1
  sed -e "s|@MOUNT_PATH@|$MOUNT_PATH|g" -e "s|@TRANSIT_KEY@|$TRANSIT_KEY|g" -e "s|@DATA_KEY@|$DATA_KEY|g" \
    -e "s|@ID_TOKEN_KEY@|${ID_TOKEN_KEY:-no-id-token-key}|g" "$POLICIES/$1.hcl" |
    "$VAULT" policy write "$role" - >/dev/null
  "$VAULT" write "auth/approle/role/$role" token_policies="$role" token_no_default_policy=true \
    token_ttl="$TOKEN_TTL" token_max_ttl="$TOKEN_MAX_TTL" >/dev/null
  if [ -n "$CREDENTIALS_DIR" ]; then
    write_credentials "$1" "$role"
  fi
}

# write_credentials NAME ROLE: a secret id that Vault still knows is kept
write_credentials() {
  role_id=$CREDENTIALS_DIR/$1.role-id
  secret_id=$CREDENTIALS_DIR/$1.secret-id
  "$VAULT" read -field=role_id "auth/approle/role/$2/role-id" >"$role_id.new"
  mv "$role_id.new" "$role_id"
  if [ -s "$secret_id" ] &&
    "$VAULT" write -field=creation_time "auth/approle/role/$2/secret-id/lookup" secret_id=@"$secret_id" >/dev/null 2>&1; then
    return
  fi
  "$VAULT" write -f -field=secret_id "auth/approle/role/$2/secret-id" >"$secret_id.new"
  mv "$secret_id.new" "$secret_id"
}

if [ -n "$AUDIT_LOG" ] && ! has audit file; then
  "$VAULT" audit enable file file_path="$AUDIT_LOG" >/dev/null
fi
has secrets "$MOUNT_PATH" || "$VAULT" secrets enable -path="$MOUNT_PATH" transit >/dev/null
has auth approle || "$VAULT" auth enable approle >/dev/null

make_key "$TRANSIT_KEY" ed25519
make_key "$DATA_KEY" aes256-gcm96
if [ -n "$ID_TOKEN_KEY" ]; then
  make_key "$ID_TOKEN_KEY" rsa-2048
fi

if [ -n "$CREDENTIALS_DIR" ]; then
  mkdir -p "$CREDENTIALS_DIR"
fi
for role in issuer api rotator; do
  make_role "$role"
done
echo "provision: $MOUNT_PATH/$TRANSIT_KEY is ready for $ROLE_PREFIX-issuer, -api and -rotator"
