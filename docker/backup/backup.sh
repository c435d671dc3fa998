#!/bin/sh
# Takes a backup of MariaDB and of Vault, while everything runs. Prints the folder it made.
#
# Redis is left out: it is made anew from MariaDB. Peppers and unseal keys are left out on purpose: whoever finds a backup
# must not find what opens it. Keep those elsewhere, once, and again whenever they change.
#
# Needs the programs `mariadb-dump` and `vault`, and
#
#   BACKUP_DIR        a folder for backups; each becomes a folder of its own there
#   MARIADB_CNF       an option file with host, user and password of an account that may read the database
#   MARIADB_DATABASE  the database                        paseport
#   VAULT_ADDR        where Vault is
#   VAULT_TOKEN       a token with the policy policies/backup.hcl of docker/vault
set -eu
umask 077

: "${BACKUP_DIR:?must be set}" "${MARIADB_CNF:?must be set}" "${VAULT_ADDR:?must be set}" "${VAULT_TOKEN:?must be set}"
vault=${VAULT_BIN:-vault}
# A token with a period lives as long as it is used; others may have no life that could be made longer.
"$vault" token renew >/dev/null 2>&1 || echo "backup: the token could not be renewed" >&2

folder=$BACKUP_DIR/$(date -u +%Y%m%dT%H%M%SZ)
# What was not finished has another name.
mkdir "$folder.part"

# The database first: the Vault of a moment later has every key that the dump's secrets were sealed with.
mariadb-dump --defaults-extra-file="$MARIADB_CNF" --single-transaction --quick --hex-blob --no-tablespaces \
  --default-character-set=utf8mb4 "${MARIADB_DATABASE:-paseport}" >"$folder.part/paseport.sql"
"$vault" operator raft snapshot save "$folder.part/vault.snap"
(cd "$folder.part" && sha256sum paseport.sql vault.snap >SHA256SUMS)

mv "$folder.part" "$folder"
echo "$folder"
