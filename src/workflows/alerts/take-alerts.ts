import { type Alert, groupKeyOf, type IncomingAlert } from '../../domain/alerts/alert.ts';
import { foldAlert } from '../../domain/alerts/fold-alert.ts';
import { judgeAlert } from '../../domain/alerts/judge-alert.ts';
import { errorText } from '../../domain/errors.ts';
import type { AlertEventRow, Stores } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Rarely } from './log-rarely.ts';

const BATCH = 500;
/** An event that broke so often is set aside. */
const TRIES = 3;

/**
 * Works off the inbox in order: what is known of each alert after its events, in one transaction with the removal of these. A batch that
 * breaks is taken one by one; what breaks alone is tried again later, then set aside, and never holds up what comes after it. Resolves with
 * how many were worked off together.
 */
export async function takeAlerts(runtime: Runtime, rarely: Rarely): Promise<number> {
  const { storage, log } = runtime;
  let taken = 0;
  for (let after = '0'; ; ) {
    try {
      const batch = await storage.transaction((stores) => takeBatch(runtime, stores, BATCH, after));
      taken += batch.length;
      if (batch.length < BATCH) return taken;
    } catch (error) {
      if (storage.isUnreachable(error)) throw error;
      log.error({ err: error }, 'A batch of alerts broke; its events are taken one by one.');
      after = await takeOneByOne(runtime, after, rarely);
    }
  }
}

async function takeOneByOne(runtime: Runtime, from: string, rarely: Rarely): Promise<string> {
  const { storage, log, clock } = runtime;
  let after = from;
  for (const event of await storage.alertEvents.next(BATCH, from)) {
    const before = after;
    after = event.id;
    try {
      await storage.transaction((stores) => takeBatch(runtime, stores, 1, before));
    } catch (error) {
      if (storage.isUnreachable(error)) throw error;
      const last = event.attempts + 1 >= TRIES;
      await storage.alertEvents.failed(event.id, errorText(error), last ? clock.now() : null);
      const what = last ? 'An alert was set aside.' : 'An alert broke; it is tried again.';
      rarely((unsaid) => log.error({ err: error, event: event.id, source: event.source, unsaid }, what));
    }
  }
  return after;
}

async function takeBatch(runtime: Runtime, stores: Stores, limit: number, after: string): Promise<AlertEventRow[]> {
  await stores.alertEvents.takeTurn();
  const events = await stores.alertEvents.next(limit, after);
  if (events.length === 0) return events;
  const incoming = events.map((event) => ({ event, alert: event.payload as IncomingAlert }));
  const key = (source: string, fingerprint: string) => `${source}\n${fingerprint}`;
  const pairs = new Map(
    incoming.map(({ event: { source }, alert: { fingerprint } }) => [key(source, fingerprint), { source, fingerprint }]),
  );
  const known = new Map<string, Alert>(
    (await stores.alerts.known([...pairs.values()])).map((row) => [key(row.source, row.fingerprint), row]),
  );
  const changed = new Map<string, Alert>();
  for (const { event, alert } of incoming) {
    const id = key(event.source, alert.fingerprint);
    const groupKey = groupKeyOf(runtime.playbook, alert.labels);
    const folded = foldAlert(known.get(id), { ...alert, source: event.source, groupKey }, event.receivedAt);
    if (!folded) continue;
    known.set(id, folded);
    changed.set(id, folded);
  }
  const remembered = [...changed.values()].map((alert) => (judgeAlert(runtime.playbook, alert).ignored ? { ...alert, news: null } : alert));
  await stores.alerts.remember(remembered, runtime.clock.now());
  await stores.alertEvents.done(events.map(({ id }) => id));
  runtime.crashPoint('alerts:taken');
  return events;
}
