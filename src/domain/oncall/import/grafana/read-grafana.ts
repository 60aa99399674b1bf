import { momentOf } from '../../../foreign/moment.ts';
import type { ExportFile, ImportDraft, LevelDraft, Remark, Said, ScheduleDraft, TeamDraft } from '../draft.ts';
import { exportItems, shaped } from '../export-items.ts';
import { levelsOf, type StepFound } from '../levels.ts';
import { freeKey, keyFrom, type People, peopleOf } from '../people.ts';
import { listUncarried } from '../uncarried.ts';
import { readSchedule } from './schedules.ts';
import {
  chainShape,
  finalShiftShape,
  type GrafanaChain,
  integrationShape,
  policyShape,
  routeShape,
  scheduleShape,
  shiftShape,
  teamShape,
  userShape,
} from './shapes.ts';

const KINDS = [
  'users',
  'teams',
  'schedules',
  'on_call_shifts',
  'final_shifts',
  'escalation_chains',
  'escalation_policies',
  'integrations',
  'routes',
  'personal_notification_rules',
  'outgoing_webhooks',
  'webhooks',
  'user_groups',
  'slack_channels',
  'shift_swaps',
];
const UNCARRIED: Readonly<Record<string, string>> = {
  personal_notification_rules: 'Notification rules are not carried: how people are paged is said by team.paging.order, for everybody.',
  outgoing_webhooks: 'Outgoing webhooks are not carried.',
  webhooks: 'Outgoing webhooks are not carried.',
  shift_swaps: 'Shift swaps are not carried: use /incident override for that time.',
};

interface Placed<Value> {
  file: string;
  value: Value;
}

interface Account {
  people: People;
  remarks: Remark[];
  schedules: ReadonlyMap<string, ScheduleDraft>;
  lost: ReadonlySet<string>;
  /** Keys of a team's members. */
  members(team: string | null | undefined): string[];
  policies: readonly Placed<Policy>[];
  used: Set<object>;
}

type Found = ReturnType<typeof exportItems>;
type Policy = ReturnType<typeof policyShape.parse>;

/** Reads list answers of Grafana OnCall's API. Each escalation chain is what a team is paged by; one more than a team's first is a team of its own. */
export function readGrafana(files: readonly ExportFile[], now: Date): ImportDraft {
  const found = exportItems('grafana-oncall', files, KINDS);
  const { remarks } = found;
  const users = shaped(found, 'users', userShape, remarks);
  const people = peopleOf(
    users.map(({ file, value: { id, email, username, name, slack } }) => {
      const account = Array.isArray(slack) ? slack[0] : slack;
      return {
        file,
        ids: [id, ...(username ? [username] : [])],
        name: name ?? username ?? '',
        ...(email && { email }),
        ...(account && /^[UW][A-Z0-9]+$/.test(account.user_id) && { slack: account.user_id }),
      };
    }),
    remarks,
  );
  listUncarried(found, UNCARRIED, remarks);
  const { schedules, lost, read } = readSchedules(found, people, remarks, now);
  const members = (team: string | null | undefined) =>
    team ? [...new Set(users.filter(({ value }) => value.teams?.includes(team)).flatMap(({ value }) => people.keyOf(value.id) ?? []))] : [];
  const account: Account = {
    people,
    remarks,
    schedules,
    lost,
    members,
    used: new Set(),
    policies: shaped(found, 'escalation_policies', policyShape, remarks),
  };
  const teams = readTeams(found, account);
  for (const { file, value } of read) {
    const schedule = schedules.get(value.id);
    if (schedule && !account.used.has(schedule))
      remarks.push({ kind: 'lost', file, what: `schedule "${schedule.name}"`, why: 'No escalation chain that is carried calls it.' });
  }
  return { people: people.people, teams, remarks };
}

function readSchedules(found: Found, people: People, remarks: Remark[], now: Date) {
  const schedules = new Map<string, ScheduleDraft>();
  const lost = new Set<string>();
  const shifts = shaped(found, 'on_call_shifts', shiftShape, remarks);
  const finals = shaped(found, 'final_shifts', finalShiftShape, remarks);
  const read = shaped(found, 'schedules', scheduleShape, remarks);
  for (const { file, value } of read) {
    const named = value.shifts ?? [];
    const its = shifts.filter((shift) => named.includes(shift.value.id) || (named.length === 0 && shift.value.schedule === value.id));
    const missing = named.filter((id) => !shifts.some((shift) => shift.value.id === id));
    if (missing.length > 0)
      remarks.push({
        kind: 'wrong',
        file,
        what: `schedule "${value.name}"`,
        why: `Its shifts ${missing.join(', ')} are not in the export (GET /api/v1/on_call_shifts/).`,
      });
    // The answer does not name its schedule: its file does.
    const said = saidBy(
      finals.filter((one) => [value.id, value.name].some((name) => one.file.endsWith(`/${name}.json`))).map((one) => one.value),
      people,
    );
    const draft = readSchedule({ file, value }, its, said, { people, remarks, now });
    if (draft) schedules.set(value.id, draft);
    else lost.add(value.id);
  }
  return { schedules, lost, read };
}

function saidBy(finals: readonly ReturnType<typeof finalShiftShape.parse>[], people: People): Said | undefined {
  const shifts = finals.flatMap(({ user_pk, user_email, user_username, shift_start, shift_end }) => {
    const [from, to] = [momentOf(shift_start, 'UTC'), momentOf(shift_end, 'UTC')];
    const person = people.keyOf(user_pk) ?? people.keyOf(user_email ?? undefined) ?? user_username ?? user_pk;
    return from && to && from < to ? [{ people: [person], from, to }] : [];
  });
  if (shifts.length === 0) return undefined;
  const times = shifts.flatMap(({ from, to }) => [from.getTime(), to.getTime()]);
  return { from: new Date(Math.min(...times)), to: new Date(Math.max(...times)), shifts };
}

function readTeams(found: Found, account: Account): TeamDraft[] {
  const { remarks } = account;
  const chains = shaped(found, 'escalation_chains', chainShape, remarks);
  const teams = shaped(found, 'teams', teamShape, remarks);
  const calls = readRoutes(found, chains, remarks);
  const drafts: TeamDraft[] = [];
  const add = (name: string, file: string, team: string | undefined, chain: Placed<GrafanaChain> | undefined): void => {
    const wanted = keyFrom(name) || 'team';
    const key = drafts.some((other) => other.key === wanted) ? freeKey(wanted, drafts) : wanted;
    if (key !== wanted)
      remarks.push({ kind: 'changed', file, what: `team "${name}"`, why: `The key ${wanted} is taken already; its key is ${key}.` });
    const paging = chain ? pagingBy(chain, account) : { levels: {}, steps: [] };
    const zone = Object.values(paging.levels).flatMap((level) => ('schedule' in level ? [level.schedule.zone] : []))[0] ?? 'UTC';
    drafts.push({ key, name, file, zone, members: account.members(team), leads: [], ...paging, routes: [] });
  };
  const taken = new Set<string>();
  for (const { file, value } of teams) {
    // Whom most routes call is what the team is paged by.
    const own = chains.filter((chain) => chain.value.team_id === value.id).sort((a, b) => calls(b.value.id) - calls(a.value.id));
    const [chain, ...others] = own;
    if (chain) taken.add(chain.value.id);
    else
      remarks.push({ kind: 'changed', file, what: `team "${value.name}"`, why: 'It has no escalation chain: its members are its levels.' });
    for (const other of others)
      remarks.push({
        kind: 'changed',
        file: other.file,
        what: `escalation chain "${other.value.name}"`,
        why: `Team "${value.name}" has several; this one comes out as a team of its own.`,
      });
    add(value.name, file, value.id, chain);
  }
  for (const chain of chains) if (!taken.has(chain.value.id)) add(chain.value.name, chain.file, chain.value.team_id ?? undefined, chain);
  return drafts;
}

/** How often each chain is called by a route. Routes themselves compare whole payloads, which no route here does. */
function readRoutes(found: Found, chains: readonly Placed<GrafanaChain>[], remarks: Remark[]): (chain: string) => number {
  const integrations = shaped(found, 'integrations', integrationShape, remarks);
  const routes = shaped(found, 'routes', routeShape, remarks);
  const named = (id: string | null | undefined): string => chains.find(({ value }) => value.id === id)?.value.name ?? 'nobody';
  for (const { file, value } of integrations)
    remarks.push({
      kind: 'lost',
      file,
      what: `integration "${value.name ?? value.id}"`,
      why: `Point its sender (${value.type ?? 'unknown'}) at POST /alerts/… instead (docs/alerts.md). By default it calls ${named(value.default_route?.escalation_chain_id)}.`,
    });
  for (const { file, value } of routes) {
    if (value.is_the_last_route) continue;
    const whose = integrations.find((one) => one.value.id === value.integration_id)?.value.name ?? value.integration_id ?? '?';
    remarks.push({
      kind: 'lost',
      file,
      what: `route ${value.position ?? ''} of integration "${whose}"`.replace('  ', ' '),
      why: `For ${value.routing_type ?? 'regex'} ${JSON.stringify(value.routing_regex ?? '')} it calls ${named(value.escalation_chain_id)}. It looks at the whole payload, and routes here at labels: write it as alerts.routes.`,
    });
  }
  const called = [
    ...routes.map(({ value }) => value.escalation_chain_id),
    ...integrations.map(({ value }) => value.default_route?.escalation_chain_id),
  ];
  return (chain) => called.filter((id) => id === chain).length;
}

function pagingBy({ file, value }: Placed<GrafanaChain>, account: Account): Pick<TeamDraft, 'levels' | 'steps'> {
  const { remarks, policies } = account;
  const what = `escalation chain "${value.name}"`;
  const own = policies
    .filter((policy) => policy.value.escalation_chain_id === value.id)
    .sort((a, b) => a.value.position - b.value.position);
  let seconds = 0;
  const steps = own.flatMap(({ file: at, value: policy }, index): StepFound[] => {
    if (policy.type === 'wait') {
      seconds += policy.duration ?? 60;
      return [];
    }
    const targets = targetsOf(policy, { file: at, what: `step ${index + 1} of ${what}` }, account);
    return [{ atMinutes: Math.round(seconds / 60), targets }];
  });
  if (steps.length > 1)
    remarks.push({
      kind: 'changed',
      file,
      what,
      why: 'It goes on only while nobody has acknowledged. Here a level is called as long as the incident is not mitigated, except whoever has it already.',
    });
  if (seconds % 60 !== 0) remarks.push({ kind: 'changed', file, what, why: 'Its waits are no whole minutes; they are rounded.' });
  return levelsOf(steps, { file, what }, remarks);
}

function targetsOf(
  policy: Policy,
  where: Pick<Remark, 'file' | 'what'>,
  { people, remarks, schedules, lost, members, used }: Account,
): LevelDraft[] {
  const keysOf = (ids: readonly string[] | null | undefined): string[] =>
    (ids ?? []).flatMap((id) => {
      const key = people.keyOf(id);
      if (key === undefined) remarks.push({ kind: 'wrong', ...where, why: `The user ${id} is not in the export.` });
      return key ?? [];
    });
  const listed = (keys: string[]): LevelDraft[] => (keys.length > 0 ? [{ people: keys }] : []);
  switch (policy.type) {
    case 'notify_persons':
      return listed(keysOf(policy.persons_to_notify));
    case 'notify_person_next_each_time':
      remarks.push({
        kind: 'changed',
        ...where,
        why: 'It calls its people in turn from alert to alert; here the first of them is called first each time.',
      });
      return listed(keysOf(policy.persons_to_notify_next_each_time));
    case 'notify_team_members': {
      const team = policy.notify_team_members ?? policy.team_to_notify;
      if (members(team).length === 0)
        remarks.push({ kind: 'lost', ...where, why: `The team ${team ?? '?'} has no members in the export.` });
      return listed(members(team));
    }
    case 'notify_on_call_from_schedule': {
      const id = policy.notify_on_call_from_schedule ?? '';
      const schedule = schedules.get(id);
      if (schedule) {
        used.add(schedule);
        return [{ schedule }];
      }
      remarks.push({
        kind: lost.has(id) ? 'lost' : 'wrong',
        ...where,
        why: lost.has(id) ? 'It calls a schedule that is not carried.' : `The schedule ${id} is not in the export.`,
      });
      return [];
    }
    default:
      remarks.push({ kind: 'lost', ...where, why: `A step "${policy.type ?? 'without a type'}" is not known here.` });
      return [];
  }
}
