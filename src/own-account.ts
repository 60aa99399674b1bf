import { z } from 'zod';
import { account } from './integrations/accounts/account.ts';
import { choice, httpUrl, plain, postgresUrl, redisUrl, secret, text, textLike } from './integrations/accounts/shapes.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const PORT = 'a port from 0 to 65535';
const SCALE = 'a positive number such as 1 or 60';

/** What the environment says about Bongsu itself; everything outside of it declares its own variables (src/integrations). */
export const ownAccount = account({
  title: 'Bongsu',
  variables: {
    SLASH_COMMAND: {
      shape: textLike(/^\/[a-z0-9_-]{1,31}$/, 'a slash command such as /incident: lower-case letters, digits, - and _'),
      usual: '/incident',
      example: '/incident',
      said: { en: 'another one if that belongs to another app', ko: '다른 앱이 이미 쓰는 명령이라면 다른 이름' },
    },
    DATABASE_URL: {
      shape: postgresUrl('postgres://host:5432/database with user:password@ in front of the host, or nothing for a Postgres of its own'),
      example: 'postgres://bongsu:bongsu-password@db:5432/bongsu',
      said: {
        en: 'Postgres, reached directly (no transaction pooling: locks live in sessions); without it Bongsu starts its own below `DATA_DIR`',
        ko: '직접 연결하는 Postgres (잠금이 세션에 있으므로 트랜잭션 풀링은 쓸 수 없습니다). 없으면 `DATA_DIR` 아래에 자체 Postgres를 띄웁니다',
      },
    },
    REDIS_URL: {
      shape: redisUrl('redis://host:6379 or rediss://…, or nothing to keep the queues in Postgres'),
      example: 'redis://queue:queue-password@redis:6379',
      said: { en: 'with it wake-ups live in Redis; without it in Postgres', ko: '있으면 대기열을 Redis에, 없으면 Postgres에 둡니다' },
    },
    PLAYBOOK: {
      shape: text(),
      usual: 'playbooks/coupon.yml',
      example: 'playbooks/coupon.yml',
      said: {
        en: 'the watched system and how its incidents are handled ([playbook](playbook.md)); or a folder, for [several services](../writing-a-playbook.md#several-services)',
        ko: '감시 대상 시스템과 장애 대응 방식 ([playbook](playbook.md)). [서비스가 여럿](../writing-a-playbook.md#several-services)이면 폴더',
      },
    },
    PORT: {
      shape: plain(
        z.coerce.number(PORT).refine((port) => Number.isInteger(port) && port >= 0 && port <= 65_535, PORT),
        PORT,
      ),
      usual: '3000',
      example: '3000',
      said: {
        en: 'one port for Slack, alerts, the [public status](../status-page.md), health and metrics; 0 takes a free one',
        ko: 'Slack, 알림, [공개 상태](../status-page.md), 상태 확인, 지표가 함께 쓰는 포트. 0이면 빈 포트를 씁니다',
      },
    },
    PUBLIC_URL: {
      shape: httpUrl('the http(s) address under which people reach Bongsu, such as https://bongsu.example.com'),
      example: 'https://bongsu.example.com',
      said: {
        en: 'the https address under which Slack reaches Bongsu; `npm run doctor` names the request URL by it',
        ko: 'Slack이 Bongsu에 접속하는 https 주소. `npm run doctor`가 요청 URL을 이 주소로 알려 줍니다',
      },
    },
    DATA_DIR: {
      shape: text(),
      usual: './data',
      example: '/var/lib/bongsu',
      said: {
        en: 'where the own Postgres keeps its files, and kept heap dumps ([analysis](../analysis.md))',
        ko: '자체 Postgres의 파일과 보관한 힙 덤프를 두는 곳 ([analysis](../analysis.md))',
      },
    },
    ALERT_TOKEN: {
      shape: secret('a bearer token of your choice for the alert addresses'),
      example: 'alert-token-example',
      said: {
        en: 'bearer token that senders of alerts show ([alerts](../alerts.md)); without it they are refused',
        ko: '알림을 보내는 쪽이 제시할 Bearer 토큰 ([alerts](../alerts.md)). 없으면 알림을 거부합니다',
      },
    },
    STATUS_TOKEN: {
      shape: secret('a token of at least 16 letters, digits, - or _ for status pages that are not for everybody', {
        matches: (text) => /^[A-Za-z0-9_-]{16,}$/.test(text),
      }),
      example: 'status-token-example',
      said: {
        en: 'opens [status pages](../status-page.md#a-page-that-is-not-for-everybody) whose playbook says `access: token`; without it nobody sees those',
        ko: '플레이북에 `access: token`이라고 적힌 [상태 페이지](../status-page.md#a-page-that-is-not-for-everybody)를 엽니다. 없으면 아무도 볼 수 없습니다',
      },
    },
    TIME_SCALE: {
      shape: plain(
        z.coerce.number(SCALE).refine((scale) => Number.isFinite(scale) && scale > 0, SCALE),
        SCALE,
      ),
      usual: '1',
      example: '60',
      said: {
        en: "divides every duration of the playbook, for rehearsals; Slack's limits, the edit budget and working hours stay",
        ko: '예행연습용으로 플레이북의 모든 시간을 이 값으로 나눕니다. Slack 제한, 수정 예산, 근무 시간은 그대로입니다',
      },
    },
    LOG_LEVEL: {
      shape: choice(LOG_LEVELS),
      usual: 'info',
      example: 'info',
      said: {
        en: '`trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`',
        ko: '`trace`, `debug`, `info`, `warn`, `error`, `fatal`, `silent` 중 하나',
      },
    },
  },
  settings: (v) => ({
    /** `/incident`, unless that belongs to another app. */
    command: v.SLASH_COMMAND,
    /** Without it Bongsu starts a Postgres of its own below `dataDir`. */
    databaseUrl: v.DATABASE_URL,
    /** Without it the queues live in Postgres. */
    redisUrl: v.REDIS_URL,
    /** Path of the playbook. */
    playbook: v.PLAYBOOK,
    port: v.PORT,
    publicUrl: v.PUBLIC_URL,
    dataDir: v.DATA_DIR,
    alertToken: v.ALERT_TOKEN,
    /** Opens status pages that are not for everybody. */
    statusToken: v.STATUS_TOKEN,
    /** Every duration of the playbook is divided by it, for rehearsals. */
    timeScale: v.TIME_SCALE,
    logLevel: v.LOG_LEVEL,
  }),
});

export type OwnSettings = NonNullable<ReturnType<typeof ownAccount.settingsOf>>;
