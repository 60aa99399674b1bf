import { closeSync, openSync } from 'node:fs';
import { type App, createApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { errorText } from '../../src/domain/errors.ts';
import { createLog } from '../../src/integrations/log.ts';
import type { ProcessRole } from '../../src/roles.ts';

/** What the parent asks for. A process may be started and stopped many times, so that tests need not pay for loading the bot each time. */
export type BotOrder =
  | {
      order: 'start';
      environment: Record<string, string>;
      roles?: readonly ProcessRole[];
      crashAt?: string;
      crashMark?: string;
      slackTimeoutMs: number;
      zoomTimeoutMs: number;
      sweepEveryMs: number;
    }
  | { order: 'stop' };

export type BotReport =
  | { report: 'loaded' }
  | { report: 'ready'; url: string }
  | { report: 'stopped' }
  | { report: 'broke'; error: string };

/** The whole bot in a process of its own, killed like any process: by the kernel, in the middle of a line. */
let app: App | undefined;

process.on('message', (order: BotOrder) => {
  const work = order.order === 'start' ? start(order) : stop();
  work.then(tell, (error) => tell({ report: 'broke', error: errorText(error) }));
});
// The parent has gone, and nobody else would end this process.
process.on('disconnect', () => process.exit());
tell({ report: 'loaded' });

async function start(order: Extract<BotOrder, { order: 'start' }>): Promise<BotReport> {
  const { environment, roles, crashAt, crashMark, slackTimeoutMs, zoomTimeoutMs, sweepEveryMs } = order;
  const config = loadConfig(environment);
  app = await createApp(config, createLog({ level: config.logLevel }), {
    host: '127.0.0.1',
    ...(roles && { roles: new Set(roles) }),
    slackTimeoutMs,
    zoomTimeoutMs,
    sweepEveryMs,
    crashPoint: (name) => {
      if (name === crashAt && (crashMark === undefined || makes(crashMark))) process.kill(process.pid, 'SIGKILL');
    },
  });
  return { report: 'ready', url: app.url };
}

/** True for the one process that makes the file, however many try at once. */
function makes(path: string): boolean {
  try {
    closeSync(openSync(path, 'wx'));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function stop(): Promise<BotReport> {
  await app?.stop();
  app = undefined;
  return { report: 'stopped' };
}

function tell(report: BotReport): void {
  process.send?.(report);
}
