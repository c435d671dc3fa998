#!/bin/sh
# Weighs and times issuer and API in their containers, while the stack of run.sh is up: size of the image, resident
# memory when idle, and the time from the start of the process to its first 200 of /health/ready. Medians of five.
set -eu

COMPOSE=$(dirname -- "$0")/../docker-compose.yml

median() {
  sort -n | sed -n 3p
}

# once SERVICE PORT: milliseconds until ready, then kilobytes two seconds later
once() {
  container=$("$COMPOSE_BIN" -f "$COMPOSE" ps -q "$1")
  docker restart --time 20 "$container" >/dev/null
  until curl -fsS -o /dev/null "http://127.0.0.1:$2/health/ready" 2>/dev/null; do sleep 0.005; done
  ready=$(date +%s%3N)
  started=$(date -d "$(docker inspect --format '{{.State.StartedAt}}' "$container")" +%s%3N)
  sleep 2
  pid=$(docker inspect --format '{{.State.Pid}}' "$container")
  echo "$((ready - started)) $(sed -n 's/^VmRSS:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$pid/status")"
}

for service in rust_issuer:3000:issuer rust_api:3001:api; do
  IFS=: read -r name port image <<END
$service
END
  runs=$(for _ in 1 2 3 4 5; do once "$name" "$port"; done)
  size=$(docker image inspect --format '{{.Size}}' "$(docker inspect --format '{{.Image}}' "$("$COMPOSE_BIN" -f "$COMPOSE" ps -q "$name")")")
  echo "$image: image $((size / 1000)) kB, idle $(echo "$runs" | cut -d ' ' -f 2 | median) kB," \
    "ready after $(echo "$runs" | cut -d ' ' -f 1 | median) ms"
done
