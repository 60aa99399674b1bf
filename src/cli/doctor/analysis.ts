import { secretsIn } from '../../config.ts';
import { type PoolState, poolQuery, poolsOf } from '../../domain/analysis/pool.ts';
import { errorCode } from '../../domain/errors.ts';
import { systemClock } from '../../domain/time/clock.ts';
import { createEvidence } from '../../integrations/evidence.ts';
import { createInspectors, INSPECTORS } from '../../integrations/inspectors/index.ts';
import { createMask } from '../../integrations/mask.ts';
import { createMetrics } from '../../integrations/metrics/index.ts';
import { type Check, type Finding, whyNot } from './check.ts';

/** What is looked at of logs and by inspectors. */
const LOOK_BACK_MS = 60_000;

/** Everything that the analysis would collect by itself, once and briefly; no heap is counted, because that costs the service a pause. */
export const analysisCheck: Check = {
  name: 'Analysis',
  async run({ config, playbook, log, timeoutMs }) {
    const { analysis } = playbook;
    const { accounts } = config;
    const evidence = createEvidence(accounts, { playbook, mask: createMask(secretsIn(config)), dataDir: config.dataDir });
    const inspectors = createInspectors(accounts, { log });
    const metrics = createMetrics(accounts, { log });
    const at = systemClock.now();
    const since = new Date(at.getTime() - LOOK_BACK_MS);
    const named = [...new Set(Object.values(analysis.inspect).flat())];
    try {
      const findings = await Promise.all([
        ...named.map((name) =>
          looked(
            `inspector ${name}`,
            INSPECTORS.find((kind) => kind.name === name)?.variable ?? 'analysis.inspect in the playbook',
            async () => {
              const { facts } = await inspectors.inspector(name).inspect({ since, at, timeoutMs });
              return `sees ${facts.length} facts`;
            },
          ),
        ),
        ...analysis.logs.map(({ name, patterns }) =>
          looked(`log ${name}`, 'LOKI_URL', async () => {
            const input = { from: since, to: at, patterns: patterns.map(({ match }) => match), timeoutMs };
            const { lines } = await evidence.log(name).count(input);
            return `${lines} lines in the last minute`;
          }),
        ),
        ...analysis.jvm.map(({ name }) =>
          looked(`heap of ${name}`, 'analysis.jvm in the playbook', () => evidence.heap(name).probe({ timeoutMs })),
        ),
        ...analysis.pools.map(({ name, prometheus }) =>
          looked(`pool of ${name}`, prometheus === undefined ? 'analysis.pools in the playbook' : 'PROMETHEUS_URL', async () => {
            if (prometheus === undefined) return `sees ${poolNames(await evidence.pool(name).read({ timeoutMs }))}`;
            const found = await metrics.source('prometheus').series?.({ query: poolQuery(prometheus), at, timeoutMs });
            return `sees ${poolNames(poolsOf(found ?? []))}`;
          }),
        ),
        ...analysis.traffic.map(({ row, query }) =>
          looked(
            `traffic of ${row}`,
            'PROMETHEUS_URL',
            async () => `${(await metrics.source('prometheus').series?.({ query, at, timeoutMs }))?.length ?? 0} series`,
          ),
        ),
      ]);
      return findings;
    } finally {
      await Promise.all([inspectors.close(), metrics.close()]);
    }
  },
};

function poolNames(pools: readonly PoolState[]): string {
  return pools.map(({ pool }) => pool).join(', ') || 'no pool';
}

/** What is not set up is missed by nobody but the analysis; what is set up and cannot look is a surprise at 3 a.m. */
async function looked(subject: string, address: string, look: () => Promise<string>): Promise<Finding> {
  try {
    return { level: 'ok', subject, text: await look() };
  } catch (error) {
    const level = errorCode(error) === 'not_configured' ? 'warn' : 'fail';
    return { level, subject, text: `${whyNot(error, address)} Until then people collect it by hand.` };
  }
}
