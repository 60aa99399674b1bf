/** What the variables of the environment are for. */
export const accounts = {
  actuatorAuthorization:
    "the whole `Authorization` header (`Bearer …`, `Basic …`) with which the watched service's Actuator is asked for heap dumps",
  kafkaBrokers: "the watched service's Kafka, `host:port,…` ([sources](../sources.md)), and that of the playbook's `alerts.kafka`",
  kafkaSsl: '`true`: TLS to the brokers',
  kafkaUsername: 'for brokers that want a login; both or none',
  kafkaPassword: 'the password for it',
  kafkaSaslMechanism: 'how it logs in: `plain`, `scram-sha-256` or `scram-sha-512`; a broker that wants another one says which it takes',
  kubeconfig:
    "path of a kubeconfig, for mitigations; inside a cluster the pod's own account is used ([executors](../executors.md) says which rights)",
  watchedMysqlUrl:
    "the watched service's MySQL or MariaDB, with a user that only looks ([sources](../sources.md) says which rights); `?ssl=true` asks for TLS",
  watchedDatabaseUrl: "the watched service's Postgres, with a role that only reads ([sources](../sources.md) says which rights)",
  mitigateDatabaseUrl: 'the same Postgres with a role that may change settings and end sessions, for mitigations',
  watchedRabbitmqUrl:
    "the management API of the watched service's RabbitMQ, with a user that has the tag `monitoring` ([sources](../sources.md))",
  watchedRedisUrl: "the watched service's Redis, `redis://…` or `rediss://…`",
  mitigateRedisUrl: 'the same Redis with a user that may write, for mitigations',
  slackBotToken: "the bot's token, `xoxb-…`",
  slackSigningSecret: 'signs what Slack sends to `/slack/events`; required without `SLACK_APP_TOKEN`, not used with it',
  slackAppToken:
    'an app-level token, `xapp-…` with the scope `connections:write`: with it Slack is reached by Socket Mode, without it by HTTP',
  slackApiUrl: 'where Slack is',
  ofTheSame: 'of the same app',
  zoomAccountId: "of a Server-to-Server OAuth app; all three or none, and without them the playbook's fallback room is used",
  zoomApiUrl: 'where Zoom is',
  zoomAuthUrl: 'where Zoom gives tokens',
  slashCommand: 'another one if that belongs to another app',
  databaseUrl:
    'Postgres, reached directly (no transaction pooling: locks live in sessions); without it Bongsu starts its own below `DATA_DIR`',
  redisUrl: 'with it wake-ups live in Redis; without it in Postgres',
  playbook:
    'the watched system and how its incidents are handled ([playbook](playbook.md)); or a folder, for [several services](../writing-a-playbook.md#several-services)',
  port: 'one port for Slack, alerts, the [public status](../status-page.md), health and metrics; 0 takes a free one',
  publicUrl: 'the https address under which Slack reaches Bongsu; `npm run doctor` names the request URL by it',
  dataDir: 'where the own Postgres keeps its files, and kept heap dumps ([analysis](../analysis.md))',
  statusToken:
    'opens [status pages](../status-page.md#a-page-that-is-not-for-everybody) whose playbook says `access: token`; without it nobody sees those',
  alertToken: 'bearer token that senders of alerts show ([alerts](../alerts.md)); without it they are refused',
  timeScale: "divides every duration of the playbook, for rehearsals; Slack's limits, the edit budget and working hours stay",
  logLevel: '`trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`',
};
