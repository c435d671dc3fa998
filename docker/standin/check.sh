#!/bin/sh
# Signs in at http://localhost:8080 as a browser does: by password, and by the provider that plays Rauthy.
set -eu

app=http://localhost:8080
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM

die() {
  echo "check: $*" >&2
  exit 1
}

# post PATH JSON: with the cookies of this browser
post() {
  curl -sS -b "$folder/cookies" -c "$folder/cookies" -H 'Content-Type: application/json' -H "Origin: $app" \
    -H 'Sec-Fetch-Site: same-origin' -d "$2" "$app$1"
}

# status TOKEN PATH
status() {
  curl -sS -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $1" "$app$2"
}

curl -fsS "$app/" | grep -q '/_app/immutable/' || die "the app is not there"

# sign_in E-MAIL PASSWORD: prints the access token
sign_in() {
  rm -f "$folder/cookies"
  post /auth/v1/login/local "{\"email\":\"$1\",\"password\":\"$2\"}" | jq -er .access_token
}

admin=$(sign_in admin@example.com dev-admin-password-1) || die "the admin can't sign in"
user=$(sign_in user@example.com dev-user-password-1) || die "the user can't sign in"
[ "$(status "$admin" /api/admin)" = 200 ] || die "the API refuses the admin"
[ "$(status "$user" /api/dashboard)" = 200 ] || die "the API refuses the user"
[ "$(status "$user" /api/admin)" = 403 ] || die "the API lets the user see what is the admin's"
user=$(post /auth/v1/refresh '{}' | jq -er .access_token) || die "the user can't refresh"
post /auth/v1/logout '{}'
seconds=0
until [ "$(status "$user" /api/dashboard)" = 401 ]; do
  seconds=$((seconds + 1))
  [ "$seconds" -le 2 ] || die "the user has signed out and the API still lets him in"
  sleep 1
done
echo "check: signing in by password works"

curl -fsS "$app/auth/v1/login/options" | jq -e '.providers[] | select(.slug == "rauthy")' >/dev/null ||
  die "the issuer doesn't know Rauthy"
rm -f "$folder/cookies"
# browse ARGUMENTS: prints where the browser ends
browse() {
  curl -sS -L -b "$folder/cookies" -c "$folder/cookies" -o "$folder/page" -w '%{url_effective}' "$@"
}
page=$(browse "$app/auth/v1/oauth/init?provider=rauthy&return_to=/dashboard")
case $page in
  http://rauthy.localhost:8090/*) ;;
  *) die "the way to Rauthy ends at $page" ;;
esac
page=$(browse --data-urlencode email=newcomer@example.com --data-urlencode password=dev-Rauthy-newcomer-1 "$page")
[ "$page" = "$app/dashboard" ] || die "the way back from Rauthy ends at $page"
newcomer=$(post /auth/v1/refresh '{}' | jq -er .access_token) || die "the newcomer is not signed in"
[ "$(curl -sS -H "Authorization: Bearer $newcomer" "$app/account/v1/me" | jq -r .email)" = newcomer@example.com ] ||
  die "somebody else is signed in"
echo "check: signing in by the provider works"
