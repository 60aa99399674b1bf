import type { ChatMessage } from '../../../domain/chat/message.ts';
import { type Incident, incidentRef } from '../../../domain/incident/incident.ts';
import { saidIn } from '../../../domain/language/said.ts';
import type { AccessMailView, HomeBackView, HomeLostView, KnownPlace, PlaybookRefusedView, StatusGoneView } from '../../../views/places.ts';
import { bridgeLink, headline, plainHeadline, title } from '../briefing/headline.ts';
import { commandButton } from '../building-blocks/asking.ts';
import { type Button, header, lineSections, message } from '../building-blocks/blocks.ts';
import { channel, manyLines, plainAddress, safe } from '../building-blocks/escape.ts';
import type { Voice } from '../building-blocks/voice.ts';

/** Places that are gone, and back. */

/** The head of the place in which an incident goes on. */
export function homeLost(voice: Voice, view: HomeLostView): ChatMessage {
  const t = voice.texts.places;
  const { incident, lost, how, here } = view;
  const why = t.gone[how](named(lost));
  const bridge = bridgeLink(voice, view.bridgeUrl);
  const where = (here === 'thread' ? t.inThread : t.inDirect)(incidentRef(incident));
  return message(
    [why, where, plainHeadline(voice, incident), plainAddress(view.bridgeUrl)],
    [
      header(headline(voice, incident)),
      ...lineSections([why, where, ...(t.wayBack[how] ? [t.wayBack[how]] : []), ...(bridge ? [bridge] : [])]),
    ],
  );
}

export function homeMoved(voice: Voice, view: Omit<HomeLostView, 'here'> & { channelId: string }): ChatMessage {
  const t = voice.texts.places;
  const { incident, lost, how, channelId } = view;
  const lines = [t.gone[how](named(lost)), t.inThreadOf(incidentRef(incident), channel(channelId)), t.wayBack[how]].filter(Boolean);
  return message([...lines, `${title(voice, incident)}.`], lineSections(lines));
}

export function homeBack(voice: Voice, { incident, since, now }: HomeBackView): ChatMessage {
  const t = voice.texts.places;
  const ref = incidentRef(incident);
  return message(
    [t.back(ref, voice.format.plainTime(since, now)), `${title(voice, incident)}.`],
    lineSections([t.back(ref, voice.format.time(since, now))]),
  );
}

export function homeLeft(voice: Voice, { incident, channelId }: HomeBackView): ChatMessage {
  const text = voice.texts.places.left(incidentRef(incident), channel(channelId));
  return message([text, `${title(voice, incident)}.`], lineSections([text]));
}

export function statusGone(voice: Voice, { lost, how }: StatusGoneView): ChatMessage {
  const t = voice.texts.places;
  const lines = [`⚠ ${t.gone[how](named(lost))}`, t.statusWaits];
  return message(lines, lineSections(lines));
}

/** The first mistakes of a playbook that was not taken, in the words of the terminal. */
export function playbookRefused(voice: Voice, { lines, problems }: PlaybookRefusedView): ChatMessage {
  const t = voice.texts.places;
  const shown = lines.map((line) => `• ${safe(line, 400)}`);
  const more = problems > lines.length ? [t.playbookMore(problems - lines.length)] : [];
  return message(
    [t.playbookRefused, ...lines.map((line) => safe(line, 400))],
    lineSections([`⚠ ${t.playbookRefused}`, ...shown, ...more, t.playbookWhatToDo]),
  );
}

export function accessMail(voice: Voice, { said, since, now }: AccessMailView): { subject: string; text: string } {
  const t = voice.texts.places;
  const lines = [manyLines(saidIn(said, voice.language)), t.mailSince(voice.format.plainTime(since, now)), '', t.mailWaits];
  return { subject: t.mailSubject, text: lines.join('\n') };
}

/** Where something does not work, somebody may have mended it. */
export function retryButton(voice: Voice, incident: Incident): Button | undefined {
  const t = voice.texts.places;
  return commandButton({ command: 'retry', incident }, { text: t.tryAgain, label: t.tryAgainLabel(incidentRef(incident)) });
}

/** By its name where we know it: a mention of a channel that is gone, or of a private one, shows nothing to most people. */
function named({ channelId, channelName }: KnownPlace): string {
  return channelName === null ? channel(channelId) : `#${safe(channelName, 80)}`;
}
