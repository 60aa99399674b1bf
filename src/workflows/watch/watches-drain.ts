import { errorCode } from '../../domain/errors.ts';
import type { Sample } from '../../domain/ports/metrics.ts';
import { isWatched } from '../../domain/watch/is-watched.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { recordLook } from './record-look.ts';

/** What signals said is kept for so long. */
const KEPT_MS = 86_400_000;
const FORGET_EVERY_MS = 3_600_000;

/**
 * Looks at every signal that is due: those that are watched, and those of sources that know only the present, whose past this writes
 * down. The claim moves the next look ahead before anybody is asked, so that two processes ask once and a crash costs one look.
 */
export function watchesDrain(runtime: Runtime): () => Promise<void> {
  const { storage, clock, playbook, waker } = runtime;
  const lookedAt = Object.keys(playbook.signals).filter((key) => isWatched(playbook, key) || isWithoutPast(runtime, key));
  let kept = false;
  let forgotAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (!kept) await storage.watches.keep(lookedAt, clock.now());
    kept = true;
    const now = clock.now();
    const nextAt = new Date(now.getTime() + playbook.watch.every);
    const due = await storage.watches.claim(now, nextAt);
    if (due.length === 0) return;
    runtime.crashPoint('watches:claimed');
    const looks = await Promise.all(due.map((signal) => look(runtime, signal, now)));
    await storage.watches.giveUp(looks.flatMap(({ signal, answers }) => (answers ? [] : [signal])));
    if (looks.some(({ answers }) => answers)) waker.wake('watches', nextAt);
    if (now.getTime() - forgotAt < FORGET_EVERY_MS) return;
    forgotAt = now.getTime();
    await storage.samples.forget(new Date(now.getTime() - KEPT_MS));
  };
}

function isWithoutPast({ playbook, metrics }: Runtime, key: string): boolean {
  const spec = playbook.signals[key];
  return spec !== undefined && metrics.source(spec.source).range === undefined;
}

/** `answers` is false when nobody set the signal's source up: until the next start there is nothing to look at. */
async function look(runtime: Runtime, signal: string, at: Date): Promise<{ signal: string; answers: boolean }> {
  const spec = runtime.playbook.signals[signal];
  if (!spec) return { signal, answers: false };
  let sample: Sample | undefined;
  try {
    const { queryTimeout: timeoutMs } = runtime.playbook.briefing;
    sample = await runtime.metrics.source(spec.source).instant({ query: spec.query, at, timeoutMs });
  } catch (error) {
    if (['not_configured', 'unknown_source'].includes(errorCode(error))) return { signal, answers: false };
    runtime.log.debug({ err: error, signal }, 'A watched signal could not be read.');
  }
  const fresh = sample && at.getTime() - sample.at.getTime() <= spec.staleAfter ? sample : undefined;
  await recordLook(runtime, signal, spec, fresh, at).catch((error: unknown) =>
    runtime.log.error({ err: error, signal }, 'What a watched signal said could not be written down; it is looked at again in time.'),
  );
  return { signal, answers: true };
}
