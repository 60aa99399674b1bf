import { UserError } from '../../domain/errors.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { type GuardInput, type KnownRun, OCCUPYING, type Refusal, whyNot } from '../../domain/mitigation/guard.ts';
import type { FreezeRow, MitigationRunRow, Stores } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** What the guard goes by besides the playbook and whoever presses. */
export interface GuardState {
  freeze: FreezeRow | undefined;
  /** Runs that have not ended, and those that the longest cool-down may still hold back. */
  runs: MitigationRunRow[];
}

/** Where that is written down. */
export interface GuardRecords {
  freezes: Pick<Stores['freezes'], 'current'>;
  mitigationRuns: Pick<Stores['mitigationRuns'], 'known'>;
}

/** One question after the other: inside a transaction they share its connection. */
export async function guardState({ playbook, clock }: Pick<Runtime, 'playbook' | 'clock'>, stores: GuardRecords): Promise<GuardState> {
  const longest = Math.max(0, ...Object.values(playbook.mitigations).map(({ guard }) => guard.cooldown));
  const service = playbook.service.key;
  const freeze = await stores.freezes.current(service);
  return { freeze, runs: await stores.mitigationRuns.known(service, new Date(clock.now().getTime() - longest)) };
}

/** Who wants to run what, and for which incident, as it is now. */
export interface GuardQuestion extends Pick<GuardInput, 'name' | 'presser' | 'self' | 'stopBy' | 'second'> {
  incident?: Pick<Incident, 'id' | 'state'>;
}

/** Why a mitigation may not be run, as far as that state goes. */
export function refusalIn(
  { playbook, clock }: Pick<Runtime, 'playbook' | 'clock'>,
  { freeze, runs }: GuardState,
  { name, ...asked }: GuardQuestion,
): Refusal | undefined {
  const spec = playbook.mitigations[name];
  if (!spec) return undefined;
  return whyNot({
    ...asked,
    name,
    spec,
    atOnce: playbook.mitigating.atOnce,
    now: clock.now(),
    zone: playbook.team.zone,
    ...(freeze && { frozen: freeze }),
    runs: runs.filter(({ byHand }) => !byHand).map(knownRun),
  });
}

/** Why a mitigation may not be run now, by the rows as they are; the answer stays true while `stores.mitigationRuns.lockAll()` is held. */
export async function refusalFor(
  runtime: Pick<Runtime, 'playbook' | 'clock'>,
  stores: GuardRecords,
  asked: GuardQuestion,
): Promise<Refusal | undefined> {
  return refusalIn(runtime, await guardState(runtime, stores), asked);
}

/** Another run of the same mitigation that is under way or waits: until it is over, nothing else is done with that mitigation. */
export async function occupiedByOther(
  stores: Stores,
  run: Pick<MitigationRunRow, 'id' | 'service' | 'name' | 'createdAt'>,
): Promise<MitigationRunRow | undefined> {
  return (await stores.mitigationRuns.known(run.service, run.createdAt)).find(
    (one) => one.name === run.name && one.id !== run.id && OCCUPYING.includes(one.state),
  );
}

function knownRun({ id, name, state, beganAt, by }: MitigationRunRow): KnownRun {
  return { id, name, state, by, ...(beganAt && { beganAt }) };
}

/** A refusal, thrown at whoever pressed. */
export function refused({ present }: Pick<Runtime, 'present'>, refusal: Refusal): UserError {
  const { code } = refusal;
  const text = present.refusal(refusal);
  return new UserError(code.replaceAll('-', '_'), text);
}
