#!lua
-- Writes a live copy: where there is none, or in place of the very live copy that was read.
-- KEYS[1] session · ARGV: 'absent', or 'live', generation, rotated_at and epoch of what was read (four in any case),
-- time to live (ms), then fields and values. Returns whether it was written.
local copy = redis.call('HMGET', KEYS[1], 'state', 'generation', 'rotated_at', 'epoch')
if ARGV[1] == 'absent' then
  if copy[1] then return 0 end
elseif copy[1] ~= 'live' or copy[2] ~= ARGV[2] or copy[3] ~= ARGV[3] or copy[4] ~= ARGV[4] then
  return 0
end
redis.call('HSET', KEYS[1], unpack(ARGV, 6))
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 1
