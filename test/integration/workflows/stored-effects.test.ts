import pg from 'pg';
import { openStorage, type Storage } from '../../../src/storage/index.ts';
import { undelivered } from '../../../src/workflows/health/undelivered.ts';
import { EFFECTS, WORKFLOWS } from '../../../src/workflows/registry.ts';
import { Outbox } from '../../../src/workflows/runtime/outbox.ts';
import { RunEngine } from '../../../src/workflows/runtime/runs.ts';
import type { Runtime } from '../../../src/workflows/runtime/runtime.ts';
import { openersFor } from '../../../src/workflows/runtime/services.ts';
import { oneService } from '../../support/bots/one-service.ts';
import { MovableClock } from '../../support/clocks/movable-clock.ts';
import { bareIncident } from '../../support/examples/bare-incident.ts';
import { messageRow } from '../../support/scenario/outbox-rows.ts';
import { type FreshDatabase, freshDatabase } from '../../support/servers/database.ts';

/** Rows of the outbox as they are read back: by whom they were written, and what becomes of one that nobody can read. */
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const NOW = new Date('2026-03-03T05:00:00Z');
const TEXT = { text: 'hello', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'hello' } }] };

/** Payloads as 87b31af wrote them. */
const LAST_RELEASE = [
  ['chat.message', { destination: { to: 'home' }, message: TEXT }],
  ['chat.message', { destination: { to: 'channel', channel: 'C1' }, message: { text: 'hello' } }],
  ['chat.message', { destination: { to: 'direct', user: 'U1' }, message: TEXT }],
  ['chat.message', { destination: { to: 'edit', channel: 'C1', ts: '1.2' }, message: TEXT }],
  ['update.status-channel', { sequence: 1, dueAt: '2026-03-03T05:00:00.000Z', nextAt: '2026-03-03T05:30:00.000Z', text: null }],
  ['update.status-channel', { sequence: 2, dueAt: '2026-03-03T05:00:00.000Z', nextAt: '2026-03-03T05:30:00.000Z', text: 'we see it' }],
  ['page.notify', { pageId: 3, attempt: 1 }],
  ['page.place', { pageId: 3, key: 'page:3:1', since: '2026-03-03T05:00:00.000Z' }],
  ['topic.refresh', {}],
  ['graph.draw', { signal: 'lag', durationMs: 3_600_000, by: 'U1', destination: { to: 'direct', user: 'U1' } }],
  ['pager.settle', { pager: 'pagerduty', by: 'U1', outcome: 'acknowledged', level: 'L1' }],
  ['pager.settle', { pager: 'webhook', by: 'U1', outcome: 'resolved' }],
  ['retro.refresh', {}],
  ['analysis.refresh', {}],
  ['mitigation.post', { run: 7 }],
  ['mitigation.refresh', { run: 7 }],
] as const;

/** Payloads as they were written since, before there were schemas. */
const SINCE = [
  ['chat.message', { destination: { to: 'channel', channel: 'C1', threadTs: '1.2' }, message: TEXT }],
  ['announcement.refresh', { channel: 'C1', ts: '1.2' }],
  ['briefing.anew', { deletedTs: '1.2' }],
  ['briefing.pin', { channel: 'C1', ts: '1.2' }],
  ['status.notice', { message: TEXT, ends: true }],
  ['leads.mail', { said: { en: 'refused', ko: '거부됨' }, since: '2026-03-03T05:00:00.000Z' }],
  ['leads.mail', { said: 'invalid_auth', since: '2026-03-03T05:00:00.000Z' }],
  ['page.show', { pageId: 3 }],
  ['page.invite', { users: ['U1', 'U2'] }],
  ['page.trouble', {}],
  ['retro.anew', { deletedTs: '1.2' }],
  ['announcement.refresh', {}],
  ['incident.catch-up', { user: 'U1' }],
  ['update.offer', { sequence: 1, nextAt: '2026-03-03T05:30:00.000Z' }],
  ['update.write', { sequence: 1, kind: 'update', nextAt: '2026-03-03T05:30:00.000Z' }],
  ['update.write', { sequence: 2, kind: 'end', nextAt: null }],
  ['update.status-channel', { sequence: 1, version: 2 }],
  ['update.support', { sequence: 1, version: 1 }],
  ['update.subscribers', { sequence: 1, version: 1 }],
  ['update.audience', { sequence: 1, version: 1, audience: 'qa', channel: 'C0QA' }],
  ['update.external-page', { incident: 1, page: 'statuspage', sequence: 1, version: 1 }],
  ['update.help-desk', { incident: 1, desk: 'zendesk', sequence: 1, version: 1 }],
  ['social.draft', { sequence: 1, version: 1 }],
  ['social.show', { incident: 1, number: 1, revision: 2 }],
  ['social.post', { incident: 1, number: 1, network: 'mastodon', approval: 2 }],
  ['social.withdraw', { incident: 1, number: 1, network: 'mastodon' }],
  ['page.compare', { incident: 1, page: 'statuspage' }],
  ['page.put-back', { incident: 1, page: 'statuspage', drift: 1 }],
  ['subscriber.notice', { subscription: '1', to: 'channel', address: 'C1', cause: 'update:1:1' }],
  ['notice.show', { what: 'missed' }],
  ['notice.show', { what: 'likely-cause' }],
  ['timeline.add-message', { channel: 'C1', ts: '1.2', by: 'U1', how: 'reaction' }],
  ['timeline.export', { format: 'csv', by: 'U1', destination: { to: 'direct', user: 'U1' } }],
] as const;

const row = { id: '1', key: 'k', incidentId: 1, lane: 'update', atHome: null, status: 'pending', attempts: 1 } as const;
const more = { createdAt: NOW, startedAt: NOW, nextAt: NOW, claimedBy: '1', sentAt: null, outcome: null, error: null, waitsFor: null };

it.each([...LAST_RELEASE, ...SINCE])('reads what an earlier release wrote: %s %j', (kind, payload) => {
  const read = EFFECTS[kind].effect.read({ ...row, ...more, kind, payload });
  // Read, written and read again: the same.
  const again = EFFECTS[kind].effect.read({ ...row, ...more, kind, payload: JSON.parse(JSON.stringify(read.payload)) });
  expect(again).toEqual(read);
  expect(JSON.parse(JSON.stringify(read.payload))).toEqual(payload);
});

/** Inputs of runs as 87b31af wrote them, and as they were written since. */
const RUNS = [
  ['declare', { responseUrl: 'https://hooks.slack.com/x', answerIn: 'ko', declarer: 'U1' }],
  ['declare', { responseUrl: null, answerIn: null, declarer: null }],
  ['retro', { sequence: 0, act: 'plan', movedBy: null }],
  ['retro', { sequence: 2, act: 'move', movedBy: 'U1' }],
  [
    'analysis',
    {
      sequence: 1,
      rows: [
        { id: 'R1', askedBy: null },
        { id: 'R12', askedBy: 'U1' },
      ],
    },
  ],
  ['mitigation', { run: 7 }],
  ['mitigation-undo', { run: 7 }],
  ['rehome', { channelId: 'C1', code: 'is_archived' }],
] as const;
const run = { id: 'r', incidentId: 1, status: 'running', nextAt: NOW, createdAt: NOW, finishedAt: null, heldBy: 1, error: null } as const;

it.each(RUNS)('reads the input of a run that an earlier release wrote: %s %j', (kind, input) => {
  expect(WORKFLOWS[kind].run.read({ ...run, kind, input }).input).toEqual(input);
});

it('knows a stored input of every kind of run', () => {
  expect(new Set(RUNS.map(([kind]) => kind))).toEqual(new Set(Object.keys(WORKFLOWS)));
});

it('knows a stored payload of every kind', () => {
  expect(new Set([...LAST_RELEASE, ...SINCE].map(([kind]) => kind))).toEqual(new Set(Object.keys(EFFECTS)));
});

describe('in a database', () => {
  let database: FreshDatabase;
  let storage: Storage;
  let admin: pg.Client;
  let clock: MovableClock;
  let posted: string[];
  let counted: string[];
  let runtime: Runtime;

  beforeEach(async () => {
    database = await freshDatabase();
    storage = await openStorage({ url: database.url, log: quiet });
    await storage.lease.take();
    admin = new pg.Client(database.url);
    await admin.connect();
    posted = [];
    counted = [];
    clock = new MovableClock(NOW);
    runtime = oneService({
      storage,
      clock,
      log: quiet,
      random: { id: () => 'x', fraction: () => 0.5 },
      waker: { wake() {} },
      stopping: new AbortController().signal,
      crashPoint() {},
      mask: (text: string) => text,
      counters: { count: (name: string, labels: object) => counted.push([name, ...Object.values(labels)].join(' ')) },
      chat: {
        findPosted: async () => undefined,
        post: async ({ channel, message }: { channel: string; message: { text: string } }) => {
          posted.push(`${channel}: ${message.text}`);
          return { channel, ts: '1.1' };
        },
      },
    });
  });
  afterEach(async () => {
    await admin.end();
    await storage.close();
    await database.drop();
  });

  const written = async (key: string, kind: string, payload: object, incidentId: number | null = null) =>
    await admin.query(
      `insert into outbox (key, incident_id, kind, lane, payload, status, created_at, next_at) values ($1, $2, $3, 'update', $4, 'pending', $5, $5)`,
      [key, incidentId, kind, payload, NOW],
    );
  const delivered = async () => {
    const outbox = new Outbox(runtime, () => ({ 'chat.message': EFFECTS['chat.message'].for(runtime) }));
    await outbox.drain();
    await outbox.idle();
    await outbox.drain();
    await outbox.idle();
  };
  const statuses = async () => {
    const { rows } = await admin.query<{ key: string; status: string }>('select key, status from outbox order by id');
    return rows.map(({ key, status }) => `${key} ${status}`);
  };

  const later = (ms: number): void => clock.moveTo(new Date(clock.nowMs() + ms));

  it.each([
    [
      'a field of another kind',
      'chat.message',
      { destination: { to: 'channel', channel: 7 }, message: { text: 'secret' } },
      'payload.*destination.channel',
    ],
    ['a word that nobody knows', 'chat.message', { destination: { to: 'moon' }, message: { text: 'secret' } }, 'payload.*destination'],
    ['no payload to speak of', 'chat.message', {}, 'payload.*destination.*message'],
  ])('%s fails with the reason, holds up nothing, and is shown', async (_what, kind, payload, reason) => {
    await written('bad', kind, payload);
    await storage.outbox.add(messageRow('good', 'update'), NOW);
    await delivered();
    expect(posted).toEqual(['C1: good']);
    expect(await statuses()).toEqual(['bad failed', 'good sent']);
    expect(counted).toEqual(['effects_failed unreadable']);
    const concerns = await undelivered(runtime)();
    expect(concerns).toEqual([{ code: `failed-${kind}`, text: expect.stringMatching(reason), unready: false }]);
    // Fields are named, not what somebody wrote into them.
    expect(concerns[0]?.text).not.toContain('secret');
  });

  it('leaves a kind that it does not know to a process of another release, and gives it up when there is none', async () => {
    await written('newer', 'chat.hologram', {});
    await storage.outbox.add(messageRow('good', 'update'), NOW);
    await delivered();
    expect(await statuses()).toEqual(['newer pending', 'good sent']);
    later(3_600_001);
    await delivered();
    expect(await statuses()).toEqual(['newer failed', 'good sent']);
    expect(await undelivered(runtime)()).toEqual([
      { code: 'failed-chat.hologram', text: expect.stringContaining('chat.hologram'), unready: false },
    ]);
  });

  it('ends a run that it cannot read, and leaves one of a kind that it does not know to another release', async () => {
    const { id } = await storage.incidents.insert(bareIncident(NOW));
    const inserted = async (run: string, kind: string, input: object) =>
      await admin.query(
        `insert into runs (id, kind, incident_id, input, status, next_at, created_at) values ($1, $2, $3, $4, 'running', $5, $5)`,
        [run, kind, id, input, NOW],
      );
    await inserted('bad', 'analysis', { sequence: 'one', rows: [] });
    await inserted('newer', 'hologram', {});
    await inserted('good', 'rehome', { channelId: 'C1', code: 'is_archived', lostAt: NOW.toISOString() });
    const engine = new RunEngine(runtime, openersFor(WORKFLOWS));
    const done = async () => {
      await engine.drain();
      await engine.idle();
      const { rows } = await admin.query<{ id: string; status: string }>('select id, status from runs order by id');
      return rows.map((run) => `${run.id} ${run.status}`);
    };
    expect(await done()).toEqual(['bad failed', 'good done', 'newer running']);
    expect(await undelivered(runtime)()).toEqual([
      { code: 'failed-analysis', text: expect.stringMatching('input.*sequence'), unready: false },
    ]);
    later(3_600_001);
    expect(await done()).toEqual(['bad failed', 'good done', 'newer failed']);
    expect(counted).toEqual(['runs_failed unreadable_input', 'runs_failed unknown_kind']);
  });

  it('sends what a process of an earlier release wrote beside this one when its place is found', async () => {
    const { id } = await storage.incidents.insert(bareIncident(NOW));
    await written('theirs', 'chat.message', { destination: { to: 'home' }, message: { text: 'theirs' } }, id);
    await storage.outbox.add(messageRow('ours', 'update', { incidentId: id, destination: { to: 'home' } }), NOW);
    await delivered();
    expect(await statuses()).toEqual(['theirs pending', 'ours pending']);
    await storage.transaction(async (stores) => {
      await stores.incidents.place(id, { channelId: 'C9' });
      await stores.outbox.homeFound(id, NOW);
    });
    await delivered();
    expect(posted).toEqual(['C9: theirs', 'C9: ours']);
  });
});
