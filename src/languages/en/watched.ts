/** What the watched servers answer, and what to do about it. */
export const watched = {
  somebodyJoinedTheGroupMeanwhile: (group: string) => `Somebody joined the group ${group} meanwhile: stop its consumers, then try again.`,
  groupUsesKafkasNewerConsumerProtocol: (name: string) =>
    `The group ${name} uses Kafka's newer consumer protocol (KIP-848), whose members Bongsu cannot see yet: only lag and rates can be asked of it; take its members from Prometheus, or set group.protocol=classic in its consumers.`,
  kafkaRefusesUsCheckKafkaUsername: (text: string, mechanism: string) =>
    `Kafka refuses us (${text}): check KAFKA_USERNAME and KAFKA_PASSWORD, and whether the user may log in by KAFKA_SASL_MECHANISM (${mechanism}).`,
  kafkaCannotAnswerNow: (text: string) => `Kafka cannot answer now: ${text}`,
  kafkaRefusesTheQuestion: (text: string) => `Kafka refuses the question: ${text}`,
  thisKafkaDoesNotKnowTheQuestion: (text: string) => `This Kafka does not know the question (${text}).`,
  setKafkaSaslMechanism: (ours: string | undefined) => `set KAFKA_SASL_MECHANISM=${ours}`,
  bongsuCanUseEnableOne: (mechanisms: readonly string[]) => `Bongsu can use ${mechanisms.join(', ')}: enable one of them there`,
  kafkaDoesNotTakeALoginBy: (tried: string, words: string, advice: string) =>
    `Kafka does not take a login by ${tried} (KAFKA_SASL_MECHANISM)${words ? `, only by ${words}` : ''}: ${advice}.`,
  kafkaDoesNotLetUs: (words: string) =>
    `Kafka does not let us (${words}): docs/sources.md names the rights that KAFKA_USERNAME needs to look, docs/executors-data.md those to change something.`,
  kafkaCannotBeAsked: 'Kafka cannot be asked',
  kafkaCannotAnswerNowNo: (names: string) => `Kafka cannot answer now: no partition of ${names} has a leader, so a broker is away.`,
  groupCommittedOffsetOfWhichEndsAtWas: (group: string, offset: number, where: string, end: number) =>
    `The group ${group} committed offset ${offset} of ${where}, which ends at ${end}: was the topic recreated? Reset the group's offsets.`,
  cluster: 'The Kubernetes cluster',
  kubernetesClusterDidNotAnswerInTime: 'The Kubernetes cluster did not answer in time.',
  itSays: (words: string) => ` It says: ${words}`,
  kubernetesCluster: (what: string) => `The Kubernetes cluster ${what}`,
  doesNotKnowBongsusAccountHttp401: `does not know Bongsu's account (HTTP 401): renew the token in the file at KUBECONFIG, or bind an account to the pod.`,
  forbidsItHttp403Grant: (granting: string, why: string) =>
    `forbids it (HTTP 403): grant ${granting}, as in deploy/kubernetes-rbac.yml.${why}`,
  hasNoSuchObjectCorrect: (why: string) => `has no such object: correct the playbook.${why}`,
  hasANewerStateOfIt: (why: string) => `has a newer state of it.${why}`,
  doesNotTakeItHttp: (code: number, why: string) => `does not take it (HTTP ${code}).${why}`,
  refusesItWithHttp: (code: number, why: string) => `refuses it with HTTP ${code}.${why}`,
  kubeconfigNamesAFileOrAProgramThatIs: (code: string) =>
    `The kubeconfig names a file or a program that is not there or that Bongsu may not use (${code}).`,
  kubernetesClusterIsNotAskedIts: (code: string) =>
    `The Kubernetes cluster is not asked: its certificate is not trusted (${code}). Name its CA in the kubeconfig.`,
  nothingCanBeDoneInKubernetes: 'Nothing can be done in Kubernetes',
  fileAtKubeconfigCannotBeReadIt: (code: string | undefined) =>
    `The file at KUBECONFIG cannot be read${code ? ` (${code})` : ': it is no kubeconfig'}.`,
  kubeconfigNamesNoClusterSet: 'The kubeconfig names no cluster: set its current-context.',
  watched: 'The watched MySQL',
  watchedMySQLCannotAnswerNow: (text: string) => `The watched MySQL cannot answer now: ${text}.`,
  watchedMySQLRefusesUsCheck: (text: string) => `The watched MySQL refuses us (${text}): check WATCHED_MYSQL_URL.`,
  userInWatchedMysqlUrlMayNotAskThis: (text: string, rights: string) =>
    `The user in WATCHED_MYSQL_URL may not ask this (${text}): ${rights} names the rights it needs.`,
  watchedMySQLRefusesTheQuestion: (text: string) => `The watched MySQL refuses the question: ${text}.`,
  mySQLCannotBeAsked: 'MySQL cannot be asked',
  watchedPostgres: 'The watched Postgres',
  watchedPostgresSpeaksNoTlsCheck: (variable: string) => `The watched Postgres speaks no TLS: check ${variable}.`,
  watchedPostgresRefusesUsCheck: (text: string, variable: string) => `The watched Postgres refuses us (${text}): check ${variable}.`,
  watchedPostgresHasNoConnectionLeftFor: (text: string) => `The watched Postgres has no connection left for us (${text}).`,
  watchedPostgresDidNotFinishTheQuestion: 'The watched Postgres did not finish the question in time.',
  watchedPostgresCannotAnswerNow: (text: string) => `The watched Postgres cannot answer now: ${text}.`,
  watchedPostgresRefusesTheQuestion: (text: string) => `The watched Postgres refuses the question: ${text}.`,
  roleInWatchedDatabaseUrlMayNotSee: (what: string, grant: string) =>
    `The role in WATCHED_DATABASE_URL may not see everything (${what}): ${grant}.`,
  roleInMitigateDatabaseUrlMayNotDoThis: (what: string, grant: string) =>
    `The role in MITIGATE_DATABASE_URL may not do this (${what}): ${grant}.`,
  logOfTheWatchedPostgresCannotBeRead: (why: string) => `The log of the watched Postgres cannot be read: ${why}.`,
  watchedPostgresHasNoPgStatStatementsIn:
    'The watched Postgres has no pg_stat_statements in this database: add it to shared_preload_libraries, restart, and run CREATE EXTENSION pg_stat_statements.',
  rabbitMQAnswersInAWayThatIsNot: (path: string | undefined) => `RabbitMQ answers in a way that is not understood (${path}).`,
  watchedRabbitMQ: 'The watched RabbitMQ',
  rabbitMQRefusesUsCheck: (why: string) =>
    `RabbitMQ refuses us${why}: check WATCHED_RABBITMQ_URL, and that its user has the tag monitoring.`,
  userInWatchedRabbitmqUrlMayNotAskThis: (why: string) =>
    `The user in WATCHED_RABBITMQ_URL may not ask this${why}: give it the tag monitoring.`,
  whatAnswersAtWatchedRabbitmqUrlIsNo: 'What answers at WATCHED_RABBITMQ_URL is no management API: correct the address.',
  rabbitMQAnswersHttp: (status: number, why: string) => `RabbitMQ answers HTTP ${status}${why}.`,
  watchedRedisHasKeysAndOnlyAreSearched: (size: number, searchedAtMost: number, pattern: string) =>
    `The watched Redis has ${size} keys, and only ${searchedAtMost} are searched for ${pattern}: name the lock without wildcards.`,
  moreThanKeysFitUse: (foundAtMost: number, pattern: string) => `More than ${foundAtMost} keys fit ${pattern}: use a narrower pattern.`,
  watchedRedis: 'The watched Redis',
  watchedRedisRefusesUsCheck: (text: string, variable: string) => `The watched Redis refuses us (${text}): check ${variable}.`,
  userInMayNotAskThisNames: (variable: string, text: string, rightsIn: string) =>
    `The user in ${variable} may not ask this (${text}): ${rightsIn} names the rights it needs.`,
  watchedRedisCannotAnswerNow: (text: string) => `The watched Redis cannot answer now: ${text}.`,
  watchedRedisRefusesTheQuestion: (text: string) => `The watched Redis refuses the question: ${text}.`,
  grant:
    'GRANT EXECUTE ON FUNCTION pg_current_logfile(text), pg_read_file(text, bigint, bigint), pg_stat_file(text) TO the role in WATCHED_DATABASE_URL',
  itIsNotCollectedIntoFilesSet: 'it is not collected into files (set logging_collector = on)',
  itIsNotWrittenAsTextAddStderrTo: 'it is not written as text (add stderr to log_destination)',
};
