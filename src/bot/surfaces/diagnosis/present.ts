import type { ChatBlock, ChatMessage } from '../../../domain/chat/message.ts';
import { incidentRef } from '../../../domain/incident/incident.ts';
import { pick } from '../../../domain/language/pick.ts';
import type { CauseNamedView, CauseView, DiagnosisView, EvidenceView, NamedCauseView, NamedDeadline } from '../../../views/diagnosis.ts';
import { isOver, title } from '../briefing/headline.ts';
import { commandButton } from '../building-blocks/asking.ts';
import { actions, context, header, lineSections, message } from '../building-blocks/blocks.ts';
import { whyDoubtful } from '../building-blocks/doubts.ts';
import { escapeControls, person, safe } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';
import { saidOf } from '../paging/present-escalation.ts';

const OTHERS_MAX = 3;
const EVIDENCE_MAX = 6;
const NAMES_MAX = 6;
const ROWS_MAX = 12;
/** Longer than any cause is called; a button's value must stay inside its limit. */
const KEY_MAX = 100;

/** The whole diagnosis: the first cause with its evidence, what would rule it out, what helps, and the others in a line each. */
export function diagnosis(voice: Voice, view: DiagnosisView): ChatMessage {
  const t = voice.texts.diagnosis;
  const ref = incidentRef(view.incident);
  const lines = whole(voice, view);
  return message(
    [`${t.head(ref)}:`, briefly(voice, view)],
    [header(t.head(ref)), ...lineSections(lines), ...asOf(voice, view), ...buttons(voice, view)],
  );
}

/** Said once when a cause becomes likely, and edited when that changes: what it is now, and who named what. */
export function likelyCause(voice: Voice, view: DiagnosisView): ChatMessage {
  const t = voice.texts.diagnosis;
  const [first] = view.causes;
  if (!first) return saidOf(voice, view.incident, [briefly(voice, view)]);
  const named = view.named ? [t.named(nameOf(voice, view.named), person(view.named.by))] : [];
  const past = view.past && view.at ? [`_${t.past(voice.format.time(view.at, view.now))}_`] : [];
  const lines = [...named, ...past, `🔎 ${headOf(voice, first)}`, ...details(voice, view, first)];
  return message([briefly(voice, view)], [...lineSections(lines), ...buttons(voice, view)]);
}

export function causeNamed(voice: Voice, view: CauseNamedView): ChatMessage {
  const t = voice.texts.diagnosis;
  const { named, evidence, begun, waived } = view;
  const rows = (some: readonly NamedDeadline[]): string =>
    some
      .slice(0, ROWS_MAX)
      .map((row) => `${safe(row.id, 20)} ${voice.say(row.title, 80)}`)
      .join('; ');
  const said = t.named(nameOf(voice, named), person(named.by));
  const lines = [
    said,
    ...(named.note === undefined ? [] : [`> ${safe(named.note, 1_000)}`]),
    ...evidence.slice(0, EVIDENCE_MAX).map((line) => `• ${evidenceText(voice, line, view.now)}`),
    ...(begun.length > 0 ? [t.begun(rows(begun))] : []),
    ...(waived.length > 0 ? [t.waived(rows(waived))] : []),
  ];
  return message([said, `${title(voice, view.incident)}.`], lineSections(lines));
}

/** The briefing's part: the named cause, or the likeliest one with its first evidence. Nothing before anybody has looked. */
export function diagnosisLines(voice: Voice, view: DiagnosisView | undefined): string[] {
  if (view?.at === undefined && view?.named === undefined) return [];
  const t = voice.texts.diagnosis;
  const { named } = view;
  if (named) return [`*${t.namedBriefly}*: ${nameOf(voice, named)} (${safe(named.scenario, 10)}) · ${person(named.by)}`];
  const [first] = view.causes;
  if (!first) return [briefly(voice, view)];
  const past = view.past && view.at ? [`_${t.past(voice.format.time(view.at, view.now))}_`] : [];
  return [headOf(voice, first), ...first.evidence.slice(0, 2).map((line) => `• ${evidenceText(voice, line, view.now)}`), ...past];
}

function whole(voice: Voice, view: DiagnosisView): string[] {
  const t = voice.texts.diagnosis;
  const [first, ...others] = view.causes;
  const named = view.named ? [t.named(nameOf(voice, view.named), person(view.named.by))] : [];
  if (!first) return [...named, briefly(voice, view)];
  const more = others.slice(0, OTHERS_MAX).map((cause) => `• ${headOf(voice, cause)}${firstEvidence(voice, cause, view.now)}`);
  const past = view.past && view.at ? [`_${t.past(voice.format.time(view.at, view.now))}_`] : [];
  return [...named, ...past, headOf(voice, first), ...details(voice, view, first), ...(more.length > 0 ? [`*${t.others}*`, ...more] : [])];
}

function details(voice: Voice, view: DiagnosisView, cause: CauseView): string[] {
  const t = voice.texts.diagnosis;
  const rule = cause.ruledOutBy.slice(0, NAMES_MAX).map((test) => {
    const name = voice.say(test.title, 80);
    return `${name}: ${test.other ? t.moreThan(voice.say(test.other, 80), undefined) : t.is[test.is]}`;
  });
  const helps = cause.mitigations.slice(0, NAMES_MAX).map((title) => voice.say(title, 80));
  return [
    ...cause.evidence.slice(0, EVIDENCE_MAX).map((line) => `• ${evidenceText(voice, line, view.now)}`),
    ...suffering(voice, view, cause),
    ...(rule.length > 0 ? [t.ruledOut(rule.join('; '))] : []),
    ...(helps.length > 0 ? [t.fits(helps.join(', '))] : []),
  ];
}

/** Who suffers from the cause's component, and how long before that it began. */
function suffering(voice: Voice, view: DiagnosisView, cause: CauseView): string[] {
  const t = voice.texts.diagnosis;
  const own = pick(cause.component, voice.language);
  const victims = view.suffering.filter(({ by }) => by && pick(by, voice.language) === own).slice(0, NAMES_MAX);
  if (victims.length === 0) return [];
  const names = victims.map(({ component }) => voice.say(component, 80)).join(', ');
  const began = view.suffering.find(({ component }) => pick(component, voice.language) === own)?.onsetAt?.getTime();
  const first = Math.min(...victims.flatMap(({ onsetAt }) => (onsetAt ? [onsetAt.getTime()] : [])));
  const gap = began === undefined ? Number.NaN : first - began;
  return [gap >= 1_000 && Number.isFinite(gap) ? t.before(voice.format.duration(gap), names) : t.suffers(names)];
}

/** `DB pool in use 98 %, high (normally 30 %), since 14:02`. */
function evidenceText(voice: Voice, line: EvidenceView, now: Date): string {
  const t = voice.texts.diagnosis;
  const value = (amount: number): string => escapeControls(voice.format.value(amount, line.unit));
  const name = `${voice.say(line.title, 100)} *${value(line.value)}*${whyDoubtful(voice, line, line.unit)}`;
  if (line.is === 'more-than') {
    return `${name}, ${t.moreThan(line.other ? voice.say(line.other.title, 80) : '?', line.other?.value === undefined ? undefined : value(line.other.value))}`;
  }
  const normally = line.normal === undefined ? '' : ` (${t.normally(value(line.normal))})`;
  const since = line.onsetAt ? `, ${t.since(voice.format.time(line.onsetAt, now))}` : '';
  return `${name}, ${t.is[line.is]}${normally}${since}`;
}

function firstEvidence(voice: Voice, cause: CauseView, now: Date): string {
  const [line] = cause.evidence;
  return line ? ` · ${evidenceText(voice, line, now)}` : '';
}

function headOf(voice: Voice, cause: CauseView): string {
  const t = voice.texts.diagnosis;
  const name = t.cause(voice.say(cause.component, 80), voice.say(cause.title, 120));
  return `*${t.confidence[cause.confidence]}*: ${name} (${safe(cause.scenario, 10)})`;
}

function nameOf(voice: Voice, named: NamedCauseView): string {
  const title = voice.say(named.title, 120);
  return named.component ? voice.texts.diagnosis.cause(voice.say(named.component, 80), title) : title;
}

/** One line that is never empty. */
function briefly(voice: Voice, view: DiagnosisView): string {
  const t = voice.texts.diagnosis;
  const [first] = view.causes;
  if (first) return `${t.confidence[first.confidence]}: ${t.cause(voice.say(first.component, 80), voice.say(first.title, 120))}.`;
  if (view.at === undefined) return t.notYet;
  const [origin] = view.suffering;
  if (origin && !view.past) return t.unexplained(voice.say(origin.component, 80));
  return view.unsure !== undefined && !view.past ? t.nothingSure(view.unsure) : t.nothing;
}

function asOf(voice: Voice, view: DiagnosisView): ChatBlock[] {
  // An example of how another one is named: the next best, where there is one.
  const [first, other = first] = view.causes;
  return context([
    view.at && voice.t.briefing.asOf(voice.format.timeWithSeconds(view.at)),
    other && voice.texts.diagnosis.howToName(voice.command, safe(`${other.scenario}/${other.key}`, 60)),
  ]);
}

function buttons(voice: Voice, view: DiagnosisView): ChatBlock[] {
  const t = voice.texts.diagnosis;
  const [first] = view.causes;
  if (!first || view.named || isOver(view.incident)) return [];
  const { incident } = view;
  // Drawn only while nobody has named one.
  const args = { cause: `${first.scenario}/${first.key}`.slice(0, KEY_MAX), seen: 'nobody' } as const;
  const label = t.thisIsItLabel(pick(first.title, voice.language), incidentRef(incident));
  const look = { text: t.thisIsIt, label, style: 'primary' } as const;
  return actions(`diagnosis.${incident.id}`, [commandButton({ command: 'diagnosis is', incident, args }, look)]);
}
