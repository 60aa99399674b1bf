import type { AlertTexts } from '../../en/surfaces/alerts.ts';

export const alerts: AlertTexts = {
  opened: (count) => (count === 1 ? '알림으로 선언된 장애입니다:' : `알림 ${count}건으로 선언된 장애입니다:`),
  joined: (count) => `알림 ${count}건 추가:`,
  worse: (count) => `알림 ${count}건 악화:`,
  ended: (count) => `알림 ${count}건 해소:`,
  line: (title, source, time, times) => `• *${title}* · ${source}, ${time}부터${times > 1 ? `, ${times}회 수신` : ''}`,
  plain: (title, source) => `${title} (${source})`,
  unrouted: (service: string) =>
    `서비스를 가리키는 레이블이 없고 맞는 경로도 없어 기본 서비스인 ${service}에 들어왔습니다. \`service\` 레이블을 달거나 경로를 추가해 주세요.`,
  leftOut: (count) => `발신자가 알림 ${count}건을 빼고 보냈습니다 (Alertmanager: \`max_alerts\`).`,
  labelsDropped: (count) => `레이블이 너무 많아 ${count}개를 버렸습니다`,
  more: (count) => `외 ${count}건은 타임라인에 있습니다`,
  open: '열기',
  stillFiring: (count) => `알림 ${count}건이 아직 발생 중입니다.`,
  onlyNotes: (count) =>
    `참고용 알림 ${count}건만 발생 중입니다. 사용자가 정상적으로 이용할 수 있으면 복구 완료로 표시해 주세요. 자동으로 표시되지는 않습니다.`,
  allOver: '발생 중인 알림이 없습니다. 사용자가 정상적으로 이용할 수 있으면 복구 완료로 표시해 주세요. 자동으로 표시되지는 않습니다.',
  source: { kafka: 'Kafka', watch: '감시' },
  byAlert: (source) => `${source} 알림`,
  byWatch: (id) => `자동 감시 ${id}`,
  bongsu: 'Bongsu',
  declaredBy: (who) => `선언: ${who}`,
  muted: (until, reason) =>
    `🔕 ${until}까지 점검 중(${reason})이라 알림이 와도 장애를 선언하지 않습니다. 점검이 끝난 뒤에도 계속되는 알림은 장애로 선언합니다.`,
  mutedFirst: '지금까지 받은 알림:',
  waiting: (groups, atMost, per, next) =>
    `⏳ 알림 그룹 ${groups}개가 대기 중입니다. ${per} 동안 알림으로 선언할 수 있는 장애는 ${atMost}건까지이며, 다음 장애는 ${next}에 선언합니다. 알림은 유실되지 않습니다.`,
  over: (name, limit) => `${name} ${limit} 초과`,
  under: (name, limit) => `${name} ${limit} 미만`,
  level: { warning: '', critical: ' (심각)' },
  missing: (name, duration) => `${name}: ${duration} 동안 데이터 없음`,
};
