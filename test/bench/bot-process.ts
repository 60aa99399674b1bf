import { createApp } from '../../src/app.ts';
import { loadConfig, secretsIn } from '../../src/config.ts';
import { createLog } from '../../src/integrations/log.ts';

/** The bot in a process of its own, on loopback; tells its parent where it listens, and its memory when asked. */
const config = loadConfig();
const log = createLog({ level: config.logLevel, secrets: secretsIn(config) });
const app = await createApp(config, log, { host: '127.0.0.1' });
process.send?.({ url: app.url });
process.on('message', (message) => {
  if (message === 'memory') process.send?.({ rss: process.memoryUsage.rss() });
  if (message === 'stop') void app.stop().then(() => process.exit(0));
});
process.on('disconnect', () => void app.stop().then(() => process.exit(0)));
