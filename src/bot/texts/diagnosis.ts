import type { Confidence } from '../../domain/bottleneck/name-bottleneck.ts';
import type { EvidenceView } from '../../domain/diagnosis-views.ts';
import type { Language } from '../../domain/playbook/schema.ts';

/** Words about the cause of an incident. */
interface DiagnosisTexts {
  head: (ref: string) => string;
  confidence: Record<Confidence, string>;
  /** `DB connection pool: transactions held too long`. */
  cause: (component: string, cause: string) => string;
  is: Record<EvidenceView['is'], string>;
  normally: (value: string) => string;
  moreThan: (other: string, value: string | undefined) => string;
  since: (when: string) => string;
  before: (gap: string, components: string) => string;
  suffers: (components: string) => string;
  ruledOut: (tests: string) => string;
  fits: (mitigations: string) => string;
  others: string;
  nothing: string;
  nothingSure: (unsure: number) => string;
  notYet: string;
  unexplained: (components: string) => string;
  past: (when: string) => string;
  named: (what: string, by: string) => string;
  namedBriefly: string;
  begun: (rows: string) => string;
  waived: (rows: string) => string;
  thisIsIt: string;
  thisIsItLabel: (cause: string, ref: string) => string;
  howToName: (command: string, cause: string) => string;
  done: (cause: string, ref: string) => string;
  briefing: string;
}

const en: DiagnosisTexts = {
  head: (ref) => `Diagnosis of ${ref}`,
  confidence: { likely: 'Likely cause', possible: 'Possible cause', weak: 'A weak sign of' },
  cause: (component, cause) => `${component}: ${cause}`,
  is: { high: 'high', low: 'low', normal: 'normal', 'more-than': 'more than' },
  normally: (value) => `normally ${value}`,
  moreThan: (other, value) => `more than ${other}${value === undefined ? '' : ` (${value})`}`,
  since: (when) => `since ${when}`,
  before: (gap, components) => `Began ${gap} before ${components} suffered from it.`,
  suffers: (components) => `Affected: ${components}.`,
  ruledOut: (tests) => `Would rule this out: ${tests}.`,
  fits: (mitigations) => `What helps: ${mitigations}.`,
  others: 'Also possible',
  nothing: 'Nothing stands out: every signal is in its usual range.',
  nothingSure: (unsure) =>
    `Nothing stands out in what is measured whole; ${unsure === 1 ? '1 signal is' : `${unsure} signals are`} measured only in part.`,
  notYet: 'The signals have not been judged yet.',
  unexplained: (components) => `${components} is in trouble, and no cause in the playbook explains it.`,
  past: (when) => `Back to normal; last seen at ${when}.`,
  named: (what, by) => `🔎 ${by} names the cause: *${what}*.`,
  namedBriefly: 'Cause',
  begun: (rows) => `Due from now on: ${rows}.`,
  waived: (rows) => `No longer due: ${rows}.`,
  thisIsIt: 'This is it',
  thisIsItLabel: (cause, ref) => `Name ${cause} as the cause of incident ${ref}`,
  howToName: (command, cause) => `Something else? \`${command} diagnosis is ${cause}\``,
  done: (cause, ref) => `✓ The cause of ${ref} is named: ${cause}.`,
  briefing: 'Cause',
};

const ko: DiagnosisTexts = {
  head: (ref) => `${ref} 원인 진단`,
  confidence: { likely: '유력한 원인', possible: '가능한 원인', weak: '약한 징후' },
  cause: (component, cause) => `${component}: ${cause}`,
  is: { high: '높음', low: '낮음', normal: '정상', 'more-than': '초과' },
  normally: (value) => `평소 ${value}`,
  moreThan: (other, value) => `${other}${value === undefined ? '' : `(${value})`}보다 많음`,
  since: (when) => `${when}부터`,
  before: (gap, components) => `${components}에 영향이 나타나기 ${gap} 전에 시작되었습니다.`,
  suffers: (components) => `영향받는 곳: ${components}`,
  ruledOut: (tests) => `이 원인을 배제하는 조건: ${tests}`,
  fits: (mitigations) => `도움이 되는 조치: ${mitigations}`,
  others: '다른 가능성',
  nothing: '눈에 띄는 이상이 없습니다. 모든 지표가 평소 범위 안에 있습니다.',
  nothingSure: (unsure) => `온전히 측정된 지표에는 눈에 띄는 이상이 없습니다. ${unsure}개는 일부만 측정되었습니다.`,
  notYet: '아직 지표를 판단하지 않았습니다.',
  unexplained: (components) => `${components}에 이상이 있으나 플레이북의 원인으로 설명되지 않습니다.`,
  past: (when) => `지금은 정상입니다. 마지막으로 보인 시각: ${when}`,
  named: (what, by) => `🔎 ${by} 님이 원인을 지목했습니다: *${what}*`,
  namedBriefly: '원인',
  begun: (rows) => `지금부터 기한 시작: ${rows}`,
  waived: (rows) => `더 이상 해당 없음: ${rows}`,
  thisIsIt: '이 원인이 맞음',
  thisIsItLabel: (cause, ref) => `장애 ${ref} 원인으로 지목: ${cause}`,
  howToName: (command, cause) => `다른 원인이라면: \`${command} diagnosis is ${cause}\``,
  done: (cause, ref) => `✓ ${ref} 원인을 지목했습니다: ${cause}`,
  briefing: '원인',
};

export const DIAGNOSIS_TEXTS: Readonly<Record<Language, DiagnosisTexts>> = { en, ko };
