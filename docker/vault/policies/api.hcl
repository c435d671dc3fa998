# The API checks access tokens: it reads the public halves of one key, and nothing else.
path "@MOUNT_PATH@/keys/@TRANSIT_KEY@" {
  capabilities = ["read"]
}

# Its own token.
path "auth/token/lookup-self" {
  capabilities = ["read"]
}

path "auth/token/renew-self" {
  capabilities = ["update"]
}
