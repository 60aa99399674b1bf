import { account } from '../accounts/account.ts';
import { postgresUrl } from '../accounts/shapes.ts';

/** The watched service's Postgres, not ours, as somebody who only reads. */
export const watchedPostgresAccount = account({
  title: 'Postgres',
  variables: {
    WATCHED_DATABASE_URL: {
      shape: postgresUrl("the watched service's Postgres, with a role that only reads"),
      example: 'postgres://watcher:watcher-password@db:5432/coupon',
      said: {
        en: "the watched service's Postgres, with a role that only reads ([sources](../sources.md) says which rights)",
        ko: '감시 대상 서비스의 Postgres, 읽기 전용 역할로 ([sources](../sources.md)에 필요한 권한이 있습니다)',
      },
    },
  },
  needs: ['WATCHED_DATABASE_URL'],
  settings: ({ WATCHED_DATABASE_URL }) => WATCHED_DATABASE_URL,
});

/** The same server, as somebody who may change it. */
export const mitigatedPostgresAccount = account({
  title: 'Postgres',
  variables: {
    MITIGATE_DATABASE_URL: {
      shape: postgresUrl("the watched service's Postgres, with a role that may change settings and end sessions"),
      example: 'postgres://mitigator:mitigator-password@db:5432/coupon',
      said: {
        en: 'the same Postgres with a role that may change settings and end sessions, for mitigations',
        ko: '같은 Postgres를 설정 변경과 세션 종료 권한이 있는 역할로. 완화 조치에 씁니다',
      },
    },
  },
  needs: ['MITIGATE_DATABASE_URL'],
  settings: ({ MITIGATE_DATABASE_URL }) => MITIGATE_DATABASE_URL,
});
