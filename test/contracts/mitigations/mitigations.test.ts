import pg from 'pg';
import { type SettingsEndpoint, startSettingsEndpoint } from '../../../sandbox/settings-endpoint.ts';
import { startBot, startWorld, type World } from '../../../sandbox/world.ts';
import type { App } from '../../../src/app.ts';
import { type Plan, samePlan } from '../../../src/domain/mitigation/plan.ts';
import type { DialValue, Executors, TargetSpec } from '../../../src/domain/mitigation/targets.ts';
import { mitigationSchema } from '../../../src/domain/playbook/mitigation-schema.ts';
import type { MitigationSpec } from '../../../src/domain/playbook/schema.ts';
import { Secret } from '../../../src/integrations/accounts/secret.ts';
import { createExecutors } from '../../../src/integrations/executors/index.ts';
import { createMask } from '../../../src/integrations/mask.ts';
import { mitigatedPostgresAccount } from '../../../src/integrations/postgres/accounts.ts';
import { signatureAccount } from '../../../src/integrations/signature.ts';
import { MITIGATIONS } from '../../../src/workflows/mitigation/kinds/index.ts';
import type { Action, AnyMitigationKind, MitigationContext } from '../../../src/workflows/mitigation/kinds/mitigation.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { sqlInDocs } from '../../support/docs/rights-in-docs.ts';
import { PATIENCE_MS } from '../../support/run/patience.ts';
import { asAdmin } from '../../support/run/test-run.ts';
import { accountsWith, given } from '../../support/scenario/accounts-with.ts';
import { undoKeys } from '../../support/scenario/run-mitigation.ts';
import { silentLog } from '../../support/scenario/silent-log.ts';
import { freshDatabase } from '../../support/servers/database.ts';
import { startTunedPostgres } from '../../support/servers/tuned-postgres.ts';
import { CASES, type Case, ELSEWHERE } from './mitigation-cases.ts';

/** What every kind of mitigation promises, tried on an address of the team's own; that other targets keep the promises of a dial is tried in executors/. */

const SECRET = 'contract-webhook-secret';

let world: World;
let app: App;
let executors: Executors;
let endpoint: SettingsEndpoint;
const endpoints: SettingsEndpoint[] = [];
const undo: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const database = await freshDatabase();
  undo.push(() => database.drop());
  world = await startWorld({ calmMs: 120_000, slack: { patienceMs: PATIENCE_MS } });
  undo.push(() => world.close());
  app = await startBot(world, { DATABASE_URL: database.url, LOG_LEVEL: 'error' });
  undo.push(() => app.stop());
  executors = executorsWith({ webhookSecret: new Secret(SECRET) });
  undo.push(() => executors.close());
});
afterAll(async () => {
  for (const step of undo.reverse()) await step();
});
afterEach(() => Promise.all(endpoints.splice(0).map((one) => one.close())));

function executorsWith(settings: { webhookSecret?: Secret; databaseUrl?: Secret }): Executors {
  const { clock, random } = app.runtime;
  return createExecutors(
    accountsWith(given(mitigatedPostgresAccount, settings.databaseUrl), given(signatureAccount, settings.webhookSecret)),
    { clock, random, log: silentLog, mask: createMask([SECRET]) },
  );
}

function kindOf(name: string): AnyMitigationKind {
  const kind = MITIGATIONS.find((one) => one.name === name);
  if (!kind) throw new Error(`there is no kind ${name}`);
  return kind;
}

function specOf(changes: Record<string, unknown>): MitigationSpec {
  const words = { en: 'It', ko: '그것' };
  return mitigationSchema.parse({ title: words, rows: [], effect: words, enabled: true, ...changes });
}

async function start(
  one: Case,
): Promise<{ kind: AnyMitigationKind; context: MitigationContext<unknown>; state: () => Record<string, unknown> }> {
  endpoint = await startSettingsEndpoint({ secret: SECRET, settings: one.settings });
  endpoints.push(endpoint);
  const own = one.on.map((field): TargetSpec => ({ http: { url: endpoint.url, field } }));
  const spec = specOf({ on: one.target ? [one.target] : own, with: one.with ?? {}, limits: one.limits ?? {} });
  const kind = kindOf(one.does);
  const context = {
    runtime: { ...app.runtime, executors },
    name: one.does,
    spec,
    settings: kind.settings.parse(spec.with),
    dials: own.map((target) => executors.dial(target)),
    incidentId: undefined,
  };
  // A field that is not there is not set.
  const state = () => ({ ...Object.fromEntries(one.on.map((field) => [field, null])), ...endpoint.settings() });
  return { kind, context, state };
}

async function carryOut(actions: readonly Action[]): Promise<void> {
  for (const { run } of actions) expect(await run()).toMatch(/\S/);
}

function without(state: Record<string, unknown>, marks: readonly string[] = []): Record<string, unknown> {
  return Object.fromEntries(Object.entries(state).filter(([name]) => !marks.includes(name)));
}

it('tries every kind, and no name means two', () => {
  const names = MITIGATIONS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect([...new Set([...CASES.map(({ does }) => does), ...ELSEWHERE])].sort()).toEqual([...names].sort());
});

describe.each(CASES.map((one, index) => [`${one.does} (${index + 1})`, one] as const))('%s', (_, one) => {
  const planned = async () => {
    const made = await start(one);
    const plan = (await made.kind.plan({ ...made.context, chosen: one.chosen ?? {} })) as Plan;
    const request = { ...made.context, plan: JSON.parse(JSON.stringify(plan)) as Plan, key: 'run-1', by: 'U1' };
    return { ...made, plan, request };
  };

  it('plans without changing anything, and shows what leads where', async () => {
    const { kind, context, plan, state } = await planned();
    expect(plan.refusal).toBeUndefined();
    expect(plan.changes.map(({ from, to }) => [from.value, to])).toEqual(one.changes);
    expect(plan.changes.every(({ where, byHand }) => where !== '' && byHand.set !== '')).toBe(true);
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(plan.undo === undefined).toBe(one.forGood === true);
    const again = (await kind.plan({ ...context, chosen: plan.parameters })) as Plan;
    expect(samePlan(plan, again)).toBe(true);
    expect([endpoint.writes(), state()]).toEqual([0, one.settings]);
  });

  it('is done once when it is done twice', async () => {
    const { kind, request, state } = await planned();
    await carryOut(kind.execute(request));
    const [writes, once] = [endpoint.writes(), state()];
    expect(without(once, one.marks)).toEqual(without({ ...one.settings, ...one.after }, one.marks));
    for (const mark of one.marks ?? []) expect(once[mark]).not.toEqual(one.settings[mark]);
    // A crash may lose the record of any action, the last of them included.
    const last = kind.execute(request).at(-1);
    await carryOut(last ? [last] : []);
    expect([endpoint.writes(), state()]).toEqual([writes, once]);
    const names = kind.execute(request).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('is taken back to what was, wherever it stopped', async () => {
    const first = await planned();
    const actions = first.kind.execute(first.request).length;
    for (let done = 0; done <= actions; done += 1) {
      const { kind, request, state } = await planned();
      const all = kind.execute(request);
      await carryOut(all.slice(0, done));
      // The next one had begun when the process died.
      const attempted = new Set(all.slice(0, done + 1).map(({ name }) => name));
      const back = kind.undo({ ...request, ...undoKeys(request), attempted });
      if (one.forGood) {
        expect(back).toEqual([]);
        continue;
      }
      await carryOut(back);
      expect([done, without(state(), one.marks)]).toEqual([done, without(one.settings, one.marks)]);
      await carryOut(kind.undo({ ...request, ...undoKeys(request), attempted }));
      expect(without(state(), one.marks)).toEqual(without(one.settings, one.marks));
    }
  });

  it('refuses when somebody else has changed it since', async () => {
    const { kind, request } = await planned();
    const [field = ''] = one.on;
    const present = one.settings[field];
    endpoint.replace({ ...endpoint.settings(), [field]: typeof present === 'number' ? present + 100 : 'by somebody else' });
    await expect(carryOut(kind.execute(request))).rejects.toMatchObject({ name: 'PermanentError', code: 'changed' });
  });
});

describe('what is refused, or warned of', () => {
  it.each<[does: string, change: Partial<Case>, said: RegExp]>([
    ['rate-limit', { settings: { limit: 0 }, on: ['limit'], chosen: { to: 900 }, limits: { max: 500 } }, /900 is outside.*…–500/],
    ['rate-limit', { settings: { limit: 0 }, on: ['limit'], with: { rate: 9_000, rateSignal: 'request_rate' } }, /turns nobody away/],
    ['rate-limit', { settings: { limit: 70 }, on: ['limit'], chosen: { to: 70 } }, /Nothing would change/],
    [
      'scale-consumers',
      { settings: { n: 6 }, on: ['n'], chosen: { to: 20 }, with: { partitionsSignal: 'kafka_partitions' } },
      /12 partitions.*useless/,
    ],
    ['scale-consumers', { settings: { n: 12 }, on: ['n'], with: { partitions: 12 } }, /More would be useless.*12 partitions/],
    ['scale-consumers', { settings: { n: 6 }, on: ['n'], with: { partitions: 12, connectionsEach: 3 } }, /18 more database connections/],
    [
      'grow-db-pool',
      { settings: { n: 20 }, on: ['n'], chosen: { to: 90 }, with: { maxConnections: 100, instances: 2 } },
      /largest possible is 45/,
    ],
    ['grow-db-pool', { settings: { n: 45 }, on: ['n'], with: { maxConnections: 100, instances: 2 } }, /no room.*45 is the largest/],
    [
      'grow-db-pool',
      { settings: { n: 20 }, on: ['n'], with: { maxConnectionsSignal: 'nothing_of_the_kind' } },
      /not known how many connections/,
    ],
    ['grow-db-pool', { settings: { n: 20 }, on: ['n'] }, /max_connections/],
    ['offload-reads', { settings: { n: 0 }, on: ['n'], with: { lagSignal: 'kafka_partitions', maxLagSeconds: 5 } }, /12 s behind.*5 s/],
    ['offload-reads', { settings: { n: 0 }, on: ['n'], with: { lagSignal: 'nothing_of_the_kind' } }, /It is not known how far/],
    ['tune-gc', { settings: { n: 'a' }, on: ['n'], chosen: { to: 'c' }, limits: { choices: ['a', 'b'] } }, /c is not among.*\(a, b\)/],
    ['add-partitions', { settings: { n: 8 }, on: ['n'], chosen: { to: 4 } }, /does not remove/],
    ['scale-workload', { settings: { n: 8 }, on: ['n'], chosen: { to: 4 } }, /4 instances are stopped/],
    ['scale-workload', { settings: { n: 8 }, on: ['n'], limits: { max: 8 } }, /Nothing would change/],
    ['set-value', { settings: { n: 8 }, on: ['n'], chosen: { to: '5s' }, limits: { max: 60 } }, /plain number/],
    ['set-value', { settings: { n: 8 }, on: ['n'], chosen: { to: '61' }, limits: { max: 60 } }, /61 is outside/],
    ['set-value', { settings: { n: 'a' }, on: ['n'], chosen: { to: 'c' }, limits: { choices: ['a', 'b'] } }, /c is not among/],
    ['feature-flag', { settings: { n: false }, on: ['n'] }, /Nothing would change/],
    ['roll-back', { settings: { n: '1.9' }, on: ['n'], chosen: { to: '1.7' } }, /must be able to read/],
    ['restart-workload', { settings: { n: null }, on: ['n'] }, /work in progress/],
    ['run-command', { settings: { n: 'a' }, on: ['n'], target: { command: { run: ['/opt/ops/drain'] } } }, /run once more/],
  ])('%s %j', async (does, change, said) => {
    const one: Case = { does, settings: {}, on: [], changes: [], after: {}, ...change };
    const { kind, context } = await start(one);
    const plan = (await kind.plan({ ...context, chosen: one.chosen ?? {} })) as Plan;
    expect([plan.refusal, ...plan.warnings].map((text) => text?.en ?? '').join('\n')).toMatch(said);
  });

  it.each([
    ['rate-limit', {}, {}, 'no_default'],
    ['rate-limit', {}, { to: 'many' }, 'invalid_value'],
    ['scale-consumers', {}, { to: 1.5 }, 'invalid_value'],
    ['tune-gc', {}, {}, 'no_default'],
    ['set-value', {}, {}, 'no_default'],
    ['roll-back', {}, {}, 'no_default'],
    ['feature-flag', {}, { to: 'half' }, 'invalid_value'],
  ])('%s with %j asked for %j does not know what to do', async (does, settings, chosen: Record<string, DialValue>, code) => {
    const { kind, context } = await start({ does, settings: { n: 1 }, on: ['n'], with: settings, changes: [], after: {} });
    await expect(Promise.resolve().then(() => kind.plan({ ...context, chosen }))).rejects.toMatchObject({ name: 'UserError', code });
  });

  it.each([
    ['set-offsets', { kafka: { topic: 'requests', set: 'offsets', group: 'issuer' } } as TargetSpec, 'issuer'],
    ['rate-limit', undefined, undefined],
  ])('%s: what must be typed', async (does, target, typed) => {
    const { kind, context } = await start({
      does,
      settings: { n: target ? '0:1' : 1 },
      on: ['n'],
      changes: [],
      after: {},
      ...(target && { target }),
    });
    expect(((await kind.plan({ ...context, chosen: { to: does === 'rate-limit' ? 5 : 'earliest' } })) as Plan).typed).toBe(typed);
  });

  it('gives up a lock script whose canary fails, before it is switched', async () => {
    const one = CASES.find(({ does }) => does === 'redefine-lock-script') as Case;
    const { kind, context, state } = await start({ ...one, with: { version: 'atomic', errorSignal: 'kafka_partitions', maxErrors: 1 } });
    const plan = (await kind.plan({ ...context, chosen: {} })) as Plan;
    await expect(carryOut(kind.execute({ ...context, plan, key: 'k', by: 'U1' }))).rejects.toMatchObject({ code: 'canary_failed' });
    expect(state()).toEqual({ script: 'lock', candidate: 'atomic', share: 0.1 });
  });
});

describe('end-session', () => {
  const PASSWORD = 'mitigating-password';
  const DATABASE = 'coupons';

  it('shows the oldest, ends that one alone, once, and cannot be taken back', async () => {
    const server = await startTunedPostgres(['max_connections=30']);
    const opened: pg.Client[] = [];
    const sessions = executorsWith({ databaseUrl: new Secret(server.urlOf({ user: 'bongsu_mitigate', password: PASSWORD })) });
    const open = async () => {
      const client = new pg.Client({ connectionString: server.urlOf({ user: 'app', password: PASSWORD, database: DATABASE }) });
      client.on('error', () => {});
      await client.connect();
      opened.push(client);
      await client.query("BEGIN; SELECT 'ada-the-customer'");
      return (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid as number;
    };
    try {
      await asAdmin(server.url, async (client) => {
        await client.query(`CREATE DATABASE ${DATABASE}`);
        await client.query(`CREATE ROLE app LOGIN PASSWORD '${PASSWORD}'`);
        for (const sql of sqlInDocs('CREATE ROLE bongsu_mitigate', PASSWORD, 'docs/executors-data.md')) await client.query(sql);
      });
      const [oldest, other] = [await open(), await open()];
      const kind = kindOf('end-session');
      const spec = specOf({ on: [{ postgres: { sessions: DATABASE } }], with: { olderThanSeconds: 0 } });
      const context = {
        runtime: { ...app.runtime, executors: sessions },
        name: 'end-session',
        spec,
        settings: kind.settings.parse(spec.with),
        dials: [],
        incidentId: undefined,
      };

      const plan = (await kind.plan({ ...context, chosen: { how: 'terminate' } })) as Plan;
      expect(plan).toMatchObject({ typed: String(oldest), data: { pid: oldest, how: 'terminate' }, parameters: { pid: oldest } });
      expect(plan.changes.map(({ from, to }) => [from.value, to])).toEqual([['idle in transaction', 'ended']]);
      expect(plan.undo).toBeUndefined();
      expect(plan.details).toHaveLength(2);
      expect(plan.details.join('\n')).not.toContain('ada');
      expect(samePlan(plan, (await kind.plan({ ...context, chosen: { how: 'terminate' } })) as Plan)).toBe(true);
      expect(((await kind.plan({ ...context, chosen: { pid: other } })) as Plan).typed).toBeUndefined();

      const request = { ...context, plan, key: 'run-1', by: 'U1' };
      await carryOut(kind.execute(request));
      await eventually('it has ended', async () => ((await pids(server.url)).includes(oldest) ? undefined : true));
      expect(await kind.execute(request)[0]?.run()).toMatch(/over already/);
      expect(await pids(server.url)).toEqual([other]);
      expect(kind.undo({ ...request, ...undoKeys(request), attempted: new Set(['end']) })).toEqual([]);
      await expect(kind.plan({ ...context, chosen: { pid: oldest } })).rejects.toMatchObject({
        name: 'UserError',
        code: 'no_such_session',
      });
    } finally {
      await Promise.all(opened.map((client) => client.end().catch(() => {})));
      await sessions.close();
      await server.stop();
    }
  });

  async function pids(url: string): Promise<number[]> {
    return await asAdmin(url, async (client) =>
      (await client.query<{ pid: number }>("SELECT pid FROM pg_stat_activity WHERE usename = 'app'")).rows.map(({ pid }) => pid),
    );
  }
});
