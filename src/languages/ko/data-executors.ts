import type { dataExecutors as english } from '../en/data-executors.ts';

export const dataExecutors: typeof english = {
  kafkaHasNoTopicOrDoesNotShowItTo: (topic) => `Kafka에 topic이 없거나 KAFKA_USERNAME에 보이지 않습니다: ${topic}`,
  cannotBeReadFromOffset: (topic, partition, offset, why) => `${topic}-${partition}: offset ${offset}부터 읽을 수 없습니다 (${why}).`,
  isNoPlaceInATopic: (text) =>
    `topic 안의 위치가 아닙니다: ${text}. latest, earliest, 2026-11-24T09:00:00Z 같은 시각, 또는 0:120,1:98 같은 파티션별 offset을 써 주세요.`,
  areNotSetByNowNotNotSetSomebody: (where, now, from) => `그사이 다른 쪽에서 커밋했습니다: ${where} (${from ?? '없음'} → ${now ?? '없음'})`,
  groupHasMembersWhoWouldNotNoticeStop: (group, members) =>
    `그룹 ${group}에 멤버 ${members}개가 있어 변경을 알아채지 못합니다. 먼저 consumer를 멈추고 다시 시도해 주세요.`,
  kafkaHasNoGroupOrDoesNotShowItTo: (group) => `Kafka에 그룹이 없거나 KAFKA_USERNAME에 보이지 않습니다: ${group}`,
  setKafkaBrokersToTheWatchedServices:
    'KAFKA_BROKERS에 감시 대상 Kafka를, KAFKA_USERNAME에 변경 권한이 있는 사용자를 설정해 주세요 (docs/executors-data.md)',
  belongToAGroupName: (where) => `그룹에 속한 값입니다: ${where}. group:을 지정해 주세요.`,
  topicHasPartitionsByNowNotSomebody: (topic, count, value) => `그사이 다른 쪽에서 바꿨습니다: topic ${topic} 파티션 ${value} → ${count}`,
  topicHasPartitionsAndKafkaCanOnlyAdd: (topic, count, to) =>
    `topic ${topic} 파티션은 ${count}개이고 Kafka는 늘리기만 할 수 있습니다: ${to} 거부`,
  watchedPostgresHasNoDatabase: (database) => `감시 대상 Postgres에 데이터베이스가 없습니다: ${database}`,
  sessionIsAnotherOneByNow: (pid) => `세션 ${pid}: 원래 세션은 끝났고 지금은 다른 세션입니다.`,
  sessionRunsNoQueryThatCouldBeCancelled: (pid, state) =>
    `세션 ${pid}: 취소할 쿼리가 없습니다 (${state}). 세션을 끝내면 트랜잭션도 끝납니다.`,
  postgresCouldNotSignalSession: (pid) => `Postgres가 세션 ${pid}에 신호를 보내지 못했습니다. 끝나는 중일 수 있습니다.`,
  postgresDoesNotTakeThatForThe: (what, message) => `Postgres가 받아들이지 않습니다: ${what} (${message})`,
  postgresDoesNotKnowThe: (what, message) => `Postgres에 없습니다: ${what} (${message})`,
  missingPostgres:
    'MITIGATE_DATABASE_URL에 감시 대상 Postgres를, 설정 변경과 세션 종료 권한이 있는 역할로 설정해 주세요 (docs/executors-data.md)',
  thereIsNoValueToSet: (where) => `${where}: 설정할 값이 없습니다. setting을 지정하거나 세션을 끝내는 조치를 써 주세요.`,
  isByNowNotNotSetSomebody: (where, is, was) => `그사이 다른 쪽에서 바꿨습니다: ${where} (${was ?? '없음'} → ${is ?? '없음'})`,
  thisPostgresHasNoRole: (role) => `Postgres에 역할(role)이 없습니다: ${role}`,
  alwaysHasAValueName: (where) => `항상 값이 있어야 합니다: ${where}`,
  isByNowNotSomebody: (where, is, was) => `그사이 다른 쪽에서 바꿨습니다: ${where} (${was} → ${is})`,
  thisPostgresHasNoSettingOrDoesNotShow: (name) =>
    `Postgres에 설정이 없거나 보이지 않습니다: ${name}. 일부는 GRANT pg_read_all_settings가 필요합니다.`,
  postgresSettingCannotBeChangedThisWay: (name, why) => `이 방법으로 바꿀 수 없는 Postgres 설정입니다: ${name} (${why})`,
  postgresSettingWasSetByAlterSystemBut: (name) =>
    `ALTER SYSTEM으로 설정했지만 reload 후에도 적용되지 않았습니다: ${name}. 이유는 pg_file_settings에서 확인해 주세요.`,
  postgresSettingCannotBe: (name, value, why) => `Postgres 설정에 쓸 수 없는 값입니다: ${name} = ${value} (${why})`,
  redisCannotCompileTheScript: (words) => `Redis가 스크립트를 컴파일하지 못합니다: ${words}`,
  redisDoesNotKnowTheScript: (sha) => `Redis가 스크립트를 모릅니다: ${sha}. 먼저 불러와 주세요. SCRIPT FLUSH나 재시작으로 사라집니다.`,
  scriptIsNoLockThatTheServiceCouldUse: (what) => `서비스가 쓸 수 있는 락 스크립트가 아닙니다: ${what}.`,
  holdsAnotherKindOfValueName: (where, field) =>
    `다른 형식의 값입니다: ${where}. ${field === undefined ? 'field도 지정해 주세요' : 'key만 지정해 주세요'}.`,
  isByNowNotNotSetSomebodyElse: (where, is, value) => `그사이 다른 쪽에서 바꿨습니다: ${where} (${value ?? '없음'} → ${is ?? '없음'})`,
  missingRedis: 'MITIGATE_REDIS_URL에 감시 대상 Redis를, 쓰기 권한이 있는 사용자로 설정해 주세요 (docs/executors-data.md)',
  thereIsNoSuchPartition: '그런 파티션이 없습니다',
  itEndsAt: (end) => `끝은 ${end}입니다`,
  itCanBe: (listed) => `쓸 수 있는 값: ${listed}`,
  itCanBeOnOrOff: 'on 또는 off만 쓸 수 있습니다',
  itIsANumberOf: (unit) => `숫자여야 합니다${unit ? ` (단위 ${unit})` : ''}`,
  itCanBeFromTo: (min, max, unit) => `${min}에서 ${max}${unit}까지 쓸 수 있습니다`,
  itCountsWhichIsNoUnitOf: (unit, unit2) => `단위가 ${unit}이므로 ${unit2}(으)로 적을 수 없습니다`,
  itHasNoUnit: '단위가 없습니다',
  onAFreeLockItAnsweredNotHeldOrTaken: (first, held, taken) =>
    `비어 있는 락에 대한 응답이 ${held}(획득)이나 ${taken}(락 없이 획득)이 아닙니다: ${first}`,
  itAnsweredThatTheLockIsHeldButDidNot: '락을 획득했다고 답했지만 key(KEYS[1])를 만들지 않았습니다',
  lockThatItMakesNeverExpiresNobody: '만드는 락이 만료되지 않아, 가진 쪽이 죽으면 풀리지 않습니다',
  lockThatItMakesLivesForMsInsteadOfMs: (ttlMs, triedTtlMs) => `만드는 락의 수명이 ${triedTtlMs}ms(ARGV[2])가 아니라 ${ttlMs}ms입니다`,
  itLetASecondCallerInWhileTheFirstOne: (second) => `첫 번째가 락을 가진 동안 두 번째도 들여보냈습니다 (${second})`,
  itAnsweredThatItTookOneFromTheStock: (left, now) =>
    `재고(KEYS[2])에서 하나를 뺐다고 답했지만 재고는 ${left}에서 ${now}(으)로 바뀌었습니다`,
  itTookOneForTheFirstCallerButAnswered: (second) => `첫 번째에게는 하나를 주었지만, 재고가 남아 있는데도 두 번째에게 답한 값: ${second}`,
  itFailed: (words) => `실패했습니다: ${words}`,
  nothing: '없음',
};
