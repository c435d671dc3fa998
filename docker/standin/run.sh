#!/bin/sh
# Runs docker-compose.yml as it is on stand-in images, from nothing, and signs in: see README.md for what that shows.
#
#   run.sh [up|check|down]   all three when nothing is said; `up` deletes the volumes of an earlier run
#
# Needs what images.sh needs, and COMPOSE_BIN, a Docker Compose such as backend/target/tools/compose-*/docker-compose.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
docker=$(dirname -- "$here")

compose() {
  "$COMPOSE_BIN" -f "$docker/docker-compose.yml" "$@"
}

up() {
  [ -f "$docker/.env" ] || cp "$docker/.env.example" "$docker/.env"
  compose --profile build down --volumes --remove-orphans
  "$here/images.sh"
  # Images are there, and nothing else is to be done by hand.
  compose up -d --no-build --pull never
}

down() {
  compose --profile build down --volumes --remove-orphans
}

case ${1:-all} in
  up) up ;;
  check) "$here/check.sh" ;;
  down) down ;;
  all)
    up
    "$here/check.sh"
    down
    ;;
  *)
    echo "run.sh [up|check|down]" >&2
    exit 1
    ;;
esac
