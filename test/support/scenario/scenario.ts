import type { Delivery, MessageState, SlackOptions, ViewState } from '../../../sandbox/slack/index.ts';
import { startBot, startWorld, type World } from '../../../sandbox/world.ts';
import type { App, Overrides } from '../../../src/app.ts';
import { parseDuration } from '../../../src/domain/time/duration.ts';
import type { IncidentRow } from '../../../src/storage/index.ts';
import { JobsInTime } from '../clocks/jobs-in-time.ts';
import { MovableClock } from '../clocks/movable-clock.ts';
import { PausesInTime } from '../clocks/pauses-in-time.ts';
import { countedCharts } from '../clocks/under-way.ts';
import { PATIENCE_MS } from '../run/patience.ts';
import { type FreshDatabase, freshDatabase } from '../servers/database.ts';
import { set } from './edit-playbook.ts';
import { type Outbound, outboundOf, textOf } from './outbound.ts';
import { BEGUN, FIRST_LEVEL_ONLY, LEISURELY, UNCHARTED, UNDIAGNOSED, UNREFRESHED, UNREPEATED } from './playbook-edits.ts';
import { type PlaybookOptions, scenarioPlaybook } from './scenario-playbook.ts';

export interface ScenarioOptions extends PlaybookOptions {
  /** Wake-ups wait in this Redis instead of Postgres. */
  redisUrl?: string | undefined;
  /** Over the world's environment. */
  environment?: Record<string, string>;
  overrides?: Overrides;
  /** Milliseconds of history that the metrics have; an hour unless given. */
  calmMs?: number;
  slack?: Partial<SlackOptions>;
  /** How Slack reaches the bot; the environment's SLACK_MODE unless given, else HTTP. */
  mode?: 'http' | 'socket';
  /** Where the clock starts; a Tuesday at two in the afternoon in Seoul unless given. */
  startAt?: Date;
  /** True: no time passes but by `advance`, as on a machine that is infinitely fast. */
  standingClock?: boolean;
  /** Servers that live in real time take part, so that no wait is ended before its time. */
  realTime?: boolean;
  /** False: the test starts its bots itself. */
  start?: boolean;
}

/** A command that was typed, and what its author was answered at once. */
export interface Said {
  delivery: Delivery;
  answer: string;
}

/**
 * For tests that let hours pass and are about something else: no metrics, briefings that are looked at only when something changes, one
 * page that nobody repeats, and no deadline that anybody could miss within a day.
 */
export const CALM = {
  environment: { PROMETHEUS_URL: '' },
  calmMs: 0,
  playbook: [
    UNREFRESHED,
    UNCHARTED,
    UNDIAGNOSED,
    set('briefing.followAfterRecovery.for', '30d'),
    set('briefing.followAfterRecovery.every', '30d'),
    BEGUN,
    LEISURELY,
    ...UNREPEATED,
    ...FIRST_LEVEL_ONLY,
  ],
} satisfies ScenarioOptions;

/** For tests that break the service and are about numbers alone: nobody diagnoses or misses anything, and one page goes out. */
export const UNWATCHED = {
  playbook: [UNDIAGNOSED, BEGUN, LEISURELY, ...UNREPEATED],
} satisfies ScenarioOptions;

const START = new Date('2026-03-03T05:00:00.000Z');
const running = new Set<Scenario>();

/** Hooks of the file that imports this: whatever a test leaves running ends with it, and anything it did not expect fails it. */
afterEach(async () => {
  const problems: unknown[] = [];
  for (const scenario of running) await scenario.close().catch((error: unknown) => problems.push(error));
  running.clear();
  if (problems.length > 0) throw problems[0];
});

/**
 * The whole bot against the stand-ins, on an empty database, with a clock that the test moves. The sweep is off, so that nothing but a
 * queued wake-up makes something happen later; every action returns when all it set off is done, and whatever of it waits for a while (a retry, Slack's
 * limits, a slow answer) has its time moved on as soon as nothing else happens. At the end of the test everything
 * that people could see and the test did not expect fails it.
 */
export async function scenario(options: ScenarioOptions = {}): Promise<Scenario> {
  const [database, playbookPath] = await Promise.all([freshDatabase(), scenarioPlaybook(options)]);
  // From here on it goes: what a busy machine needs for a database is not the incident's time.
  const clock = new MovableClock(options.startAt ?? START, options.standingClock);
  const { mode = process.env.SLACK_MODE === 'socket' ? 'socket' : 'http', slack, calmMs } = options;
  const world = await startWorld({
    playbookPath,
    now: () => clock.now(),
    slack: { delivery: mode, patienceMs: PATIENCE_MS, ...slack },
    ...(calmMs !== undefined && { calmMs }),
  });
  const made = new Scenario(options, clock, database, world);
  running.add(made);
  if (options.start !== false) await made.startBot();
  return made;
}

export class Scenario {
  readonly apps: App[] = [];
  private readonly jobs: JobsInTime;
  private readonly pauses: PausesInTime;
  private readonly expected = new Set<string>();

  constructor(
    private readonly options: ScenarioOptions,
    readonly clock: MovableClock,
    private readonly database: FreshDatabase,
    readonly world: World,
  ) {
    this.pauses = new PausesInTime(clock);
    this.jobs = new JobsInTime(clock, this.pauses, () => this.apps);
    for (const { faults } of [world.slack, world.zoom, world.coupon]) faults.pause = this.pauses.pause;
  }

  get slack(): World['slack'] {
    return this.world.slack;
  }

  /** Of the database that its bots share. */
  get databaseUrl(): string {
    return this.database.url;
  }

  /** The first bot that runs. */
  get app(): App {
    const [app] = this.apps;
    if (!app) throw new Error('no bot runs at the moment');
    return app;
  }

  /** Starts a bot on this scenario's database; beside others, if some run. */
  async startBot(overrides: Overrides = {}, environment: Record<string, string> = {}): Promise<App> {
    const { clock } = this;
    const redis = this.options.redisUrl === undefined ? {} : { REDIS_URL: ownDatabase(this.options.redisUrl) };
    const app = await startBot(
      this.world,
      {
        DATABASE_URL: this.database.url,
        ...redis,
        LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'error',
        ...this.options.environment,
        ...environment,
      },
      {
        clock,
        slackLimitsNowMs: () => clock.nowMs(),
        // Nobody counts what a Redis or another server still owes this process, and could say when to move the clock.
        ...(this.options.redisUrl === undefined && !this.options.realTime && { pause: this.pauses.pause }),
        charts: countedCharts(),
        sweepEveryMs: 0,
        answerWithinMs: PATIENCE_MS,
        ...this.options.overrides,
        ...overrides,
      },
    );
    this.apps.push(app);
    this.jobs.watch(app);
    return app;
  }

  async stopBot(app: App = this.app): Promise<void> {
    this.apps.splice(this.apps.indexOf(app), 1);
    await app.stop();
  }

  now(): Date {
    return this.clock.now();
  }

  /** Resolves when nothing is under way. Actions do this by themselves. */
  async settle(): Promise<void> {
    await this.jobs.settle();
  }

  /** Lets time pass, `30m` or `1h30m`: every job that comes due in it runs at its time. */
  async advance(duration: string): Promise<void> {
    const ms = parseDuration(duration);
    if (ms === undefined) throw new Error(`${duration} is no duration`);
    await this.jobs.advance(ms);
  }

  /** Somebody types the slash command, in a channel named as in the other methods. */
  async says(by: string, words: string, where = 'general'): Promise<Said> {
    const [said] = await this.sayTogether([[by, words, where]]);
    return said as Said;
  }

  /** Several people type at the same moment. */
  async sayTogether(typed: readonly (readonly [by: string, words: string, where?: string])[]): Promise<Said[]> {
    const deliveries = await Promise.all(
      typed.map(([by, words, where = 'general']) => this.slack.slash(by, words, { channel: this.channelId(where) })),
    );
    await this.settle();
    return deliveries.map((delivery, index) => ({ delivery, answer: this.answerTo(delivery, typed[index]?.[0] ?? '') }));
  }

  /** Somebody does something, and Slack delivers it so many times at the same moment. */
  async atOnce(times: number, act: () => Promise<Delivery>): Promise<Said[]> {
    const held = await this.slack.undelivered(act);
    const deliveries = await Promise.all(Array.from({ length: times }, () => this.slack.redeliver(held)));
    await this.settle();
    return deliveries.map((delivery) => ({ delivery, answer: answerIn(delivery) }));
  }

  /** Slack delivers the same bytes once more. */
  async again(said: Said): Promise<Said> {
    const delivery = await this.slack.redeliver(said.delivery);
    await this.settle();
    return { delivery, answer: answerIn(delivery) };
  }

  /**
   * Somebody declares an incident, `open` itself left out, and everything that belongs to it happens: its channel, bridge, briefing,
   * announcement, first page and notice to the declarer are expected here.
   */
  async opens(by: string, words: string, onCall = 'minji'): Promise<Opened> {
    const { delivery } = await this.says(by, `open ${words}`);
    if (delivery.status !== 200) throw new Error(`open was answered with ${delivery.status}`);
    const [incident] = await this.app.runtime.storage.incidents.list(['open'], 1);
    if (!incident) throw new Error('no incident was opened');
    return this.expectOpened(by, incident, onCall);
  }

  /** Expects all that belongs to an incident that was just declared. */
  expectOpened(by: string, incident: IncidentRow, onCall = 'minji'): Opened {
    const { id } = incident;
    this.expect('channels', new RegExp(`^inc-${id}\\b`));
    this.expect('zoom', new RegExp(`#${id}\\b`));
    if (!incident.private) this.expectPosted('status', /New incident/);
    const page = this.expectDirect(onCall, /You are paged as first on-call/);
    this.expectTold(by, new RegExp(`#${id} is open in`));
    const briefing = this.expectPosted(`#${id}`, new RegExp(`#${id}\\b`));
    return { id, channel: this.channelId(`#${id}`), briefing, page };
  }

  /** Expects what recovery sets off besides its own notice: the retrospective's meeting and invitation, and the follow-ups. */
  expectReview(id: number, where = `#${id}`): { invitation: MessageState; followUps: MessageState } {
    this.expect('zoom', new RegExp(`^Retrospective of incident #${id}\\b`));
    const followUps = this.expectPosted(where, new RegExp(`Follow-ups of #${id}\\b`));
    return { followUps, invitation: this.expectPosted(where, new RegExp(`Retrospective of #${id}\\b`)) };
  }

  /** Expects the notice that the review waits, because the incident goes on. */
  expectReviewCancelled(id: number, where = `#${id}`): MessageState {
    return this.expectPosted(where, new RegExp(`The retrospective of #${id}\\b.*is cancelled`));
  }

  /** Expects a message of the bot in a channel and takes it off the list of what nobody expected; the oldest that fits. */
  expectPosted(where: string, pattern: RegExp): MessageState {
    const id = this.channelId(where);
    const name = this.slack.channels().find((channel) => channel.id === id)?.name;
    return this.expect(`#${name}`, pattern).message as MessageState;
  }

  expectDirect(user: string, pattern: RegExp): MessageState {
    return this.expect(`@${user}`, pattern).message as MessageState;
  }

  /** What only this person sees, other than the answer to a command of theirs. */
  expectTold(user: string, pattern: RegExp): MessageState {
    return this.expect(`to ${user}`, pattern).message as MessageState;
  }

  /** Expects something at a place as `Outbound` names it. */
  expect(place: string, pattern: RegExp): Outbound {
    const there = this.unexpected().filter((outbound) => outbound.place === place);
    const found = there.find(({ text }) => pattern.test(text));
    if (!found) throw new Error(`nothing like ${pattern} at ${place}; ${listed(there) || 'nothing is left there'}`);
    this.expected.add(found.id);
    return found;
  }

  /** Fails when people can see something that the test did not expect. Done at the end of each test by itself. */
  expectNothingElse(): void {
    const left = this.unexpected();
    if (left.length > 0) throw new Error(`nobody expected this:\n${listed(left)}`);
  }

  /** Everything that people could see and nobody has expected yet, taken off that list: for a test that compares the whole of it. */
  takeAll(): Outbound[] {
    const left = this.unexpected();
    for (const { id } of left) this.expected.add(id);
    return left;
  }

  /** The message as it stands now, edits included. */
  current(message: MessageState): MessageState {
    const now = this.slack.messages(message.channel).find(({ ts }) => ts === message.ts) ?? this.directNow(message);
    if (!now) throw new Error('that message is gone');
    return now;
  }

  /** What stands in it now, as people read it. */
  textNow(message: MessageState): string {
    return textOf(this.current(message));
  }

  async clicks(by: string, message: MessageState, actionId: string): Promise<Delivery> {
    const delivery = await this.slack.click({ by, channel: message.channel, ts: message.ts, actionId });
    await this.settle();
    return delivery;
  }

  /** The form in front of this person. */
  form(by: string): ViewState {
    const view = this.slack.views(by).at(-1);
    if (!view) throw new Error(`${by} has no form open`);
    return view;
  }

  async submits(by: string, values: Record<string, string | string[]>): Promise<Delivery> {
    const delivery = await this.slack.submit({ by, viewId: this.form(by).id, values });
    await this.settle();
    return delivery;
  }

  async incident(id: number): Promise<IncidentRow> {
    const found = await this.app.runtime.storage.incidents.find(id);
    if (!found) throw new Error(`there is no incident #${id}`);
    return found;
  }

  /** `status`, `support`, `general`, `#7` (an incident's channel) or an id. */
  channelId(where: string): string {
    const number = /^#(\d+)$/.exec(where)?.[1];
    const named = new RegExp(`^inc-${number}(-|$)`);
    const own = number && this.slack.channels().find(({ name, creator }) => creator === this.slack.botUserId && named.test(name))?.id;
    const id = own || this.slack.channelIds[where] || (this.slack.channels().some((channel) => channel.id === where) && where);
    if (!id) throw new Error(`there is no channel ${where}`);
    return id;
  }

  /** Stops everything, then says what nobody expected. */
  async close(): Promise<void> {
    running.delete(this);
    let problem: unknown;
    try {
      this.expectNothingElse();
    } catch (error) {
      problem = error;
    }
    if (this.options.redisUrl !== undefined) await this.apps[0]?.queue.jobs.obliterate({ force: true }).catch(() => undefined);
    for (const app of [...this.apps]) await this.stopBot(app);
    await this.world.close();
    await this.database.drop();
    if (problem !== undefined) throw problem;
  }

  private unexpected(): Outbound[] {
    return outboundOf(this.world).filter(({ id }) => !this.expected.has(id));
  }

  private directNow({ channel, ts }: MessageState): MessageState | undefined {
    const everybody = Object.values(this.slack.users);
    return everybody.flatMap((user) => this.slack.directMessages(user)).find((it) => it.channel === channel && it.ts === ts);
  }

  /** What the acknowledgement itself said, which its author sees and the test need not expect apart from reading it. */
  private answerTo(delivery: Delivery, by: string): string {
    const answer = answerIn(delivery);
    const shown = this.unexpected().find(({ place, text }) => place === `to ${by}` && text === answer);
    if (shown) this.expected.add(shown.id);
    return answer;
  }
}

/** What declaring made. */
export interface Opened {
  id: number;
  channel: string;
  briefing: MessageState;
  page: MessageState;
}

function answerIn({ body }: Delivery): string {
  if (body === undefined || body === '') return '';
  return textOf({ text: '', blocks: [], ...(typeof body === 'string' ? { text: body } : body) });
}

function listed(outbound: readonly Outbound[]): string {
  return outbound.map(({ place, text }) => `${place}: ${text.trim().replaceAll('\n', '\n    ')}`).join('\n');
}

/** One database of Redis per worker of Jest: two bots of different tests must not take each other's wake-ups. */
function ownDatabase(redisUrl: string): string {
  const url = new URL(redisUrl);
  url.pathname = `/${process.env.JEST_WORKER_ID ?? 0}`;
  return url.href;
}
