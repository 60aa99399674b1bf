import { type Actor, writtenAs } from '../../domain/incident/actor.ts';
import type { OncallLevel } from '../../domain/oncall/levels.ts';
import { mustBeReachable } from '../paging/must-be-reachable.ts';
import { type Cause, once } from '../runtime/once.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** Puts somebody on call at a level, from now on for `durationMs` (as the wall clock runs, whatever TIME_SCALE says). */
export async function overrideOncall(
  runtime: Runtime,
  input: { cause: Cause; actor: Actor; user: string; level: OncallLevel; durationMs: number },
): Promise<{ endsAt: Date }> {
  const { cause, actor, user, level, durationMs } = input;
  await mustBeReachable(runtime, user, 'oncall');
  const now = runtime.clock.now();
  const { result, repeated } = await once(runtime, cause, async (stores) => {
    const endsAt = new Date(now.getTime() + durationMs);
    const row = {
      team: runtime.playbook.team.key,
      level,
      userId: user,
      startsAt: now,
      endsAt,
      createdBy: writtenAs(actor),
      createdAt: now,
    };
    const { id } = await stores.oncallOverrides.add(row);
    return { id, endsAt: endsAt.toISOString() };
  });
  if (!repeated)
    runtime.log.info({ override: result.id, level, user, by: writtenAs(actor), until: result.endsAt }, 'Somebody was put on call.');
  return { endsAt: new Date(result.endsAt) };
}

/** Takes back every override of these levels; the playbook says again who is on call. */
export async function clearOverrides(
  runtime: Runtime,
  input: { cause: Cause; actor: Actor; levels: readonly OncallLevel[] },
): Promise<{ ended: number }> {
  const { cause, actor, levels } = input;
  const { result, repeated } = await once(runtime, cause, async (stores) => ({
    ended: await stores.oncallOverrides.endAll(runtime.playbook.team.key, levels, runtime.clock.now()),
  }));
  if (!repeated)
    runtime.log.info({ levels, by: writtenAs(actor), ended: result.ended }, 'Overrides of the on-call schedule were taken back.');
  return result;
}
