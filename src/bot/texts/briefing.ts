import type { Verdict } from '../../domain/briefing/compare-readings.ts';
import type { ChartMarkView } from '../../domain/chart-views.ts';
import type { Language } from '../../domain/playbook/schema.ts';

/** Words about how the numbers move, and about their charts. */
interface BriefingTexts {
  verdict: Record<Exclude<Verdict, 'unknown'>, string>;
  sinceOpening: (verdict: string) => string;
  sinceMitigation: (verdict: string, time: string) => string;
  abnormalSince: (time: string) => string;
  abnormalBefore: (time: string) => string;
  /** `moved`: up or down where neither is better; `unknown`: without a whole number then or now. Together they are all of the signals. */
  counts: (counts: { worse: number; better: number; same: number; moved: number; unknown: number }) => string;
  within: (count: number) => string;
  withoutLimit: (count: number) => string;
  following: (until: string) => string;
  followed: (until: string) => string;
  staysNormal: string;
  notNormal: (names: string) => string;
  notSure: (names: string) => string;
  notKnown: (names: string) => string;
  limit: string;
  mark: Record<ChartMarkView['kind'], string>;
  span: (from: string, to: string, zone: string) => string;
  altText: (title: string, span: string) => string;
  graphHead: (name: string, duration: string) => string;
  graphFailed: (why: string) => string;
  graphComing: Record<'here' | 'direct', (name: string, duration: string) => string>;
  askedBy: (who: string) => string;
}

export const BRIEFING_TEXTS: Record<Language, BriefingTexts> = {
  en: {
    verdict: { better: 'better', worse: 'worse', higher: 'higher', lower: 'lower', same: 'same' },
    sinceOpening: (verdict) => `${verdict} since opening`,
    sinceMitigation: (verdict, time) => `${verdict} since the mitigation at ${time}`,
    abnormalSince: (time) => `abnormal since ${time}`,
    abnormalBefore: (time) => `abnormal since before ${time}`,
    counts: ({ worse, better, same, moved, unknown }) =>
      [
        `Since opening: ${worse} worse, ${better} better, ${same} the same`,
        ...(moved > 0 ? [`${moved} changed`] : []),
        ...(unknown > 0 ? [`${unknown} unknown`] : []),
      ].join(', '),
    within: (count) => (count === 1 ? '1 signal within its limits' : `${count} signals within limits`),
    withoutLimit: (count) => (count === 1 ? '1 signal without a limit' : `${count} signals without a limit`),
    following: (until) => `After recovery these are followed until ${until}`,
    followed: (until) => `After recovery these were followed until ${until}`,
    staysNormal: 'they stay normal.',
    notNormal: (names) => `⚠ not normal: ${names}.`,
    notSure: (names) => `measured only in part: ${names}.`,
    notKnown: (names) => `without a number: ${names}.`,
    limit: 'limit',
    mark: { opened: 'opened', mitigation: 'mitigation', recovered: 'resolved' },
    span: (from, to, zone) => `${from} – ${to} ${zone}`,
    altText: (title, span) => `Chart of ${title}, ${span}:`,
    graphHead: (name, duration) => `${name}, the last ${duration}`,
    graphFailed: (why) => `There is no chart of it: ${why}`,
    graphComing: {
      here: (name, duration) => `The chart of ${name} over the last ${duration} comes into this channel in a moment, for everybody to see.`,
      direct: (name, duration) => `The chart of ${name} over the last ${duration} comes to you as a direct message in a moment.`,
    },
    askedBy: (who) => `asked for by ${who}`,
  },
  ko: {
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
  },
};
