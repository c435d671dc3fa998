# Who takes backups reads the whole storage as it lies on the disk, encrypted, and nothing of it by name.
path "sys/storage/raft/snapshot" {
  capabilities = ["read"]
}
