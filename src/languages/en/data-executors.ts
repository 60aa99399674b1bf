/** The same in Kafka, Postgres and Redis. */
export const dataExecutors = {
  kafkaHasNoTopicOrDoesNotShowItTo: (topic: string) => `Kafka has no topic ${topic}, or does not show it to KAFKA_USERNAME.`,
  cannotBeReadFromOffset: (topic: string, partition: number, offset: number, why: string) =>
    `${topic}-${partition} cannot be read from offset ${offset}: ${why}.`,
  isNoPlaceInATopic: (text: string) =>
    `${text} is no place in a topic: use latest, earliest, a time such as 2026-11-24T09:00:00Z, or offsets by partition such as 0:120,1:98.`,
  areNotSetByNowNotNotSetSomebody: (where: string, now: string | null, from: string | number | boolean | null) =>
    `The ${where} are ${now ?? 'not set'} by now, not ${from ?? 'not set'}: somebody else committed.`,
  groupHasMembersWhoWouldNotNoticeStop: (group: string, members: number) =>
    `The group ${group} has ${members} members, who would not notice: stop its consumers first, then try again.`,
  kafkaHasNoGroupOrDoesNotShowItTo: (group: string) => `Kafka has no group ${group}, or does not show it to KAFKA_USERNAME.`,
  setKafkaBrokersToTheWatchedServices:
    "set KAFKA_BROKERS to the watched service's Kafka, and KAFKA_USERNAME to a user that may change it (docs/executors-data.md)",
  belongToAGroupName: (where: string) => `The ${where} belong to a group: name it (group:).`,
  topicHasPartitionsByNowNotSomebody: (topic: string, count: number, value: string | number | boolean | null) =>
    `The topic ${topic} has ${count} partitions by now, not ${value}: somebody else changed it.`,
  topicHasPartitionsAndKafkaCanOnlyAdd: (topic: string, count: number, to: string | number | boolean | null) =>
    `The topic ${topic} has ${count} partitions, and Kafka can only add some: ${to} is refused.`,
  watchedPostgresHasNoDatabase: (database: string) => `The watched Postgres has no database ${database}.`,
  sessionIsAnotherOneByNow: (pid: number) => `Session ${pid} is another one by now: the one that was meant has ended.`,
  sessionRunsNoQueryThatCouldBeCancelled: (pid: number, state: string) =>
    `Session ${pid} runs no query that could be cancelled: it is ${state}. Ending the session ends its transaction.`,
  postgresCouldNotSignalSession: (pid: number) => `Postgres could not signal session ${pid}; it may be ending.`,
  postgresDoesNotTakeThatForThe: (what: string, message: string) => `Postgres does not take that for the ${what}: ${message}.`,
  postgresDoesNotKnowThe: (what: string, message: string) => `Postgres does not know the ${what}: ${message}.`,
  missingPostgres:
    "set MITIGATE_DATABASE_URL to the watched service's Postgres, with a role that may change settings and end sessions (docs/executors-data.md)",
  thereIsNoValueToSet: (where: string) => `${where}: there is no value to set. Name a setting, or use a mitigation that ends sessions.`,
  isByNowNotNotSetSomebody: (where: string, is: string | number | boolean | null, was: string | number | boolean | null) =>
    `The ${where} is ${is ?? 'not set'} by now, not ${was ?? 'not set'}: somebody else changed it.`,
  thisPostgresHasNoRole: (role: string) => `This Postgres has no role ${role}.`,
  alwaysHasAValueName: (where: string) => `The ${where} always has a value: name one.`,
  isByNowNotSomebody: (where: string, is: string | number | boolean, was: string | number | boolean) =>
    `The ${where} is ${is} by now, not ${was}: somebody else changed it.`,
  thisPostgresHasNoSettingOrDoesNotShow: (name: string) =>
    `This Postgres has no setting ${name}, or does not show it: some need GRANT pg_read_all_settings.`,
  postgresSettingCannotBeChangedThisWay: (name: string, why: string) => `The Postgres setting ${name} cannot be changed this way: ${why}.`,
  postgresSettingWasSetByAlterSystemBut: (name: string) =>
    `The Postgres setting ${name} was set by ALTER SYSTEM, but is not in effect after a reload: see pg_file_settings for what stands in its way.`,
  postgresSettingCannotBe: (name: string, value: string | number | boolean | null, why: string) =>
    `The Postgres setting ${name} cannot be ${value}: ${why}.`,
  redisCannotCompileTheScript: (words: string) => `Redis cannot compile the script: ${words}`,
  redisDoesNotKnowTheScript: (sha: string) =>
    `Redis does not know the script ${sha}: load it first; SCRIPT FLUSH or a restart makes it forget.`,
  scriptIsNoLockThatTheServiceCouldUse: (what: string) => `The script is no lock that the service could use: ${what}.`,
  holdsAnotherKindOfValueName: (where: string, field: string | undefined) =>
    `The ${where} holds another kind of value: name ${field === undefined ? 'a field too' : 'the key alone'}.`,
  isByNowNotNotSetSomebodyElse: (where: string, is: string | null, value: string | number | boolean | null) =>
    `The ${where} is ${is ?? 'not set'} by now, not ${value ?? 'not set'}: somebody else changed it.`,
  missingRedis: "set MITIGATE_REDIS_URL to the watched service's Redis, with a user that may write (docs/executors-data.md)",
  thereIsNoSuchPartition: 'there is no such partition',
  itEndsAt: (end: number) => `it ends at ${end}`,
  itCanBe: (listed: string) => `it can be ${listed}`,
  itCanBeOnOrOff: 'it can be on or off',
  itIsANumberOf: (unit: string | null) => `it is a number${unit ? ` of ${unit}` : ''}`,
  itCanBeFromTo: (min: string | null, max: string | null, unit: string) => `it can be from ${min} to ${max}${unit}`,
  itCountsWhichIsNoUnitOf: (unit: string, unit2: string) => `it counts ${unit}, which ${unit2} is no unit of`,
  itHasNoUnit: 'it has no unit',
  onAFreeLockItAnsweredNotHeldOrTaken: (first: string, held: number, taken: number) =>
    `on a free lock it answered ${first}, not ${held} (held) or ${taken} (taken without a lock)`,
  itAnsweredThatTheLockIsHeldButDidNot: 'it answered that the lock is held, but did not make its key (KEYS[1])',
  lockThatItMakesNeverExpiresNobody: 'the lock that it makes never expires: nobody frees it when its holder dies',
  lockThatItMakesLivesForMsInsteadOfMs: (ttlMs: number, triedTtlMs: number) =>
    `the lock that it makes lives for ${ttlMs} ms instead of ${triedTtlMs} ms (ARGV[2])`,
  itLetASecondCallerInWhileTheFirstOne: (second: string) => `it let a second caller in (${second}) while the first one held the lock`,
  itAnsweredThatItTookOneFromTheStock: (left: number, now: number) =>
    `it answered that it took one from the stock (KEYS[2]), which went from ${left} to ${now}`,
  itTookOneForTheFirstCallerButAnswered: (second: string) =>
    `it took one for the first caller, but answered ${second} to the second while the stock was not empty`,
  itFailed: (words: string) => `it failed: ${words}`,
  nothing: 'nothing',
};
