import type { Log } from './domain/ports/log.ts';
import type { Counters } from './domain/process/counters.ts';

/** Errors of one connection to somebody, which is gone; nothing else of the process depends on it. */
const OF_A_CONNECTION: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/** Stopping in order may take so long. */
const STOP_WITHIN_MS = 15_000;

export interface LastResort {
  log: Log;
  /** Absent until the bot is made. */
  counters: () => Counters | undefined;
  /** Stops the bot in order. */
  stop: () => Promise<void>;
  /** Ends the process. */
  exit: (code: number) => void;
}

/**
 * What happens to mistakes that nobody catches. A promise that fails with nobody waiting for it is logged and counted, and the process lives: whoever is to be
 * paged is worth more than one broken click, and what is due is in the database. So it is with the error of a single connection. Any other exception may
 * have left something half done in memory: the process stops in order, and whoever watches over it starts a new one, which goes on from the rows.
 */
export function catchWhatNobodyCatches({ log, counters, stop, exit }: LastResort): void {
  process.on('unhandledRejection', (error) => {
    counters()?.count('unhandled_rejections', {});
    log.error({ err: error }, 'A promise failed and nobody waited for it: this is a bug. The process goes on.');
  });
  let stopping = false;
  process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
    counters()?.count('uncaught_exceptions', {});
    if (OF_A_CONNECTION.has(error.code ?? '')) {
      log.error({ err: error }, 'A connection broke and nobody listened: this is a bug. The process goes on.');
      return;
    }
    log.error({ err: error }, 'An exception that nobody caught: this is a bug. The process stops, to be started anew.');
    if (stopping) return;
    stopping = true;
    const late = setTimeout(() => exit(1), STOP_WITHIN_MS);
    stop()
      .catch((reason: unknown) => log.error({ err: reason }, 'Stopping went wrong.'))
      .finally(() => {
        clearTimeout(late);
        exit(1);
      });
  });
}
