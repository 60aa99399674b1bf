import { z } from 'zod';
import type { IncidentRow, RetroRow, Stores } from '../../storage/index.ts';
import { type RunContext, runKind } from '../runtime/run-kind.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { StepDeferred, StepFailed } from '../runtime/steps.ts';

/** What one version of the meeting asks for. */
const ACTS = ['plan', 'move', 'cancel'] as const;
export type RetroAct = (typeof ACTS)[number];

/** The run that brings a version of the meeting out. */
export const retroRun = runKind(
  'retro',
  z.object({
    sequence: z.number(),
    act: z.enum(ACTS),
    /** Who changed the time, when somebody did. */
    movedBy: z.string().nullable().default(null),
  }),
);

/** Each version of the meeting has a run of its own, named by its sequence. */
function retroRunId(incidentId: number, sequence: number): string {
  return `retro-${incidentId}-${sequence}`;
}

/** Writes down the run that brings a version of the meeting to Zoom, to the calendars and to Slack. Runs are woken once this is committed. */
export async function startRetroRun(
  stores: Stores,
  input: { incidentId: number; sequence: number; act: RetroAct; now: Date; movedBy?: string },
): Promise<void> {
  const { incidentId, sequence, act, now, movedBy } = input;
  const id = retroRunId(incidentId, sequence);
  const run = retroRun.row({ id, incidentId, input: { sequence, act, movedBy: movedBy ?? null }, createdAt: now, nextAt: now });
  await stores.runs.insert(run);
}

/** One version of the meeting on its way out. */
export interface Version {
  runtime: Runtime;
  context: RunContext;
  incident: IncidentRow;
  sequence: number;
  act: RetroAct;
  /** Who changed the time, when somebody did. */
  movedBy?: string;
}

/** The meeting's row, if this is still the version that counts. */
export async function currentRetro({ runtime, incident, sequence }: Version): Promise<RetroRow | undefined> {
  const retro = await runtime.storage.retros.find(incident.id);
  return retro?.sequence === sequence ? retro : undefined;
}

/** How soon to look again at the version before. */
const WAIT_MS = 500;

/**
 * Rejects with StepDeferred until the version before is done with one of its effects: what it makes must be known before it can be moved
 * or taken back.
 */
export async function afterVersionBefore(version: Version, effect: 'meeting' | 'message'): Promise<void> {
  const { runtime, context, sequence } = version;
  const before = sequence === 0 ? undefined : await runtime.storage.runs.find(retroRunId(context.run.incidentId, sequence - 1));
  if (before?.status !== 'running') return;
  const last =
    effect === 'meeting' ? 'retro.meeting' : retroRun.read(before).input.act === 'cancel' ? 'retro.message-before' : 'retro.message';
  const step = await runtime.storage.steps.find(before.id, last);
  if (step?.status === 'done' || step?.status === 'failed') return;
  throw new StepDeferred(last, new Date(runtime.clock.now().getTime() + WAIT_MS));
}

/** A part that could not be done does not hold up the rest; its step's row says why. */
export function unlessFailed(error: unknown): void {
  if (!(error instanceof StepFailed)) throw error;
}
