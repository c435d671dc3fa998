#!/bin/sh
# Puts the app where Nginx serves it from. Files with a hash in their name come first and stay: pages that are open still
# ask for the old ones.
set -eu
umask 022

from=${1:-/app}
to=${2:-/srv/app}

mkdir -p "$to/_app"
cp -R "$from/_app/." "$to/_app/"
for file in "$from"/* "$from"/.[!.]*; do
  name=${file##*/}
  if [ ! -e "$file" ] || [ "$name" = _app ]; then
    continue
  fi
  # Moved, so that nobody is given half a file.
  rm -rf "$to/.new"
  cp -R "$file" "$to/.new"
  [ ! -d "$to/$name" ] || rm -rf "${to:?}/$name"
  mv "$to/.new" "$to/$name"
done
for file in "$to"/* "$to"/.[!.]*; do
  name=${file##*/}
  [ ! -e "$file" ] || [ -e "$from/$name" ] || rm -rf "$file"
done
echo "frontend: the app is in $to"
