import type { rules as english } from '../en/rules.ts';

export const rules: typeof english = {
  thisIncidentIsNothingCan: (called) => `이 장애의 상태: ${called}. 더는 바꿀 수 없습니다. 새로 선언해 주세요: \`open\`.`,
  thisIncidentIsSoDoesNotApply: (called, move, moves) =>
    `이 장애의 상태: ${called}. \`${move}\` 명령을 쓸 수 없습니다. 지금 가능한 것: ${moves}.`,
  guestsAndPeopleOfOtherWorkspacesCan:
    '게스트와 다른 워크스페이스의 사람은 장애를 지켜볼 수 있지만 조작할 수는 없습니다. 이 워크스페이스의 구성원에게 요청하세요.',
  nothingWasDoneSlackDoes:
    '아무것도 하지 않았습니다. 이 워크스페이스의 정식 구성원인지 지금 Slack이 알려 주지 않고, 플레이북에도 이름이 없습니다. 곧 다시 시도하거나 플레이북에 있는 사람에게 요청하세요.',
  thisTokenMayDoWhatNeedsAndThisNeeds: (may, needed) =>
    `이 명령에는 \`${needed}\` 권한이 필요한데 이 토큰에는 \`${may}\` 권한만 있습니다. 권한이 더 큰 토큰을 사용해 주세요.`,
  responders: '대응자만 할 수 있습니다: 플레이북에 있는 사람, 선언한 사람, 역할을 맡은 사람. 역할을 맡으려면: `assign`.',
  onlyRespondersMayDoThis:
    '대응자만 할 수 있습니다: 총괄이 없을 때는 플레이북에 있는 사람. 장애를 선언했거나 역할을 맡은 것만으로는 할 수 없습니다.',
  onlyRespondersMayDoThisPeople: '대응자만 할 수 있습니다: 플레이북에 있는 사람.',
  onlyTheCommanderOrALeadOfThePlaybook: '총괄이나 플레이북의 리드만 할 수 있습니다. 총괄이 누구인지 보려면: `status`.',
  onlyLeadsMayDoThis: '리드만 할 수 있습니다. 리드는 플레이북의 `team.leads` 항목에 있습니다.',
  stateWords: {
    open: '진행 중',
    mitigated: '완화됨',
    resolved: '복구 완료',
    closed: '종료',
    reopened: '다시 발생',
    cancelled: '취소(오탐)',
  },
  rowStateWords: {
    pending: '대기',
    kept: '이행',
    missed: '미이행',
    waived: '해당 없음',
  },
  roleWords: {
    commander: '총괄',
    communications: '커뮤니케이션',
    operations: '운영',
    scribe: '기록',
  },
  mitigationRunStateWords: {
    waiting: '승인 대기',
    announced: '곧 자동 실행',
    executing: '실행 중',
    running: '실행함, 효과 확인 중',
    undoing: '되돌리는 중',
    held: '중간에 멈춤',
    ended: '종료',
  },
  page: (at) => `${at} 호출`,
  run: (program) => `${program} 실행`,
  whatSets: (program) => `${program} 설정값`,
  partitionsOf: (topic) => `${topic} 파티션 수`,
  offsetsOf: (group) => `${group} 오프셋`,
  in: (key, configMap) => `${configMap}의 ${key}`,
  versionOf: (deployment) => `${deployment} 버전`,
  replicasOf: (deployment) => `${deployment} 복제본 수`,
  sessionsOf: (sessions) => `${sessions} 세션`,
  ofTheRole: (setting, role) => `역할 ${role}의 ${setting}`,
  webhookOf: (hostname) => `${hostname} 웹훅`,
  sayWhichSignalThereIsNoSignalSuchAs: (asked, odd, ranked, example) =>
    `${asked === '' ? '지표를 적어 주세요' : `\`${odd}\` 지표가 없습니다`}. 예: ${ranked.join(', ')}. 뒤에 기간을 붙일 수 있습니다: ${example}.`,
};
