# One Vault with integrated storage. TLS ends here only where the operator adds a certificate: in the compose file Vault
# is on a network of its own, which publishes no port, and the services are told VAULT_ALLOW_HTTP=true.
ui = false

# Integrated storage maps its file into memory; locking all of that would need more memory than it uses.
disable_mlock = true

api_addr     = "http://vault:8200"
cluster_addr = "https://vault:8201"

storage "raft" {
  path    = "/vault/file"
  node_id = "vault"
}

listener "tcp" {
  address         = "0.0.0.0:8200"
  cluster_address = "0.0.0.0:8201"
  tls_disable     = true
}
