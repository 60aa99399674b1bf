import { UserError } from '../../domain/errors.ts';
import { ACTIVE_STATES, type Incident } from '../../domain/incident.ts';
import { HELD, type KnownRun, type Presser, type Refusal, whyNot } from '../../domain/mitigation/guard.ts';
import type { Bilingual } from '../../domain/playbook/schema.ts';
import { STATE_WORDS } from '../../domain/state-words.ts';
import type { MitigationRunRow, Stores } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** So far back runs are looked at for cool-downs; none is longer. */
const LOOK_BACK_MS = 7 * 86_400_000;

/** Why a mitigation may not be run now, by the rows as they are; the answer stays true while `stores.mitigationRuns.lockAll()` is held. */
export async function refusalFor(
  runtime: Runtime,
  stores: Stores,
  { name, presser, self }: { name: string; presser: Presser; self?: number },
): Promise<Refusal | undefined> {
  const { playbook, clock } = runtime;
  const spec = playbook.mitigations[name];
  if (!spec) return undefined;
  const now = clock.now();
  // One after the other: inside a transaction they share its connection.
  const freeze = await stores.freezes.current();
  const runs = await stores.mitigationRuns.known(new Date(now.getTime() - Math.max(LOOK_BACK_MS, spec.guard.cooldown)));
  return whyNot({
    name,
    spec,
    atOnce: playbook.mitigating.atOnce,
    presser,
    now,
    zone: playbook.team.zone,
    ...(freeze && { frozen: freeze }),
    runs: runs.map(knownRun),
    ...(self !== undefined && { self }),
  });
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

export function knownRun({ id, name, state, beganAt, by }: MitigationRunRow): KnownRun {
  return { id, name, state, by, ...(beganAt && { beganAt }) };
}

/** A refusal, thrown at whoever pressed. */
export function refused({ code, text, by }: Refusal): UserError {
  return new UserError(code.replaceAll('-', '_'), text, { people: by === undefined ? [] : [by] });
}

/** In the playbook's language. */
export function inWords({ playbook }: Pick<Runtime, 'playbook'>, text: Bilingual): string {
  return text[playbook.team.language];
}

/** Nothing is run for an incident that is over. Throws UserError `not_active`. */
export function mustBeActive({ id, state }: Incident): void {
  if (ACTIVE_STATES.includes(state)) return;
  throw new UserError('not_active', {
    en: `Incident #${id} is ${state}: nothing is run for it any more. \`reopen\` it first.`,
    ko: `장애 #${id} 상태: ${STATE_WORDS[state].ko}. 더는 조치를 실행하지 않습니다. 먼저 다시 열어 주세요: \`reopen\`.`,
  });
}
