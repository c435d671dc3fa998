# Who rotates makes new versions of the key of access tokens and takes old ones away. He can't sign, and can't make the
# key exportable or delete it.
path "@MOUNT_PATH@/keys/@TRANSIT_KEY@" {
  capabilities = ["read"]
}

path "@MOUNT_PATH@/keys/@TRANSIT_KEY@/rotate" {
  capabilities = ["update"]
}

path "@MOUNT_PATH@/keys/@TRANSIT_KEY@/config" {
  capabilities       = ["update"]
  allowed_parameters = {
    "min_decryption_version" = []
    "min_encryption_version" = []
  }
}

# His own token.
path "auth/token/lookup-self" {
  capabilities = ["read"]
}

path "auth/token/renew-self" {
  capabilities = ["update"]
}
