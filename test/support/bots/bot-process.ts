import { writeFileSync } from 'node:fs';
import { type App, createApp } from '../../../src/app.ts';
import { loadConfig } from '../../../src/config.ts';
import { errorText } from '../../../src/domain/errors.ts';
import { createLog } from '../../../src/integrations/log.ts';
import type { ProcessRole } from '../../../src/roles.ts';

/** What the parent asks for. A process may be started and stopped many times, so that tests need not pay for loading the bot each time. */
export type BotOrder =
  | ({
      order: 'start';
      environment: Record<string, string>;
      roles?: readonly ProcessRole[];
      slackTimeoutMs: number;
      zoomTimeoutMs: number;
      sweepEveryMs: number;
    } & CrashOrder)
  | ({ order: 'arm' } & CrashOrder)
  | { order: 'stop' };

/** Where this process ends, or stands still until somebody wakes it; nowhere without a place. */
export interface CrashOrder {
  crashAt?: string;
  /** Only the first of several processes that come there: the one that makes this file, with its process id in it. */
  crashMark?: string;
  /** `freeze`: SIGSTOP, as a machine that hangs. */
  crashBy?: 'kill' | 'freeze';
}

export type BotReport =
  | { report: 'loaded' }
  | { report: 'ready'; url: string }
  | { report: 'armed' }
  | { report: 'stopped' }
  | { report: 'broke'; error: string };

/** The whole bot in a process of its own, killed like any process: by the kernel, in the middle of a line. */
let app: App | undefined;
let crash: CrashOrder = {};

process.on('message', (order: BotOrder) => {
  const work = order.order === 'start' ? start(order) : order.order === 'arm' ? arm(order) : stop();
  work.then(tell, (error) => tell({ report: 'broke', error: errorText(error) }));
});
// The parent has gone, and nobody else would end this process.
process.on('disconnect', () => process.exit());
tell({ report: 'loaded' });

async function start(order: Extract<BotOrder, { order: 'start' }>): Promise<BotReport> {
  const { environment, roles, crashAt, crashMark, crashBy, slackTimeoutMs, zoomTimeoutMs, sweepEveryMs } = order;
  crash = { ...(crashAt !== undefined && { crashAt }), ...(crashMark !== undefined && { crashMark }), ...(crashBy && { crashBy }) };
  const config = loadConfig(environment);
  app = await createApp(config, createLog({ level: config.logLevel }), {
    host: '127.0.0.1',
    ...(roles && { roles: new Set(roles) }),
    slackTimeoutMs,
    zoomTimeoutMs,
    sweepEveryMs,
    crashPoint: (name) => {
      if (name !== crash.crashAt || (crash.crashMark !== undefined && !makes(crash.crashMark))) return;
      process.kill(process.pid, crash.crashBy === 'freeze' ? 'SIGSTOP' : 'SIGKILL');
    },
  });
  return { report: 'ready', url: app.url };
}

async function arm({ order: _, ...wanted }: Extract<BotOrder, { order: 'arm' }>): Promise<BotReport> {
  crash = wanted;
  return { report: 'armed' };
}

/** True for the one process that makes the file, however many try at once. */
function makes(path: string): boolean {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
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
