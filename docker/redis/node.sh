#!/bin/sh
# Starts a Redis node. Its own file says who it is; redis.conf says the rest and is read anew at each start.
set -eu
umask 077

config=/data/redis.conf
if [ -f "$config" ]; then
  # A Sentinel may have given it another role since.
  role=$(grep '^replicaof ' "$config" || true)
else
  role=${REPLICA_OF:+replicaof $REPLICA_OF 6379}
fi
{
  echo 'include /etc/redis/redis.conf'
  echo 'include /run/secrets/login.conf'
  echo 'dir /data'
  echo "replica-announce-ip $(hostname)"
  echo "$role"
} >"$config.new"
mv "$config.new" "$config"
exec redis-server "$config"
