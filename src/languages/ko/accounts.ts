import type { accounts as english } from '../en/accounts.ts';

export const accounts: typeof english = {
  actuatorAuthorization: '감시 대상 서비스의 Actuator에 힙 덤프를 요청할 때 쓰는 `Authorization` 헤더 전체 (`Bearer …`, `Basic …`)',
  kafkaBrokers: '감시 대상 서비스의 Kafka, `host:port,…` ([sources](../sources.md)). 플레이북의 `alerts.kafka`도 여기서 읽습니다',
  kafkaSsl: '`true`이면 브로커에 TLS로 연결합니다',
  kafkaUsername: '로그인이 필요한 브로커의 사용자. 비밀번호와 함께 설정합니다',
  kafkaPassword: '그 사용자의 비밀번호',
  kafkaSaslMechanism: '로그인 방식: `plain`, `scram-sha-256`, `scram-sha-512`. 다른 방식이 필요한 브로커는 무엇을 받는지 알려 줍니다',
  kubeconfig:
    '완화 조치에 쓸 kubeconfig 경로. 클러스터 안에서는 파드의 계정을 씁니다 ([executors](../executors.md)에 필요한 권한이 있습니다)',
  watchedMysqlUrl:
    '감시 대상 서비스의 MySQL 또는 MariaDB, 조회만 하는 사용자로 ([sources](../sources.md)에 필요한 권한이 있습니다). `?ssl=true`이면 TLS를 씁니다',
  watchedDatabaseUrl: '감시 대상 서비스의 Postgres, 읽기 전용 역할로 ([sources](../sources.md)에 필요한 권한이 있습니다)',
  mitigateDatabaseUrl: '같은 Postgres를 설정 변경과 세션 종료 권한이 있는 역할로. 완화 조치에 씁니다',
  watchedRabbitmqUrl: '감시 대상 서비스의 RabbitMQ 관리 API, `monitoring` 태그가 있는 사용자로 ([sources](../sources.md))',
  watchedRedisUrl: '감시 대상 서비스의 Redis, `redis://…` 또는 `rediss://…`',
  mitigateRedisUrl: '같은 Redis를 쓰기 권한이 있는 사용자로. 완화 조치에 씁니다',
  slackBotToken: '봇 토큰, `xoxb-…`',
  slackSigningSecret: 'Slack이 `/slack/events`로 보내는 요청의 서명 비밀 값. `SLACK_APP_TOKEN`이 없으면 필요하고, 있으면 쓰지 않습니다',
  slackAppToken: '`connections:write` 권한이 있는 앱 레벨 토큰, `xapp-…`. 있으면 Socket Mode로, 없으면 HTTP로 Slack과 연결합니다',
  slackApiUrl: 'Slack 주소',
  ofTheSame: '같은 앱의 값',
  zoomAccountId: 'Server-to-Server OAuth 앱의 계정 ID. 세 값을 모두 설정하거나 모두 비워 둡니다. 없으면 플레이북의 예비 회의실을 씁니다',
  zoomApiUrl: 'Zoom 주소',
  zoomAuthUrl: 'Zoom이 토큰을 발급하는 주소',
  slashCommand: '다른 앱이 이미 쓰는 명령이라면 다른 이름',
  databaseUrl:
    '직접 연결하는 Postgres (잠금이 세션에 있으므로 트랜잭션 풀링은 쓸 수 없습니다). 없으면 `DATA_DIR` 아래에 자체 Postgres를 띄웁니다',
  redisUrl: '있으면 대기열을 Redis에, 없으면 Postgres에 둡니다',
  playbook:
    '감시 대상 시스템과 장애 대응 방식 ([playbook](playbook.md)). [서비스가 여럿](../writing-a-playbook.md#several-services)이면 폴더',
  port: 'Slack, 알림, [공개 상태](../status-page.md), 상태 확인, 지표가 함께 쓰는 포트. 0이면 빈 포트를 씁니다',
  publicUrl: 'Slack이 Bongsu에 접속하는 https 주소. `npm run doctor`가 요청 URL을 이 주소로 알려 줍니다',
  dataDir: '자체 Postgres의 파일과 보관한 힙 덤프를 두는 곳 ([analysis](../analysis.md))',
  statusToken:
    '플레이북에 `access: token`이라고 적힌 [상태 페이지](../status-page.md#a-page-that-is-not-for-everybody)를 엽니다. 없으면 아무도 볼 수 없습니다',
  alertToken: '알림을 보내는 쪽이 제시할 Bearer 토큰 ([alerts](../alerts.md)). 없으면 알림을 거부합니다',
  timeScale: '예행연습용으로 플레이북의 모든 시간을 이 값으로 나눕니다. Slack 제한, 수정 예산, 근무 시간은 그대로입니다',
  logLevel: '`trace`, `debug`, `info`, `warn`, `error`, `fatal`, `silent` 중 하나',
};
