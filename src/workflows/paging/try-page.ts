import { saidIn } from '../../domain/language/said.ts';
import { judgeTry, type Verdict, type WayTried } from '../../domain/paging/judge-try.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { within } from '../runtime/within.ts';
import { type Leaving, quietUntil, tryWay, type Way, waysTo } from './ways.ts';

/** What a try to page somebody came to. */
export type Tried = Verdict & {
  /** The ways by which it left. */
  used: string[];
  /** What the others said, in English, for the timeline. */
  problems: string[];
  /** Slack gave no answer, and another way was used: the message may stand there all the same. */
  lost?: true;
};

/** A way that has not answered for so long is not waited for: the next one is tried beside it. */
const PATIENCE_MS = 3_000;
/** Whether somebody has Do Not Disturb on is waited for so long, from the moment at which it is asked. */
const QUIET_KNOWN_WITHIN_MS = 2_000;

/**
 * Tries to page somebody. The first page uses the first way that works, and one that rings besides when they have Do Not Disturb on. A repetition uses all ways at
 * once, because the first one was not heard; of a private incident only one. `stillAsked` is asked before each further way: somebody may answer
 * meanwhile. Never rejects for a way that fails.
 */
export async function tryPage(runtime: Runtime, leaving: Leaving, stillAsked: () => Promise<boolean>): Promise<Tried> {
  const { page, incident } = leaving;
  const ways = waysTo(runtime, leaving);
  const first = page.delivered === 0;
  const asks = page.reachedAt === null && ways.some(({ name }) => name === 'slack');
  // Beside the page, so that it costs no time; while pages fail, only once one has left.
  const quiet = asks && leaving.begunAt === null ? knownSoon(runtime, page.userId) : undefined;
  const tried = first || incident.private ? await inTurn(runtime, ways, stillAsked) : await Promise.all(ways.map((way) => tryWay(way)));
  const until = asks && tried.some(({ left }) => left) ? await (quiet ?? knownSoon(runtime, page.userId)) : undefined;
  if (first && until && !tried.some(({ left, wakes }) => left && wakes)) {
    const ringing = ways.filter(({ name, wakes }) => wakes && !tried.some(({ way }) => way === name));
    tried.push(...(await inTurn(runtime, ringing, stillAsked)));
  }
  const used = tried.flatMap(({ way, left }) => (left ? [way] : []));
  const unsure = tried.some((one) => one.way === 'slack' && !one.left && one.unsure);
  return {
    ...judgeTry(tried, { quietUntil: until }),
    used,
    problems: tried.flatMap((one) => (one.left ? [] : [saidIn(one.said, 'en')])),
    ...(used.length > 0 && unsure && { lost: true }),
  };
}

/** One way after the other until one works; one that hangs holds up no other. */
async function inTurn(runtime: Runtime, ways: readonly Way[], stillAsked: () => Promise<boolean>): Promise<WayTried[]> {
  const tried: WayTried[] = [];
  const trying: Promise<void>[] = [];
  for (const way of ways) {
    if (trying.length > 0 && !(await stillAsked())) break;
    const one = tryWay(way).then((outcome) => {
      tried.push(outcome);
    });
    trying.push(one);
    await within(runtime, PATIENCE_MS, one);
    if (tried.some(({ left }) => left)) break;
  }
  await Promise.all(trying);
  return tried;
}

async function knownSoon(runtime: Runtime, user: string): Promise<Date | undefined> {
  return await within(runtime, QUIET_KNOWN_WITHIN_MS, quietUntil(runtime, user));
}
