#!lua flags=allow-oom
-- A session and the role value of its user in one round trip; a refresh knows only the session.
-- KEYS[1] session · ARGV: prefix of roles, time to live of a role value (ms), number of fields of a session, those
-- fields with 'user' first, then the fields of a role value.
-- A role value whose life is more than half over gets a whole one: its user is here.
local count = tonumber(ARGV[3])
local session = redis.call('HMGET', KEYS[1], unpack(ARGV, 4, 3 + count))
if not session[1] then return { session, {} } end
local key, life = ARGV[1] .. session[1], tonumber(ARGV[2])
local left = redis.call('PTTL', key)
if left >= 0 and left * 2 < life then redis.call('PEXPIRE', key, life) end
return { session, redis.call('HMGET', key, unpack(ARGV, 4 + count)) }
