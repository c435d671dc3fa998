#!lua flags=allow-oom
-- Makes a tombstone of whatever is there.
-- KEYS[1] session · ARGV: epoch, time to live (ms), absolute end (µs), why it ended if the record doesn't have it yet
-- (else empty). Returns whose session it was, if that is known.
local reason, state = ARGV[4], redis.call('HGET', KEYS[1], 'state')
if reason == '' then
  redis.call('HDEL', KEYS[1], 'unrecorded')
elseif state ~= 'ended' then
  redis.call('HSET', KEYS[1], 'unrecorded', reason)
end
redis.call('HSET', KEYS[1], 'state', 'ended', 'epoch', ARGV[1], 'expires_at', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('HGET', KEYS[1], 'user')
