import { incidentRef, isRole } from '../../domain/incident.ts';
import type { ChatMessage } from '../../domain/message.ts';
import type { DeadlinesView, DeadlineView, MissedView, RolesView } from '../../domain/views.ts';
import { RESPONSE_TEXTS } from '../texts/response.ts';
import { header, lineSections, message } from './blocks.ts';
import { saidOf } from './escalation.ts';
import { person, safe } from './escape.ts';
import type { Voice } from './voice.ts';

const MARK = { pending: '○', kept: '✓', missed: '✕', waived: '–' } as const;
const ROWS_MAX = 60;

/** `○ I1 Rate limit on the issuing API: pending, due 14:12, in 4 min`. The time is when it was due, also of one that was kept earlier. */
export function deadlineLine(voice: Voice, deadline: DeadlineView, now: Date, time: Voice['format']['time'] = voice.format.time): string {
  const { t, format } = voice;
  const state = deadline.state ?? 'pending';
  const left = deadline.dueAt.getTime() - now.getTime();
  const distance = left >= 0 ? t.inTime(format.duration(left)) : t.overdue(format.duration(-left));
  const rest = state === 'pending' ? `, ${distance}` : '';
  const when = state === 'waived' ? '' : `, ${t.due(time(deadline.dueAt, now))}${rest}`;
  const reason = deadline.reason ? ` (${voice.say(deadline.reason, 200)})` : '';
  return `${MARK[state]} ${safe(deadline.id, 20)} ${voice.say(deadline.title, 150)}: ${t.status.deadline[state]}${when}${reason}`;
}

const ORDER = ['pending', 'missed', 'kept', 'waived'];

/** Those that are running first, then what became of the others; equals keep their order. */
export function runningFirst(deadlines: readonly DeadlineView[]): DeadlineView[] {
  return [...deadlines].sort((a, b) => ORDER.indexOf(a.state ?? 'pending') - ORDER.indexOf(b.state ?? 'pending'));
}

/** Every promise of an incident: those that are running first, then what became of the others. */
export function deadlineList(voice: Voice, view: DeadlinesView): ChatMessage {
  const t = RESPONSE_TEXTS[voice.language];
  const ref = incidentRef(view.incident);
  const sorted = runningFirst(view.deadlines).slice(0, ROWS_MAX);
  const lines = (time: Voice['format']['time']) =>
    sorted.length === 0 ? [t.none] : sorted.map((deadline) => deadlineLine(voice, deadline, view.now, time));
  const shown = lines(voice.format.time);
  return message([`${t.deadlines(ref)}:`, ...lines(voice.format.plainTime)], [header(t.deadlines(ref)), ...lineSections(shown)]);
}

/** Said once when deadlines pass: which, and who can act. */
export function missedNotice(voice: Voice, view: MissedView): ChatMessage {
  const t = RESPONSE_TEXTS[voice.language];
  const rows = view.deadlines.slice(0, ROWS_MAX).map(({ id, title, who }) => {
    const actor = who === undefined ? '' : ` · ${t.whoCanAct(whoText(voice, who, view.roles))}`;
    return `• ${safe(id, 20)} ${voice.say(title, 150)}${actor}`;
  });
  const [first] = view.deadlines;
  const hint = first ? [t.howToKeep(voice.command, safe(first.id, 20))] : [];
  return saidOf(voice, view.incident, [t.missed(view.deadlines.length), ...rows, ...hint]);
}

/** The role's holder by name when there is one. */
function whoText(voice: Voice, who: NonNullable<DeadlineView['who']>, roles: RolesView): string {
  const word = RESPONSE_TEXTS[voice.language].who[who];
  const holder = isRole(who) ? roles[who] : undefined;
  return holder === undefined ? word : `${word} ${person(holder)}`;
}
