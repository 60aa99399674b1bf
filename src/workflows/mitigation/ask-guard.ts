import { memberHere } from '../../domain/incident/actor.ts';
import type { Refusal } from '../../domain/mitigation/guard.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { type GuardRecords, refusalFor } from './guarded.ts';
import { BY_ITSELF, type PowerRecords, presserOf } from './presser.ts';

/** Where it is written down what the guard goes by. */
export type AskedRecords = GuardRecords & PowerRecords;

/** What is asked of the guard without pressing anything. */
export interface GuardAsked {
  name: string;
  /** Slack user id of whoever would press, taken for a full member; absent: somebody who may. */
  by?: string | undefined;
  at: Date;
}

/** What the guard would answer somebody who pressed at a moment, outside of any incident, as far as it is written down today; undefined: it would let them. */
export async function askGuard(
  { playbook, records }: Pick<Runtime, 'playbook'> & { records: AskedRecords },
  { name, by, at }: GuardAsked,
): Promise<Refusal | undefined> {
  const runtime = { playbook, clock: { now: () => at } };
  const guard = playbook.mitigations[name]?.guard;
  const presser = by === undefined || !guard ? BY_ITSELF : await presserOf(runtime, records, { actor: memberHere(by), guard });
  return await refusalFor(runtime, records, { name, presser });
}
