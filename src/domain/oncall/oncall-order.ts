import type { OncallSource } from '../playbook/oncall-schema.ts';
import type { Playbook } from '../playbook/schema.ts';
import type { Contact } from '../ports/pagers.ts';
import type { OncallLevel } from './levels.ts';
import { overrideAt, servingAt } from './oncall-at.ts';
import type { Override, Schedule } from './schedule.ts';

/** An override as it is stored: somebody by Slack id, at one level. */
export interface LevelOverride {
  level: OncallLevel;
  userId: string;
  startsAt: Date;
  endsAt: Date;
}

/**
 * Who is paged at a level at a moment, in that order: who is on call, then the others who serve. Keys of `team.people`, or the Slack user
 * id of somebody the playbook does not name; nobody when the schedule has a gap, and the page falls to the next level. `overrides` in the
 * order in which they were made; `members` are the Slack ids of the level's user group, when it has one.
 */
export function oncallOrder(
  playbook: Playbook,
  level: OncallLevel,
  at: Date,
  overrides: readonly LevelOverride[] = [],
  members: readonly string[] = [],
): string[] {
  const source = playbook.team.oncall[level];
  const put = overridesOf(playbook, level, overrides);
  const schedule = scheduleOf(playbook, source);
  if (schedule) return servingAt(schedule, at, put);
  const people = Array.isArray(source) ? source : members.map((user) => personOf(playbook, user));
  const first = overrideAt(put, at.getTime())?.person;
  return [...new Set([...(first === undefined ? [] : [first]), ...people])];
}

/** The level's overrides by person, in the same order. */
export function overridesOf(playbook: Playbook, level: OncallLevel, overrides: readonly LevelOverride[]): Override[] {
  return overrides
    .filter((override) => override.level === level)
    .map(({ userId, startsAt, endsAt }) => ({ person: personOf(playbook, userId), from: startsAt, to: endsAt }));
}

/** The schedule of a source, its zone filled in; undefined for a list or a user group. */
export function scheduleOf(playbook: Playbook, source: OncallSource): Schedule | undefined {
  if (Array.isArray(source) || source.schedule === undefined) return undefined;
  return { ...source.schedule, zone: source.schedule.zone ?? playbook.team.zone };
}

/** Every key of `team.people` that a source names, each once; none for a user group. */
export function peopleOf(source: OncallSource): string[] {
  if (Array.isArray(source)) return source;
  const { layers, overrides } = source.schedule ?? { layers: [], overrides: [] };
  return [...new Set([...layers.flatMap(({ people }) => people), ...overrides.map(({ person }) => person)])];
}

/** The key of a Slack user, or the id itself when the playbook does not name them. */
export function personOf(playbook: Playbook, userId: string): string {
  const known = Object.entries(playbook.team.people).find(([, { slack }]) => slack === userId);
  return known?.[0] ?? userId;
}

/** How somebody is reached: all that the playbook knows of them, or Slack alone. */
export function contactOf(playbook: Playbook, person: string): Contact {
  const { slack, name, email, phone } = playbook.team.people[person] ?? { slack: person, name: person };
  return { name, slack, ...(email !== undefined && { email }), ...(phone !== undefined && { phone }) };
}
