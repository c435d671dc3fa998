# Vault in production: TLS, and nobody but people or a key management service unseals it. The storage is that of
# vault.hcl.
ui            = false
disable_mlock = true

api_addr     = "https://vault:8200"
cluster_addr = "https://vault:8201"

storage "raft" {
  path    = "/vault/file"
  node_id = "vault"
}

listener "tcp" {
  address         = "0.0.0.0:8200"
  cluster_address = "0.0.0.0:8201"
  tls_cert_file   = "/run/secrets/certificate.pem"
  tls_key_file    = "/run/secrets/key.pem"
  tls_min_version = "tls12"
}
