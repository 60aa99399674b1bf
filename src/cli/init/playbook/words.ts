import type { Bilingual, Language } from '../../../domain/language/bilingual.ts';
import { pick } from '../../../domain/language/pick.ts';
import type { Past } from '../signals/limits-from-history.ts';

/** A text as the playbook's readers have it: in their language, or in English where it has no such. */
export type Say = (text: Bilingual) => string;

export function sayIn(language: Language): Say {
  return (text) => pick(text, language);
}

/** What a playbook that init makes says to whoever edits it. */
export const REMARKS = {
  team: {
    en: 'What you edit: your people, channels, zone and bridge',
    ko: '고쳐 쓸 것: 사람, 채널, 시간대, 회의방',
  },
  begun: {
    en: 'A playbook begun by npm run init, of the kind',
    ko: 'npm run init으로 만든 플레이북, 종류:',
  },
  system: { en: 'The system', ko: '시스템' },
  breaks: { en: 'What breaks (docs/diagnosis.md)', ko: '무엇이 고장 나는가 (docs/diagnosis.md)' },
  due: { en: 'What is due, and when', ko: '언제까지 무엇을' },
  done: {
    en: 'What can be done (docs/mitigations.md, docs/executors.md)',
    ko: '무엇을 할 수 있는가 (docs/mitigations.md, docs/executors.md)',
  },
  outside: { en: 'What people outside read', ko: '외부에 보이는 글' },
  durations: {
    en: 'Durations are written 30s, 5m, 1h30m, 7d. The ids (D1, A1, I1 …) name the rows of the response process.',
    ko: '시간은 30s, 5m, 1h30m, 7d 처럼 적습니다. id(D1, A1, I1 …)는 대응 절차의 행 이름입니다.',
  },
  off: {
    en: 'All of it is off: name your own things under `on`, then set `enabled: true`. `npm run doctor` says of each whether it could run.',
    ko: '모두 꺼져 있습니다. on에 여러분의 것을 적은 다음 enabled: true로 바꾸세요. npm run doctor가 실행할 수 있는지 알려 줍니다.',
  },
  limits: {
    en: 'Thresholds come from the past of each signal, a week at most: a warning lies beyond what is usual, critical beyond all that there was. Turn them as you learn.',
    ko: '임계값은 지표마다 지난 값(길어야 일주일)에서 정했습니다. warning은 평소 범위 밖, critical은 지금까지 없던 값입니다. 운영하면서 조정하세요.',
  },
  young: {
    en: 'Thresholds want a day of a signal’s past. Run npm run init again once it is there, or write your own, and name the signal under briefing too.',
    ko: '임계값을 정하려면 지난 값이 하루는 있어야 합니다. 그때 npm run init을 다시 실행하거나 직접 적고, briefing에도 지표를 넣으세요.',
  },
  unasked: {
    en: 'No Prometheus has answered this yet. Change the job to yours; npm run doctor says which queries find data.',
    ko: '아직 Prometheus의 답을 확인하지 못했습니다. job을 여러분의 것으로 바꾸세요. npm run doctor가 데이터가 있는 쿼리를 알려 줍니다.',
  },
  usual: {
    en: 'What such a service often has besides. Take the # away where yours has it too, and give it thresholds:',
    ko: '이런 서비스에 흔히 있는 지표입니다. 여러분에게도 있으면 #을 지우고 임계값을 적으세요:',
  },
  allRead: {
    en: 'This playbook is in English, which Bongsu takes for your language: translate its texts.',
    ko: '글을 여러분의 언어로 옮겨 주세요.',
  },
  noBreaks: {
    en: 'Write here what can break, S1 and so on: docs/writing-a-playbook.md has an example. Until then incidents open without a scenario.',
    ko: '무엇이 고장 날 수 있는지 S1부터 적으세요. 예는 docs/writing-a-playbook.md에 있습니다. 그때까지 장애는 시나리오 없이 열립니다.',
  },
  rotations: { en: 'rotations and Slack user groups: docs/oncall.md', ko: '교대와 Slack 사용자 그룹: docs/oncall.md' },
  phone: { en: 'phone is optional: +8210…', ko: 'phone은 선택입니다: +8210…' },
  channel: { en: 'incident channels are called inc-<number>-<title>', ko: '장애 채널 이름은 inc-<번호>-<제목>입니다' },
  invited: { en: 'invited into every incident channel', ko: '모든 장애 채널에 초대됩니다' },
  lead: { en: 'may do what only a lead may do', ko: '리드만 할 수 있는 일을 할 수 있습니다' },
} as const satisfies Record<string, Bilingual>;

export const MESSAGES = {
  'update.status': {
    en: '{effect} This has been so since {onset}. {stage} {progress} {done} Next update at {nextUpdate}.',
    ko: '{effect} {onset}부터 이어지고 있습니다. {stage} {progress} {done} 다음 안내는 {nextUpdate}입니다.',
  },
  'update.resolved': {
    en: '{service} works as usual again, after {duration}. {cause} {done}',
    ko: '{service} 서비스가 {duration} 만에 정상으로 돌아왔습니다. {cause} {done}',
  },
  'retro.invite': { en: 'Retrospective of #{number} {title}: {meeting}.', ko: '#{number} {title} 회고: {meeting}.' },
} as const satisfies Record<string, Bilingual>;

/** Only of teams with a channel for it. */
export const SUPPORT_MESSAGES = {
  'update.support': {
    en: 'Guide for support. {service} has been affected since {onset}: {effect} Promise no time of recovery; the next update comes at {nextUpdate}.',
    ko: '고객센터 응대 안내. {onset}부터 {service} 장애 중입니다: {effect} 복구 시각은 약속하지 마세요. 다음 안내는 {nextUpdate}입니다.',
  },
} as const satisfies Record<string, Bilingual>;

/** Why a signal has the thresholds that it has, or none. */
export const ABOUT_LIMITS = {
  past: {
    above: (past: Past): Bilingual => ({
      en: `${span(past).en}: 99 of 100 values are at most ${short(past.usual)}, the highest is ${short(past.worst)}.`,
      ko: `${span(past).ko}: 값의 99%가 ${short(past.usual)} 이하이고, 최댓값은 ${short(past.worst)}입니다.`,
    }),
    below: (past: Past): Bilingual => ({
      en: `${span(past).en}: 99 of 100 values are at least ${short(past.usual)}, the lowest is ${short(past.worst)}.`,
      ko: `${span(past).ko}: 값의 99%가 ${short(past.usual)} 이상이고, 최솟값은 ${short(past.worst)}입니다.`,
    }),
  },
  young: (hours: number): Bilingual => ({
    en: `No thresholds yet: ${hours < 1 ? 'less than an hour' : hours === 1 ? 'an hour' : `${hours} hours`} of its past is there.`,
    ko: `아직 임계값이 없습니다. 지난 값이 ${hours < 1 ? '한 시간도 되지 않습니다' : `${hours}시간뿐입니다`}.`,
  }),
  full: {
    en: 'No limit fits beyond that, so there are no thresholds: write your own if you know better.',
    ko: '그 밖에 한계를 둘 여지가 없어 임계값이 없습니다. 더 잘 아신다면 직접 적으세요.',
  },
} as const;

const DAY_HOURS = 24;

function span({ hours }: Past): Bilingual {
  const days = Math.round(hours / DAY_HOURS);
  return { en: days === 1 ? 'The last day' : `The last ${days} days`, ko: days === 1 ? '지난 하루' : `지난 ${days}일` };
}

/** As people read numbers aloud. */
function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
