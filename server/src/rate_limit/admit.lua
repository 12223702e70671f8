-- One more call in a sliding window: KEYS[1], a sorted set of the calls let through, by the microsecond of Redis' own clock.
-- ARGV: calls let through at most, the window in microseconds, a name of this call that no other has.
-- Answers: whether the call is let through, how many more are, and the microseconds until the next place is free.
local limit, window, call = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
local used = redis.call('ZCARD', KEYS[1])
-- A client that lost the answer may send the script again: the same call is not counted twice.
local admitted = redis.call('ZSCORE', KEYS[1], call) and 1 or 0
if admitted == 0 and used < limit then
  redis.call('ZADD', KEYS[1], now, call)
  redis.call('PEXPIRE', KEYS[1], math.ceil(window / 1000))
  used = used + 1
  admitted = 1
end

-- If the limit was made lower meanwhile, more than one call has to leave first.
local leaves = math.max(0, used - limit)
local first = redis.call('ZRANGE', KEYS[1], leaves, leaves, 'WITHSCORES')
return { admitted, math.max(0, limit - used), first[2] and first[2] + window - now or window }
