import { type CouponService, startCouponService } from '../../../sandbox/coupon/coupon-service.ts';
import { createPrometheus } from '../../../src/integrations/metrics/prometheus.ts';
import { eventually } from '../../support/clocks/eventually.ts';
import { describeWith } from '../../support/run/services.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

/** The service runs six times as fast as the clock, so a minute of its time is ten seconds of Prometheus's. */
const SPEED = 6;
const { service, signals } = couponPlaybook();
const queries = Object.entries(signals).map(([key, { query }]) => [key, query.replaceAll('[1m]', '[10s]')] as const);

/** How far two readings of one signal may lie apart: they are not taken at the same moment. A share of the value, or so much. */
const TOLERANCE = 0.35;
const AT_LEAST: Record<string, number> = {
  kafka_lag: 120,
  db_pool_used: 0.2,
  db_pool_waiting: 10,
  db_active_queries: 6,
  db_longest_transaction: 0.3,
  error_rate: 0.02,
  redis_lock_wait: 0.03,
  gc_pause_ratio: 0.02,
  cpu: 0.1,
};

describeWith('prometheus', (getUrl, getServer) => {
  let coupon: CouponService;
  beforeAll(async () => {
    coupon = await startCouponService({ playbook: { service, signals }, speed: SPEED });
    await getServer().scrape([new URL(coupon.url).host], { job: 'coupon-api' });
  });
  afterAll(() => coupon.close());

  async function readings(): Promise<Record<string, number | undefined>> {
    const source = createPrometheus({ url: getUrl() });
    const values = queries.map(
      async ([key, query]) => [key, (await source.instant({ query, at: new Date(), timeoutMs: 5_000 }))?.value] as const,
    );
    return Object.fromEntries(await Promise.all(values));
  }

  async function untilNothing(what: string, missing: () => Promise<string[]>): Promise<void> {
    let last: string[] = [];
    const look = async () => {
      last = await missing();
      return last.length === 0 ? true : undefined;
    };
    await eventually(() => `${what}: ${last.join('; ')}`, look, 80_000);
  }

  /** The signals on which the real Prometheus and the simulated one do not agree. */
  async function disagreements(): Promise<string[]> {
    const [real, simulated] = [await readings(), coupon.snapshot()];
    return Object.keys(signals).flatMap((key) => {
      const [a, b] = [real[key], simulated[key]];
      if (a === undefined || b === undefined) return [`${key}: ${a} from Prometheus, ${b} simulated`];
      const allowed = Math.max(TOLERANCE * Math.max(Math.abs(a), Math.abs(b)), AT_LEAST[key] ?? 0);
      return Math.abs(a - b) <= allowed ? [] : [`${key}: ${a} from Prometheus, ${b} simulated`];
    });
  }

  it('a real Prometheus that scrapes the service gets what the simulated one answers', async () => {
    await untilNothing('do not agree', disagreements);
  });

  it('and sees an exhausted pool cross the same thresholds, then agrees again', async () => {
    coupon.break('S3');
    const expected = ['D1 warning', 'D2 critical', 'D2 warning', 'D3 warning'];
    await untilNothing('not crossed', async () => {
      const real = await readings();
      const crossed = Object.entries(signals).flatMap(([key, { thresholds }]) =>
        thresholds.filter(({ above = Number.POSITIVE_INFINITY }) => (real[key] ?? 0) > above).map(({ id, level }) => `${id} ${level}`),
      );
      return expected.filter((name) => !crossed.includes(name));
    });
    await untilNothing('do not agree', disagreements);
  });
});
