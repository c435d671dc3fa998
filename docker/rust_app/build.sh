#!/bin/sh
# Builds issuer and API without any library they would need at run time, in the folder of the Cargo workspace.
#
#   build.sh dependencies   only what they stand on, from the manifests alone
#   build.sh programs       both programs, into $OUT (/out)
set -eu

OUT=${OUT:-/out}
# Named, so that macros and build scripts, which run here, are linked as usual.
host=$(rustc -vV | sed -n 's/^host: //p')

case ${1:?dependencies or programs} in
  dependencies)
    for package in shared issuer api embedded testkit xtask; do
      # A test or program that the manifest names must be there, or not be named.
      awk '/^\[/ { named = /^\[\[(test|bench|bin)\]\]/ } !named' "$package/Cargo.toml" >"$package/Cargo.new"
      mv "$package/Cargo.new" "$package/Cargo.toml"
      mkdir -p "$package/src"
      : >"$package/src/lib.rs"
      echo 'fn main() {}' >"$package/src/main.rs"
    done
    # Programs get their packages' names then; they are thrown away.
    cargo build --locked --profile dist --target "$host" --package rust-backend-issuer --package rust-backend-api
    # Cargo goes by times, so what was built from nothing must not pass for what comes.
    cargo clean --profile dist --target "$host" --package shared --package rust-backend-issuer --package rust-backend-api
    find . -path ./target -prune -o -name '*.rs' -exec rm -f {} +
    ;;
  programs)
    cargo build --locked --profile dist --target "$host" \
      --package rust-backend-issuer --bin issuer --package rust-backend-api --bin api
    mkdir -p "$OUT"
    for program in issuer api; do
      cp "${CARGO_TARGET_DIR:-target}/$host/dist/$program" "$OUT/$program"
    done
    ls -l "$OUT"
    ;;
esac
