import { performance } from 'node:perf_hooks';
import type { Metrics } from '../../src/domain/ports/metrics.ts';
import { Secret } from '../../src/integrations/accounts/secret.ts';
import { createLog } from '../../src/integrations/log.ts';
import { createMetrics } from '../../src/integrations/metrics/index.ts';
import { prometheusAccount } from '../../src/integrations/metrics/prometheus.ts';
import { readSignals } from '../../src/workflows/briefing/read-signals.ts';
import type { Runtime } from '../../src/workflows/runtime/runtime.ts';
import { accountsWith, given } from '../support/scenario/accounts-with.ts';
import { couponPlaybook } from '../support/scenario/shipped-playbook.ts';
import { quantile } from './figures.ts';
import { startSlowMetrics } from './slow-metrics.ts';

const SIGNALS = 30;
const SLOWEST_MS = 400;
const ROUNDS = 15;

/** A briefing's questions, present and past of 30 signals, to a Prometheus of which some answers take 400 ms; beside the slowest alone. */
export async function queryRound(): Promise<{ signals: number; roundMs: number; slowestMs: number }> {
  const shipped = couponPlaybook();
  const [spec] = Object.values(shipped.signals);
  if (!spec) throw new Error('the playbook has no signals');
  const keys = Array.from({ length: SIGNALS }, (_, n) => `signal_${n}`);
  // Each question names the time its answer takes.
  const signals = Object.fromEntries(keys.map((key, n) => [key, { ...spec, query: `${key}_takes_${n % 3 === 0 ? SLOWEST_MS : 20 + n}` }]));
  const playbook = { ...shipped, signals };
  const prometheus = await startSlowMetrics();
  const log = createLog({ level: 'silent' });
  const accounts = accountsWith(given(prometheusAccount, new Secret(prometheus.url)));
  const measure = async (asked: readonly string[]): Promise<number> => {
    const metrics: Metrics = createMetrics(accounts, { log });
    const runtime = { playbook, metrics, clock: { now: () => new Date() } } as unknown as Runtime;
    try {
      await readSignals(runtime, asked);
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        // Past the time in which answers are shared.
        await new Promise((resolve) => setTimeout(resolve, 1_050));
        const began = performance.now();
        const { readings } = await readSignals(runtime, asked);
        times.push(performance.now() - began);
        const bad = readings.find(({ reading }) => reading.state === 'unreachable');
        if (bad) throw new Error(`a signal could not be read: ${bad.reading.problem}`);
      }
      return quantile(times, 0.5);
    } finally {
      await metrics.close();
    }
  };
  try {
    return { signals: SIGNALS, slowestMs: await measure(keys.slice(0, 1)), roundMs: await measure(keys) };
  } finally {
    await prometheus.stop();
  }
}
