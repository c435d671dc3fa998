#!/bin/sh
# Runs docker-compose.yml as it is on stand-in images, from nothing, and signs in: see README.md for what that shows.
#
#   run.sh [up|check|lose|down]   all four when nothing is said; `up` deletes the volumes of an earlier run, `check` signs
#                                 in and asks the doctor, `lose` takes the master of Redis away and lets Vault start anew,
#                                 `down` takes the stand-ins away too, for they have the names of the real images
#
# Needs what images.sh needs, and COMPOSE_BIN, a Docker Compose such as backend/target/tools/compose-*/docker-compose.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
docker=$(dirname -- "$here")

compose() {
  "$COMPOSE_BIN" -f "$docker/docker-compose.yml" "$@"
}

# again COMMAND…: until it works, for half a minute at most; then what it said last
again() {
  tries=0
  until said=$("$@" 2>&1); do
    tries=$((tries + 1))
    if [ "$tries" -ge 30 ]; then
      printf 'run: %s: %s\n' "$*" "$said" >&2
      return 1
    fi
    sleep 1
  done
}

up() {
  [ -f "$docker/.env" ] || cp "$docker/.env.example" "$docker/.env"
  compose --profile build down --volumes --remove-orphans
  "$here/images.sh"
  # Images are there, and nothing else is to be done by hand.
  compose up -d --no-build --pull never
  # The app is there when the command ends, but for a moment.
  again curl -fsS http://localhost:8080/
  again sh -c 'curl -fsS http://localhost:8080/auth/v1/login/options | grep -q rauthy'
}

check() {
  "$here/check.sh"
  # A replica that comes back is one after some seconds.
  again compose exec -T rust_issuer /issuer doctor
  echo 'run: the doctor has nothing to report'
}

lose() {
  compose stop redis-master
  again "$here/check.sh"
  echo 'run: signing in works without the first master of Redis'
  compose start redis-master
  compose restart vault
  again compose exec -T vault test -f /tmp/provisioned
  again "$here/check.sh"
  echo 'run: signing in works after Vault was sealed'
  check
}

down() {
  compose --profile build down --volumes --remove-orphans
  # By their names, for one is built on another.
  docker images --filter label=paseport.standin=yes --filter dangling=false --format '{{.Repository}}:{{.Tag}}' |
    xargs -r docker image rm --force >/dev/null
}

case ${1:-all} in
  up) up ;;
  check) check ;;
  lose) lose ;;
  down) down ;;
  all)
    up
    check
    lose
    down
    ;;
  *)
    echo "run.sh [up|check|lose|down]" >&2
    exit 1
    ;;
esac
