import type { InsightsTexts } from '../../en/surfaces/insights.ts';

export const insights: InsightsTexts = {
  title: (from, to) => `대응 지표, ${from} ~ ${to}`,
  titleOf: (service, from, to) => `${service} 대응 지표, ${from} ~ ${to}`,
  none: '이 기간에는 장애가 없었습니다.',
  incidents: (count, falseAlarms, active) =>
    [
      `*장애 ${count}건*`,
      ...(active > 0 ? [`진행 중 ${active}건`] : []),
      ...(falseAlarms > 0 ? [`오탐 ${falseAlarms}건은 아래 지표에서 제외`] : []),
    ].join(' · '),
  spans: { detect: '감지까지', page: '호출까지', acknowledge: '응답까지', mitigate: '완화까지', resolve: '복구까지' },
  span: (name, median, p90, count) => `*${name}:* ${median} · 10건 중 9건은 ${p90} 이내 (${count}건)`,
  unknown: (name) => `*${name}:* 아직 알 수 없음`,
  by: { service: '서비스별', scenario: '시나리오별', severity: '심각도별', week: '주별' },
  noScenario: '미지정',
  week: (monday) => `${monday} 주`,
  group: (name, count, acknowledged, resolved) => `*${name}:* ${count}건 · 응답 ${acknowledged} · 복구 ${resolved}`,
  notYet: '아직 없음',
  more: (count) => `외 ${count}건`,
  deadlines: (kept, missed) => `*기한:* ${kept}건 준수, ${missed}건 초과`,
  mostMissed: (rows) => `가장 많이 놓친 기한: ${rows}`,
  row: (row, missed, all) => `${row} (${all}건 중 ${missed}건)`,
  pages: '*호출:*',
  noPages: '*호출:* 없음',
  person: (who, pages, atNight, nights, atWeekend) =>
    [
      `${who} ${pages}회`,
      ...(atNight > 0 ? [`야간 ${atNight}회(${nights}일 밤)`] : []),
      ...(atWeekend > 0 ? [`주말 ${atWeekend}회`] : []),
    ].join(', '),
  mitigations: '*완화 조치:*',
  mitigation: (title, runs, helped, proved) =>
    proved === 0 ? `${title} ${runs}회, 효과 미확인` : `${title} ${runs}회, 확인한 ${proved}회 중 ${helped}회 효과`,
  followUps: (onTime, late, overdue, open) =>
    `*후속 작업:* 기한 내 ${onTime}건, 지연 완료 ${late}건, 기한 초과 ${overdue}건, 예정 ${open}건`,
  alerts: (heard, declared, falseAlarms) => `*알림:* ${heard}회 수신, 장애 ${declared}건 선언, 그중 오탐 ${falseAlarms}건`,
  cost: (hours) => `*투입:* ${hours}인시`,
  definitions:
    '앞의 값은 중앙값입니다. 감지는 발생 시점부터, 나머지는 감지 시점부터 셉니다. 야간은 각자의 시간대로 22:00~07:00입니다. 인시는 호출에 응답했거나 역할을 맡은 사람이 그때부터 복구까지 쓴 시간입니다.',
};
