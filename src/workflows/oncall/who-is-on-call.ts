import { contactOf, type LevelAt, levelAt, oncallOrder } from '../../domain/oncall/index.ts';
import type { OncallLevel } from '../../domain/oncall/levels.ts';
import { ONCALL_LEVELS } from '../../domain/playbook/oncall-schema.ts';
import type { Contact } from '../../domain/ports/pagers.ts';
import type { OncallOverrideRow, Stores } from '../../storage/index.ts';
import type { Runtime } from '../runtime/runtime.ts';

interface OncallStores {
  oncallOverrides: Pick<Stores['oncallOverrides'], 'notOver'>;
  userGroups: Pick<Stores['userGroups'], 'find'>;
}

type Given = Pick<Runtime, 'playbook'> & { storage: OncallStores };

/** Who is on call at a level, by how they are reached, and when that changes. */
export interface OncallNow extends Omit<LevelAt, 'override' | 'order'> {
  /** Absent in a gap. */
  person?: Contact;
  /** Who takes over then; absent when nobody does, or when no handover is in sight. */
  nextPerson?: Contact;
  /** Everybody who is paged, in that order. */
  users: Contact[];
  /** The override that counts now. */
  override?: OncallOverrideRow;
}

/**
 * Who is on call: the playbook's list or schedule, or the user group as Slack last named it, with the overrides over it. Reads the
 * database only, so that it may be asked inside a transaction (with that transaction's stores) and while Slack is down.
 */
export async function whoIsOncall(
  runtime: Given,
  level: OncallLevel,
  at: Date,
  stores: OncallStores = runtime.storage,
): Promise<OncallNow> {
  const { playbook } = runtime;
  // One after the other: inside a transaction they share its connection.
  const overrides = await stores.oncallOverrides.notOver(playbook.team.key, at);
  const members = await membersOf(runtime, level, stores);
  const { order, override, ...found } = levelAt(playbook, level, at, overrides, members);
  const contact = (person: string | undefined) => (person === undefined ? undefined : contactOf(playbook, person));
  const [person, nextPerson] = [contact(found.turn.person), contact(found.next?.to)];
  return {
    ...found,
    users: order.map((one) => contactOf(playbook, one)),
    ...(person && { person }),
    ...(nextPerson && { nextPerson }),
    ...(override && { override: override as OncallOverrideRow }),
  };
}

/**
 * Slack user ids of whoever is on call at a moment, at any level: all members of a user group, otherwise the one whose turn it is. As `whoIsOncall`, without Slack.
 */
export async function everybodyOncall(runtime: Given, at: Date, stores: OncallStores = runtime.storage): Promise<string[]> {
  const found: (Contact | undefined)[] = [];
  for (const level of ONCALL_LEVELS) {
    const { person, users } = await whoIsOncall(runtime, level, at, stores);
    found.push(person, ...(userGroupOf(runtime.playbook.team.oncall[level]) === undefined ? [] : users));
  }
  return found.flatMap((one) => (one === undefined ? [] : [one.slack]));
}

/**
 * Whom to page at a level: its people in the order in which they are asked, or, when it yields nobody (a gap in the schedule, an empty or
 * unread user group), those of the next level that yields somebody. `users` is empty when no level does. As `whoIsOncall`, without Slack.
 */
export async function resolveLevel(
  runtime: Given,
  level: OncallLevel,
  at: Date,
  stores: OncallStores = runtime.storage,
): Promise<{ level: OncallLevel; users: Contact[] }> {
  const { playbook } = runtime;
  const overrides = await stores.oncallOverrides.notOver(playbook.team.key, at);
  for (const candidate of ONCALL_LEVELS.slice(ONCALL_LEVELS.indexOf(level))) {
    const order = oncallOrder(playbook, candidate, at, overrides, await membersOf(runtime, candidate, stores));
    if (order.length > 0) return { level: candidate, users: order.map((person) => contactOf(playbook, person)) };
  }
  return { level, users: [] };
}

async function membersOf({ playbook }: Given, level: OncallLevel, stores: OncallStores): Promise<string[]> {
  const group = userGroupOf(playbook.team.oncall[level]);
  return group === undefined ? [] : ((await stores.userGroups.find(group))?.members ?? []);
}

/** The user group of a source that is one. */
export function userGroupOf(source: Runtime['playbook']['team']['oncall'][OncallLevel]): string | undefined {
  return Array.isArray(source) ? undefined : source.userGroup;
}
