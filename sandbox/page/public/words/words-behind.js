/** Words of what goes on behind Slack: the watched service, the clock, the calls. */
export const BEHIND = {
  service: { en: 'Coupon service', ko: '쿠폰 서비스' },
  break: { en: 'Break', ko: '고장 내기' },
  heal: { en: 'Heal', ko: '고치기' },
  breakLabel: { en: ({ id, title }) => `Break ${id}, ${title}`, ko: ({ id, title }) => `${id} 고장 내기: ${title}` },
  healLabel: { en: ({ id, title }) => `Heal ${id}, ${title}`, ko: ({ id, title }) => `${id} 고치기: ${title}` },
  healAll: { en: 'Heal everything', ko: '모두 고치기' },
  how: { en: (id) => `How to break ${id}`, ko: (id) => `${id}: 고장 내는 방법` },
  howTitle: { en: 'Cause and strength', ko: '원인과 강도' },
  cause: { en: (id) => `Cause of ${id}`, ko: (id) => `${id}: 원인` },
  strength: { en: (id) => `Strength of ${id}`, ko: (id) => `${id}: 강도` },
  allSignals: { en: 'All signals', ko: '모든 지표' },
  recording: { en: 'Download a recording', ko: '기록 내려받기' },
  recordingFor: { en: ' for npm run replay.', ko: ': npm run replay 로 다시 돌려 봅니다.' },
  outside: { en: 'What users see, and who else may call', ko: '사용자가 보는 화면과 외부 알림' },
  statusPage: { en: 'Status page', ko: '상태 페이지' },
  shop: { en: 'A page of the service, with its waiting screen', ko: '서비스 화면 (대기 화면 포함)' },
  sendAlert: { en: 'Send an alert: ', ko: '알림 보내기: ' },
  level: { en: { critical: 'critical', warning: 'warning' }, ko: { critical: '심각', warning: '경고' } },

  diagram: { en: 'The service, part by part', ko: '서비스의 구성 요소' },
  part: {
    en: { users: 'Users', api: 'API', lock: 'Redis lock', pool: 'Postgres pool', kafka: 'Kafka', consumers: 'Consumers', jvm: 'JVM' },
    ko: { users: '사용자', api: 'API', lock: 'Redis 락', pool: 'Postgres 풀', kafka: 'Kafka', consumers: 'Consumer', jvm: 'JVM' },
  },
  dial: {
    en: {
      instances: 'instances',
      limit: 'limit',
      script: 'script',
      size: 'size',
      replica: 'reads on the replica',
      partitions: 'partitions',
      restarted: 'restarted',
      collector: 'collector',
    },
    ko: {
      instances: '인스턴스',
      limit: '제한',
      script: '스크립트',
      size: '크기',
      replica: 'replica 읽기',
      partitions: '파티션',
      restarted: '재시작',
      collector: 'GC 방식',
    },
  },
  noLimit: { en: 'none', ko: '없음' },
  restarted: { en: { yes: 'yes', no: 'no' }, ko: { yes: '함', no: '안 함' } },
  broken: { en: (id) => `${id} broken`, ko: (id) => `${id} 고장` },
  cured: { en: (id) => `${id} cured`, ko: (id) => `${id} 해소됨` },

  noData: { en: 'no data', ko: '데이터 없음' },
  unit: {
    en: { seconds: (n) => `${n} s`, percent: (n) => `${n} %`, perSecond: (n) => `${n}/s`, milliseconds: (n) => `${n} ms` },
    ko: { seconds: (n) => `${n}초`, percent: (n) => `${n}%`, perSecond: (n) => `초당 ${n}`, milliseconds: (n) => `${n}ms` },
  },
  span: {
    en: { seconds: (n) => `${n} s`, minutes: (n) => `${n} min`, hours: (n) => `${n} h`, days: (n) => `${n} days` },
    ko: { seconds: (n) => `${n}초`, minutes: (n) => `${n}분`, hours: (n) => `${n}시간`, days: (n) => `${n}일` },
  },

  clock: { en: 'Clock', ko: '시계' },
  clockNote: {
    en: (scale) =>
      `The playbook was divided by ${scale} when the bot started. Here its clock, Slack’s and the service’s run faster or slower on top; wake-ups that come late are found by the bot’s sweep.`,
    ko: (scale) =>
      `봇이 시작할 때 플레이북의 시간을 1/${scale}로 줄였습니다. 여기서는 봇과 Slack, 서비스가 함께 쓰는 시계를 그보다 더 빠르게, 또는 느리게 돌립니다. 제때 깨어나지 못한 일은 봇이 주기적으로 훑어 찾아냅니다.`,
  },
  toDeadline: { en: 'To the next deadline', ko: '다음 기한으로' },
  minuteAhead: { en: 'One minute ahead', ko: '1분 앞으로' },
  pause: { en: 'Pause', ko: '멈춤' },
  standsStill: { en: 'The clock stands still', ko: '시계가 멈춰 있습니다' },
  pace: {
    en: ({ scale, span }) => `TIME_SCALE ${scale}: half an hour takes ${span}`,
    ko: ({ scale, span }) => `TIME_SCALE ${scale}: 30분이 ${span} 만에 지납니다`,
  },
  waitsFor: { en: 'The bot waits for', ko: '봇이 기다리는 일' },
  doesNext: { en: 'What the bot does next', ko: '봇이 다음에 할 일' },
  now: { en: 'now', ko: '지금' },

  vendors: { en: 'Slack and Zoom', ko: 'Slack과 Zoom' },
  vendorsNote: {
    en: 'Make them misbehave: nothing breaks, and nothing that lasts is done twice.',
    ko: '일부러 말썽을 부리게 해 보세요. 아무것도 망가지지 않고, 기록에 남는 일이 두 번 처리되지도 않습니다.',
  },
  calls: { en: 'Every call, newest first', ko: '모든 API 호출, 최근 것부터' },
  callsLabel: { en: 'Calls to Slack and Zoom, newest first', ko: 'Slack과 Zoom에 보낸 API 호출, 최근 것부터' },
  underWay: { en: 'under way', ko: '진행 중' },
  replyLost: { en: 'done, reply lost', ko: '처리됨, 응답 유실' },
};
