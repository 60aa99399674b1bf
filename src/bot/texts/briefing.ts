import type { Verdict } from '../../domain/briefing/compare-readings.ts';
import type { Language } from '../../domain/playbook/schema.ts';

/** Words about how the numbers move, and about their charts. */
interface BriefingTexts {
  verdict: Record<Verdict, string>;
  sinceOpening: (verdict: string) => string;
  sinceMitigation: (verdict: string, time: string) => string;
  abnormalSince: (time: string) => string;
  abnormalBefore: (time: string) => string;
  counts: (counts: { worse: number; better: number; same: number }) => string;
}

export const BRIEFING_TEXTS: Record<Language, BriefingTexts> = {
  en: {
    verdict: { better: 'better', worse: 'worse', higher: 'higher', lower: 'lower', same: 'same', unknown: 'nothing to compare with' },
    sinceOpening: (verdict) => `${verdict} since opening`,
    sinceMitigation: (verdict, time) => `${verdict} since the mitigation at ${time}`,
    abnormalSince: (time) => `abnormal since ${time}`,
    abnormalBefore: (time) => `abnormal since before ${time}`,
    counts: ({ worse, better, same }) => `Since opening: ${worse} worse, ${better} better, ${same} the same`,
  },
  ko: {
    verdict: { better: '나아짐', worse: '나빠짐', higher: '높아짐', lower: '낮아짐', same: '그대로', unknown: '비교할 값 없음' },
    sinceOpening: (verdict) => `선언 이후 ${verdict}`,
    sinceMitigation: (verdict, time) => `${time} 조치 이후 ${verdict}`,
    abnormalSince: (time) => `${time}부터 비정상`,
    abnormalBefore: (time) => `${time} 이전부터 비정상`,
    counts: ({ worse, better, same }) => `선언 이후: 나빠짐 ${worse}, 나아짐 ${better}, 그대로 ${same}`,
  },
};
