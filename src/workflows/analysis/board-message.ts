import type { PostedRef } from '../../domain/ports/chat.ts';
import { boardEffect, boardRefresh } from '../../events/analysis-board.ts';
import type { IncidentRow, Stores } from '../../storage/index.ts';
import { postJoining } from '../incident/declare/announce.ts';
import { presentInIncident } from '../messages/present-for.ts';
import { unlessDeleted } from '../places/unless-deleted.ts';
import { type Delivers, delivered } from '../runtime/effect.ts';
import type { RunContext } from '../runtime/run-kind.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { StepDeferred } from '../runtime/steps.ts';
import { boardView } from './board-view.ts';

const LANE = { lane: 'update' } as const;

/** An incident that has no place yet is still being opened. */
const LATER_MS = 5_000;

/** Where an incident's analysis is told. */
export interface AnalysisThread {
  channel: string;
  threadTs: string;
}

/** The head of the thread: the board, posted once for an incident. Where the incident itself lives in a thread, that is the one. */
export async function openThread(runtime: Runtime, { steps }: RunContext, incidentId: number): Promise<AnalysisThread> {
  const { chat, clock, storage } = runtime;
  const incident = await storage.incidents.find(incidentId);
  if (!incident?.channelId) throw new StepDeferred('analysis.thread', new Date(clock.now().getTime() + LATER_MS));
  const home = { channel: incident.channelId, ...(incident.threadTs !== null && { threadTs: incident.threadTs }) };
  const key = `analysis:${incidentId}`;
  const posted = await steps.do<PostedRef>({
    name: 'analysis.thread',
    look: async () =>
      (await postedBefore(storage, incidentId)) ?? (await chat.findPosted({ ...home, key, since: incident.detectedAt }, LANE)),
    run: async () => {
      const message = presentInIncident(runtime, incident).analysisBoard(await boardView(runtime, storage, incident));
      return (await postedBefore(storage, incidentId)) ?? (await postJoining(runtime, { ...home, message, key }, LANE));
    },
    record: async (stores, ref) => {
      await stores.analyses.change(incidentId, { channelId: ref.channel, ts: ref.ts });
    },
  });
  return { channel: posted.channel, threadTs: incident.threadTs ?? posted.ts };
}

/** A batch before this one has posted it; only one works at a time, so this cannot change meanwhile. */
async function postedBefore(stores: Stores, incidentId: number): Promise<PostedRef | undefined> {
  const analysis = await stores.analyses.find(incidentId);
  return analysis?.channelId && analysis.ts ? { channel: analysis.channelId, ts: analysis.ts } : undefined;
}

/**
 * Has the board in the channel written anew once this transaction is done, if it is there; `cause` tells one change from another. What is an event needs no asking: the board
 * follows it (src/events/analysis-board.ts).
 */
export async function refreshBoard(runtime: Runtime, stores: Stores, incident: Pick<IncidentRow, 'id'>, cause: string): Promise<void> {
  await stores.outbox.add(boardRefresh(incident.id, cause), runtime.clock.now());
}

/** Kind `analysis.refresh`: the board is written from the rows as they are when it leaves, so that late ones do no harm. */
export const analysisRefreshKind = delivered(boardEffect, (runtime): Delivers<typeof boardEffect, { deletedTs?: string }> => {
  const { storage, chat } = runtime;
  return {
    run: async (row) => {
      const incident = row.incidentId === null ? undefined : await storage.incidents.find(row.incidentId);
      const posted = incident && (await postedBefore(storage, incident.id));
      if (!incident || !posted) return { skipped: true };
      const message = presentInIncident(runtime, incident).analysisBoard(await boardView(runtime, storage, incident));
      return await unlessDeleted(posted, () => chat.update({ ...posted, message }, { lane: row.lane }));
    },
    // The next batch posts another.
    record: async (stores, { incidentId }, { deletedTs }) => {
      if (incidentId !== null && deletedTs !== undefined) await stores.analyses.forget(incidentId, deletedTs);
    },
  };
});
