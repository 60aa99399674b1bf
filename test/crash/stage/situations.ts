import type { SlackOptions } from '../../../sandbox/slack/index.ts';
import type { World } from '../../../sandbox/world.ts';
import type { Part } from '../../../src/views/problems.ts';
import type { DeclareStep } from '../../../src/workflows/incident/declare/steps.ts';

type Args = Record<string, unknown>;

/** How an incident must stand once it has been opened. */
export interface End {
  home: 'channel' | 'thread' | 'direct';
  bridge: 'zoom' | 'fallback';
  /** The parts that cannot work in this situation: said to the declarer and in the briefing. */
  problems: readonly Part[];
  /** Announced to nobody, and only whom it concerns is in it. */
  isPrivate?: boolean;
  /** What lacks a right is tried again until somebody grants it, so that the opening is not over. */
  waits?: boolean;
}

/** What it takes for a step to happen, which call of the stand-ins is its effect, and what must be there in the end. */
export interface Situation {
  words: string;
  slack?: Partial<SlackOptions>;
  environment?: Record<string, string>;
  arrange?: (world: World) => void;
  /** Which of the calls of that name is the step's. */
  when?: (args: Args, world: World) => boolean;
  end: End;
}

/** Works here but is no responder, so that the declarer is told from those who are invited or paged. */
export const DECLARER = 'jisoo';

/** The first of the shipped playbook's L1. */
export const FIRST_ON_CALL = 'minji';
const WORDS = 'open sev1 coupons are late';

/** As it should be when everything works. */
export const OPENED: End = { home: 'channel', bridge: 'zoom', problems: [] };

const NO_ZOOM = { ZOOM_ACCOUNT_ID: '', ZOOM_CLIENT_ID: '', ZOOM_CLIENT_SECRET: '' };

export function keyOf(message: { metadata?: unknown }): string | undefined {
  const { event_payload } = (message.metadata ?? {}) as { event_payload?: { key?: string } };
  return event_payload?.key;
}

const carries = (prefix: string) => (args: Args) => keyOf(args)?.startsWith(prefix) ?? false;

const invites = (who: 'declarer' | 'team') => (args: Args, world: World) =>
  (args.users === world.slack.users[DECLARER]) === (who === 'declarer');

const opensDirectWith = (who: string) => (args: Args, world: World) => args.users === world.slack.users[who];

/** The announcement goes out in two calls when the bot must join first: the one that has the effect is the one after it. */
const announces = (args: Args, world: World): boolean => {
  const status = world.slack.channels().find((channel) => channel.id === world.playbook.team.channels.status);
  return carries('announcement:')(args) && status?.members.includes(world.slack.botUserId) === true;
};

/** A pin that is refused for good, but not before the declarer has been told about everything else. */
const refusePin = ({ slack }: World): void => {
  const { faults } = slack;
  const next = faults.next.bind(faults);
  faults.next = async (call, args) => {
    if (call !== 'pins.add') return await next(call, args);
    await slack.until(({ responses }) => responses.length > 0, 20_000);
    return { kind: 'error', code: 'too_many_pins' };
  };
};

/** One for every step there is: a new step does not compile without. */
export const SITUATIONS: Record<DeclareStep, Situation> = {
  'channel.create': { words: WORDS, end: OPENED },
  'home.thread': {
    words: WORDS,
    slack: { restrictChannelCreation: true },
    when: announces,
    end: { ...OPENED, home: 'thread', problems: ['channel'] },
  },
  'home.direct': {
    words: `${WORDS} --private`,
    slack: { restrictChannelCreation: true },
    when: opensDirectWith(DECLARER),
    end: { ...OPENED, home: 'direct', problems: ['channel'], isPrivate: true },
  },
  'channel.invite-declarer': { words: WORDS, when: invites('declarer'), end: OPENED },
  'bridge.meeting': { words: WORDS, end: OPENED },
  'bridge.fallback': { words: WORDS, environment: NO_ZOOM, end: { ...OPENED, bridge: 'fallback' } },
  'briefing.post': { words: WORDS, when: carries('briefing:'), end: OPENED },
  'briefing.link': { words: WORDS, end: OPENED },
  'channel.topic': { words: WORDS, end: OPENED },
  'channel.invite-team': { words: WORDS, when: invites('team'), end: OPENED },
  'briefing.pin': { words: WORDS, end: OPENED },
  'channel.bookmark': { words: WORDS, end: OPENED },
  'announcement.post': { words: WORDS, when: announces, end: OPENED },
  'declarer.told': { words: WORDS, end: OPENED },
  'declarer.problems': {
    words: WORDS,
    arrange: refusePin,
    when: (_args, { slack }) => slack.responses.length > 0,
    end: { ...OPENED, problems: ['pin'] },
  },
};

/** Calls on the path that belong to a step without being its effect. */
export const CALLS_BESIDE = {
  'bridge.meeting: token': { call: 'POST /oauth/token', step: 'bridge.meeting' },
  'announcement.post: join': { call: 'conversations.join', step: 'announcement.post' },
  // The first page leaves through the outbox; whoever dies at that is the subject of clocks.test.ts.
  'page: open': { call: 'conversations.open', step: 'briefing.post', when: opensDirectWith(FIRST_ON_CALL) },
  'page: post': { call: 'chat.postMessage', step: 'briefing.post', when: carries('page:') },
  'page: do not disturb': { call: 'dnd.info', step: 'briefing.post' },
} as const satisfies Record<string, { call: string; step: DeclareStep; when?: Situation['when'] }>;
