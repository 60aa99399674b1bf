import { losesPlace } from '../../domain/chat/loses-place.ts';
import { errorCode, errorText, PermanentError, refusalOf, TransientError } from '../../domain/errors.ts';
import type { Log } from '../../domain/ports/log.ts';
import type { OutboxRow } from '../../storage/index.ts';
import { afterFailure, OTHERS_MAY_KNOW_MS } from './after-failure.ts';
import type { Leaving, Skipped } from './effect.ts';
import type { Runtime } from './runtime.ts';

/** No process of this release delivers it. */
export const UNKNOWN_KIND = 'unknown_kind';

/** Not deliverable yet: there is no place to post to. */
export class NoHome extends Error {
  /** @param isBehind it was not even tried: what was asked for before it waits for that place, and it must not overtake that. */
  constructor(
    message = 'The incident has no channel yet.',
    readonly isBehind = false,
  ) {
    super(message);
  }
}

/** Not deliverable before something else has left; `what` is released when it has. */
export class WaitsFor extends TransientError {
  constructor(
    readonly what: string,
    ...rest: ConstructorParameters<typeof TransientError>
  ) {
    super(...rest);
  }
}

/**
 * Writes down what becomes of a message that did not leave: another try, a wait for what must be mended first, or the end of it. One that could not even be read
 * is not `leaving`.
 *
 * @returns what that means for what is behind it in the same place: `waits` when it must not be overtaken, `again` when nothing was written because it can be tried at once.
 */
export async function deliveryFailed(
  runtime: Runtime,
  row: OutboxRow,
  error: unknown,
  leaving: Leaving | undefined,
): Promise<'again' | 'waits' | undefined> {
  // The home was found while it was looked for.
  if (error instanceof NoHome && !error.isBehind && (await hasHome(runtime, row))) return 'again';
  await settle(runtime, row, error, leaving);
  return error instanceof NoHome ? 'waits' : undefined;
}

async function settle(runtime: Runtime, row: OutboxRow, error: unknown, leaving: Leaving | undefined): Promise<void> {
  const { storage, clock, waker, random, log, places, counters } = runtime;
  const atHome = leaving?.atHome === true;
  const now = clock.now();
  const patience = errorCode(error) === UNKNOWN_KIND ? { giveUpAfterMs: OTHERS_MAY_KNOW_MS } : {};
  const next = afterFailure(error, { attempts: row.attempts, firstAt: row.startedAt ?? now, now }, patience, random);
  if (error instanceof PermanentError && losesPlace(error)) {
    const place = error.refusal?.place ?? '';
    if (!(await places.gone(error, { speaks: atHome ? (row.incidentId ?? undefined) : undefined }))) {
      await storage.outbox.retryAt(row, now, errorText(error));
      waker.wake('outbox', now);
      return;
    }
    const dueAt = await storage.outbox.waitFor(row, place, { untilAt: LATER(now), soonAt: SOON(now), atHome }, errorText(error));
    if (dueAt) waker.wake('outbox', dueAt);
    log.debug({ outbox: row.key, place, reason: errorText(error) }, 'A message waits for its place.');
    return;
  }
  if (refusalOf(error)?.refused.about === 'person' && (await sayInstead(runtime, row, leaving))) return;
  if (isAboutGoneMessage(error)) {
    log.info({ outbox: row.key, reason: errorText(error) }, 'A message that was to be edited is gone; nobody looks at it.');
    await storage.outbox.sent(row, now, { skipped: true, gone: true } satisfies Skipped);
    return;
  }
  if (next.do === 'fail') {
    log.error({ err: error, outbox: row.key }, 'A message could not be delivered and will not be tried again.');
    counters.count('effects_failed', { kind: leaving === undefined ? 'unreadable' : row.kind });
    await storage.outbox.failed(row, errorText(error));
    return;
  }
  if (!(error instanceof NoHome)) sayWaits(log, row, error);
  await storage.outbox.retryAt(row, next.at, errorText(error), error instanceof WaitsFor ? error.what : next.waitsFor);
  waker.wake('outbox', next.at);
  if (error instanceof NoHome && row.incidentId !== null) await homeMeanwhile(runtime, row.incidentId);
}

/** Somebody who cannot be written to is told where others read it too. False when the kind of message knows no such place. */
async function sayInstead({ storage, clock, log, waker }: Runtime, row: OutboxRow, leaving: Leaving | undefined): Promise<boolean> {
  const instead = leaving?.instead();
  if (instead === undefined) return false;
  log.warn({ outbox: row.key }, 'Somebody cannot be written to; it is said in the incident instead.');
  await storage.outbox.redirect(row, instead, clock.now());
  waker.wake('outbox', clock.now());
  return true;
}

/** What waits for a place is woken by its return; no time of its own brings it back. */
const LATER = (now: Date) => new Date(now.getTime() + 365 * 86_400_000);

/** The place came back while this was refused, or its incident has another one by now: it is tried once more. */
const SOON = (now: Date) => new Date(now.getTime() + 1_000);

function isAboutGoneMessage(error: unknown): boolean {
  const refused = refusalOf(error)?.refused;
  return refused?.about === 'message' && refused.gone;
}

async function hasHome({ storage }: Runtime, { incidentId }: Pick<OutboxRow, 'incidentId'>): Promise<boolean> {
  return incidentId !== null && Boolean((await storage.incidents.find(incidentId))?.channelId);
}

/** The home may have been found just before the row began to wait for it. */
async function homeMeanwhile(runtime: Runtime, incidentId: number): Promise<void> {
  const { storage, clock, waker } = runtime;
  if (!(await hasHome(runtime, { incidentId }))) return;
  await storage.outbox.homeFound(incidentId, clock.now());
  waker.wake('outbox', clock.now());
}

/**
 * That the other side asks for a moment, once, is its way of working and nothing to look at; what we may not do is said once, for all that wait. What lasts, or
 * has no such reason, is.
 */
function sayWaits(log: Log, row: OutboxRow, error: unknown): void {
  const askedToWait = error instanceof TransientError && (error.retryAfterMs ?? 0) > 0 && row.attempts <= 1;
  const isKnown = error instanceof WaitsFor || refusalOf(error)?.refused.about === 'us';
  const level = askedToWait || isKnown ? 'debug' : 'warn';
  // A trouble that passes is told in a line; a stack is for what nobody expected.
  const what = error instanceof TransientError ? { code: error.code, reason: errorText(error) } : { err: error };
  log[level]({ ...what, outbox: row.key, attempt: row.attempts }, 'A message waits for another try.');
}
