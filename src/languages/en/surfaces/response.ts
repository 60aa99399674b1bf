import { languageName } from '../../language-name.ts';
/** Words about deadlines, escalation and pages. */
export interface ResponseTexts {
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
  /** In the language that was chosen. */
  speaks: (ref: string, by: string) => string;
  speaksDone: (ref: string, language: string) => string;
}

export const response: ResponseTexts = {
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
  speaks: (ref, by) => `${by} chose English: what is posted for ${ref} is in English from now on.`,
  speaksDone: (ref, language) => `✓ What is posted for ${ref} is in ${languageName('en', language)} from now on.`,
};
