#!/bin/sh
# Starts a Sentinel. It writes what it learns into its file, so the file is made once and kept.
set -eu
umask 077

config=/data/sentinel.conf
if [ ! -f "$config" ]; then
  cat /etc/redis/sentinel.conf /run/secrets/login.conf >"$config.new"
  printf '\ndir /data\nsentinel announce-ip %s\n' "$(hostname)" >>"$config.new"
  mv "$config.new" "$config"
fi
exec redis-sentinel "$config"
