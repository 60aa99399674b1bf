import { ESCALATING_STATES } from '../../domain/incident/incident.ts';
import type { OncallLevel } from '../../domain/oncall/levels.ts';
import { isUnreached } from '../../domain/paging/calls.ts';
import { type EscalationStep, escalationSteps } from '../../domain/paging/escalation.ts';
import { askedAt, type Holder, holdersOf } from '../../domain/paging/who-has-it.ts';
import { ONCALL_LEVELS } from '../../domain/playbook/oncall-schema.ts';
import type { IncidentRow, Stores } from '../../storage/index.ts';
import { resolveLevel, whoIsOncall } from '../oncall/who-is-on-call.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { sayUnreached } from './unreached.ts';

/** What a step's pages are called; a reopened incident starts its clock anew and so pages anew. */
function stepCause(step: EscalationStep, incident: Pick<IncidentRow, 'clockStartedAt'>): string {
  return `${step.id}@${incident.clockStartedAt.getTime()}`;
}

/** Who has an incident by now, earliest first. */
export async function holders(stores: Pick<Stores, 'acknowledgements' | 'roles'>, incident: IncidentRow): Promise<Holder[]> {
  const acknowledged = await stores.acknowledgements.of(incident.id);
  const commander = await stores.roles.find(incident.id, 'commander');
  return holdersOf({ acknowledged, commander, since: incident.clockStartedAt });
}

/**
 * Writes down the pages of an escalation step: the person on call of its level, or everybody of the operations team, without those who have the incident already. When nobody
 * else is there, those stand for the level. Returns both. A step whose pages are there already adds none.
 */
export async function openStepPages(
  runtime: Runtime,
  stores: Stores,
  incident: IncidentRow,
  step: EscalationStep,
  { nextAt, having = [], called }: { nextAt: Date; having?: readonly Holder[]; called?: Called },
): Promise<{ users: string[]; have: string[] }> {
  const now = runtime.clock.now();
  const { order, all } = called ?? (await calledAt(runtime, stores, step.level));
  const { ask: users, have } = askedAt(order, having, { all });
  const page = {
    incidentId: incident.id,
    level: step.level,
    cause: stepCause(step, incident),
    askedBy: null,
    reason: null,
    repeatEveryMs: step.repeatEvery ?? null,
    repeatAtMost: step.repeatAtMost,
    createdAt: now,
    nextAt,
  };
  if (users.length > 0) await stores.pages.addForStep(page, users);
  else if (have.length === 0 && isUnreached(await stores.pages.of(incident.id), incident.clockStartedAt))
    await sayUnreached(runtime, stores, incident);
  return { users, have };
}

/** Everybody who could be asked at a level, in the order in which they are; of the operations team all are asked at once. */
export interface Called {
  order: string[];
  all: boolean;
}

/** Who that is now. A level that yields nobody (a gap in its schedule) passes the page to the next one. */
export async function calledAt(runtime: Runtime, stores: Stores, level: OncallLevel): Promise<Called> {
  const found = await resolveLevel(runtime, level, runtime.clock.now(), stores);
  if (found.level !== level || found.users.length === 0)
    runtime.log.warn({ level, instead: found.users.length > 0 ? found.level : null }, 'Nobody is on call at a level that is paged.');
  return { order: found.users.map(({ slack }) => slack), all: found.level === 'operations' };
}

/** Who is paged when somebody asks for a level: the person on call, or everybody of the operations team. */
export async function askedFirst(runtime: Runtime, stores: Stores, level: OncallLevel): Promise<string[]> {
  const { order, all } = await calledAt(runtime, stores, level);
  return all ? order : order.slice(0, 1);
}

/** People on call from a level on, level by level, each level in its order. */
export async function peopleFrom(runtime: Runtime, stores: Stores, level: OncallLevel): Promise<string[][]> {
  const levels: string[][] = [];
  for (const one of ONCALL_LEVELS.slice(ONCALL_LEVELS.indexOf(level)))
    levels.push((await whoIsOncall(runtime, one, runtime.clock.now(), stores)).users.map(({ slack }) => slack));
  return levels;
}

/** The levels at which somebody is on call now. */
export async function levelsOf(runtime: Runtime, stores: Stores, user: string): Promise<OncallLevel[]> {
  const levels = await peopleFrom(runtime, stores, 'L1');
  return ONCALL_LEVELS.filter((_, index) => levels[index]?.includes(user));
}

/** The escalation step of a level: how often its pages are repeated. */
export function stepOf(runtime: Pick<Runtime, 'playbook'>, level: string): EscalationStep | undefined {
  return escalationSteps(runtime.playbook).find((step) => step.level === level);
}

/** Escalation runs, so that somebody of the levels must be reached. */
export function isEscalating({ state }: Pick<IncidentRow, 'state'>): boolean {
  return ESCALATING_STATES.includes(state);
}
