-- Takes the lock of one coupon: KEYS[1] lock, KEYS[2] stock; ARGV[1] token, ARGV[2] time to live in ms.
-- Returns 0: somebody else has it. 1: it is yours until you release it. 2: no lock was needed, the coupon is taken (atomic.lua).
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
return 0
