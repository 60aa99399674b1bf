import { incidentRef } from '../../domain/incident.ts';
import type { ChatMessage } from '../../domain/message.ts';
import type { PageView } from '../../domain/views.ts';
import { RESPONSE_TEXTS } from '../texts/response.ts';
import { actions, button, header, lineSections, message } from './blocks.ts';
import { channel, link, person, plainAddress, safe, webAddress } from './escape.ts';
import { headline, plainHeadline, plainSince, since } from './headline.ts';
import { ACTIONS, type PageValue } from './ids.ts';
import { howBad } from './readings.ts';
import type { Voice } from './voice.ts';

/**
 * The direct message that wakes somebody up. Its first words are what a locked phone shows, so the trouble comes before the rest.
 * Once acknowledged it says by whom and has no button any more.
 */
export function page(voice: Voice, view: PageView): ChatMessage {
  const { t, format } = voice;
  const words = RESPONSE_TEXTS[voice.language];
  const { incident, level, now, acknowledged } = view;
  const attempt = view.attempt ?? 1;
  const first = level === 'operations' ? t.page.team : t.page.call(t.level[level]);
  const call = attempt > 1 && !acknowledged ? t.page.again(t.level[level], attempt) : first;
  const where = view.channelId ? `${t.page.channel}: ${channel(view.channelId)}` : t.page.noChannel;
  const bridge = view.bridgeUrl ? ` · ${link(view.bridgeUrl, t.briefing.joinBridge)}` : '';
  const taken = acknowledged && t.page.taken(person(acknowledged.by), format.time(acknowledged.at, now));
  const asked = view.askedBy === undefined ? [] : [words.askedBy(person(view.askedBy))];
  const reason = view.reason === undefined ? [] : [`>${safe(view.reason, 500)}`];
  // Whoever took it looks at the briefing now; numbers that nobody reads anew here would only be wrong later.
  const numbers = acknowledged ? [] : [howBad(voice, view.readings, 3)];
  const lines = [`*${call}*`, ...asked, ...reason, since(voice, incident, now), ...numbers, `${where}${bridge}`, taken ?? t.page.ask];
  const ref = incidentRef(incident);
  const value: PageValue = { incident: incident.id, version: incident.version, ...(view.pageId !== undefined && { page: view.pageId }) };
  const url = webAddress(view.bridgeUrl);
  const acknowledge = acknowledged
    ? undefined
    : button({ action: ACTIONS.acknowledge, text: t.button.acknowledge, label: t.button.acknowledgeLabel(ref), value, style: 'primary' });
  const passOn = acknowledged ? undefined : button({ action: ACTIONS.passOn, text: words.passOn, label: words.passOnLabel(ref), value });
  const join = url ? button({ action: ACTIONS.link('bridge'), text: t.button.bridge, label: t.button.bridgeLabel(ref), url }) : undefined;
  const takenPlain = acknowledged && t.page.taken(person(acknowledged.by), format.plainTime(acknowledged.at, now));
  return message(
    [plainHeadline(voice, incident), call, plainSince(voice, incident, now), ...numbers, where, plainAddress(view.bridgeUrl), takenPlain],
    [header(headline(voice, incident)), ...lineSections(lines), ...actions(`page.${incident.id}`, [acknowledge, passOn, join])],
  );
}
