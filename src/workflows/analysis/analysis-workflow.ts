import type { PostedRef } from '../../domain/ports/chat.ts';
import { postJoining } from '../incident/declare/announce.ts';
import { presentInIncident } from '../messages/present-for.ts';
import { carriedOut, type RunContext } from '../runtime/run-kind.ts';
import { settleAll } from '../runtime/runs.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { StepFailed } from '../runtime/steps.ts';
import { type AnalysisThread, openThread, refreshBoard } from './board-message.ts';
import { collectRow, type RowOutcome } from './collect-row.ts';
import { batchRun } from './collections-drain.ts';

const LANE = { lane: 'update' } as const;

/** Collects a batch of rows side by side, tells each in the thread in their order, and makes room for the next batch. */
export const analysisWorkflow = carriedOut(batchRun, (runtime) => async (context) => {
  const { run, steps } = context;
  const { sequence, rows } = run.input;
  const incident = await runtime.storage.incidents.find(run.incidentId);
  if (!incident) return;
  const pieces = rows.map(async ({ id, askedBy }) => ({ id, outcome: await collectRow(runtime, context, { incident, id, askedBy }) }));
  // Nobody goes on collecting after this run's lock is given back.
  await settleAll(pieces);
  const outcomes = await Promise.all(pieces);
  // What cannot be posted (an archived channel) stands in the steps' rows; the next batch is not held up by it.
  await tell(runtime, context, outcomes).catch((error) => {
    if (!(error instanceof StepFailed)) throw error;
  });
  await steps.do({
    name: 'analysis.end',
    run: async () => ({}),
    record: async (stores) => {
      await stores.analyses.change(incident.id, { runId: null });
      await refreshBoard(runtime, stores, incident, `batch-${sequence}`);
    },
  });
  runtime.waker.wake('collections', runtime.clock.now());
  runtime.waker.wake('outbox', runtime.clock.now());
});

async function tell(runtime: Runtime, context: RunContext, outcomes: readonly { id: string; outcome: RowOutcome }[]): Promise<void> {
  const { incidentId } = context.run;
  const said = outcomes.filter(({ outcome }) => outcome.state !== 'skipped');
  if (said.length === 0) return;
  const thread = await openThread(runtime, context, incidentId);
  for (const { id, outcome } of said) {
    if (!('message' in outcome)) continue;
    // One that Slack refuses stands in its step's row, and holds up no other.
    await reply(runtime, context, thread, id, async () => outcome.message).catch((error: unknown) => {
      if (!(error instanceof StepFailed)) throw error;
    });
  }
  const nothing = said.flatMap(({ id, outcome }) => (outcome.state === 'nothing' ? [{ id, problems: outcome.problems }] : []));
  if (nothing.length === 0) return;
  await reply(runtime, context, thread, 'nothing', async () => {
    const incident = await runtime.storage.incidents.find(incidentId);
    const rows = nothing.flatMap(({ id, problems }) => {
      const spec = runtime.playbook.rows[id];
      return spec ? [{ id, title: spec.title, keptBy: spec.keptBy, problems }] : [];
    });
    if (!incident) throw new Error(`Incident #${incidentId} is gone.`);
    return presentInIncident(runtime, incident).analysisNothing({ incident, rows, now: runtime.clock.now() });
  });
}

async function reply(
  runtime: Runtime,
  { run, steps }: RunContext,
  { channel, threadTs }: AnalysisThread,
  what: string,
  write: () => Promise<Parameters<Runtime['chat']['post']>[0]['message']>,
): Promise<void> {
  const key = `${run.id}:${what}`;
  await steps.do<PostedRef>({
    name: `analysis.reply.${what}`,
    look: (since) => runtime.chat.findPosted({ channel, threadTs, key, since }, LANE),
    run: async () => await postJoining(runtime, { channel, threadTs, message: await write(), key }, LANE),
  });
}
