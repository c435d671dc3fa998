# The issuer signs with the current version of its keys and reads their public halves. It can neither make, change nor
# export a key.

# Raw bytes in batches: not prehashed, and no other parameter that would change what is signed.
path "@MOUNT_PATH@/sign/@TRANSIT_KEY@" {
  capabilities       = ["update"]
  allowed_parameters = {
    "key_version" = []
    "batch_input" = []
  }
}

path "@MOUNT_PATH@/keys/@TRANSIT_KEY@" {
  capabilities = ["read"]
}

# ID tokens (RS256), where the issuer is an OpenID provider.
path "@MOUNT_PATH@/sign/@ID_TOKEN_KEY@" {
  capabilities = ["update"]
}

path "@MOUNT_PATH@/keys/@ID_TOKEN_KEY@" {
  capabilities = ["read"]
}

# Client secrets of sign-in providers, at rest in the database: one at a time, each bound to what it is for.
path "@MOUNT_PATH@/encrypt/@DATA_KEY@" {
  capabilities        = ["update"]
  required_parameters = ["plaintext", "associated_data"]
  allowed_parameters  = {
    "plaintext"       = []
    "associated_data" = []
  }
}

path "@MOUNT_PATH@/decrypt/@DATA_KEY@" {
  capabilities        = ["update"]
  required_parameters = ["ciphertext", "associated_data"]
  allowed_parameters  = {
    "ciphertext"      = []
    "associated_data" = []
  }
}

# Its own token.
path "auth/token/lookup-self" {
  capabilities = ["read"]
}

path "auth/token/renew-self" {
  capabilities = ["update"]
}

# What its own token may do, for `issuer doctor`; it tells of no other.
path "sys/capabilities-self" {
  capabilities = ["update"]
}
