import { UserError } from '../../domain/errors.ts';
import { ACTIVE_STATES, type Incident } from '../../domain/incident.ts';
import { HELD, type KnownRun, type Presser, type Refusal, whyNot } from '../../domain/mitigation/guard.ts';
import { STATE_WORDS } from '../../domain/state-words.ts';
import type { FreezeRow, MitigationRunRow, Stores } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** What the guard goes by besides the playbook and whoever presses. */
export interface GuardState {
  freeze: FreezeRow | undefined;
  /** Runs that have not ended, and those that the longest cool-down may still hold back. */
  runs: MitigationRunRow[];
}

/** One question after the other: inside a transaction they share its connection. */
export async function guardState({ playbook, clock }: Pick<Runtime, 'playbook' | 'clock'>, stores: Stores): Promise<GuardState> {
  const longest = Math.max(0, ...Object.values(playbook.mitigations).map(({ guard }) => guard.cooldown));
  const freeze = await stores.freezes.current();
  return { freeze, runs: await stores.mitigationRuns.known(new Date(clock.now().getTime() - longest)) };
}

/** Why a mitigation may not be run, as far as that state goes. */
export function refusalIn(
  { playbook, clock }: Pick<Runtime, 'playbook' | 'clock'>,
  { freeze, runs }: GuardState,
  { name, presser, self }: { name: string; presser: Presser; self?: number },
): Refusal | undefined {
  const spec = playbook.mitigations[name];
  if (!spec) return undefined;
  return whyNot({
    name,
    spec,
    atOnce: playbook.mitigating.atOnce,
    presser,
    now: clock.now(),
    zone: playbook.team.zone,
    ...(freeze && { frozen: freeze }),
    runs: runs.map(knownRun),
    ...(self !== undefined && { self }),
  });
}

/** Why a mitigation may not be run now, by the rows as they are; the answer stays true while `stores.mitigationRuns.lockAll()` is held. */
export async function refusalFor(
  runtime: Runtime,
  stores: Stores,
  asked: { name: string; presser: Presser; self?: number },
): Promise<Refusal | undefined> {
  return refusalIn(runtime, await guardState(runtime, stores), asked);
}

/** Another run of the same mitigation that is under way or waits: until it is over, nothing else is done with that mitigation. */
export async function heldByOther(
  stores: Stores,
  run: Pick<MitigationRunRow, 'id' | 'name' | 'createdAt'>,
): Promise<MitigationRunRow | undefined> {
  return (await stores.mitigationRuns.known(run.createdAt)).find(
    (one) => one.name === run.name && one.id !== run.id && HELD.includes(one.state),
  );
}

function knownRun({ id, name, state, beganAt, by }: MitigationRunRow): KnownRun {
  return { id, name, state, by, ...(beganAt && { beganAt }) };
}

/** A refusal, thrown at whoever pressed. */
export function refused({ code, text, by }: Refusal): UserError {
  return new UserError(code.replaceAll('-', '_'), text, { people: by === undefined ? [] : [by] });
}

/** Nothing is run for an incident that is over. Throws UserError `not_active`. */
export function mustBeActive({ id, state }: Incident): void {
  if (ACTIVE_STATES.includes(state)) return;
  throw new UserError('not_active', {
    en: `Incident #${id} is ${state}: nothing is run for it any more. \`reopen\` it first.`,
    ko: `장애 #${id} 상태: ${STATE_WORDS[state].ko}. 더는 조치를 실행하지 않습니다. 먼저 다시 열어 주세요: \`reopen\`.`,
  });
}
