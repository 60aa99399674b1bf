import { account } from '../accounts/account.ts';
import { redisUrl } from '../accounts/shapes.ts';

/** The watched service's Redis, not ours, as somebody who only looks. */
export const watchedRedisAccount = account({
  title: 'Redis',
  variables: {
    WATCHED_REDIS_URL: {
      shape: redisUrl("the watched service's Redis, redis://… or rediss://…"),
      example: 'redis://watcher:watcher-password@redis:6379',
      said: {
        en: "the watched service's Redis, `redis://…` or `rediss://…`",
        ko: '감시 대상 서비스의 Redis, `redis://…` 또는 `rediss://…`',
      },
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
      said: {
        en: 'the same Redis with a user that may write, for mitigations',
        ko: '같은 Redis를 쓰기 권한이 있는 사용자로. 완화 조치에 씁니다',
      },
    },
  },
  needs: ['MITIGATE_REDIS_URL'],
  settings: ({ MITIGATE_REDIS_URL }) => MITIGATE_REDIS_URL,
});
