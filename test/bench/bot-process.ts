import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createApp } from '../../src/app.ts';
import { loadConfig, secretsIn } from '../../src/config.ts';
import { createLog } from '../../src/integrations/log.ts';
import type { Topic } from '../../src/workflows/runtime/wake.ts';

/** The bot in a process of its own, on loopback; tells its parent where it listens, and what it uses when asked. */
const loop = monitorEventLoopDelay({ resolution: 5 });
// Two hundred looks a second are a load of their own: more than that of a process at rest.
if (process.env.BENCH_LOOP) loop.enable();
const config = loadConfig();
const log = createLog({ level: config.logLevel, secrets: secretsIn(config) });
const { BENCH_SWEEP_MS } = process.env;
const app = await createApp(config, log, { host: '127.0.0.1', ...(BENCH_SWEEP_MS && { sweepEveryMs: Number(BENCH_SWEEP_MS) }) });
process.send?.({ url: app.url });
process.on('message', (message) => {
  if (message === 'usage') {
    const { user, system } = process.cpuUsage();
    const loopMs = { p99: loop.percentile(99) / 1e6, max: loop.max / 1e6 };
    process.send?.({ rss: process.memoryUsage.rss(), cpuMs: (user + system) / 1_000, loopMs });
    loop.reset();
  }
  const wake = (message as { wake?: Topic; at?: string } | null) ?? {};
  if (typeof wake === 'object' && wake.wake && wake.at) app.ticker.wake(wake.wake, new Date(wake.at));
  if (message === 'stop') void app.stop().then(() => process.exit(0));
});
process.on('disconnect', () => void app.stop().then(() => process.exit(0)));
