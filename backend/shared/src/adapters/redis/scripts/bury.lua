#!lua flags=allow-oom
-- Makes a tombstone of whatever is there.
-- KEYS[1] session · ARGV: epoch, time to live (ms), absolute end (µs). Returns whose session it was, if that is known.
redis.call('HSET', KEYS[1], 'state', 'ended', 'epoch', ARGV[1], 'expires_at', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('HGET', KEYS[1], 'user')
