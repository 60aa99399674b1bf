import type { Move } from '../../../domain/incident/incident.ts';
import type { IncidentState, Role, Severity } from '../../../domain/incident/states.ts';
import { ROLE_WORDS, ROW_STATE_WORDS, STATE_WORDS, wordsIn } from '../../../domain/language/state-words.ts';
import type { OncallLevel } from '../../../domain/oncall/levels.ts';
import type { DatabaseTrouble } from '../../../domain/process/database-trouble.ts';
import type { ReadingState } from '../../../domain/signals/reading.ts';
import type { Part } from '../../../views/problems.ts';

/**
 * Everything Bongsu says, in English. Its shape is what every other language must have: a text missing there does not compile.
 * Parameters arrive escaped and shortened. Plain words, the most important first: it is 3 a.m. for whoever reads this.
 */
export const incident = {
  /** How dates and numbers are written. */
  locale: { dates: 'en-GB', numbers: 'en-US' },
  severity: { sev1: 'SEV1 critical', sev2: 'SEV2 high', sev3: 'SEV3 medium' } satisfies Record<Severity, string>,
  state: wordsIn('en', STATE_WORDS),
  role: wordsIn('en', ROLE_WORDS),
  roleDuty: {
    commander: 'Decides and keeps the overview',
    communications: 'Keeps people outside informed',
    operations: 'Changes the system',
    scribe: 'Writes down what happens',
  } satisfies Record<Role, string>,
  level: {
    L1: 'first on-call (L1)',
    L2: 'second on-call (L2)',
    operations: 'operations team',
  } satisfies Record<OncallLevel, string>,
  /** The same as what somebody is called as, and as those to whom something goes. */
  asLevel: {
    L1: 'as first on-call (L1)',
    L2: 'as second on-call (L2)',
    operations: 'as part of the operations team',
  } satisfies Record<OncallLevel, string>,
  toLevel: {
    L1: 'to first on-call (L1)',
    L2: 'to second on-call (L2)',
    operations: 'to the operations team',
  } satisfies Record<OncallLevel, string>,
  reading: {
    critical: 'critical',
    warning: 'warning',
    normal: 'normal',
    unsure: 'measured only in part',
    'no-data': 'no data',
    unreachable: 'source does not answer',
  } satisfies Record<ReadingState, string>,
  part: {
    channel: 'Incident channel',
    invite: 'Invitations',
    briefing: 'Briefing',
    bridge: 'Video bridge',
    metrics: 'Metrics',
    announcement: 'Announcement',
    page: 'Page to on-call',
    topic: 'Channel topic',
    pin: 'Pin of the briefing',
    bookmark: 'Channel bookmark',
    update: 'Regular update',
    notice: 'Notice',
    chart: 'Chart',
  } satisfies Record<Part, string>,
  move: {
    mitigated: 'Mark mitigated',
    resolve: 'Resolve',
    close: 'Close',
    cancel: 'False alarm',
    reopen: 'Reopen',
  } satisfies Record<Move, string>,
  moveLabel: {
    mitigated: (ref: string) => `Mark incident ${ref} as mitigated: users are served again`,
    resolve: (ref: string) => `Resolve incident ${ref}: the cause is gone`,
    close: (ref: string) => `Close incident ${ref}: nothing is left to do`,
    cancel: (ref: string) => `Cancel incident ${ref}: it was a false alarm`,
    reopen: (ref: string) => `Reopen incident ${ref}: the trouble is back`,
  } satisfies Record<Move, (ref: string) => string>,
  confirm: {
    yes: 'Yes',
    no: 'Not yet',
    resolve: 'Regular updates stop here. Are the numbers back to normal?',
    cancel: 'The incident ends as a false alarm: no retrospective, no follow-ups, and it does not count in the figures.',
  },
  moved: {
    mitigated: (ref: string, by: string) => `${ref} is mitigated (${by}). Escalation stops; updates go on until it is resolved.`,
    resolve: (ref: string, by: string) => `${ref} is resolved (${by}). Updates stop here.`,
    close: (ref: string, by: string) => `${ref} is closed (${by}).`,
    cancel: (ref: string, by: string) => `${ref} was a false alarm and is cancelled (${by}). No retrospective, no follow-ups.`,
    reopen: (ref: string, by: string) => `${ref} is open again (${by}). Escalation and updates start again.`,
  } satisfies Record<Move, (ref: string, by: string) => string>,

  /** Advice for what the other side's error words mean: what to do, not what went wrong inside. */

  duration: { d: 'd', h: 'h', min: 'min', s: 's', separator: ' ' },
  ago: (duration: string) => `${duration} ago`,
  due: (time: string) => `due ${time}`,
  inTime: (duration: string) => `in ${duration}`,
  overdue: (duration: string) => `overdue by ${duration}`,
  unit: {
    ms: (n: string) => `${n} ms`,
    seconds: (n: string) => `${n} s`,
    ratio: (n: string) => `${n} %`,
    messages: (n: string) => n,
    perSecond: (n: string) => `${n} /s`,
    count: (n: string) => n,
  },
  over: (limit: string) => `over ${limit}`,
  under: (limit: string) => `under ${limit}`,
  normallyUnder: (limit: string) => `normally under ${limit}`,
  normallyOver: (limit: string) => `normally over ${limit}`,
  trend: { rising: 'rising', falling: 'falling', steady: 'steady' },
  noLimit: 'no limit set',
  noTitle: 'Untitled incident',
  nobody: 'nobody yet',
  list: (items: readonly string[]) => items.join(', '),

  briefing: {
    since: (time: string, duration: string) => `Since ${time} (${duration})`,
    sinceNow: (time: string) => `Since ${time}`,
    lasted: (time: string, duration: string) => `Began ${time}, lasted ${duration}`,
    worst: 'Worst now:',
    calm: (count: number) =>
      count === 1
        ? 'The one measured signal is within its limits.'
        : `${count === 2 ? 'Both' : `All ${count}`} measured signals are within their limits.`,
    blind: 'No numbers: the metrics cannot tell how bad it is.',
    waiting: 'Numbers are being read…',
    noSignals: 'No metrics are watched for this incident.',
    metricsDown: (problem: string) => `⚠ The metrics do not answer ${problem}. Missing numbers are unknown, not zero.`,
    moreOut: (count: number) => `and ${count} more`,
    effect: 'Users notice:',
    unread: (count: number) => `${count} without a number`,
    age: (duration: string) => `read ${duration} ago`,
    asOf: (time: string) => `Numbers as of ${time}`,
    bridge: 'Bridge',
    joinBridge: 'Join the bridge',
    opening: 'opening…',
    bridgeZoom: 'Zoom meeting',
    bridgeStanding: 'standing room',
    bridgeFallback: 'standing room (in place of Zoom)',
    bridgeFailed: 'could not be opened',
    next: 'Next deadline',
    noDeadline: 'none pending',
    roles: 'Roles',
    problems: 'Not working yet',
    edited: (time: string) => `edited ${time}`,
    declaredBy: (who: string) => `declared by ${who}`,
    private: 'private',
  },
  button: {
    takeCommand: 'Take command',
    takeCommandLabel: (ref: string) => `Become commander of incident ${ref}`,
    roles: 'Assign roles',
    rolesLabel: (ref: string) => `Assign the roles of incident ${ref}`,
    bridge: 'Join the bridge',
    bridgeLabel: (ref: string) => `Join the video bridge of incident ${ref}`,
    acknowledge: 'Acknowledge',
    acknowledgeLabel: (ref: string) => `Acknowledge the page for incident ${ref}: I am on it`,
    declare: 'Declare an incident',
    declareLabel: 'Declare an incident: a form opens',
    previous: 'Previous',
    previousLabel: (page: number) => `Previous incidents, page ${page}`,
    next: 'Next',
    nextLabel: (page: number) => `Next incidents, page ${page}`,
  },
  problem: {
    line: (part: string, what: string) => `${part}: ${what}`,
    retrying: 'Bongsu keeps trying.',
    stuck: 'Bongsu will not try it again.',
    instead: (what: string) => `In its place: ${what}`,
    notInvited: {
      guests: (people: string) =>
        `${people} could not be invited: Slack does not let apps invite guests. A member of the workspace can, with \`/invite\` here.`,
      gone: (people: string) =>
        `${people} could not be invited: the account is deactivated or cannot be invited. Correct the playbook, and call somebody else with \`page @name\`.`,
      elsewhere: (people: string) =>
        `${people} could not be invited: they belong to another workspace. Share this channel with it, or reach them another way.`,
      refused: (people: string, code: string) =>
        `${people} could not be invited (${code}). Try \`/invite\` here, or call somebody else with \`page @name\`.`,
    },
  },
  announcement: {
    first: (service: string) => `New incident on ${service}`,
    where: (channel: string) => `People are working on it in ${channel}.`,
    thread: 'People are working on it in the thread of this message.',
    nowhere: 'The channel for it is being opened.',
    bridge: 'Video bridge',
    updates: 'Regular updates follow in this channel.',
  },
  page: {
    call: (asLevel: string) => `You are paged ${asLevel}.`,
    again: (asLevel: string, attempt: number) => `Page ${attempt} to you ${asLevel}: nobody has acknowledged yet.`,
    team: 'The whole operations team is called.',
    ask: 'Acknowledge, then join the channel or the bridge.',
    channel: 'Channel',
    noChannel: 'Channel: being opened',
    taken: (who: string, time: string) => `✓ Acknowledged by ${who} at ${time}.`,
  },
  update: {
    head: (sequence: number, service: string) => `Update ${sequence} · ${service}`,
    state: {
      open: 'We are working on it.',
      reopened: 'The trouble came back and we are working on it.',
      mitigated: 'Users are served again; we are removing the cause.',
      resolved: 'It is over.',
      closed: 'It is over.',
      cancelled: 'It was a false alarm.',
    } satisfies Record<IncidentState, string>,
    outside: (out: number, all: number) => `${out} of ${all} measured values ${out === 1 ? 'is' : 'are'} outside the normal range`,
    before: (out: number) => (out === 0 ? 'none outside at the last update' : `${out} outside at the last update`),
    allNormal: (all: number) => (all === 1 ? 'The measured value is normal' : `All ${all} measured values are normal`),
    unknown: 'There are no measurements at the moment.',
    some: (count: number) => `${count} cannot be measured at the moment`,
    better: 'better than before',
    worse: 'worse than before',
    same: 'unchanged',
    done: 'Done since the last update:',
    next: (time: string) => `Next update at ${time}.`,
    last: 'This is the last update.',
  },
  declarer: {
    ready: (ref: string, channel: string) => `Incident ${ref} is open in ${channel}.`,
    thread: (ref: string, channel: string) =>
      `Incident ${ref} is open in a thread in ${channel}, because its own channel could not be made.`,
    opening: (ref: string) => `Incident ${ref} is recorded. Its channel is being opened; you will be invited.`,
    problems: 'Not working yet:',
  },
  failed: {
    title: (part: string) => `${part}: not working`,
    recovered: (part: string) => `✓ ${part}: works again.`,
  },
  severityNotice: {
    raised: (ref: string, from: string, to: string, by: string) => `${ref} is raised from ${from} to ${to} (${by}).`,
    lowered: (ref: string, from: string, to: string, by: string) => `${ref} is lowered from ${from} to ${to} (${by}).`,
    reason: (reason: string) => `Reason: ${reason}`,
  },
  assigned: {
    self: (who: string, role: string, ref: string) => `${who} takes the role ${role} of ${ref}.`,
    other: (who: string, role: string, ref: string, by: string) => `${who} has the role ${role} of ${ref} (assigned by ${by}).`,
  },
  note: { by: (who: string, time: string) => `Note by ${who}, ${time}` },
  incidents: {
    headActive: (count: number) => (count === 1 ? '1 incident under way' : `${count} incidents under way`),
    headAll: (count: number) => (count === 1 ? '1 incident' : `${count} incidents`),
    noneActive: 'No incident is open. All quiet.',
    noneAll: 'There has been no incident yet.',
    openOne: (command: string) => `Open one with \`${command} open\`.`,
    page: (page: number, pages: number) => `Page ${page} of ${pages}`,
    more: (count: number, command: string) => `and ${count} more: \`${command} list 2\``,
    noChannel: 'channel being opened',
    since: (time: string, duration: string) => `since ${time} (${duration})`,
    lasted: (time: string, duration: string) => `began ${time}, lasted ${duration}`,
  },
  status: {
    olderPlaybook: 'The playbook was changed since: this incident goes on by the one that it was opened with.',
    deadlines: 'Deadlines',
    deadline: wordsIn('en', ROW_STATE_WORDS),
    more: (count: number) => `… and ${count} more`,
    channel: 'Channel',
  },
  oncall: {
    head: 'Who is on call',
    nobody: 'nobody',
    until: (who: string, time: string, next: string) => `${who} until ${time}, then ${next}`,
    gap: (level: string) => `⚠ Nobody is on call now; pages go to: ${level}.`,
    gapOfAll: '⚠ Nobody is on call now, at this level or any after it: pages reach nobody.',
    gapEnds: (time: string, who: string) => `From ${time}: ${who}.`,
    source: { list: 'fixed order', schedule: 'schedule', 'user-group': 'Slack user group' },
    standIn: (layer: string) => `${layer}, in place of somebody who is away`,
    putInBy: (who: string) => `put on call by ${who}`,
    after: (people: string) => `If there is no answer: ${people}`,
    together: (people: string) => `All are paged together, also ${people}`,
    more: (count: number) => `${count} more`,
    put: (who: string, asLevel: string, time: string) => `✓ ${who} is on call ${asLevel} until ${time}.`,
    cleared: (count: number) =>
      `✓ ${count === 1 ? 'The override has' : `${count} overrides have`} been removed; the playbook applies again.`,
    nothingToClear: 'There is no override to remove.',
  },
  help: {
    head: (command: string) => `What ${command} can do`,
    intro: (command: string) =>
      `In an incident's channel \`${command}\` acts on that incident; elsewhere name it by its number, such as \`#7\`.`,
    none: 'There is no command yet.',
  },
  done: {
    noted: (ref: string) => `✓ Noted in the timeline of ${ref}.`,
    moved: (ref: string, state: string) => `✓ Incident ${ref} is now ${state}.`,
    severity: (ref: string, severity: string) => `✓ Incident ${ref} is now ${severity}.`,
    assigned: (ref: string, role: string, who: string) => `✓ ${role} of ${ref}: ${who}.`,
    acknowledged: (ref: string) => `✓ You have acknowledged ${ref}. Join the channel or the bridge.`,
    acknowledgedBefore: (ref: string) => `You have acknowledged ${ref} already. Nothing else is needed; join the channel or the bridge.`,
    alreadyAcknowledged: (ref: string, who: string) => `${who} has already acknowledged ${ref}. Join them if you can help.`,
  },
  error: {
    formFailed: (command: string) =>
      `Slack did not open the form. Type it instead: \`${command} open sev1 what is wrong\`, \`${command} assign commander @name\`.`,
    databaseDown: {
      away: 'Bongsu cannot reach its database, so nothing was recorded. Try again in a minute; if it cannot wait, call the on-call engineer directly.',
      'held-up':
        'Something else kept Bongsu’s database busy for too long, so nothing was recorded. Try again now; if it cannot wait, call the on-call engineer directly.',
      full: 'The disk of Bongsu’s database is full, so nothing was recorded. Tell whoever runs Bongsu to make room; if it cannot wait, call the on-call engineer directly.',
      'read-only':
        'Bongsu’s database can only be read at the moment, so nothing was recorded. Tell whoever runs Bongsu; if it cannot wait, call the on-call engineer directly.',
    } satisfies Record<DatabaseTrouble, string>,
    databaseUnsure: (command: string) =>
      `Bongsu's database does not answer, so it is not sure whether this was recorded. Check with \`${command} list\` before you try again; if it cannot wait, call the on-call engineer directly.`,
    toldOnceKnown: 'You will be told here as soon as it is known.',
    unexpected: 'Something went wrong inside Bongsu; this is a bug, not your mistake.',
    reference: (reference: string) => `Try once more. If it happens again, give whoever runs Bongsu this reference: ${reference}`,
  },
  modal: {
    openTitle: 'Open an incident',
    submit: 'Open it',
    close: 'Cancel',
    done: 'Close',
    loading: 'One moment…',
    service: 'Which service?',
    title: 'What is wrong?',
    titleHint: 'One line that everybody understands, such as: coupons are issued late',
    severity: 'How bad is it?',
    severityHint: 'You can change this at any time.',
    severityOption: {
      sev1: 'Users cannot do what they came for',
      sev2: 'Slow or failing for many users',
      sev3: 'Noticeable, but most users are served',
    } satisfies Record<Severity, string>,
    visibility: 'Who may see it?',
    private: 'Private: only invited people',
    privateHint: 'No announcement and no public updates. It cannot be made public later.',
    assignTitle: 'Assign roles',
    assign: 'Assign',
    choose: 'Choose a person',
  },
  name: { bridge: 'Video bridge', dashboard: 'Dashboard', playbook: 'Playbook', announcement: 'Announcement' },
};

/** What every language must say of an incident. */
export type IncidentTexts = typeof incident;
