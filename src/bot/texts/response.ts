import type { Language } from '../../domain/playbook/schema.ts';

/** Words about deadlines, escalation and pages. */
interface ResponseTexts {
  escalated: (ref: string, toLevel: string, people: string) => string;
  escalatedBy: (ref: string, toLevel: string, people: string, by: string) => string;
  escalatedNobody: (ref: string, toLevel: string) => string;
  acknowledged: (ref: string, level: string, by: string) => string;
  handedOver: (ref: string, from: string, to: string) => string;
  passedOn: (ref: string, from: string, to: string) => string;
  nobodyLeft: (ref: string, level: string) => string;
  askedBy: (who: string) => string;
  passOn: string;
  passOnLabel: (ref: string) => string;
  escalateNow: string;
  escalateNowLabel: (ref: string) => string;
  pageHead: (severity: string, title: string, ref: string) => string;
  pageSubject: (severity: string, ref: string, title: string, level: string) => string;
  pageShort: (severity: string, ref: string, title: string) => string;
  bridge: (url: string) => string;
  acknowledgeInSlack: string;
  missed: (rows: number) => string;
  /** Instead, when none of those that were missed applies any more. */
  missedNone: string;
  whoCanAct: (who: string) => string;
  howToKeep: (command: string, row: string) => string;
  deadlines: (ref: string) => string;
  none: string;
  /** Of a row without a time of its own. */
  allTheTime: string;
  who: Record<'commander' | 'communications' | 'operations' | 'scribe' | 'oncall' | 'everybody' | 'bongsu', string>;
  kept: (row: string, ref: string) => string;
  keptLate: (row: string, ref: string) => string;
  paged: (people: string) => string;
  escalatedDone: (ref: string, toLevel: string) => string;
  passedOnDone: (ref: string, to: string) => string;
  passedOnNobody: (ref: string) => string;
  updateNext: (ref: string, when: string) => string;
  updateStopped: (ref: string) => string;
  updateEdited: (by: string) => string;
  postNow: string;
  postNowLabel: (ref: string) => string;
  skipOnce: string;
  skipOnceLabel: (ref: string) => string;
  updatePosted: (ref: string) => string;
  updateSkipped: (ref: string, when: string) => string;
  updateSaved: (ref: string, when: string) => string;
  /** In the language that was chosen. */
  speaks: (ref: string, by: string) => string;
  speaksDone: (ref: string, language: Language) => string;
}

const en: ResponseTexts = {
  escalated: (ref, toLevel, people) => `⬆ ${ref} is escalated ${toLevel}: ${people}.`,
  escalatedBy: (ref, toLevel, people, by) => `⬆ ${by} escalated ${ref} ${toLevel}: ${people}.`,
  escalatedNobody: (ref, toLevel) => `⬆ ${ref} is escalated ${toLevel}, but nobody is on call there. Name somebody with \`page @name\`.`,
  acknowledged: (ref, level, by) => `✓ ${by} has acknowledged the page for ${ref} · ${level}`,
  handedOver: (ref, from, to) => `${from} has not answered the page for ${ref}; ${to} is paged now.`,
  passedOn: (ref, from, to) => `${from} cannot help with ${ref}; ${to} is paged now.`,
  nobodyLeft: (ref, level) => `⚠ Nobody is left to page for ${ref} · ${level}. Use \`escalate\` or \`page @name\`.`,
  askedBy: (who) => `${who} asks for you.`,
  passOn: 'Cannot help: pass on',
  passOnLabel: (ref) => `Cannot help with incident ${ref}: page the next person`,
  escalateNow: 'Escalate now',
  escalateNowLabel: (ref) => `Escalate incident ${ref} to the next level now`,
  pageHead: (severity, title, ref) => `${severity}: ${title} (incident ${ref}).`,
  pageSubject: (severity, ref, title, level) => `[${severity}] ${ref} ${title} (${level})`,
  pageShort: (severity, ref, title) => `${severity} incident ${ref}: ${title}`,
  bridge: (url) => `Bridge: ${url}`,
  acknowledgeInSlack: 'Acknowledge in Slack, then join the channel or the bridge.',
  missed: (rows) => (rows === 1 ? '✕ A deadline was missed:' : `✕ ${rows} deadlines were missed:`),
  missedNone: '✓ No deadline counts as missed: those that passed do not fit the cause.',
  whoCanAct: (who) => `Can act: ${who}`,
  howToKeep: (command, row) => `Already done? \`${command} keep ${row} what was done\``,
  deadlines: (ref) => `Deadlines of ${ref}`,
  none: 'This incident has no deadlines.',
  allTheTime: 'all the time',
  who: {
    commander: 'commander',
    communications: 'communications lead',
    operations: 'operations lead',
    scribe: 'scribe',
    oncall: 'on-call engineer',
    everybody: 'everybody',
    bongsu: 'Bongsu',
  },
  kept: (row, ref) => `✓ ${row} of ${ref} is kept.`,
  keptLate: (row, ref) => `✓ ${row} of ${ref} stays missed; what was done is in the timeline.`,
  paged: (people) => `✓ Paged: ${people}.`,
  escalatedDone: (ref, toLevel) => `✓ ${ref} is escalated ${toLevel}.`,
  passedOnDone: (ref, to) => `✓ ${to} is paged for ${ref} instead of you.`,
  passedOnNobody: (ref) => `Nobody else is left to page for ${ref}. Stay if you can, or use \`escalate\`.`,
  updateNext: (ref, when) => `The next update of ${ref} goes out ${when}.`,
  updateStopped: (ref) => `No more updates of ${ref} are due.`,
  updateEdited: (by) => `Written by ${by}:`,
  postNow: 'Post now',
  postNowLabel: (ref) => `Post the update of incident ${ref} now`,
  skipOnce: 'Skip once',
  skipOnceLabel: (ref) => `Skip the next update of incident ${ref}`,
  updatePosted: (ref) => `✓ An update of ${ref} is being posted.`,
  updateSkipped: (ref, when) => `✓ One update of ${ref} is skipped; the next one goes out ${when}.`,
  updateSaved: (ref, when) => `✓ Saved. It begins the update of ${ref} that goes out ${when}.`,
  speaks: (ref, by) => `${by} chose English: what is posted for ${ref} is in English from now on.`,
  speaksDone: (ref, language) => `✓ What is posted for ${ref} is in ${{ en: 'English', ko: 'Korean' }[language]} from now on.`,
};

const ko: ResponseTexts = {
  escalated: (ref, toLevel, people) => `⬆ ${ref} 장애를 ${toLevel} 에스컬레이션했습니다: ${people}`,
  escalatedBy: (ref, toLevel, people, by) => `⬆ ${by} 님이 ${ref} 장애를 ${toLevel} 에스컬레이션했습니다: ${people}`,
  escalatedNobody: (ref, toLevel) =>
    `⬆ ${ref} 장애를 ${toLevel} 에스컬레이션했지만 온콜 담당자가 없습니다. \`page @이름\` 명령으로 지정해 주세요.`,
  acknowledged: (ref, level, by) => `✓ ${by} 님이 ${ref} 호출을 확인했습니다 · ${level}`,
  handedOver: (ref, from, to) => `${from} 님이 ${ref} 호출에 응답하지 않아 ${to} 님을 호출합니다.`,
  passedOn: (ref, from, to) => `${from} 님이 ${ref} 대응이 어려워 ${to} 님을 호출합니다.`,
  nobodyLeft: (ref, level) => `⚠ ${ref} · ${level}: 더 호출할 사람이 없습니다. \`escalate\` 또는 \`page @이름\` 명령을 사용해 주세요.`,
  askedBy: (who) => `${who} 님이 호출했습니다.`,
  passOn: '대응 불가: 다음 사람에게',
  passOnLabel: (ref) => `장애 ${ref} 대응이 어려우니 다음 사람을 호출`,
  escalateNow: '지금 에스컬레이션',
  escalateNowLabel: (ref) => `장애 ${ref}를 지금 다음 단계로 에스컬레이션`,
  pageHead: (severity, title, ref) => `${severity}: ${title} (장애 ${ref}).`,
  pageSubject: (severity, ref, title, level) => `[${severity}] ${ref} ${title} (${level})`,
  pageShort: (severity, ref, title) => `${severity} 장애 ${ref}: ${title}`,
  bridge: (url) => `회의: ${url}`,
  acknowledgeInSlack: 'Slack에서 확인을 누른 뒤 채널이나 회의에 참여해 주세요.',
  missed: (rows) => `✕ 기한을 넘긴 항목 ${rows}건:`,
  missedNone: '✓ 기한을 넘긴 항목이 없습니다. 지난 항목은 원인과 맞지 않아 제외했습니다.',
  whoCanAct: (who) => `조치할 사람: ${who}`,
  howToKeep: (command, row) => `이미 조치했다면: \`${command} keep ${row} 조치 내용\``,
  deadlines: (ref) => `${ref} 기한`,
  none: '이 장애에는 기한이 없습니다.',
  allTheTime: '상시',
  who: {
    commander: '총괄',
    communications: '커뮤니케이션 담당',
    operations: '운영 담당',
    scribe: '기록 담당',
    oncall: '온콜 엔지니어',
    everybody: '전원',
    bongsu: 'Bongsu',
  },
  kept: (row, ref) => `✓ ${ref} ${row} 이행 완료`,
  keptLate: (row, ref) => `✓ ${ref} ${row}: 미이행으로 남고, 조치 내용은 타임라인에 기록했습니다.`,
  paged: (people) => `✓ 호출했습니다: ${people}`,
  escalatedDone: (ref, toLevel) => `✓ ${ref} 장애를 ${toLevel} 에스컬레이션했습니다.`,
  passedOnDone: (ref, to) => `✓ ${ref} 호출을 ${to} 님에게 넘겼습니다.`,
  passedOnNobody: (ref) => `${ref}에 더 호출할 사람이 없습니다. 가능하면 남아 주시고, 아니면 \`escalate\` 명령을 사용해 주세요.`,
  updateNext: (ref, when) => `${ref} 다음 업데이트: ${when}`,
  updateStopped: (ref) => `${ref}에 예정된 업데이트가 없습니다.`,
  updateEdited: (by) => `${by} 님이 작성:`,
  postNow: '지금 게시',
  postNowLabel: (ref) => `장애 ${ref} 업데이트를 지금 게시`,
  skipOnce: '한 번 건너뛰기',
  skipOnceLabel: (ref) => `장애 ${ref} 다음 업데이트를 한 번 건너뛰기`,
  updatePosted: (ref) => `✓ ${ref} 업데이트를 게시하고 있습니다.`,
  updateSkipped: (ref, when) => `✓ ${ref} 업데이트를 한 번 건너뜁니다. 다음: ${when}`,
  updateSaved: (ref, when) => `✓ 저장했습니다. ${when} ${ref} 업데이트 앞에 실립니다.`,
  speaks: (ref, by) => `${by} 님이 한국어를 골랐습니다. 이제 ${ref} 관련 글은 한국어로 게시합니다.`,
  speaksDone: (ref, language) => `✓ 이제 ${ref} 관련 글은 ${{ en: '영어', ko: '한국어' }[language]}로 게시합니다.`,
};

export const RESPONSE_TEXTS: Record<Language, ResponseTexts> = { en, ko };
