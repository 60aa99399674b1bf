import type { MessageState } from '../../../sandbox/slack/index.ts';
import type { World } from '../../../sandbox/world.ts';
import { LANGUAGES } from '../../../src/languages/index.ts';
import type { Storage } from '../../../src/storage/index.ts';
import type { Part } from '../../../src/views/problems.ts';
import { declareRunId } from '../../../src/workflows/incident/declare/steps.ts';
import { DECLARER, type End, FIRST_ON_CALL, keyOf } from './situations.ts';

/** The first incident of its database. */
export const INCIDENT = 1;

/** An incident, and what its world held before it was declared: whatever came since is its own, or nobody's. */
export interface Subject {
  incident: number;
  /** Ids of the bot's channels and of meetings, and where each message stood. */
  earlier: ReadonlySet<string>;
  /** How many answers there were, and how many calls. */
  answers: number;
  calls: { slack: number; zoom: number };
}

/** The only incident of its world. */
const ONLY: Subject = { incident: INCIDENT, earlier: new Set(), answers: 0, calls: { slack: 0, zoom: 0 } };

/** To be asked for before it is declared. */
export function subjectOf(world: World, incident: number): Subject {
  const { slack, zoom } = world;
  return {
    incident,
    earlier: new Set([
      ...ownChannels(world).map(({ id }) => id),
      ...zoom.meetings.map(({ id }) => String(id)),
      ...allMessages(world).map(placeOf),
    ]),
    answers: slack.responses.length,
    calls: { slack: slack.calls.length, zoom: zoom.calls.length },
  };
}

/** Whether a call is about a channel that was there before. */
export function isAboutEarlier({ earlier }: Subject, args: Record<string, unknown>): boolean {
  return typeof args.channel === 'string' && earlier.has(args.channel);
}

function placeOf({ channel, ts }: MessageState): string {
  return `${channel} ${ts}`;
}

function ownChannels({ slack }: World) {
  return slack.channels().filter(({ creator }) => creator === slack.botUserId);
}

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

export async function pictureOf(world: World, storage: Storage, about: Subject = ONLY): Promise<Picture> {
  const { slack, playbook, zoom } = world;
  const { earlier } = about;
  const incident = await storage.incidents.find(about.incident);
  const run = await storage.runs.find(declareRunId(about.incident));
  const own = ownChannels(world).filter(({ id }) => !earlier.has(id));
  const isNew = (message: MessageState) => !earlier.has(placeOf(message));
  const channel = own.find(({ id }) => id === incident?.channelId);
  const written = (messages: readonly MessageState[]): string[] =>
    messages
      .filter((message) => message.user === slack.botUserId && isNew(message))
      .flatMap((message) => (isOfSlack(message) ? [] : [keyOf(message) ?? message.text]));
  const status = written(slack.messages(playbook.team.channels.status));
  const direct = written(slack.directMessages(DECLARER));
  const home = channel ? written(slack.messages(channel.id)) : [];
  const briefing = allMessages(world).find((message) => isNew(message) && keyOf(message)?.startsWith('briefing:'));
  const answers = slack.responses
    .slice(about.answers)
    .filter((response) => response.status === 200)
    .map(({ body }) => JSON.stringify(body));
  // Charts are no part of the opening: they come once it is done, at the pace of the machine.
  const problems = partsIn(JSON.stringify(briefing?.blocks ?? [])).filter((part) => part !== 'chart');
  const deadlines = await storage.deadlines.of(about.incident);
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
    meetings: zoom.meetings.filter(({ id }) => !earlier.has(String(id))).length,
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
export function expectedPicture(
  world: World,
  { home, bridge, problems, isPrivate = false, waits = false }: End,
  { incident, earlier }: Subject = ONLY,
): Picture {
  const { playbook, slack, zoom } = world;
  const { responders, qa, planning } = playbook.team.notify;
  const invited = isPrivate ? [] : [...responders, ...qa, ...planning];
  const members = new Set([DECLARER, FIRST_ON_CALL, ...invited].map((person) => slack.users[person] ?? person));
  const own = home === 'channel';
  const works = (part: Part): boolean => !problems.includes(part);
  const announced = isPrivate || !works('announcement') ? [] : [`announcement:${incident}`];
  const link = bridge === 'zoom' ? zoom.meetings.find(({ id }) => !earlier.has(String(id)))?.joinUrl : playbook.team.bridge.fallback;
  return {
    run: waits ? 'running' : 'done',
    channels: own ? [`inc-${incident}-coupons-are-late`] : [],
    members: own ? [...members].sort() : [],
    topic: own,
    pinned: own && works('pin'),
    bookmarks: own && works('bookmark') ? [link ?? 'no link'] : [],
    home: own ? [`briefing:${incident}`] : [],
    status: home === 'thread' ? [...announced, `briefing:${incident}`] : announced,
    page: works('page') ? [`page:${incident}:1`] : [],
    direct: home === 'direct' ? [`briefing:${incident}`] : [],
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
  return (Object.keys(LANGUAGES.en.surfaces.incident.part) as Part[]).filter((part) =>
    text.includes(`⚠ ${LANGUAGES.en.surfaces.incident.part[part]}:`),
  );
}

/** The notice that names the thread in place of the channel says what is wrong with the channel. */
function saysInstead(answer: string): boolean {
  return answer.includes('because its own channel could not be made');
}

/** Lines that Slack itself writes into a channel: who joined, who set the topic. */
function isOfSlack(message: MessageState): boolean {
  return 'subtype' in message || /^(set the channel topic|has joined)/.test(message.text);
}
