import { readFileSync } from 'node:fs';
import { startBot, startWorld, type World } from '../../../sandbox/world.ts';
import type { App } from '../../../src/app.ts';
import type { Plan } from '../../../src/domain/mitigation/plan.ts';
import { readOrganisation, serviceOf } from '../../../src/read-organisation.ts';
import { MITIGATIONS } from '../../../src/workflows/mitigation/kinds/index.ts';
import { PATIENCE_MS } from '../../support/run/patience.ts';
import { SHIPPED } from '../../support/scenario/shipped-playbooks.ts';
import { freshDatabase } from '../../support/servers/database.ts';

/** Playbooks that are shipped start as they are, and those that no model knows run on made-up numbers. */

const OTHERS = SHIPPED.filter((path) => !path.endsWith('coupon.yml'));

it.each(SHIPPED)('%s is read, and switches nothing on that acts on the service', async (path) => {
  const { mitigations } = serviceOf(await readOrganisation(path));
  const acting = Object.entries(mitigations).filter(([name, spec]) => {
    const kind = MITIGATIONS.find((one) => one.name === (spec.does ?? name));
    return spec.enabled && kind?.targets.length !== 0;
  });
  expect(acting).toEqual([]);
});

it.each(OTHERS)('%s says nothing of Kafka', (path) => {
  expect(readFileSync(path, 'utf8')).not.toMatch(/kafka/i);
});

describe.each(OTHERS)('%s', (path) => {
  let world: World;
  let app: App;
  let nowMs = Date.parse('2026-03-02T10:00:00Z');
  const undo: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    const database = await freshDatabase();
    undo.push(() => database.drop());
    world = await startWorld({ playbookPath: path, calmMs: 600_000, now: () => new Date(nowMs), slack: { patienceMs: PATIENCE_MS } });
    undo.push(() => world.close());
    app = await startBot(world, { DATABASE_URL: database.url, LOG_LEVEL: 'error' }, { clock: { now: () => new Date(nowMs) } });
    undo.push(() => app.stop());
  });
  afterAll(async () => {
    for (const step of undo.splice(0).reverse()) await step();
  });

  /** Of the signals, those that are past one of their limits. */
  function past(): string[] {
    const now = world.coupon.snapshot();
    return Object.entries(world.playbook.signals).flatMap(([key, { thresholds = [] }]) =>
      thresholds.some(
        ({ above, below }) => (above !== undefined && (now[key] ?? 0) > above) || (below !== undefined && (now[key] ?? 0) < below),
      )
        ? [key]
        : [],
    );
  }

  it('is calm at first, and its numbers are said to be made up', () => {
    expect([world.coupon.madeUp, past()]).toEqual([true, []]);
    expect(Object.keys(world.coupon.snapshot()).sort()).toEqual(Object.keys(world.playbook.signals).sort());
  });

  it('breaks by each of its causes so that a limit is crossed, and heals', () => {
    for (const [id, { causes }] of Object.entries(world.playbook.scenarios))
      for (const { key } of causes) {
        world.coupon.break(id, { cause: key });
        nowMs += 60_000;
        expect([id, key, past().length > 0]).toEqual([id, key, true]);
        world.coupon.heal();
        nowMs += 120_000;
        expect([id, key, past()]).toEqual([id, key, []]);
      }
  });

  it('is helped by a mitigation that its cause names, and broken again when that is undone', async () => {
    const { runtime } = app;
    const [name = '', spec] = Object.entries(world.playbook.mitigations).find(([, one]) => one.does === 'scale-workload') ?? [];
    const kind = MITIGATIONS.find((one) => one.name === 'scale-workload');
    const found = Object.entries(world.playbook.scenarios).flatMap(([id, { causes }]) =>
      causes.flatMap(({ key, mitigations = [] }) => (mitigations.includes(name) ? [{ id, key }] : [])),
    )[0];
    if (!spec || !kind || !found) throw new Error('no cause is helped by more instances');
    world.coupon.break(found.id, { cause: found.key });
    nowMs += 60_000;
    expect(past()).not.toEqual([]);
    const dials = spec.on.map((target) => runtime.executors.dial(target));
    const context = { runtime, name, spec, settings: kind.settings.parse(spec.with), dials, incidentId: undefined };
    const plan = (await kind.plan({ ...context, chosen: {} })) as Plan;
    const request = { ...context, plan, key: 'run:1', by: 'U1' };
    const actions = kind.execute(request);
    for (const { run } of actions) await run();
    nowMs += 120_000;
    expect([past(), world.coupon.cured().map(({ cause }) => cause)]).toEqual([[], [found.key]]);
    const attempted = new Set(actions.map((action) => action.name));
    for (const { run } of kind.undo({ ...request, key: 'undo:1', doneUnder: 'run:1', attempted })) await run();
    nowMs += 60_000;
    expect(past()).not.toEqual([]);
  });
});
