import { errorCode } from '../../domain/errors.ts';
import type { Sample } from '../../domain/ports/metrics.ts';
import { isWatched } from '../../domain/watch/is-watched.ts';
import type { ServiceSignal } from '../../storage/index.ts';
import type { Runtime, WholeRuntime } from '../runtime/runtime.ts';
import { within } from '../runtime/within.ts';
import { type Look, recordLooks } from './record-look.ts';

/** What signals said is kept for so long. */
const KEPT_MS = 86_400_000;
const FORGET_EVERY_MS = 3_600_000;
/** What was read by then is written down together; whoever takes longer holds up nobody else. */
const TOGETHER_MS = 250;

/**
 * Looks at every signal that is due: those that are watched, and those of sources that know only the present, whose past this writes
 * down. The claim moves the next look ahead before anybody is asked, so that two processes ask once and a crash costs one look.
 */
export function watchesDrain(whole: WholeRuntime): () => Promise<void> {
  const { storage, clock, services } = whole;
  /** For which services the rows are as the playbooks want them. */
  let kept: typeof services.all | undefined;
  let forgotAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const { all } = services;
    if (kept !== all) await storage.watches.keep(all.flatMap(lookedAtIn), clock.now());
    kept = all;
    const now = clock.now();
    const paces = all.map(({ playbook }) => ({ service: playbook.service.key, everyMs: playbook.watch.every }));
    const due = await storage.watches.claim(now, paces);
    if (due.length === 0) return;
    whole.crashPoint('watches:claimed');
    // Side by side: a source that is slow holds up no other service's.
    await Promise.all(
      all.map(async (runtime) => {
        const signals = due.filter(({ service }) => service === runtime.playbook.service.key).map(({ signal }) => signal);
        if (signals.length > 0) await lookAt(runtime, signals, now);
      }),
    );
    if (now.getTime() - forgotAt < FORGET_EVERY_MS) return;
    forgotAt = now.getTime();
    await storage.samples.forget(new Date(now.getTime() - KEPT_MS));
  };
}

/** Signals of a service that are looked at again and again. */
function lookedAtIn(runtime: Runtime): ServiceSignal[] {
  const { playbook } = runtime;
  return Object.keys(playbook.signals)
    .filter((key) => isWatched(playbook, key) || isWithoutPast(runtime, key))
    .map((signal) => ({ service: playbook.service.key, signal }));
}

async function lookAt(runtime: Runtime, signals: readonly string[], now: Date): Promise<void> {
  const { storage, waker, playbook, log } = runtime;
  const { key } = playbook.service;
  try {
    const looks = await lookTogether(runtime, signals, now);
    await storage.watches.giveUp(
      key,
      signals.filter((signal) => !looks.some((one) => one.signal === signal)),
    );
    if (looks.length > 0) waker.wake('watches', new Date(now.getTime() + playbook.watch.every));
  } catch (error) {
    log.error({ err: error, service: key }, 'The signals of a service could not be looked at; they are again in time.');
  }
}

function isWithoutPast({ playbook, metrics }: Runtime, key: string): boolean {
  const spec = playbook.signals[key];
  return spec !== undefined && metrics.source(spec.source).range === undefined;
}

/** What each of them said, written down; one whose source nobody set up is left out: until the next start there is nothing to look at. */
async function lookTogether(runtime: Runtime, signals: readonly string[], at: Date): Promise<Look[]> {
  const read: Look[] = [];
  const reading = signals.map(async (signal) => {
    const one = await look(runtime, signal, at);
    if (one) read.push(one);
  });
  await within(runtime, TOGETHER_MS, Promise.all(reading));
  const early = [...read];
  await record(runtime, early, at);
  await Promise.all(reading);
  await record(
    runtime,
    read.filter((one) => !early.includes(one)),
    at,
  );
  return read;
}

async function look(runtime: Runtime, signal: string, at: Date): Promise<Look | undefined> {
  const spec = runtime.playbook.signals[signal];
  if (!spec) return undefined;
  let sample: Sample | undefined;
  try {
    const { queryTimeout: timeoutMs } = runtime.playbook.briefing;
    sample = await runtime.metrics.source(spec.source).instant({ query: spec.query, at, timeoutMs });
  } catch (error) {
    if (['not_configured', 'unknown_source'].includes(errorCode(error))) return undefined;
    runtime.log.debug({ err: error, signal }, 'A watched signal could not be read.');
  }
  const fresh = sample && at.getTime() - sample.at.getTime() <= spec.staleAfter ? sample : undefined;
  return { signal, spec, sample: fresh };
}

/** All of them in one transaction; when that fails, each by itself, so that one which cannot be written down holds up no other. */
async function record(runtime: Runtime, looks: readonly Look[], at: Date): Promise<void> {
  if (looks.length === 0) return;
  try {
    await recordLooks(runtime, looks, at);
  } catch (error) {
    if (looks.length > 1) {
      for (const one of looks) await record(runtime, [one], at);
      return;
    }
    const signal = looks[0]?.signal;
    runtime.log.error({ err: error, signal }, 'What a watched signal said could not be written down; it is looked at again in time.');
  }
}
