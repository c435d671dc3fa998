#!lua flags=allow-oom
-- Writes a role value unless there is one of the same or a higher version.
-- KEYS[1] role · ARGV: version, time to live (ms), then fields and values. Versions are compared as text: see step.
local known, version = redis.call('HGET', KEYS[1], 'version'), ARGV[1]
if known and (#known > #version or (#known == #version and known >= version)) then return 0 end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], unpack(ARGV, 3))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
