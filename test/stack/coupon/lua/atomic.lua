-- In the place of lock.lua: takes one coupon from the stock within the script, so that nobody has to hold anything.
redis.call('DECR', KEYS[2])
return 2
