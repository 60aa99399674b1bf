import type { MessageState } from '../../../sandbox/slack/index.ts';
import type { World } from '../../../sandbox/world.ts';
import type { PageRow, Storage } from '../../../src/storage/index.ts';
import { INCIDENT } from './picture.ts';
import { keyOf } from './situations.ts';

/** Everything that the clocks of an incident made people see, and what the record says of it; sorted, and with every copy. */
export interface ClocksPicture {
  /** Direct messages: who, asked at which level, for which time. */
  pages: string[];
  /** In the incident's channel. */
  home: string[];
  status: string[];
  /** Everywhere else. */
  elsewhere: string[];
  /** Rows of the process that are decided, and how. */
  deadlines: string[];
  timeline: string[];
}

/** What the clocks write down; the rest of the timeline is another suite's subject. */
const OF_CLOCKS = ['page.sent', 'page.handed-over', 'incident.escalated', 'deadline.missed', 'update.sent'];

export async function clocksPictureOf(world: World, storage: Storage): Promise<ClocksPicture> {
  const { slack, playbook } = world;
  const [pages, deadlines, timeline] = await Promise.all([
    storage.pages.of(INCIDENT),
    storage.deadlines.of(INCIDENT),
    storage.timeline.of(INCIDENT),
  ]);
  const nameOf = (id: unknown) => Object.keys(slack.users).find((name) => slack.users[name] === id) ?? String(id);
  const home = slack.channels().find(({ creator }) => creator === slack.botUserId);
  const status = playbook.team.channels.status;
  const others = slack.channels().filter(({ id }) => id !== home?.id && id !== status);
  const said = (messages: readonly MessageState[]) => written(world, messages).flatMap((message) => readable(message, pages, nameOf));
  return {
    pages: Object.keys(slack.users)
      .flatMap((name) => said(slack.directMessages(name)).map((what) => `${name}: ${what}`))
      .sort(),
    home: said(home ? slack.messages(home.id) : []).sort(),
    status: said(slack.messages(status)).sort(),
    elsewhere: others.flatMap(({ id }) => said(slack.messages(id))),
    deadlines: deadlines
      .filter(({ state }) => state !== 'pending')
      .map(({ rowId, state }) => `${rowId} ${state}`)
      .sort(),
    timeline: timeline
      .filter(({ kind }) => OF_CLOCKS.includes(kind))
      .map(({ kind, data }) => `${kind} ${entryOf(data, nameOf)}`)
      .sort(),
  };
}

/** How many messages the bot has written anywhere: cheap to ask for, often. */
export function messagesIn(world: World): number {
  const { slack } = world;
  const places = [
    ...slack.channels().map(({ id }) => slack.messages(id)),
    ...Object.keys(slack.users).map((name) => slack.directMessages(name)),
  ];
  return places.reduce((sum, messages) => sum + written(world, messages).length, 0);
}

/** What the bot wrote; not what Slack itself says of its doings. */
function written({ slack }: World, messages: readonly MessageState[]): MessageState[] {
  return messages.filter(
    (message) => message.user === slack.botUserId && !('subtype' in message) && !/^(set the channel topic|has joined)/.test(message.text),
  );
}

/**
 * A message by its key, in words that no run of the suite changes; one without a key by its text. The rows that were missed stand in one message, whoever
 * of two processes decided about which.
 */
function readable(message: MessageState, pages: readonly PageRow[], nameOf: (id: unknown) => string): string[] {
  const key = keyOf(message) ?? message.text;
  const [kind, first, second] = key.split(':');
  const page = (id: string | undefined) => pages.find((row) => String(row.id) === id);
  if (kind === 'page') return [`${page(first)?.level} ${second}`];
  if (kind === 'handed-over') return [`handed over by ${nameOf(page(first)?.userId)}`];
  if (kind === 'nobody-left') return [`nobody left at ${second}`];
  if (kind === 'escalated') return [`escalated ${second}`];
  if (kind === 'missed') return [...message.text.matchAll(/• (\w+) /g)].map(([, row]) => `missed ${row}`);
  if (kind === 'update') return [`update ${second}`];
  return [key];
}

function entryOf(data: Record<string, unknown>, nameOf: (id: unknown) => string): string {
  const { step, user, attempt = 1, from, row, sequence } = data;
  if (user !== undefined) return `${nameOf(user)} ${attempt}`;
  return String(step ?? row ?? sequence ?? nameOf(from));
}

/** With the regular updates of these numbers: each thing once, nothing missing. */
export function expectedClocks(numbers: readonly number[]): ClocksPicture {
  return {
    pages: [
      'hana: operations 1',
      'junho: L1 1',
      'junho: L1 2',
      'minji: L1 1',
      'minji: L1 2',
      'sora: L2 1',
      'taeho: operations 1',
      'yuna: operations 1',
    ],
    home: [
      'briefing:1',
      'escalated A2',
      'escalated A3',
      'handed over by minji',
      'missed I1',
      'missed I2',
      'missed I3',
      'nobody left at L1',
    ],
    status: ['announcement:1', ...numbers.map((n) => `update ${n}`)].sort(),
    // The guide for customer support is one message, which the later ones are written into.
    elsewhere: numbers.slice(0, 1).map((n) => `update ${n}`),
    deadlines: [
      'A1 kept',
      'A2 kept',
      'A3 kept',
      'C1 kept',
      'C2 kept',
      'C3 kept',
      'I1 missed',
      'I2 missed',
      'I3 missed',
      'X1 kept',
      'X2 kept',
      'X3 waived',
    ],
    timeline: [
      ...['I1', 'I2', 'I3'].map((row) => `deadline.missed ${row}`),
      ...['A2', 'A3'].map((step) => `incident.escalated ${step}`),
      ...['junho', 'minji'].map((name) => `page.handed-over ${name}`),
      ...['hana 1', 'junho 1', 'junho 2', 'minji 1', 'minji 2', 'sora 1', 'taeho 1', 'yuna 1'].map((page) => `page.sent ${page}`),
      ...numbers.map((n) => `update.sent ${n}`),
    ].sort(),
  };
}
