#!/bin/sh
# Stand-ins for the images of docker-compose.yml, under their very names, where there is an engine and no registry.
#
# They are made of Debian's packages, of the programs that this clone built, and of the last stages of our Dockerfiles.
# Needs root, debootstrap, busybox-static and:
#   VAULT_BIN   a Vault, such as backend/target/tools/vault-*/vault
#   PROGRAMS    a folder with issuer and api, such as `cargo xtask dist` leaves
# The app (frontend/build) and the packages of backend/testkit/provider must be there.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
work=${STANDIN_DIR:-$root/backend/target/standin}
compose=$root/docker/docker-compose.yml
# No BuildKit: its client is a plugin that not every machine has, and nothing here needs it.
export DOCKER_BUILDKIT=0

# By which run.sh finds them again, to take them away: they have the names of others.
LABEL=paseport.standin=yes

# image NAME: as docker-compose.yml has it, with its version
image() {
  sed -n "s|^ *image: \($1:[^ ]*\)\$|\1|p" "$compose" | sed 's|\${[A-Z_]*:-\([^}]*\)}|\1|' | head -1
}

# build NAME FOLDER: an image of the Dockerfile that stands in FOLDER
build() {
  docker build --quiet --force-rm --label "$LABEL" --tag "$(image "$1")" "$2" >"$work/build.log" 2>&1 || {
    cat "$work/build.log" >&2
    exit 1
  }
  echo "standin: $(image "$1")"
}

base() {
  mkdir -p "$work"
  if docker image inspect paseport-standin/base >/dev/null 2>&1; then
    return
  fi
  if [ ! -f "$work/base.tar" ]; then
    echo 'standin: Debian, some minutes the first time'
    rm -rf "$work/rootfs"
    debootstrap --variant=minbase \
      --include=ca-certificates,curl,libstdc++6,mariadb-server,nginx-light,redis-server,redis-sentinel,redis-tools \
      bookworm "$work/rootfs" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" >"$work/debootstrap.log"
    rm -rf "$work/rootfs/var/cache/apt" "$work/rootfs/var/lib/apt/lists" "$work/rootfs/var/lib/mysql"
    tar -C "$work/rootfs" -cf "$work/base.tar" .
    rm -rf "$work/rootfs"
  fi
  docker import "$work/base.tar" paseport-standin/base >/dev/null
}

shell() {
  rm -rf "$work/busybox"
  mkdir -p "$work/busybox/bin" "$work/busybox/tmp"
  cp "$(command -v busybox)" "$work/busybox/bin/busybox"
  for applet in $(command busybox --list); do
    [ "$applet" = busybox ] || ln -s busybox "$work/busybox/bin/$applet"
  done
  tar -C "$work/busybox" -c . | docker import --change "LABEL $LABEL" - "$(image busybox)" >/dev/null
  echo "standin: $(image busybox)"
}

# context NAME: an empty folder
context() {
  rm -rf "${work:?}/$1"
  mkdir -p "$work/$1"
  echo "$work/$1"
}

servers() {
  folder=$(context nginx)
  cat >"$folder/Dockerfile" <<'END'
FROM paseport-standin/base
RUN useradd -o -r -u 101 nginx-of-image && rm -rf /etc/nginx /var/lib/nginx && ln -s /var/cache/nginx /var/lib/nginx
END
  build nginx "$folder"

  folder=$(context redis)
  cat >"$folder/Dockerfile" <<'END'
FROM paseport-standin/base
RUN rm -rf /etc/redis && mkdir /data && chown 999:999 /data
VOLUME /data
END
  build redis "$folder"

  folder=$(context mariadb)
  cp "$here/mariadb-entrypoint.sh" "$here/mariadb-healthcheck.sh" "$folder"
  cat >"$folder/Dockerfile" <<'END'
FROM paseport-standin/base
RUN userdel mysql; groupadd -o -g 999 mysql; useradd -o -u 999 -g 999 mysql \
  && mkdir -p /var/lib/mysql /docker-entrypoint-initdb.d && chown -R 999:999 /var/lib/mysql \
  && rm -rf /etc/mysql/mariadb.conf.d/* && ln -sf /dev/null /etc/mysql/debian.cnf
COPY mariadb-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
COPY mariadb-healthcheck.sh /usr/local/bin/healthcheck.sh
VOLUME /var/lib/mysql
ENTRYPOINT ["/usr/local/bin/docker-entrypoint.sh"]
END
  build mariadb "$folder"

  folder=$(context vault)
  cp "$VAULT_BIN" "$folder/vault"
  cat >"$folder/Dockerfile" <<'END'
FROM paseport-standin/base
COPY vault /bin/vault
RUN mkdir -p /vault/file /vault/logs /vault/config && chown -R 100:1000 /vault
VOLUME /vault/file
VOLUME /vault/logs
END
  build hashicorp/vault "$folder"

  # Rauthy is nowhere but in its image: a certified OpenID provider of the npm registry plays it.
  folder=$(context rauthy)
  cp -R "$root/backend/testkit/provider/node_modules" "$here/rauthy.mjs" "$folder"
  cat >"$folder/Dockerfile" <<'END'
FROM paseport-standin/base
WORKDIR /standin
COPY . .
RUN mkdir -p /app/data && chown 10001:10001 /app/data
CMD ["/standin/node_modules/.bin/node", "rauthy.mjs"]
END
  build ghcr.io/sebadob/rauthy "$folder"
}

# The last stages of our own Dockerfiles, given what their first stages would have built.
ours() {
  folder=$(context rust_app)
  mkdir -p "$folder/out/etc/ssl/certs"
  cp "$PROGRAMS/issuer" "$PROGRAMS/api" "$folder/out/"
  cp /etc/ssl/certs/ca-certificates.crt "$folder/out/etc/ssl/certs/"
  echo 'paseport:x:10001:10001::/:/nowhere' >"$folder/out/etc/passwd"
  echo 'hosts: files dns' >"$folder/out/etc/nsswitch.conf"
  for program in issuer api; do
    sed -n "/^FROM scratch AS $program/,/^\$/p" "$root/docker/rust_app/Dockerfile" |
      sed 's|--from=build /out/|out/|' >"$folder/Dockerfile"
    build "paseport/$program" "$folder"
  done

  folder=$(context frontend)
  mkdir -p "$folder/docker/frontend"
  cp -R "$root/frontend/build" "$folder/build"
  cp "$root/docker/frontend/publish.sh" "$folder/docker/frontend/"
  sed -n '/^FROM busybox/,$p' "$root/docker/frontend/Dockerfile" |
    sed 's|--from=build --chown=0:0 /app/build|build|' >"$folder/Dockerfile"
  build paseport/frontend "$folder"
}

base
shell
servers
ours
