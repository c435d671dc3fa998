#!lua
-- Replaces a value if it is still the one that was read; an empty one stands for none.
-- KEYS[1] value · ARGV: what was read, what replaces it, time to live (ms). Returns whether it was replaced.
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
if ARGV[2] == '' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
return 1
