import type { ChatMessage } from '../../../domain/chat/message.ts';
import { incidentRef } from '../../../domain/incident/incident.ts';
import type { Drift } from '../../../domain/updates/page-drift.ts';
import type { PageDriftView, PageRefusedView } from '../../../views/updates.ts';
import { commandButton } from '../building-blocks/asking.ts';
import { actions, context, lineSections, message } from '../building-blocks/blocks.ts';
import { person, safe, safeLines } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';

/** More than this is to be read there. */
const TEXTS_MAX = 4;
const COMPONENTS_MAX = 10;
const TEXT_MAX = 700;

/** What somebody changed by hand on an external page, theirs beside ours, with the buttons to decide whose stays. */
export function pageDrift(voice: Voice, view: PageDriftView): ChatMessage {
  const t = voice.texts.externalPages;
  const { incident, page, seen, drift, over } = view;
  const ref = incidentRef(incident);
  const title = safe(view.title, 80);
  const head = t.driftHead(title, ref);
  const lines = driftLines(voice, drift);
  if (over) {
    const said = over.how === undefined || over.by === undefined ? t.overThere : t.over[over.how](person(over.by));
    return message([head, said], lineSections([head, ...lines, said]));
  }
  const args = { page, seen };
  const putBack = commandButton(
    { command: 'update keep-ours', subject: page, incident, args },
    { text: t.putBack, label: t.putBackLabel(title, ref), style: 'primary' },
  );
  const take = commandButton(
    { command: 'update take-theirs', subject: page, incident, args },
    { text: t.take, label: t.takeLabel(title, ref) },
  );
  return message(
    [head, ...lines],
    [
      ...lineSections([head, ...lines]),
      ...context([drift.gone ? t.leaveHint : t.takeHint]),
      ...actions(`drift.${incident.id}.${seen}`, [putBack, take]),
    ],
  );
}

function driftLines(voice: Voice, { gone, stage, texts, components }: Drift): string[] {
  const t = voice.texts.externalPages;
  const states = { ...t.componentState, other: t.other };
  return [
    ...(gone ? [t.gone] : []),
    ...(stage ? [t.stage(t.stageName[stage.ours], t.stageName[stage.theirs])] : []),
    ...components.slice(0, COMPONENTS_MAX).map(({ id, ours, theirs }) => t.component(safe(id, 60), states[ours], states[theirs])),
    ...texts
      .slice(0, TEXTS_MAX)
      .map(({ sequence, ours, theirs }) =>
        [`*${t.textHead(sequence)}*`, t.theirs, theirs === undefined ? t.deleted : quoted(theirs), t.ours, quoted(ours)].join('\n'),
      ),
  ];
}

/** A page that refuses us for good, and why. */
export function pageRefused(voice: Voice, { incident, page, why }: PageRefusedView): ChatMessage {
  const head = voice.texts.externalPages.refused(safe(page, 80), incidentRef(incident));
  const reason = voice.say(why, 600);
  return message([head, reason], lineSections([head, reason]));
}

function quoted(text: string): string {
  return `>${safeLines(text, TEXT_MAX).replaceAll('\n', '\n>')}`;
}
