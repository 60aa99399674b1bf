import { type ActuatorStandIn, startActuator } from '../../../sandbox/actuator.ts';
import { set } from '../../support/scenario/edit-playbook.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';
import { hasJdk, JvmProcess } from '../../support/servers/jvm-process.ts';

const NAME = 'api';

/** The calm playbook with this in place of its JVM. */
const withJvm = (jvm: object) => ({ ...CALM, playbook: [...CALM.playbook, set('analysis.jvm', [{ name: NAME, ...jvm }])] });
/** Nothing sweeps in a scenario; this is what the first sweep does. */
const sweep = async (s: Scenario) => {
  await Promise.all(s.apps.map((app) => app.ticker.drain('heap-baselines')));
  await s.settle();
};
const counts = async (s: Scenario) =>
  await s.app.runtime.storage.heapHistograms.last({ service: 'coupon', jvm: NAME }, new Date(s.now().getTime() + 1), 50);

describe('a heap that is counted in calm times', () => {
  let s: Scenario;
  let actuator: ActuatorStandIn;
  beforeEach(async () => {
    actuator = await startActuator(async () => Buffer.from(await (await fetch(`${s.world.coupon.actuatorUrl}/heapdump`)).arrayBuffer()));
  });
  afterEach(() => actuator.close());
  const started = async (more: object = { baselineEvery: '6h' }) => {
    s = await scenario(withJvm({ actuator: actuator.url, ...more }));
  };

  it('is counted at once and then at each turn, once by two processes, and not again by a restart', async () => {
    await started();
    const other = await s.startBot();
    await sweep(s);
    expect(actuator.asked).toHaveLength(1);
    expect(await counts(s)).toMatchObject([{ incidentId: null, bytes: expect.any(Number) }]);
    await s.advance('5h');
    expect(actuator.asked).toHaveLength(1);
    await s.advance('13h10m');
    expect(actuator.asked).toHaveLength(4);
    expect(await counts(s)).toHaveLength(4);
    await s.stopBot(other);
    await s.startBot();
    await sweep(s);
    expect(actuator.asked).toHaveLength(4);
  });

  it('M2: is counted once a day where the playbook says nothing, and never where it says so', async () => {
    await started({});
    await sweep(s);
    expect(actuator.asked).toHaveLength(1);
    await s.advance('23h');
    expect(actuator.asked).toHaveLength(1);
    await s.advance('2h');
    expect(actuator.asked).toHaveLength(2);
    await started({ baselineEvery: 'never' });
    await sweep(s);
    await s.advance('25h');
    expect(actuator.asked).toHaveLength(2);
  });

  it('M2: is counted more rarely where a count takes long, unless the playbook says how often', async () => {
    const slow = await startActuator(async () => {
      const dump = Buffer.from(await (await fetch(`${s.world.coupon.actuatorUrl}/heapdump`)).arrayBuffer());
      s.clock.moveTo(new Date(s.now().getTime() + 9_000));
      return dump;
    });
    try {
      for (const [more, counted] of [
        [{}, 1],
        [{ baselineEvery: '1d' }, 2],
      ] as const) {
        s = await scenario(withJvm({ actuator: slow.url, ...more }));
        slow.asked.length = 0;
        await sweep(s);
        expect(
          (await s.app.runtime.storage.heapHistograms.last({ service: 'coupon', jvm: NAME }, new Date(s.now().getTime() + 1), 1))[0]
            ?.tookMs,
        ).toBeGreaterThanOrEqual(9_000);
        await s.advance('40h');
        expect(slow.asked).toHaveLength(counted);
      }
      // 9 s are one part in 20,000 of 50 h; on a slow machine it is a little more.
      s = await scenario(withJvm({ actuator: slow.url }));
      slow.asked.length = 0;
      await sweep(s);
      await s.advance('49h');
      await s.stopBot();
      await s.startBot();
      await sweep(s);
      expect(slow.asked).toHaveLength(1);
      await s.advance('49h');
      expect(slow.asked).toHaveLength(2);
    } finally {
      await slow.close();
    }
  });

  it('M2: is left alone while a watched signal is over a limit', async () => {
    await started({});
    await s.app.runtime.storage.watches.keep([{ service: 'coupon', signal: 'cpu' }], s.now());
    await s.app.runtime.storage.watches.decided('coupon', [{ signal: 'cpu', state: { level: 'warning' } as never }]);
    await sweep(s);
    expect(actuator.asked).toEqual([]);
    await s.app.runtime.storage.watches.decided('coupon', [{ signal: 'cpu', state: { level: 'normal' } as never }]);
    await s.advance('11m');
    expect(actuator.asked).toHaveLength(1);
  });

  it('is left alone while an incident is under way, and is what the analysis compares with', async () => {
    await started();
    await sweep(s);
    const { id } = await s.opens('minji', 'sev2 Coupons late');
    await s.advance('7h');
    expect(actuator.asked).toHaveLength(1);
    // Otherwise it would be a matter of chance whether anything grew.
    s.world.coupon.break('S5', { cause: 'old-gen-full' });
    await s.advance('5m');
    await s.says('minji', `analysis #${id} run M2`);
    expect(s.takeAll().map(({ text }) => text)).toContainEqual(expect.stringMatching(/What (grew|has grown) since/));
    expect(actuator.asked).toHaveLength(2);
    await s.says('minji', `cancel #${id}`);
    s.takeAll();
    // The count of the analysis serves as well: the next turn is counted from it.
    await s.advance('5h');
    expect(actuator.asked).toHaveLength(2);
    await s.advance('1h10m');
    expect(actuator.asked).toHaveLength(3);
    s.takeAll();
  });

  it('is tried again after some minutes when it could not be counted', async () => {
    await started();
    actuator.failWith(503);
    await sweep(s);
    expect(await counts(s)).toEqual([]);
    actuator.failWith(undefined);
    await s.advance('11m');
    expect(await counts(s)).toHaveLength(1);
  });
});

const there = await hasJdk();
if (!there && process.env.REQUIRE_SERVICES) throw new Error('REQUIRE_SERVICES is set, but there is no JDK (jcmd) on the PATH');
(there ? describe : describe.skip)('the heap of a real JVM', () => {
  it.each([[{}], [{ baselineEvery: '6h' }]])(
    'M2: shows what grew since it was counted in calm times, by default too (%p)',
    async (more) => {
      const jvm = await JvmProcess.start(10_000);
      try {
        const s = await scenario(withJvm({ jcmd: { pid: jvm.pid }, ...more }));
        await sweep(s);
        expect((await counts(s))[0]?.classes).toContainEqual(expect.objectContaining({ name: 'CouponHeap$Coupon', instances: 10_000 }));
        await jvm.hold(90_000);
        await s.advance('1h');
        const { id } = await s.opens('minji', 'sev2 Coupons late');
        await s.says('minji', `analysis #${id} run M2`);
        const said = s.takeAll().map(({ text }) => text);
        expect(said).toContainEqual(expect.stringMatching(/grew since [\s\S]*CouponHeap\$Coupon: \+/));
      } finally {
        await jvm.stop();
      }
    },
  );
});
