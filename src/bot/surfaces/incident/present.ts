import type { ChatMessage } from '../../../domain/chat/message.ts';
import { type Incident, incidentRef } from '../../../domain/incident/incident.ts';
import { SEVERITIES, type Severity } from '../../../domain/incident/states.ts';
import type { AssignedView, LanguageView, MovedView, NoteView, SeverityView } from '../../../views/changes.ts';
import type { DeclarerView, PartView } from '../../../views/problems.ts';
import { bridgeLink, plainHeadline, since, symbol, title } from '../briefing/headline.ts';
import { commandButton } from '../building-blocks/asking.ts';
import { actions, type Button, context, lineSections, message, section } from '../building-blocks/blocks.ts';
import { channel, linkedLine, manyLines, person, plainAddress, safe } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';
import { who } from '../building-blocks/who.ts';
import { retryButton } from '../places/present.ts';
import { problemLine, problemLines } from './problems.ts';

/** Short messages about one thing that happened. */

/** Privately, to whoever declared: where to go and what does not work. */
export function declarerNotice(voice: Voice, view: DeclarerView): ChatMessage {
  const { t } = voice;
  const { incident } = view;
  const ref = incidentRef(incident);
  const where = declarerWhere(voice, view, ref);
  const bridge = bridgeLink(voice, view.bridgeUrl);
  const problems = problemLines(voice, view.problems);
  const heading = problems.length > 0 ? [`*${t.declarer.problems}*`] : [];
  return message(
    [where, `${title(voice, incident)}.`, plainAddress(view.bridgeUrl), ...(problems.length > 0 ? [t.declarer.problems, ...problems] : [])],
    [
      ...lineSections([where, ...(bridge ? [bridge] : []), ...heading, ...problems]),
      ...actions(`declarer.${incident.id}`, [problems.length > 0 ? retryButton(voice, incident) : undefined]),
    ],
  );
}

function declarerWhere(voice: Voice, view: DeclarerView, ref: string): string {
  const { t } = voice;
  if (view.channelId === undefined) return t.declarer.opening(ref);
  return view.threadTs === undefined ? t.declarer.ready(ref, channel(view.channelId)) : t.declarer.thread(ref, channel(view.channelId));
}

/** In the incident's channel: a part does not work, what it means, what is done about it; or that it works again. */
export function failedPart(voice: Voice, view: PartView): ChatMessage {
  const { t } = voice;
  const part = t.part[view.problem.part];
  if (view.recovered) {
    const text = t.failed.recovered(part);
    return message([`${incidentRef(view.incident)}:`, text], [section(text)]);
  }
  const line = problemLine(voice, view.problem);
  return message([`${incidentRef(view.incident)}:`, line], [section(`⚠ *${t.failed.title(part)}*`), section(line)]);
}

export function movedNotice(voice: Voice, view: MovedView): ChatMessage {
  const { t } = voice;
  const { incident, now } = view;
  const text = t.moved[view.move](incidentRef(incident), who(voice, view.by));
  const said = manyLines(view.note ?? '');
  const note = said === '' ? [] : quote(said);
  const withdrawn = view.withdrawn?.length ? [voice.texts.publicNotices.withdrawn(view.withdrawn)] : [];
  return message(
    [text, `${title(voice, incident)}.`, said && safe(said, 500), ...withdrawn],
    [
      ...lineSections([`${symbol(incident)} ${text}`, ...note, ...withdrawn]),
      ...context([`${title(voice, incident)} · ${since(voice, incident, now)}`]),
      ...actions(`moved.${incident.id}`, view.asksForImpact ? [impactButton(voice, incident)] : []),
    ],
  );
}

function impactButton(voice: Voice, incident: Incident): Button | undefined {
  const t = voice.texts.timeline.impact;
  return commandButton({ command: 'impact', incident }, { text: t.button, label: t.buttonLabel(incidentRef(incident)) });
}

export function severityNotice(voice: Voice, view: SeverityView): ChatMessage {
  const { t } = voice;
  const { incident } = view;
  const say = isRaised(view.from, incident.severity) ? t.severityNotice.raised : t.severityNotice.lowered;
  const text = say(incidentRef(incident), t.severity[view.from], t.severity[incident.severity], who(voice, view.by));
  const reason = view.reason === undefined ? [] : [t.severityNotice.reason(safe(view.reason, 500))];
  return message([text, `${title(voice, incident)}.`, ...reason], lineSections([`${symbol(incident)} ${text}`, ...reason]));
}

function isRaised(from: Severity, to: Severity): boolean {
  return SEVERITIES.indexOf(to) < SEVERITIES.indexOf(from);
}

export function assignedNotice(voice: Voice, view: AssignedView): ChatMessage {
  const { t } = voice;
  const ref = incidentRef(view.incident);
  const role = t.role[view.role];
  const text =
    view.user === view.by ? t.assigned.self(person(view.user), role, ref) : t.assigned.other(person(view.user), role, ref, person(view.by));
  return message([text], [section(text), ...context([t.roleDuty[view.role]])]);
}

export function languageNotice(voice: Voice, view: LanguageView): ChatMessage {
  const text = voice.texts.response.speaks(incidentRef(view.incident), who(voice, view.by));
  return message([text], [section(text)]);
}

/** What somebody noted, as they formatted it, quoted so that it cannot be taken for Bongsu's own words. */
export function timelineNote(voice: Voice, view: NoteView): ChatMessage {
  const { t, format } = voice;
  const by = person(view.by);
  return message(
    [plainHeadline(voice, view.incident), `${t.note.by(by, format.plainTime(view.at, view.at))}:`, safe(view.text, 1_500)],
    [...lineSections(quote(view.text)), ...context([t.note.by(by, format.time(view.at, view.at))])],
  );
}

/** As block-quoted lines; each on its own, so that a cut falls between lines where it can. */
function quote(text: string): string[] {
  const lines = manyLines(text).split('\n').slice(0, 60);
  return lines.map((line) => `>${line === '' ? ' ' : linkedLine(line, 2_500)}`);
}
