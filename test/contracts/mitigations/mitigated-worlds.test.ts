import { startBot, startWorld, type World } from '../../../sandbox/world.ts';
import type { App } from '../../../src/app.ts';
import type { Plan } from '../../../src/domain/mitigation/plan.ts';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import type { MitigationSpec } from '../../../src/domain/playbook/schema.ts';
import { MITIGATIONS } from '../../../src/workflows/mitigation/kinds/index.ts';
import { mitigatedStack } from '../../stack/mitigated-playbook.ts';
import { STACK_EDITS } from '../../stack/playbook.ts';
import { PATIENCE_MS } from '../../support/run/patience.ts';
import { editedPlaybook } from '../../support/scenario/edit-playbook.ts';
import { undoKeys } from '../../support/scenario/run-mitigation.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';
import { freshDatabase } from '../../support/servers/database.ts';

/** What the sandbox and the real stack lay over the shipped playbook fits the kinds that run it. */

const kindOf = (name: string, { does }: MitigationSpec) => MITIGATIONS.find((kind) => kind.name === (does ?? name));
/** What tells the public something acts on /status alone (test/scenarios/public/public-status.test.ts). */
const actsOnService = (name: string, spec: MitigationSpec) => kindOf(name, spec)?.targets.length !== 0;
const STACK = { apiUrl: 'http://127.0.0.1:1', consumerUrl: 'http://127.0.0.1:2', controlUrl: 'http://127.0.0.1:3' };

it('ships nothing switched on that acts on the service', () => {
  expect(Object.entries(couponPlaybook().mitigations).filter(([name, spec]) => spec.enabled && actsOnService(name, spec))).toEqual([]);
});

it.each(Object.entries(couponPlaybook().mitigations))('%s as it is shipped wants nothing that its kind does not know', (name, spec) => {
  const kind = kindOf(name, spec);
  if (kind && Object.keys(spec.with).length > 0) expect(() => kind.settings.parse(spec.with)).not.toThrow();
});

it('points all of them that act on a service, but one, at the real stack', () => {
  const { mitigations } = parsePlaybook(editedPlaybook([...STACK_EDITS, ...mitigatedStack(STACK)]), 'coupon.yml');
  const acting = Object.entries(mitigations).filter(([name, spec]) => actsOnService(name, spec));
  const on = acting.filter(([, { enabled }]) => enabled);
  // One API is all that the stack has.
  expect(acting.flatMap(([name, { enabled }]) => (enabled ? [] : [name]))).toEqual(['spread-load']);
  for (const [name, spec] of on) {
    const kind = kindOf(name, spec);
    expect(() => kind?.settings.parse(spec.with)).not.toThrow();
    expect(spec.on.flatMap((target) => Object.keys(target)).filter((target) => !kind?.targets.includes(target as never))).toEqual([]);
  }
});

describe('the sandbox', () => {
  let world: World;
  let app: App;
  const undo: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    const database = await freshDatabase();
    undo.push(() => database.drop());
    world = await startWorld({ calmMs: 120_000, slack: { patienceMs: PATIENCE_MS } });
    undo.push(() => world.close());
    app = await startBot(world, { DATABASE_URL: database.url, LOG_LEVEL: 'error' });
    undo.push(() => app.stop());
  });
  afterAll(async () => {
    for (const step of undo.reverse()) await step();
  });

  it.each(Object.keys(couponPlaybook().mitigations))('%s turns the simulated service, and back', async (name) => {
    const { runtime } = app;
    const spec = runtime.playbook.mitigations[name] as MitigationSpec;
    const kind = kindOf(name, spec);
    if (!spec.enabled || !kind || !actsOnService(name, spec))
      return expect(['waiting-screen', 'delay-notice', 'spread-traffic', 'end-session']).toContain(name);
    const dials = spec.on.map((target) => runtime.executors.dial(target));
    const context = { runtime, name, spec, settings: kind.settings.parse(spec.with), dials, incidentId: undefined };
    const before = world.coupon.controls();
    const plan = (await kind.plan({ ...context, chosen: {} })) as Plan;
    expect([plan.refusal, world.coupon.controls()]).toEqual([undefined, before]);
    const request = { ...context, plan, key: `run:${name}`, by: 'U1' };
    const actions = kind.execute(request);
    for (const { run } of actions) await run();
    expect(world.coupon.controls()).not.toEqual(before);
    const back = kind.undo({ ...request, ...undoKeys(request), attempted: new Set(actions.map((action) => action.name)) });
    for (const { run } of back) await run();
    if (plan.undo) expect({ ...world.coupon.controls(), consumersRestartedAt: null }).toEqual({ ...before, consumersRestartedAt: null });
  });

  it('lets nobody turn it who does not sign', async () => {
    const response = await fetch(`${world.coupon.controlUrl}/consumers`, { method: 'PATCH', body: '{"consumers":0}' });
    expect(response.status).toBe(401);
  });
});
