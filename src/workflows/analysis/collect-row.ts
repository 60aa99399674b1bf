import { pathName } from '../../domain/analysis/traffic.ts';
import type { ChatMessage } from '../../domain/chat/message.ts';
import type { Keeper } from '../../domain/deadlines/reason.ts';
import { errorCode, errorSaid, PermanentError, TransientError } from '../../domain/errors.ts';
import { SOURCE_KINDS, type SourceKind } from '../../domain/playbook/analysis-schema.ts';
import type { DeadlineSpec, KeptBy } from '../../domain/playbook/schema.ts';
import { happened } from '../../events/happened.ts';
import { worded } from '../../languages/worded.ts';
import type { IncidentRow, Stores } from '../../storage/index.ts';
import type { CollectedView, CollectionProblem, UnreadView } from '../../views/analysis.ts';
import { presentInIncident } from '../messages/present-for.ts';
import type { RunContext } from '../runtime/run-kind.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Collected, Collecting, Source } from './collectors/collector.ts';
import { needsOf, sourcesOf } from './collectors/index.ts';

/** A source that does not answer is asked once more, after so long. */
const AGAIN_MS = 500;

/** Rows that a person keeps by accepting what is proposed. */
const BY_PEOPLE: readonly KeptBy[] = ['path.accepted', 'manual'];

/** What became of a row; survives JSON. */
export type RowOutcome =
  | { state: 'collected' | 'failed'; message: ChatMessage }
  | { state: 'nothing'; problems: CollectionProblem[] }
  | { state: 'skipped' };

/**
 * Asks every source of a row and writes down what they gave, in one transaction with what follows from it: the row is kept when what it is about
 * was read; what else was read, or failed, stands beside it. A crash before that asks again, which nobody sees.
 */
export async function collectRow(
  runtime: Runtime,
  { steps }: RunContext,
  wanted: { incident: IncidentRow; id: string; askedBy: string | null },
): Promise<RowOutcome> {
  const { id } = wanted;
  let gathered: Gathered | undefined;
  return await steps.do<RowOutcome>({
    name: `analysis.collect.${id}`,
    run: async () => {
      gathered = await gather(runtime, wanted);
      return gathered.outcome;
    },
    record: async (stores, outcome) => {
      const now = runtime.clock.now();
      await stores.analyses.settle(wanted.incident.id, id, outcome.state, now);
      if (gathered) await record(runtime, stores, wanted.incident.id, id, gathered, now);
    },
  });
}

interface Gathered {
  outcome: RowOutcome;
  spec?: DeadlineSpec;
  collected: readonly Collected[];
  /** Kinds of which all was read. */
  read: SourceKind[];
  /** Set when the row is kept by it. */
  reason?: Keeper;
  problems: readonly CollectionProblem[];
}

async function gather(runtime: Runtime, { incident, id, askedBy }: Parameters<typeof collectRow>[2]): Promise<Gathered> {
  const { playbook, storage, clock } = runtime;
  const present = presentInIncident(runtime, incident);
  const spec = playbook.rows[id];
  const state = (await storage.deadlines.of(incident.id)).find(({ rowId }) => rowId === id)?.state;
  // A person was faster, or it is not wanted any more.
  const moot = askedBy === null && (state === 'kept' || state === 'waived');
  if (!spec || moot) return { outcome: { state: 'skipped' }, collected: [], read: [], problems: [] };
  const row = { id, spec };
  const collecting: Collecting = { runtime, incident, row, onset: incident.onsetAt, now: clock.now() };
  const asked = await Promise.all(sourcesOf(runtime, row).map((source) => ask(source, collecting)));
  const collected = asked.flatMap((each) => ('finding' in each ? [each] : []));
  const problems = asked.flatMap((each) => ('finding' in each ? [] : [each]));
  if (collected.length === 0 && problems.every(isNotSetUp))
    return { outcome: { state: 'nothing', problems }, spec, collected, read: [], problems };
  const needs = needsOf(runtime, row);
  const failed = asked.some((each) => !('finding' in each) && !isNotSetUp(each) && (needs.length === 0 || needs.includes(each.kind)));
  const unread = needs.flatMap((kind) => unreadOf(kind, asked));
  const path = collected.find((each) => each.path)?.path;
  const findings = collected.map(({ finding }) => finding);
  // What people have to say themselves is not said by numbers, and a proposal only where there is one.
  const keeps =
    needs.length > 0 && !failed && unread.length === 0 && state !== 'kept' && (spec.keptBy !== 'path.proposed' || path !== undefined);
  const open = state === 'kept' ? 'kept' : unread.length > 0 ? 'unread' : 'open';
  const view: CollectedView = {
    incident,
    row: { id, title: spec.title },
    findings,
    problems,
    outcome: failed ? 'failed' : state === 'missed' ? 'late' : keeps ? 'kept' : open,
    ...(unread.length > 0 && { unread }),
    ...(path && BY_PEOPLE.includes(spec.keptBy) && state !== 'kept' && { acceptable: { path: pathName(path) } }),
    onset: incident.onsetAt,
    ...(askedBy !== null && { askedBy }),
    now: collecting.now,
  };
  return {
    outcome: { state: failed ? 'failed' : 'collected', message: present.analysisCollected(view) },
    spec,
    collected,
    read: SOURCE_KINDS.filter(
      (kind) => asked.some((each) => each.kind === kind) && asked.every((each) => each.kind !== kind || isRead(each)),
    ),
    problems,
    ...(keeps && { reason: keeperOf(collected) }),
  };
}

function keeperOf(collected: readonly Collected[]): Keeper {
  return {
    code: 'collected',
    signals: collected.flatMap(({ signals = [] }) => signals),
    sources: collected.flatMap(({ finding, signals }) => (signals ? [] : [finding.from])),
  };
}

type Asked = (Collected | CollectionProblem) & { kind: SourceKind };

/** What a row is about and was not read: because nothing of this kind is named or set up, or because a part of it has no number. A source that failed is told by itself. */
function unreadOf(kind: SourceKind, asked: readonly Asked[]): UnreadView[] {
  const own = asked.filter((each) => each.kind === kind);
  const from = own.flatMap((each) => ('finding' in each || !isNotSetUp(each) ? [] : [each.from]));
  const parts = own.flatMap((each) => ('finding' in each ? (each.unread ?? []) : []));
  return own.length === 0 || from.length > 0 || parts.length > 0 ? [{ kind, from, parts }] : [];
}

function isRead(each: Asked): boolean {
  return 'finding' in each && (each.unread ?? []).length === 0;
}

function isNotSetUp({ code }: CollectionProblem): boolean {
  return code === 'not_configured';
}

const OURS = worded(({ reviews }) => reviews.ours);

async function ask(source: Source, collecting: Collecting): Promise<Asked> {
  const { runtime, row, incident } = collecting;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return { ...(await source.collect(collecting)), kind: source.kind };
    } catch (error) {
      if (error instanceof TransientError && attempt === 1) {
        await runtime.pause(AGAIN_MS);
        continue;
      }
      const ours = !(error instanceof TransientError || error instanceof PermanentError);
      if (ours) runtime.log.error({ err: error, row: row.id, incident: incident.id, source: source.name }, 'A source broke.');
      return { kind: source.kind, from: source.name, code: errorCode(error), text: ours ? OURS : errorSaid(error) };
    }
  }
}

async function record(runtime: Runtime, stores: Stores, incidentId: number, id: string, gathered: Gathered, now: Date): Promise<void> {
  const { spec, collected, reason, problems, read } = gathered;
  for (const each of collected) await each.record?.(stores);
  const path = collected.find((each) => each.path)?.path;
  if (path) await stores.analyses.propose(incidentId, id, path);
  if (!spec || collected.length === 0) return;
  const sources = collected.map(({ finding }) => finding.from);
  const data = { row: id, sources, read, ...(problems.length > 0 && { problems: [...problems] }), ...(path && { path }) };
  const event = {
    kind: 'analysis.collected',
    incidentId,
    at: now,
    actor: 'bongsu',
    data: { ...data, whole: reason !== undefined },
  } as const;
  await happened(runtime, stores, event, { reason: reason ?? null });
}
