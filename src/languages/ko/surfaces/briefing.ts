import type { BriefingTexts } from '../../en/surfaces/briefing.ts';

export const briefing: BriefingTexts = {
  verdict: { better: '나아짐', worse: '나빠짐', higher: '높아짐', lower: '낮아짐', same: '그대로' },
  sinceOpening: (verdict) => `선언 이후 ${verdict}`,
  sinceMitigation: (verdict, time) => `${time} 조치 이후 ${verdict}`,
  abnormalSince: (time) => `${time}부터 비정상`,
  abnormalBefore: (time) => `${time} 이전부터 비정상`,
  counts: ({ worse, better, same, moved, unknown }) =>
    [
      `선언 이후: 나빠짐 ${worse}, 나아짐 ${better}, 그대로 ${same}`,
      ...(moved > 0 ? [`변동 ${moved}`] : []),
      ...(unknown > 0 ? [`알 수 없음 ${unknown}`] : []),
    ].join(', '),
  within: (count) => `정상 범위 지표 ${count}개`,
  withoutLimit: (count) => `기준 없는 지표 ${count}개`,
  following: (until) => `복구 후 ${until}까지 추적 중`,
  followed: (until) => `복구 후 ${until}까지 추적 완료`,
  staysNormal: '정상을 유지하고 있습니다.',
  notNormal: (names) => `⚠ 정상이 아닌 지표: ${names}.`,
  notSure: (names) => `일부만 측정됨: ${names}.`,
  notKnown: (names) => `수치 없음: ${names}.`,
  limit: '한계값',
  mark: { opened: '선언', mitigation: '조치', recovered: '복구' },
  span: (from, to, zone) => `${from} – ${to} ${zone}`,
  altText: (title, span) => `${title} 차트, ${span}:`,
  graphHead: (name, duration) => `${name}, 최근 ${duration}`,
  graphFailed: (why) => `차트를 만들지 못했습니다: ${why}`,
  graphComing: {
    here: (name, duration) => `${name}의 최근 ${duration} 차트를 곧 이 채널에 모두가 볼 수 있게 올립니다.`,
    direct: (name, duration) => `${name}의 최근 ${duration} 차트를 곧 다이렉트 메시지로 보내 드립니다.`,
  },
  askedBy: (who) => `요청: ${who}`,
};
