-- Gives the lock back unless it has passed to somebody else meanwhile: KEYS[1] lock, ARGV[1] token.
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
