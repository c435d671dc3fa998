# Who takes backups keeps his token alive and reads the whole storage as it lies on the disk, encrypted, and nothing of it by name.
path "sys/storage/raft/snapshot" {
  capabilities = ["read"]
}

path "auth/token/renew-self" {
  capabilities = ["update"]
}
