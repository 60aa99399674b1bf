import { TransientError } from '../../domain/errors.ts';
import type { PostedRef } from '../../domain/ports.ts';
import type { MitigationRunRow, OutboxRow, Stores } from '../../storage/index.ts';
import { postJoining } from '../declare/announce.ts';
import type { OutboxKind } from '../deliver-outbox.ts';
import { presentInIncident } from '../present-for.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { runView } from './run-view.ts';

/** What was posted, and which version of the run it showed. */
type Posted = PostedRef & { version: number };

/** Has the run's one message written anew (posted, if it is not there yet) once this transaction is done. */
export async function sayRun(stores: Stores, run: MitigationRunRow, at: Date): Promise<void> {
  const kind = run.version === 1 ? 'mitigation.post' : 'mitigation.refresh';
  const payload = { run: run.id };
  await stores.outbox.add(
    { key: `mitigation:${run.id}:${run.version}`, incidentId: run.incidentId, kind, lane: 'mitigation', payload },
    at,
  );
}

/** Kind `mitigation.post`: the message of a run, once; found again by its key. What changed meanwhile is written into it right after. */
export function mitigationPostKind(runtime: Runtime): OutboxKind {
  const { storage, chat } = runtime;
  return {
    look: async (row, since) => {
      const home = await homeOf(runtime, row);
      const found = home && (await chat.findPosted({ ...home, key: keyOf(row), since }, { lane: row.lane }));
      return found && ({ ...found, version: 0 } satisfies Posted);
    },
    run: async (row) => {
      const run = await storage.mitigationRuns.find(runOf(row));
      const view = run && (await runView(runtime, storage, run));
      const home = await homeOf(runtime, row);
      if (!run || !view || !home) return { skipped: true };
      const posted = await postJoining(
        runtime,
        { ...home, message: presentInIncident(runtime, view.incident).mitigationRun(view), key: keyOf(row) },
        { lane: row.lane },
      );
      return { ...posted, version: run.version } satisfies Posted;
    },
    record: async (stores, row, outcome) => {
      const { channel, ts, version } = outcome as Posted;
      const run = await stores.mitigationRuns.lock(runOf(row));
      if (!run) return;
      const changed = await stores.mitigationRuns.change(run.id, { channelId: channel, ts });
      if (run.version !== version) await sayRun(stores, changed, runtime.clock.now());
    },
  };
}

/** Kind `mitigation.refresh`: written from the rows as they are when it leaves, so that late ones do no harm. */
export function mitigationRefreshKind(runtime: Runtime): OutboxKind {
  const { storage, chat } = runtime;
  return {
    run: async (row) => {
      const run = await storage.mitigationRuns.find(runOf(row));
      // Not posted yet: whoever posts it looks whether it changed meanwhile.
      if (!run?.channelId || !run.ts) return { skipped: true };
      const view = await runView(runtime, storage, run);
      if (!view) return { skipped: true };
      await chat.update(
        { channel: run.channelId, ts: run.ts, message: presentInIncident(runtime, view.incident).mitigationRun(view) },
        { lane: row.lane },
      );
      return {};
    },
  };
}

function runOf(row: OutboxRow): number {
  return Number((row.payload as { run: number }).run);
}

function keyOf(row: OutboxRow): string {
  return `mitigation:${runOf(row)}`;
}

async function homeOf({ storage }: Runtime, row: OutboxRow): Promise<{ channel: string; threadTs?: string } | undefined> {
  const incident = row.incidentId === null ? undefined : await storage.incidents.find(row.incidentId);
  if (!incident) return undefined;
  if (!incident.channelId) throw new TransientError('no_channel', 'The incident has no channel yet.');
  return { channel: incident.channelId, ...(incident.threadTs !== null && { threadTs: incident.threadTs }) };
}
