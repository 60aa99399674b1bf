import type { PostedRef } from '../../domain/ports.ts';
import type { IncidentRow, NewOutboxRow, Stores } from '../../storage/index.ts';
import { postJoining } from '../declare/announce.ts';
import type { OutboxKind } from '../deliver-outbox.ts';
import { presentInIncident } from '../present-for.ts';
import type { RunContext } from '../runtime/runs.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { StepDeferred } from '../runtime/steps.ts';
import { boardView } from './board-view.ts';
import { analysisRows } from './start-analysis.ts';

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

/** Has the board in the channel written anew once this transaction is done, if it is there; `cause` tells one change from another. */
export async function refreshBoard(runtime: Runtime, stores: Stores, incident: Pick<IncidentRow, 'id'>, cause: string): Promise<void> {
  await stores.outbox.add(boardRefresh(incident.id, cause), runtime.clock.now());
}

function boardRefresh(incidentId: number, cause: string): NewOutboxRow {
  return { key: `analysis-board:${incidentId}:${cause}`, incidentId, kind: 'analysis.refresh', lane: 'cosmetics', payload: {} };
}

/** The same for many incidents at once, each with the rows of it that changed: one question and one insert, however many. */
export async function refreshBoards(
  runtime: Runtime,
  stores: Stores,
  changed: ReadonlyMap<number, readonly string[]>,
  cause: string,
): Promise<void> {
  const shown = new Set(analysisRows(runtime).map(({ id }) => id));
  const touched = [...changed].filter(([, rowIds]) => rowIds.some((id) => shown.has(id)));
  if (touched.length === 0) return;
  const begun = new Set(await stores.analyses.begunAmong(touched.map(([id]) => id)));
  const rows = touched.flatMap(([id, rowIds]) => (begun.has(id) ? [boardRefresh(id, `${cause}:${rowIds.join('+')}`)] : []));
  await stores.outbox.addMany(rows, runtime.clock.now());
}

/** The same when rows changed that may stand on it; those of other phases do not. */
export async function refreshBoardWith(
  runtime: Runtime,
  stores: Stores,
  incident: Pick<IncidentRow, 'id'>,
  { rowIds, cause }: { rowIds: readonly string[]; cause: string },
): Promise<void> {
  if (analysisRows(runtime).some(({ id }) => rowIds.includes(id))) await refreshBoard(runtime, stores, incident, cause);
}

/** Kind `analysis.refresh`: the board is written from the rows as they are when it leaves, so that late ones do no harm. */
export function analysisRefreshKind(runtime: Runtime): OutboxKind {
  const { storage, chat } = runtime;
  return {
    run: async (row) => {
      const incident = row.incidentId === null ? undefined : await storage.incidents.find(row.incidentId);
      const posted = incident && (await postedBefore(storage, incident.id));
      if (!incident || !posted) return { skipped: true };
      const message = presentInIncident(runtime, incident).analysisBoard(await boardView(runtime, storage, incident));
      await chat.update({ ...posted, message }, { lane: row.lane });
      return {};
    },
  };
}
