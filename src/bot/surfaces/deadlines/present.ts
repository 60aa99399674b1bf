import type { ChatMessage } from '../../../domain/chat/message.ts';
import { incidentRef, isRole } from '../../../domain/incident/incident.ts';
import type { DeadlinesView, DeadlineView, MissedView } from '../../../views/deadlines.ts';
import type { RolesView } from '../../../views/roles.ts';
import { textsIn } from '../../texts-in.ts';
import { header, lineSections, message } from '../building-blocks/blocks.ts';
import { person, safe } from '../building-blocks/escape.ts';
import { reasonText } from '../building-blocks/reasons.ts';
import type { Voice } from '../building-blocks/voice.ts';
import { saidOf } from '../paging/present-escalation.ts';

const MARK = { pending: '○', kept: '✓', missed: '✕', waived: '–' } as const;
const ROWS_MAX = 60;

/** `○ I1 Rate limit on the issuing API: pending, due 14:12, in 4 min`. The time is when it was due, also of one that was kept earlier. */
export function deadlineLine(voice: Voice, deadline: DeadlineView, now: Date, time: Voice['format']['time'] = voice.format.time): string {
  const { t } = voice;
  const state = deadline.state ?? 'pending';
  const when = state === 'waived' ? '' : `, ${whenText(voice, deadline, now, time)}`;
  const reason = deadline.reason ? ` (${reasonText(voice, deadline.reason)})` : '';
  return `${MARK[state]} ${safe(deadline.id, 20)} ${voice.say(deadline.title, 150)}: ${t.status.deadline[state]}${when}${reason}`;
}

function whenText(
  { t, format, language }: Voice,
  { dueAt, state = 'pending' }: DeadlineView,
  now: Date,
  time: Voice['format']['time'],
): string {
  if (!dueAt) return textsIn(language).response.allTheTime;
  const left = dueAt.getTime() - now.getTime();
  const distance = left >= 0 ? t.inTime(format.duration(left)) : t.overdue(format.duration(-left));
  return `${t.due(time(dueAt, now))}${state === 'pending' ? `, ${distance}` : ''}`;
}

const ORDER = ['pending', 'missed', 'kept', 'waived'];

/** Those that are running first, then what became of the others; equals keep their order. */
export function runningFirst(deadlines: readonly DeadlineView[]): DeadlineView[] {
  return [...deadlines].sort((a, b) => ORDER.indexOf(a.state ?? 'pending') - ORDER.indexOf(b.state ?? 'pending'));
}

/** Every promise of an incident: those that are running first, then what became of the others. */
export function deadlineList(voice: Voice, view: DeadlinesView): ChatMessage {
  const t = voice.texts.response;
  const ref = incidentRef(view.incident);
  const sorted = runningFirst(view.deadlines).slice(0, ROWS_MAX);
  const lines = (time: Voice['format']['time']) =>
    sorted.length === 0 ? [t.none] : sorted.map((deadline) => deadlineLine(voice, deadline, view.now, time));
  const shown = lines(voice.format.time);
  return message([`${t.deadlines(ref)}:`, ...lines(voice.format.plainTime)], [header(t.deadlines(ref)), ...lineSections(shown)]);
}

/** Said once when a deadline passes, and edited with every other one: which, and who can act. */
export function missedNotice(voice: Voice, view: MissedView): ChatMessage {
  const t = voice.texts.response;
  const rows = view.deadlines.slice(0, ROWS_MAX).map(({ id, title, who }) => {
    const actor = who === undefined ? '' : ` · ${t.whoCanAct(whoText(voice, who, view.roles))}`;
    return `• ${safe(id, 20)} ${voice.say(title, 150)}${actor}`;
  });
  const [first] = view.deadlines;
  const hint = first ? [t.howToKeep(voice.command, safe(first.id, 20))] : [];
  const head = view.deadlines.length === 0 ? t.missedNone : t.missed(view.deadlines.length);
  return saidOf(voice, view.incident, [head, ...rows, ...hint]);
}

/** The role's holder by name when there is one. */
function whoText(voice: Voice, who: NonNullable<DeadlineView['who']>, roles: RolesView): string {
  const word = voice.texts.response.who[who];
  const holder = isRole(who) ? roles[who] : undefined;
  return holder === undefined ? word : `${word} ${person(holder)}`;
}
