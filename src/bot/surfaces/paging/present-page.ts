import type { ChatMessage } from '../../../domain/chat/message.ts';
import { incidentRef } from '../../../domain/incident/incident.ts';
import type { PageText, PageView } from '../../../views/paging.ts';
import { textsIn } from '../../texts-in.ts';
import { fullTitle, headline, plainHeadline, plainSince, since } from '../briefing/headline.ts';
import { howBad } from '../briefing/readings.ts';
import { commandButton } from '../building-blocks/asking.ts';
import { actions, button, header, lineSections, message } from '../building-blocks/blocks.ts';
import { channel, cut, link, oneLine, person, plainAddress, safe, webAddress } from '../building-blocks/escape.ts';
import { linkAction } from '../building-blocks/ids.ts';
import type { Voice } from '../building-blocks/voice.ts';

/** Texts for SMS and voice are short by what an SMS holds. */
const SHORT_MAX = 160;
const REASON_MAX = 500;

/**
 * The direct message that wakes somebody up. Its first words are what a locked phone shows, so the trouble comes before the rest.
 * Once acknowledged it says by whom, once the incident has ended that nothing is left to do, and has no button any more.
 */
export function page(voice: Voice, view: PageView): ChatMessage {
  const { t, format } = voice;
  const words = voice.texts.response;
  const own = voice.texts.paging;
  const { incident, now, acknowledged, over, has } = view;
  const isDone = acknowledged !== undefined || over !== undefined;
  const call = callOf(voice, view);
  const where = view.channelId ? `${t.page.channel}: ${channel(view.channelId)}` : t.page.noChannel;
  const bridge = view.bridgeUrl ? ` · ${link(view.bridgeUrl, t.briefing.joinBridge)}` : '';
  const ends = [
    ...(acknowledged ? [t.page.taken(person(acknowledged.by), format.time(acknowledged.at, now))] : []),
    ...(over ? [own.over[over.as](format.time(over.at, now))] : []),
  ];
  const held = has && !isDone ? [(view.edited ? own.hasNow : own.has)(person(has.user), format.time(has.at, now))] : [];
  const asked = view.askedBy === undefined ? [] : [words.askedBy(person(view.askedBy))];
  const reason = view.reason === undefined ? [] : [`>${safe(view.reason, REASON_MAX)}`];
  // Whoever took it looks at the briefing now; numbers that nobody reads anew here would only be wrong later.
  const numbers = isDone || view.edited ? [] : [howBad(voice, view.readings, 3, now)];
  const after = isDone ? ends : [t.page.ask];
  const lines = [`*${call}*`, ...held, ...asked, ...reason, since(voice, incident, now), ...numbers, `${where}${bridge}`, ...after];
  const ref = incidentRef(incident);
  const url = webAddress(view.bridgeUrl);
  const answers = isDone || view.pageId === undefined ? undefined : { incident, args: { page: view.pageId } };
  const acknowledge =
    answers &&
    commandButton(
      { command: 'page acknowledge', ...answers },
      { text: t.button.acknowledge, label: t.button.acknowledgeLabel(ref), style: 'primary' },
    );
  const passOn = answers && commandButton({ command: 'page pass-on', ...answers }, { text: words.passOn, label: words.passOnLabel(ref) });
  const join =
    url && !over ? button({ action: linkAction('bridge'), text: t.button.bridge, label: t.button.bridgeLabel(ref), url }) : undefined;
  const endsPlain = [
    ...(acknowledged ? [t.page.taken(person(acknowledged.by), format.plainTime(acknowledged.at, now))] : []),
    ...(over ? [own.over[over.as](format.plainTime(over.at, now))] : []),
  ];
  return message(
    [plainHeadline(voice, incident), call, plainSince(voice, incident, now), ...numbers, where, plainAddress(view.bridgeUrl), ...endsPlain],
    [header(headline(voice, incident)), ...lineSections(lines), ...actions(`page.${incident.id}`, [acknowledge, passOn, join])],
  );
}

/** The same page where there is nothing but words: a mail, another vendor's alert, an SMS, a voice. */
export function pageText(voice: Voice, view: PageView): PageText {
  const words = voice.texts.response;
  const { incident, has, askedByName, reason } = view;
  const severity = voice.t.severity[incident.severity];
  const ref = incidentRef(incident);
  const title = fullTitle(voice, incident) || voice.t.noTitle;
  const url = webAddress(view.bridgeUrl);
  const lines = [
    `${words.pageHead(severity, title, ref)} ${callOf(voice, view)}`,
    ...(has ? [voice.texts.paging.pageHas(oneLine(has.name))] : []),
    ...(askedByName === undefined ? [] : [words.askedBy(oneLine(askedByName))]),
    ...(reason === undefined ? [] : [`> ${cut(oneLine(reason), REASON_MAX)}`]),
    ...(url ? [words.bridge(url)] : []),
    words.acknowledgeInSlack,
  ];
  return {
    subject: words.pageSubject(severity, ref, title, voice.t.level[view.level]),
    text: lines.join('\n'),
    short: cut(words.pageShort(severity, ref, title), SHORT_MAX),
  };
}

/** As what somebody is called, and how often. */
function callOf({ language, t }: Voice, { level, attempt = 1, has, acknowledged, over }: PageView): string {
  if (attempt > 1 && !acknowledged && !over) return (has ? textsIn(language).paging.againWith : t.page.again)(t.asLevel[level], attempt);
  return level === 'operations' ? t.page.team : t.page.call(t.asLevel[level]);
}
