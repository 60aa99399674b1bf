import type { WaitingRows } from '../../storage/index.ts';
import type { ReadinessCheck } from '../runtime/readiness.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Nothing that is due waits longer than a sweep, unless something holds it up. */
const TOLD_AFTER_MS = 6_000;
/** For so long no process takes over from another any more: nobody does the work. */
const UNREADY_AFTER_MS = 30_000;

type Kind = WaitingRows['topic'];

/** The oldest row of a kind, and since when it has been seen there without anything being done. */
interface Still {
  row: string;
  rounds: number;
  sinceMs: number;
}

/**
 * Kinds of rows whose oldest is due and nobody takes. A backlog that is being worked off is only told, and so is what others should work on: a process is
 * not ready when it is one that works, and nothing moves.
 */
export const waiting: ReadinessCheck = ({ storage, clock, work }) => {
  const seen = new Map<Kind, Still>();
  return async () => {
    const now = clock.now().getTime();
    const oldest = await storage.waiting.oldest(new Date(now - TOLD_AFTER_MS));
    const due = new Set(oldest.map(({ topic }) => topic));
    for (const topic of seen.keys()) if (!due.has(topic)) seen.delete(topic);
    return oldest.map(({ topic, dueAt, mark }) => {
      const row = `${dueAt.getTime()} ${mark}`;
      const rounds = roundsOf(work, topic);
      const before = seen.get(topic);
      const still = before?.row === row && before.rounds === rounds ? before : { row, rounds, sinceMs: now };
      seen.set(topic, still);
      const seconds = Math.round((now - dueAt.getTime()) / 1_000);
      return {
        code: `waiting-${topic}`,
        text: `What is due in ${topic} has been waiting for ${seconds} s: no worker runs, it is more than can leave at once, or something holds it up.`,
        unready: work !== undefined && topic !== 'outbox' && now - still.sinceMs > UNREADY_AFTER_MS,
      };
    });
  };
};

/** How often this process went through everything of a kind: a row that is tried in vain each time (the log says so) keeps nobody from the others. */
function roundsOf(work: Runtime['work'], topic: Kind): number {
  // These are only started in a round: its end says nothing of them.
  if (work === undefined || topic === 'runs' || topic === 'outbox' || topic === 'outbox-pages') return 0;
  return work.rounds(topic);
}
