import type { OncallLevel } from '../../domain/oncall/levels.ts';
import { ONCALL_LEVELS } from '../../domain/playbook/oncall-schema.ts';
import type { OncallLevelView, OncallTeamView } from '../../views/oncall.ts';
import type { Runtime, WholeRuntime } from '../runtime/runtime.ts';
import { resolveLevel, whoIsOncall } from './who-is-on-call.ts';

/** Every level as it stands now, ready to be shown. */
export async function describeOncall(runtime: Runtime): Promise<OncallLevelView[]> {
  return await Promise.all(ONCALL_LEVELS.map((level) => describeLevel(runtime, level, runtime.clock.now())));
}

/** The levels of each team, where there are several; one of its services stands for it. */
export async function describeTeams({ services }: WholeRuntime): Promise<OncallTeamView[] | undefined> {
  const teams = new Map<string, Runtime[]>();
  for (const runtime of services.all) {
    const { key } = runtime.playbook.team;
    teams.set(key, [...(teams.get(key) ?? []), runtime]);
  }
  if (teams.size < 2) return undefined;
  return await Promise.all(
    [...teams.values()].map(async (own) => ({
      services: own.map(({ playbook }) => playbook.service.name),
      levels: own[0] ? await describeOncall(own[0]) : [],
    })),
  );
}

async function describeLevel(runtime: Runtime, level: OncallLevel, now: Date): Promise<OncallLevelView> {
  const { source, turn, person, next, nextPerson, users, override } = await whoIsOncall(runtime, level, now);
  const instead = person ? undefined : await resolveLevel(runtime, level, now);
  return {
    level,
    source,
    why: turn.why,
    ...(person && { user: person.slack }),
    ...(turn.layer !== undefined && { layer: turn.layer }),
    ...(instead && instead.users.length > 0 && { fallsTo: instead.level }),
    ...(next && { next: { at: next.at, ...(nextPerson && { user: nextPerson.slack }) } }),
    others: users.map(({ slack }) => slack).filter((slack) => slack !== person?.slack),
    ...(override && { putInBy: override.createdBy }),
  };
}
