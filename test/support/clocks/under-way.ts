import { performance } from 'node:perf_hooks';
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import pg from 'pg';
import type { ChartRenderer } from '../../../src/domain/signals/chart.ts';
import { createChartRenderer } from '../../../src/integrations/charts/index.ts';

/** What Node itself counts and nothing goes on without: files, look-ups, children, what is to run in this turn. Sockets and timers stand open in a process at rest as well. */
const AT_WORK = /^(FSReq|GetAddrInfo|GetNameInfo|TCPConnect|PipeConnect|Write|Shutdown|Process|Immediate|Zlib)/;
/** No event for so long, and nothing asked for that is still to come. */
const QUIET_MS = 4;

const sessions = new Set<pg.Client>();
let drawing = 0;

/**
 * Every session of this process from now on: a server in a process of its own is the one thing whose answer may come after a moment in which nothing
 * happens here. The stand-ins live in this process, where a request is an event at once.
 */
const { connect } = pg.Client.prototype;
pg.Client.prototype.connect = function (this: pg.Client, ...args: Parameters<typeof connect>) {
  sessions.add(this);
  this.once('end', () => sessions.delete(this));
  return connect.apply(this, args);
} as typeof connect;

/** The bot's own pictures: they are drawn in a thread, which Node does not count. */
export function countedCharts(): ChartRenderer {
  const charts = createChartRenderer();
  return {
    ...charts,
    async render(chart) {
      drawing += 1;
      return await charts.render(chart).finally(() => {
        drawing -= 1;
      });
    },
  };
}

let looking: Promise<void> | undefined;

/**
 * Resolves when this process does nothing and expects nothing but what it waits for by a timer, or an answer that a stand-in keeps back. Whoever asks meanwhile waits for the same look: two of
 * them would take each other's turns for work, and never end.
 */
export function quiet(): Promise<void> {
  looking ??= look().finally(() => {
    looking = undefined;
  });
  return looking;
}

async function look(): Promise<void> {
  for (;;) {
    const before = events();
    await pause(QUIET_MS);
    // A process that had no time to run sees its timers first: what the kernel has for it by then is an event too.
    await turn();
    if (events() === before && !atWork()) return;
  }
}

function atWork(): boolean {
  return drawing > 0 || isAsking() || process.getActiveResourcesInfo().some((resource) => AT_WORK.test(resource));
}

function isAsking(): boolean {
  return [...sessions].some((session) => !(session as pg.Client & { readyForQuery: boolean }).readyForQuery);
}

/** How many times the kernel had something for this process. */
function events(): number {
  return (performance.nodeTiming as unknown as { uvMetricsInfo: { events: number } }).uvMetricsInfo.events;
}
