import { worded } from '../../languages/worded.ts';
import { account } from '../accounts/account.ts';
import { redisUrl } from '../accounts/shapes.ts';

/** The watched service's Redis, not ours, as somebody who only looks. */
export const watchedRedisAccount = account({
  title: 'Redis',
  variables: {
    WATCHED_REDIS_URL: {
      shape: redisUrl("the watched service's Redis, redis://… or rediss://…"),
      example: 'redis://watcher:watcher-password@redis:6379',
      said: worded(({ accounts }) => accounts.watchedRedisUrl),
    },
  },
  needs: ['WATCHED_REDIS_URL'],
  settings: ({ WATCHED_REDIS_URL }) => WATCHED_REDIS_URL,
});

/** The same server, as somebody who may write. */
export const mitigatedRedisAccount = account({
  title: 'Redis',
  variables: {
    MITIGATE_REDIS_URL: {
      shape: redisUrl("the watched service's Redis, with a user that may write, redis://… or rediss://…"),
      example: 'redis://mitigator:mitigator-password@redis:6379',
      said: worded(({ accounts }) => accounts.mitigateRedisUrl),
    },
  },
  needs: ['MITIGATE_REDIS_URL'],
  settings: ({ MITIGATE_REDIS_URL }) => MITIGATE_REDIS_URL,
});
