#!/bin/bash
# As the official image's healthcheck.sh --connect: the server takes connections over TCP, which it doesn't while it is
# being set up. Whoever is refused has met it.
set -euo pipefail
said=$(mariadb --no-defaults --protocol=tcp --host=127.0.0.1 --user=nobody --execute='SELECT 1' 2>&1) || true
grep -q 'ERROR 1045' <<<"$said"
