import type { CollectedView, CollectionProblem } from '../../domain/analysis-views.ts';
import { errorCode, errorSaid, PermanentError, TransientError } from '../../domain/errors.ts';
import type { ChatMessage } from '../../domain/message.ts';
import type { Bilingual, RowSpec } from '../../domain/playbook/schema.ts';
import type { IncidentRow, Stores } from '../../storage/index.ts';
import { presentInIncident } from '../present-for.ts';
import type { RunContext } from '../runtime/runs.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { type Collected, type Collecting, type Source, sourcesOf } from './collectors/index.ts';

/** A source that does not answer is asked once more, after so long. */
const AGAIN_MS = 500;

/** What became of a row; survives JSON. */
export type RowOutcome =
  | { state: 'collected' | 'failed'; message: ChatMessage }
  | { state: 'nothing'; problems: CollectionProblem[] }
  | { state: 'skipped' };

/**
 * Asks every source of a row and writes down what they gave, in one transaction with what follows from it: the row is kept when all that is
 * set up answered. A crash before that asks again, which nobody sees.
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
  spec?: RowSpec;
  collected: readonly Collected[];
  /** Set when the row is kept by it. */
  reason?: Bilingual;
  problems: readonly CollectionProblem[];
}

async function gather(runtime: Runtime, { incident, id, askedBy }: Parameters<typeof collectRow>[2]): Promise<Gathered> {
  const { playbook, storage, clock } = runtime;
  const present = presentInIncident(runtime, incident);
  const spec = playbook.rows[id];
  const state = (await storage.deadlines.of(incident.id)).find(({ rowId }) => rowId === id)?.state;
  // A person was faster, or it is not wanted any more.
  const moot = askedBy === null && (state === 'kept' || state === 'waived');
  if (!spec || moot) return { outcome: { state: 'skipped' }, collected: [], problems: [] };
  const row = { id, spec };
  const collecting: Collecting = { runtime, incident, row, onset: incident.onsetAt, now: clock.now() };
  const asked = await Promise.all(sourcesOf(runtime, row).map((source) => ask(source, collecting)));
  const collected = asked.flatMap((each) => ('finding' in each ? [each] : []));
  const problems = asked.flatMap((each) => ('finding' in each ? [] : [each]));
  const failed = problems.filter(({ code }) => code !== 'not_configured');
  if (collected.length === 0 && failed.length === 0) return { outcome: { state: 'nothing', problems }, spec, collected, problems };
  const findings = collected.map(({ finding }) => finding);
  // What people have to say themselves (manual) is not said by numbers.
  const keeps = failed.length === 0 && spec.keptBy !== 'manual' && state !== 'kept';
  const view: CollectedView = {
    incident,
    row: { id, title: spec.title },
    findings,
    problems,
    outcome: failed.length > 0 ? 'failed' : state === 'missed' ? 'late' : keeps || state === 'kept' ? 'kept' : 'open',
    onset: incident.onsetAt,
    ...(askedBy !== null && { askedBy }),
    now: collecting.now,
  };
  return {
    outcome: { state: failed.length > 0 ? 'failed' : 'collected', message: present.analysisCollected(view) },
    spec,
    collected,
    problems,
    ...(keeps && { reason: present.analysisKept({ findings }) }),
  };
}

const OURS = { en: 'unexpected trouble; the log has the details', ko: '예상하지 못한 문제입니다. 자세한 내용은 로그에 있습니다' };

async function ask(source: Source, collecting: Collecting): Promise<Collected | CollectionProblem> {
  const { runtime, row, incident } = collecting;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await source.collect(collecting);
    } catch (error) {
      if (error instanceof TransientError && attempt === 1) {
        await runtime.pause(AGAIN_MS);
        continue;
      }
      const ours = !(error instanceof TransientError || error instanceof PermanentError);
      if (ours) runtime.log.error({ err: error, row: row.id, incident: incident.id, source: source.name }, 'A source broke.');
      return { from: source.name, code: errorCode(error), text: ours ? OURS : errorSaid(error) };
    }
  }
}

async function record(runtime: Runtime, stores: Stores, incidentId: number, id: string, gathered: Gathered, now: Date): Promise<void> {
  const { spec, collected, reason, problems } = gathered;
  for (const each of collected) await each.record?.(stores);
  if (!spec || collected.length === 0) return;
  const sources = collected.map(({ finding }) => finding.from);
  const data = { row: id, sources, ...(problems.length > 0 && { problems }) };
  await stores.timeline.append({ incidentId, at: now, kind: 'analysis.collected', actor: 'bongsu', data });
  if (reason === undefined) return;
  if (!(await stores.deadlines.settle(incidentId, id, 'kept', now, reason))) return;
  const kept = { row: id, event: spec.keptBy, note: reason[runtime.playbook.team.language] };
  await stores.timeline.append({ incidentId, at: now, kind: 'deadline.kept', actor: 'bongsu', data: kept });
}
