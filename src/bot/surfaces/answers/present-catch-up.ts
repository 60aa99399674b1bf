import type { ChatMessage } from '../../../domain/chat/message.ts';
import { incidentRef } from '../../../domain/incident/incident.ts';
import type { CatchUpView } from '../../../views/lists.ts';
import { bridgeLink, effectLines, headline, plainHeadline, since } from '../briefing/headline.ts';
import { rolesText } from '../briefing/present.ts';
import { context, header, lineSections, message } from '../building-blocks/blocks.ts';
import { safeLines } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';

const RUNS_MAX = 5;

/** What is wrong, since when, who leads, what is done about it and what was told: one screen for whoever comes late. */
export function catchUp(voice: Voice, view: CatchUpView): ChatMessage {
  const t = voice.texts.catchUp;
  const { incident, cause, told, nextUpdateAt, now } = view;
  const bridge = bridgeLink(voice, view.bridgeUrl);
  const runs = view.runs
    .slice(0, RUNS_MAX)
    .map(({ title, isUnderWay }) => `• ${(isUnderWay ? t.underWay : t.done)(voice.say(title, 150))}`);
  const causeLine = cause ? [(cause.isNamed ? t.named : t.likely)(voice.say(cause.title, 150))] : [t.unknown];
  const head = t.head(incidentRef(incident));
  return message(
    [head, plainHeadline(voice, incident)],
    [
      header(headline(voice, incident)),
      ...lineSections([head, since(voice, incident, now), ...effectLines(voice, incident, view.scenario), ...(bridge ? [bridge] : [])]),
      ...lineSections([`*${voice.t.briefing.roles}*`, rolesText(voice, view.roles)]),
      ...lineSections([...causeLine, ...(runs.length === 0 ? [t.nothingDone] : runs)]),
      ...(told
        ? lineSections([`*${t.told(voice.format.time(told.at, now))}*`, `>${safeLines(told.text, 1_000).replaceAll('\n', '\n>')}`])
        : []),
      ...context([nextUpdateAt && voice.texts.response.updateNext(incidentRef(incident), voice.format.time(nextUpdateAt, now)), t.more]),
    ],
  );
}
