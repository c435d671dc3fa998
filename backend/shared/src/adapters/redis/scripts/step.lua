#!lua flags=allow-oom
-- The step on one family: domain::sessions::rule::step, in Redis's own time.
-- KEYS[1] session · ARGV: presented generation, its successor, grace (µs), epoch, now (µs; empty: this server's time)
-- Generations are compared as text, because a number here holds only 53 bits.
local key, presented, successor, grace, epoch = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local copy = redis.call('HMGET', key, 'state', 'generation', 'rotated_at', 'expires_at', 'epoch')
local state, generation, rotated_at, expires_at = copy[1], copy[2], copy[3], tonumber(copy[4])
if not state then return { 'missing' } end
local now = tonumber(ARGV[5])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000000 + tonumber(time[2])
end
if state ~= 'live' or now >= expires_at then return { 'not_live' } end
-- A copy from another life of the store may be behind the truth: as good as none, until it is made anew.
if copy[5] ~= epoch then return { 'missing' } end
if presented == generation then
  redis.call('HSET', key, 'generation', successor, 'rotated_at', string.format('%.0f', now))
  return { 'rotated', successor }
end
if #presented > #generation or (#presented == #generation and presented > generation) then return { 'ahead' } end
if generation == successor and rotated_at ~= '' and math.abs(now - tonumber(rotated_at)) <= grace then
  return { 'repeated', generation }
end
-- The reason stays until the record is known to have it: this answer may be lost.
redis.call('HSET', key, 'state', 'ended', 'unrecorded', 'reuse')
return { 'reused' }
