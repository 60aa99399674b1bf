import type { LevelDraft, Remark, RouteDraft, ScheduleDraft, TeamDraft } from '../draft.ts';
import { levelsOf, type StepFound } from '../levels.ts';
import type { People } from '../people.ts';
import type { OpsgenieEscalation, OpsgenieRecipient, OpsgenieRoutingRule, OpsgenieTeam } from './shapes.ts';

interface Placed<Value> {
  file: string;
  value: Value;
}

export interface Account {
  people: People;
  remarks: Remark[];
  teams: readonly Placed<OpsgenieTeam>[];
  escalations: readonly Placed<OpsgenieEscalation>[];
  /** Routing rules by the team's id or name, in their order. */
  rulesOf(team: OpsgenieTeam): readonly Placed<OpsgenieRoutingRule>[];
  /** A schedule by id or name; `lost` when it is there and nobody is on call by it, undefined when the export has none such. */
  scheduleOf(target: OpsgenieRecipient): ScheduleDraft | 'lost' | undefined;
  /** Schedules that belong to the team. */
  ownSchedules(team: OpsgenieTeam): readonly ScheduleDraft[];
  /** Escalations and schedules that some team pages by; what is left is said at the end. */
  used: Set<object>;
}

/** Minutes of a delay; the API counts in minutes where it names no unit. */
const UNIT_MINUTES: Readonly<Record<string, number>> = { minutes: 1, hours: 60, days: 1_440, weeks: 10_080, months: 43_200 };
const NO_RULE = 'No routing rule of the team says whom to call';

/** What is paged for a team's alerts: its default routing rule's escalation or schedule, else its own escalation, else its own schedule. */
export function pagingOf({ file, value: team }: Placed<OpsgenieTeam>, account: Account): Pick<TeamDraft, 'levels' | 'steps' | 'routes'> {
  const { remarks, escalations, used } = account;
  const rules = account.rulesOf(team);
  const routes = rules.filter(({ value }) => !isDefault(value)).flatMap((rule) => routesOf(rule, team, remarks));
  const fallback = rules.find(({ value }) => isDefault(value));
  const target = fallback?.value.notify;
  const what = `team "${team.name}"`;
  if (fallback?.value.timeRestriction)
    remarks.push({
      kind: 'lost',
      file: fallback.file,
      what: `the default routing rule of ${what}`,
      why: 'Its time restriction: here it counts always.',
    });
  if (target?.type === 'none') {
    remarks.push({
      kind: 'changed',
      file: fallback?.file ?? file,
      what,
      why: 'Its default routing rule calls nobody. Bongsu pages somebody for every incident: its members are levels of it.',
    });
    return { levels: {}, steps: [], routes };
  }
  if (target) return { ...pagingBy(target, { file: fallback?.file ?? file, what }, account, team), routes };
  const own = escalations.filter(
    ({ value }) => value.ownerTeam?.id === team.id || (value.ownerTeam?.name !== undefined && value.ownerTeam.name === team.name),
  );
  const [escalation] = own;
  if (escalation) {
    remarks.push({ kind: 'changed', file, what, why: `${NO_RULE}; its escalation "${escalation.value.name}" is taken.` });
    return { ...byEscalation(escalation, account, team), routes };
  }
  const [schedule] = account.ownSchedules(team);
  if (schedule) {
    remarks.push({ kind: 'changed', file, what, why: `${NO_RULE}, and it has no escalation; its schedule "${schedule.name}" is L1.` });
    used.add(schedule);
    return { levels: { L1: { schedule } }, steps: [{ level: 'L1', atMinutes: 0 }], routes };
  }
  return { levels: {}, steps: [], routes };
}

function isDefault({ isDefault: said, criteria }: OpsgenieRoutingRule): boolean {
  return said === true || (said !== false && (criteria?.type ?? 'match-all') === 'match-all' && !criteria?.conditions?.length);
}

function pagingBy(
  target: OpsgenieRecipient,
  where: Pick<Remark, 'file' | 'what'>,
  account: Account,
  team: OpsgenieTeam,
): Pick<TeamDraft, 'levels' | 'steps'> {
  if (target.type === 'escalation') {
    const escalation = account.escalations.find(({ value }) => value.id === target.id || value.name === target.name);
    if (escalation) return byEscalation(escalation, account, team);
  } else {
    const levels = levelFor(target, 'default', where, account, team);
    if (levels.length > 0) return levelsOf([{ atMinutes: 0, targets: levels }], where, account.remarks);
  }
  account.remarks.push({
    kind: 'wrong',
    ...where,
    why: `Its routing rule calls the ${target.type} ${target.name ?? target.id}, of which the export has nothing that can be used.`,
  });
  return { levels: {}, steps: [] };
}

function byEscalation(
  { file, value }: Placed<OpsgenieEscalation>,
  account: Account,
  team: OpsgenieTeam,
): Pick<TeamDraft, 'levels' | 'steps'> {
  const { remarks, used } = account;
  const what = `escalation "${value.name}"`;
  used.add(value);
  if (value.repeat && ((value.repeat.count ?? 0) > 0 || value.repeat.closeAlertAfterAll))
    remarks.push({
      kind: 'lost',
      file,
      what,
      why: `It repeats ${value.repeat.count ?? 0} times, every ${value.repeat.waitInterval ?? '?'} minutes${value.repeat.closeAlertAfterAll ? ', and then closes the alert' : ''}. Here each page is repeated by itself (escalation.repeatEvery).`,
    });
  const steps = value.rules.map(({ condition, notifyType, delay, recipient }, index): StepFound => {
    const where = { file, what: `rule ${index + 1} of ${what}` };
    if (condition !== 'if-not-acked' && condition !== 'if-not-closed')
      remarks.push({ kind: 'changed', ...where, why: `Its condition "${condition}" is not known; it is taken as if-not-closed.` });
    const targets = levelFor(recipient, notifyType, where, account, team);
    if (condition === 'if-not-acked' && index > 0 && targets.length > 0)
      remarks.push({
        kind: 'changed',
        ...where,
        why: 'It calls only while nobody has acknowledged. Here a level is called as long as the incident is not mitigated, except whoever has it already.',
      });
    const atMinutes = (delay?.timeAmount ?? 0) * (UNIT_MINUTES[delay?.timeUnit ?? 'minutes'] ?? 1);
    return { atMinutes, targets };
  });
  return levelsOf(steps, { file, what }, remarks);
}

/** Whom a recipient is, here; none when nobody of it can be carried, which is a remark. */
function levelFor(
  recipient: OpsgenieRecipient,
  notifyType: string,
  where: Pick<Remark, 'file' | 'what'>,
  account: Account,
  team: OpsgenieTeam,
): LevelDraft[] {
  const { people, remarks, used } = account;
  const { type, id, name, username } = recipient;
  const leave = (kind: Remark['kind'], why: string): LevelDraft[] => {
    remarks.push({ kind, ...where, why });
    return [];
  };
  if (type === 'user') {
    const key = people.keyOf(id) ?? people.keyOf(username) ?? people.keyOf(name);
    return key === undefined ? leave('wrong', `The user ${username ?? name ?? id} is not in the export.`) : [{ people: [key] }];
  }
  if (type === 'schedule') {
    const schedule = account.scheduleOf(recipient);
    if (schedule === 'lost') return leave('lost', `Nobody is on call by the schedule "${name ?? id}" that it calls.`);
    if (schedule === undefined) return leave('wrong', `The schedule ${name ?? id} is not in the export.`);
    if (notifyType !== 'default')
      return leave(
        'lost',
        `It calls the ${notifyType} person of schedule "${schedule.name}"; a level has whoever is on call, and asks the next ones after them by itself.`,
      );
    used.add(schedule);
    return [{ schedule }];
  }
  if (type === 'team') return teamFor(recipient, notifyType, where, account, team);
  return leave('lost', `It calls the ${type} ${name ?? id ?? ''}, which cannot be called here.`);
}

function teamFor(
  { id, name }: OpsgenieRecipient,
  notifyType: string,
  where: Pick<Remark, 'file' | 'what'>,
  account: Account,
  team: OpsgenieTeam,
): LevelDraft[] {
  const { remarks, teams, used } = account;
  const called = teams.find(({ value }) => value.id === id || (name !== undefined && value.name === name));
  if (!called) {
    remarks.push({ kind: 'wrong', ...where, why: `The team ${name ?? id} is not in the export.` });
    return [];
  }
  if (notifyType === 'default' && called.value.id !== team.id) {
    const target = account.rulesOf(called.value).find(({ value }) => isDefault(value))?.value.notify;
    const schedule = target?.type === 'schedule' ? account.scheduleOf(target) : undefined;
    if (schedule !== undefined && schedule !== 'lost') {
      used.add(schedule);
      return [{ schedule }];
    }
  }
  const admins = notifyType === 'admins';
  const members = membersOf(called.value, account.people, { admins, users: notifyType === 'users' });
  if (notifyType === 'random')
    remarks.push({
      kind: 'changed',
      ...where,
      why: `It calls one member of team "${called.value.name}" at random; here its members are called one after another.`,
    });
  if (notifyType === 'default')
    remarks.push({
      kind: 'changed',
      ...where,
      why: `It calls team "${called.value.name}" by that team's own routing; here its members are called.`,
    });
  if (members.length > 0) return [{ people: members }];
  remarks.push({ kind: 'lost', ...where, why: `Team "${called.value.name}" has no ${admins ? 'admins' : 'members'} in the export.` });
  return [];
}

/** Keys of a team's members, or only of its admins or plain users. */
export function membersOf(team: OpsgenieTeam, people: People, only: { admins?: boolean; users?: boolean } = {}): string[] {
  const members = (team.members ?? []).filter(({ role }) => (only.admins ? role === 'admin' : only.users ? role !== 'admin' : true));
  return [...new Set(members.flatMap(({ user }) => people.keyOf(user?.id) ?? people.keyOf(user?.username) ?? []))];
}

/**
 * A routing rule as routes of alerts, where it says by labels alone that nobody is called. Whom else a rule calls for some alerts cannot be said here: a playbook pages its own
 * levels, so such rules are listed.
 */
function routesOf({ file, value }: Placed<OpsgenieRoutingRule>, team: OpsgenieTeam, remarks: Remark[]): RouteDraft[] {
  const what = `routing rule "${value.name ?? value.id ?? ''}" of team "${team.name}"`;
  const target = value.notify;
  const leave = (why: string): RouteDraft[] => {
    remarks.push({ kind: 'lost', file, what, why });
    return [];
  };
  const asked = (value.criteria?.conditions ?? []).map(
    ({ field, key, not, operation, expectedValue }) =>
      `${field ?? '?'}${key ? `.${key}` : ''} ${not ? 'not ' : ''}${operation ?? '?'} ${JSON.stringify(expectedValue ?? '')}`,
  );
  const condition = asked.join(value.criteria?.type === 'match-any-condition' ? ' or ' : ' and ') || 'every alert';
  if (target?.type !== 'none')
    return leave(
      `For ${condition} it calls ${target?.type ?? 'somebody'} "${target?.name ?? target?.id ?? ''}". A service pages its own levels: make it a service of its own, with alert routes to it.`,
    );
  if (value.timeRestriction) return leave(`For ${condition} it calls nobody, at some times of the week only; routes know no times.`);
  const matches = (value.criteria?.conditions ?? []).map(matchOf);
  const any = value.criteria?.type === 'match-any-condition';
  const known = matches.flatMap((match) => (match ? [match] : []));
  if (known.length === 0 || known.length < matches.length)
    return leave(`For ${condition} it calls nobody; routes compare labels only (extra-properties and priority of Opsgenie).`);
  if (any) return known.map((match) => ({ match, ignore: true as const }));
  const joined: Record<string, string> = Object.assign({}, ...known);
  // Two conditions on one label cannot both be said by one match.
  if (Object.keys(joined).length < known.length) return leave(`For ${condition} it calls nobody; a route has one value for each label.`);
  return [{ match: joined, ignore: true }];
}

type Condition = NonNullable<NonNullable<OpsgenieRoutingRule['criteria']>['conditions']>[number];

function matchOf({ field, key, not, operation, expectedValue }: Condition): Record<string, string> | undefined {
  const label = field === 'extra-properties' ? key : field === 'priority' ? 'severity' : undefined;
  if (!label || not || expectedValue === null || expectedValue === undefined || expectedValue === '') return undefined;
  if (!/^[a-zA-Z_][a-zA-Z0-9_.-]*$/.test(label) || operation !== 'equals' || /^\/.*\/$/.test(expectedValue)) return undefined;
  return { [label]: expectedValue };
}
