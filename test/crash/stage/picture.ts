import type { MessageState } from '../../../sandbox/slack/index.ts';
import type { World } from '../../../sandbox/world.ts';
import { LANGUAGES } from '../../../src/bot/languages/index.ts';
import type { Storage } from '../../../src/storage/index.ts';
import type { Part } from '../../../src/views/problems.ts';
import { declareRunId } from '../../../src/workflows/incident/declare/steps.ts';
import { DECLARER, type End, FIRST_ON_CALL, keyOf } from './situations.ts';

/** The first and only incident of its database. */
export const INCIDENT = 1;

/** What declaring itself keeps of the process: the first page and the bridge. */
const KEPT_AT_ONCE = ['A1', 'C2'];

/** Everything that people can see of an opened incident, and what the rows say: two pictures are compared as a whole, so nothing unexpected hides. */
export interface Picture {
  run: string;
  /** Names of the channels that the bot made. */
  channels: string[];
  members: string[];
  topic: boolean;
  pinned: boolean;
  bookmarks: string[];
  /** Keys of what the bot wrote, by place; a message without one by its text. */
  home: string[];
  status: string[];
  page: string[];
  direct: string[];
  meetings: number;
  bridge: string | null;
  linkInBriefing: boolean;
  /** Parts that the briefing says do not work. */
  problems: Part[];
  /** Of these, the ones the declarer was not told about in private. */
  untold: Part[];
  told: boolean;
  kept: string[];
}

export async function pictureOf(world: World, storage: Storage): Promise<Picture> {
  const { slack, playbook, zoom } = world;
  const incident = await storage.incidents.find(INCIDENT);
  const run = await storage.runs.find(declareRunId(INCIDENT));
  const own = slack.channels().filter((channel) => channel.creator === slack.botUserId);
  const channel = own.find(({ id }) => id === incident?.channelId);
  const written = (messages: readonly MessageState[]): string[] =>
    messages
      .filter(({ user }) => user === slack.botUserId)
      .flatMap((message) => (isOfSlack(message) ? [] : [keyOf(message) ?? message.text]));
  const status = written(slack.messages(playbook.team.channels.status));
  const direct = written(slack.directMessages(DECLARER));
  const home = channel ? written(slack.messages(channel.id)) : [];
  const briefing = allMessages(world).find((message) => keyOf(message)?.startsWith('briefing:'));
  const answers = slack.responses.filter((response) => response.status === 200).map(({ body }) => JSON.stringify(body));
  // Charts are no part of the opening: they come once it is done, at the pace of the machine.
  const problems = partsIn(JSON.stringify(briefing?.blocks ?? [])).filter((part) => part !== 'chart');
  const deadlines = await storage.deadlines.of(INCIDENT);
  return {
    run: run?.status ?? 'none',
    channels: own.map(({ name }) => name),
    members: (channel?.members ?? []).filter((member) => member !== slack.botUserId).sort(),
    topic: (channel?.topic ?? '') !== '',
    pinned: channel?.pins.length === 1 && channel.pins[0] === briefing?.ts,
    bookmarks: (channel?.bookmarks ?? []).map(({ link }) => link),
    home,
    status,
    page: written(slack.directMessages(FIRST_ON_CALL)),
    direct,
    meetings: zoom.meetings.length,
    bridge: incident?.bridgeKind ?? null,
    linkInBriefing:
      incident?.bridgeUrl != null && JSON.stringify(briefing?.blocks ?? []).includes(incident.bridgeUrl.replaceAll('&', '&amp;')),
    problems,
    untold: problems.filter(
      (part) => !answers.some((answer) => partsIn(answer).includes(part) || (part === 'channel' && saysInstead(answer))),
    ),
    told: answers.length > 0,
    kept: KEPT_AT_ONCE.filter((id) => deadlines.some(({ rowId, state }) => rowId === id && state === 'kept')),
  };
}

/** How the picture must look in the end. */
export function expectedPicture(world: World, { home, bridge, problems, isPrivate = false, waits = false }: End): Picture {
  const { playbook, slack, zoom } = world;
  const { responders, qa, planning } = playbook.team.notify;
  const invited = isPrivate ? [] : [...responders, ...qa, ...planning];
  const members = new Set([DECLARER, FIRST_ON_CALL, ...invited].map((person) => slack.users[person] ?? person));
  const own = home === 'channel';
  const works = (part: Part): boolean => !problems.includes(part);
  const announced = isPrivate || !works('announcement') ? [] : ['announcement:1'];
  const link = bridge === 'zoom' ? zoom.meetings[0]?.joinUrl : playbook.team.bridge.fallback;
  return {
    run: waits ? 'running' : 'done',
    channels: own ? ['inc-1-coupons-are-late'] : [],
    members: own ? [...members].sort() : [],
    topic: own,
    pinned: own && works('pin'),
    bookmarks: own && works('bookmark') ? [link ?? 'no link'] : [],
    home: own ? ['briefing:1'] : [],
    status: home === 'thread' ? [...announced, 'briefing:1'] : announced,
    page: works('page') ? ['page:1:1'] : [],
    direct: home === 'direct' ? ['briefing:1'] : [],
    meetings: bridge === 'zoom' ? 1 : 0,
    bridge,
    linkInBriefing: true,
    problems: [...problems],
    untold: [],
    told: true,
    kept: KEPT_AT_ONCE.filter((id) => id !== 'A1' || works('page')),
  };
}

export function allMessages({ slack }: World): MessageState[] {
  return [
    ...slack.channels().flatMap(({ id }) => slack.messages(id)),
    ...Object.keys(slack.users).flatMap((user) => slack.directMessages(user)),
  ];
}

/** The parts that a text says do not work. */
export function partsIn(text: string): Part[] {
  return (Object.keys(LANGUAGES.en.incident.part) as Part[]).filter((part) => text.includes(`⚠ ${LANGUAGES.en.incident.part[part]}:`));
}

/** The notice that names the thread in place of the channel says what is wrong with the channel. */
function saysInstead(answer: string): boolean {
  return answer.includes('because its own channel could not be made');
}

/** Lines that Slack itself writes into a channel: who joined, who set the topic. */
function isOfSlack(message: MessageState): boolean {
  return 'subtype' in message || /^(set the channel topic|has joined)/.test(message.text);
}
