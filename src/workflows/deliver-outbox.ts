import { errorText, PermanentError } from '../domain/errors.ts';
import type { ChatMessage } from '../domain/message.ts';
import type { Lane } from '../domain/ports.ts';
import type { OutboxRow, Stores } from '../storage/index.ts';
import { postJoining } from './declare/announce.ts';
import { backoffMs } from './runtime/backoff.ts';
import { lookIfAllowed } from './runtime/look.ts';
import type { Runtime } from './runtime/runtime.ts';

/** An effect that leaves after its transaction: looked up (when an attempt had begun), run, recorded. */
export interface OutboxKind {
  look?: (row: OutboxRow, since: Date) => Promise<unknown>;
  run: (row: OutboxRow) => Promise<unknown>;
}

/** One process works on a row for at most this long before another may take it. */
const HIDE_MS = 60_000;
const BATCH = 20;

/** Not deliverable yet: there is no place to post to. */
class NoHome extends Error {}

/** Sends what is due in the outbox, page lane first. A row that fails waits; it holds up no other. */
export function outboxDrain(runtime: Runtime, kinds: Record<string, OutboxKind>): () => Promise<void> {
  const { storage, clock } = runtime;
  return async () => {
    for (;;) {
      const now = clock.now();
      const rows = await storage.outbox.claim(now, new Date(now.getTime() + HIDE_MS), BATCH);
      await Promise.all(rows.map((row) => deliver(runtime, kinds, row)));
      if (rows.length < BATCH) return;
    }
  };
}

async function deliver(runtime: Runtime, kinds: Record<string, OutboxKind>, row: OutboxRow): Promise<void> {
  const { storage, clock, waker, random, log, crashPoint } = runtime;
  const kind = kinds[row.kind];
  try {
    if (!kind) throw new PermanentError('unknown_kind', `Nobody delivers ${row.kind}.`);
    crashPoint(`outbox.${row.kind}:before`);
    const since = row.attempts > 1 ? row.startedAt : null;
    const found = since ? await lookIfAllowed(log, { outbox: row.key }, async () => kind.look?.(row, since)) : undefined;
    const outcome = found ?? (await kind.run(row));
    crashPoint(`outbox.${row.kind}:after`);
    await storage.outbox.sent(row.id, clock.now(), outcome);
  } catch (error) {
    if (error instanceof PermanentError) {
      log.error({ err: error, outbox: row.key }, 'A message could not be delivered and will not be tried again.');
      await storage.outbox.failed(row.id, errorText(error));
      return;
    }
    if (!(error instanceof NoHome)) log.warn({ err: error, outbox: row.key }, 'A message waits for another try.');
    const asked = error instanceof Error && 'retryAfterMs' in error ? Number(error.retryAfterMs ?? 0) : 0;
    const at = new Date(clock.now().getTime() + Math.max(asked, backoffMs(row.attempts, random)));
    await storage.outbox.retryAt(row.id, at, errorText(error));
    waker.wake('outbox', at);
  }
}

/** Where a message goes: the incident's home (resolved when it leaves), a channel, or an existing message that is edited. */
export type Destination = { to: 'home' } | { to: 'channel'; channel: string } | { to: 'edit'; channel: string; ts: string };

/** Puts a message into the outbox; `key` is derived from its cause. */
export async function send(
  runtime: Runtime,
  stores: Stores,
  message: { key: string; incidentId: number; lane: Lane; destination: Destination; message: ChatMessage },
): Promise<void> {
  const { key, incidentId, lane, ...payload } = message;
  await stores.outbox.add({ key, incidentId, kind: 'chat.message', lane, payload }, runtime.clock.now());
}

/** Kind `chat.message`. */
export function chatMessageKind(runtime: Runtime): OutboxKind {
  const { chat, storage } = runtime;
  const place = async (row: OutboxRow): Promise<{ channel: string; threadTs?: string }> => {
    const { destination } = row.payload as { destination: Destination };
    if (destination.to !== 'home') return { channel: destination.channel };
    const incident = row.incidentId === null ? undefined : await storage.incidents.find(row.incidentId);
    if (!incident?.channelId) throw new NoHome('The incident has no channel yet.');
    return { channel: incident.channelId, ...(incident.threadTs !== null && { threadTs: incident.threadTs }) };
  };
  return {
    look: async (row, since) => {
      const { destination } = row.payload as { destination: Destination };
      if (destination.to === 'edit') return undefined;
      return await chat.findPosted({ ...(await place(row)), key: row.key, since }, { lane: row.lane });
    },
    run: async (row) => {
      const { destination, message } = row.payload as { destination: Destination; message: ChatMessage };
      if (destination.to === 'edit') {
        await chat.update({ channel: destination.channel, ts: destination.ts, message }, { lane: row.lane });
        return {};
      }
      return await postJoining(runtime, { ...(await place(row)), message, key: row.key }, { lane: row.lane });
    },
  };
}
