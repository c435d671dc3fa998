#!/bin/sh
# Brings a backup back, onto empty servers: restore.sh FOLDER. The services are stopped meanwhile, and Redis is empty.
#
# Nobody stays signed in: what was signed out since the backup would live again. Vault is sealed afterwards, and is
# unsealed with the unseal keys of the Vault that the backup was taken of.
#
# Needs the programs `mariadb` and `vault`, and
#
#   MARIADB_CNF       an option file with host, user and password of an account that may do anything in the database
#   MARIADB_DATABASE  an empty database                   paseport
#   VAULT_ADDR        a new Vault, initialised and unsealed
#   VAULT_TOKEN       its root token; the snapshot replaces it, and everything else in there
set -eu

die() {
  echo "restore: $*" >&2
  exit 1
}

: "${1:?the folder of a backup must be named}" "${MARIADB_CNF:?must be set}" "${VAULT_ADDR:?must be set}" "${VAULT_TOKEN:?must be set}"
database=${MARIADB_DATABASE:-paseport}

# ask STATEMENT: rows of the database, columns with tabs between
ask() {
  mariadb --defaults-extra-file="$MARIADB_CNF" --batch --skip-column-names "$database" --execute="$1"
}

(cd "$1" && sha256sum --check --quiet SHA256SUMS) || die "the backup is not whole"
tables=$(ask 'SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE()')
[ "$tables" = 0 ] || die "the database $database is not empty; make it anew first"

mariadb --defaults-extra-file="$MARIADB_CNF" --default-character-set=utf8mb4 "$database" <"$1/paseport.sql"
# What was good once may have been used since.
ask "UPDATE sessions SET ended_at = ROUND(UNIX_TIMESTAMP(NOW(3)) * 1000), end_reason = 'ended_by_admin'
     WHERE ended_at IS NULL;
     DELETE FROM setup_tokens; DELETE FROM login_transactions; DELETE FROM link_tickets;"
"${VAULT_BIN:-vault}" operator raft snapshot restore -force "$1/vault.snap"
echo "restore: $(ask 'SELECT COUNT(*) FROM users') users are back; unseal Vault with the keys of the backup's"
