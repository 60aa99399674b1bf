import { z } from 'zod';
import { momentOf } from '../../../foreign/moment.ts';
import type { ExportFile, ImportDraft, Remark, Said, SaidShift, ScheduleDraft, TeamDraft } from '../draft.ts';
import { exportItems, shaped } from '../export-items.ts';
import { forward } from '../forward.ts';
import { freeKey, keyFrom, peopleOf, phoneFrom } from '../people.ts';
import { listUncarried } from '../uncarried.ts';
import { readSchedule } from './schedules.ts';
import {
  escalationShape,
  forwardingShape,
  type OpsgenieRoutingRule,
  type OpsgenieTeam,
  overrideShape,
  routingRuleShape,
  scheduleShape,
  teamShape,
  timelineShape,
  userShape,
} from './shapes.ts';
import { type Account, membersOf, pagingOf } from './teams.ts';

/** Folders of the backup tool, and the names of plain list answers. */
const KINDS = [
  'users',
  'teams',
  'schedules',
  'overrides',
  'timelines',
  'routing-rules',
  'escalations',
  'forwardings',
  'policies',
  'policiesV2',
  'orders',
  'ordersV2',
  'maintenance',
  'integrations',
  'customUserRoles',
  'heartbeats',
  'services',
  'notification-rules',
  'incident-templates',
];

/** What is listed because there is nothing like it, or because it is set up otherwise. */
const UNCARRIED: Readonly<Record<string, string>> = {
  policies: 'Policies are not carried: alerts are grouped, routed and muted by alerts in the playbook.',
  policiesV2: 'Policies are not carried: alerts are grouped, routed and muted by alerts in the playbook.',
  maintenance: 'Maintenance is not carried: write it as alerts.maintenance.',
  integrations: 'Integrations are not carried: point the sender at POST /alerts/… instead (docs/alerts.md).',
  customUserRoles: 'Roles are not carried: who may do what is said by leads and permissions.',
  heartbeats: 'Heartbeats are not carried: watch them as a signal (docs/alerts.md, Heartbeats).',
  services: 'Services are not carried: each is a playbook of its own.',
  'notification-rules': 'Notification rules are not carried: how people are paged is said by team.paging.order, for everybody.',
  'incident-templates': 'Incident templates are not carried: a playbook has scenarios.',
};

/** Reads the folder of Opsgenie's backup tool, or list answers of its API. */
export function readOpsgenie(files: readonly ExportFile[], now: Date): ImportDraft {
  const found = exportItems('opsgenie', files, KINDS);
  const { remarks } = found;
  const people = readPeople(found, remarks);
  listUncarried(found, UNCARRIED, remarks);
  const { schedules, lost, owners } = readSchedules(found, people, remarks, now);
  carryForwardings(found, people, new Set(schedules.values()), remarks, now);
  const { teams, rules } = readTeams(found, remarks);
  const escalations = shaped(found, 'escalations', escalationShape, remarks);
  const used = new Set<object>();
  const account: Account = {
    people,
    remarks,
    teams,
    escalations,
    used,
    rulesOf: (team) => rules.get(team.id) ?? rules.get(team.name) ?? [],
    scheduleOf: ({ id, name }) =>
      schedules.get(id ?? '') ?? schedules.get(name ?? '') ?? (lost.has(id ?? '') || lost.has(name ?? '') ? 'lost' : undefined),
    ownSchedules: (team) =>
      [...new Set(schedules.values())].filter((schedule) => [team.id, team.name].includes(owners.get(schedule) ?? '')),
  };
  const everybody: OpsgenieTeam = { id: '', name: 'Everybody', members: people.people.map(({ key }) => ({ user: { id: key } })) };
  const placed = teams.length > 0 ? teams : [{ file: files[0]?.path ?? '', value: everybody }];
  const drafts: TeamDraft[] = [];
  for (const team of placed) {
    const wanted = keyFrom(team.value.name) || 'team';
    const key = drafts.some((other) => other.key === wanted) ? freeKey(wanted, drafts) : wanted;
    if (key !== wanted)
      remarks.push({
        kind: 'changed',
        file: team.file,
        what: `team "${team.value.name}"`,
        why: `The key ${wanted} is taken already; its key is ${key}.`,
      });
    const paging =
      teams.length > 0 ? pagingOf(team, account) : pagingOf({ file: team.file, value: everybody }, withAllOf(account, schedules));
    const members = membersOf(team.value, people);
    if (members.length === 0 && teams.length > 0 && !team.value.members)
      remarks.push({
        kind: 'wrong',
        file: team.file,
        what: `team "${team.value.name}"`,
        why: 'Its members are missing: ask for each team by itself (GET /v2/teams/<id>), or use the backup tool.',
      });
    const zones = Object.values(paging.levels).flatMap((level) => ('schedule' in level ? [level.schedule.zone] : []));
    const own = account.ownSchedules(team.value)[0]?.zone;
    drafts.push({
      key,
      name: team.value.name,
      file: team.file,
      zone: zones[0] ?? own ?? 'UTC',
      members,
      leads: membersOf(team.value, people, { admins: true }),
      ...paging,
    });
  }
  for (const schedule of new Set(schedules.values()))
    if (!used.has(schedule))
      remarks.push({ kind: 'lost', file: fileOf(schedule, found), what: `schedule "${schedule.name}"`, why: 'No team pages by it.' });
  for (const { file, value } of escalations)
    if (!used.has(value)) remarks.push({ kind: 'lost', file, what: `escalation "${value.name}"`, why: 'No team pages by it.' });
  return { people: people.people, teams: drafts, remarks };
}

type Found = ReturnType<typeof exportItems>;
type People = ReturnType<typeof peopleOf>;

/** Without teams everything belongs to one. */
function withAllOf(account: Account, schedules: ReadonlyMap<string, ScheduleDraft>): Account {
  const everybody = account.escalations.slice(0, 1).map(({ file, value }) => ({ file, value: { ...value, ownerTeam: { id: '' } } }));
  const [first] = account.escalations;
  if (first) account.used.add(first.value);
  return { ...account, escalations: everybody, ownSchedules: () => [...new Set(schedules.values())] };
}

function fileOf(schedule: ScheduleDraft, found: Found): string {
  const named = (value: unknown): boolean => JSON.stringify(value)?.includes(JSON.stringify(schedule.name)) ?? false;
  return (found.items.get('schedules') ?? []).find(({ value }) => named(value))?.file ?? 'schedules';
}

function readPeople(found: Found, remarks: Remark[]): People {
  // The backup tool writes `{user, notificationRuleList}`.
  const unpacked = unpack(found, 'users', 'user');
  const rules = (found.items.get('users') ?? []).filter(({ value }) => listIn(value, 'notificationRuleList').length > 0);
  if (rules[0])
    remarks.push({
      kind: 'lost',
      file: rules[0].file,
      what: `notification rules of ${rules.length} ${rules.length === 1 ? 'user' : 'users'}`,
      why: 'How people are paged is said by team.paging.order, for everybody.',
    });
  return peopleOf(
    shaped(unpacked, 'users', userShape, remarks).map(({ file, value }) => {
      const contacts = [...(value.userContacts ?? []), ...(value.contacts ?? [])];
      const numbers = contacts.filter(
        (contact) => ['sms', 'voice'].includes(contact.contactMethod ?? contact.method ?? '') && contact.enabled !== false,
      );
      const phone = numbers.map(({ to }) => phoneFrom(to)).find((number) => number !== undefined);
      const what = `user "${value.fullName ?? value.username}"`;
      if (value.blocked) remarks.push({ kind: 'changed', file, what, why: 'They are blocked in Opsgenie, and are carried all the same.' });
      if (numbers.length > 0 && phone === undefined)
        remarks.push({
          kind: 'lost',
          file,
          what,
          why: `Their number ${numbers[0]?.to ?? ''} has no international form such as +821012345678.`,
        });
      const email = z.email().safeParse(value.username).success ? value.username : undefined;
      if (email === undefined)
        remarks.push({ kind: 'changed', file, what, why: `Their user name ${value.username} is no e-mail address; they have none.` });
      return { file, ids: [value.id, value.username], name: value.fullName ?? '', ...(email && { email }), ...(phone && { phone }) };
    }),
    remarks,
  );
}

function readSchedules(found: Found, people: People, remarks: Remark[], now: Date) {
  const schedules = new Map<string, ScheduleDraft>();
  const owners = new Map<ScheduleDraft, string | undefined>();
  const lost = new Set<string>();
  const overrides = [
    ...shaped(found, 'overrides', overrideShape, remarks),
    ...shaped(
      {
        remarks,
        items: new Map([['overrides', (found.items.get('schedules') ?? []).flatMap(({ file, value }) => withParent(file, value))]]),
      },
      'overrides',
      overrideShape,
      remarks,
    ),
  ];
  const backups = (found.items.get('schedules') ?? []).filter(
    ({ value }) => typeof value === 'object' && value !== null && 'schedule' in value,
  );
  if (backups[0] && overrides.length === 0)
    remarks.push({
      kind: 'wrong',
      file: backups[0].file,
      what: 'overrides',
      why: 'There are none in the folder. The backup tool writes none: put the answers of GET /v2/schedules/<id>/overrides into a folder overrides, unless there are none.',
    });
  const timelines = shaped(found, 'timelines', timelineShape, remarks);
  for (const { file, value } of shaped(unpack(found, 'schedules', 'schedule'), 'schedules', scheduleShape, remarks)) {
    const isIts = (parent: { id?: string | undefined; name?: string | undefined } | undefined, place: string): boolean =>
      parent === undefined
        ? [value.id, value.name].some((name) => place.endsWith(`/${name}.json`))
        : parent.id === value.id || parent.name === value.name;
    const its = overrides.filter((one) => isIts(one.value._parent ?? one.value.parent, one.file));
    const draft = readSchedule({ file, value }, its, 'UTC', { people, remarks, now });
    for (const name of [value.id, value.name]) {
      if (draft) schedules.set(name, draft);
      else lost.add(name);
    }
    if (!draft) continue;
    owners.set(draft, value.ownerTeam?.id ?? value.ownerTeam?.name);
    const timeline = timelines.find((one) => isIts(one.value._parent, one.file));
    const said = timeline && saidBy(timeline.value, people);
    if (said) draft.said = said;
  }
  return { schedules, owners, lost };
}

type Timeline = z.output<typeof timelineShape>;

/** What a timeline says; undefined when it does not say of which time it is. */
function saidBy({ startDate, endDate, finalTimeline }: Timeline, people: People): Said | undefined {
  const shifts = finalTimeline.rotations
    .flatMap(({ periods }) => periods)
    .flatMap((period): SaidShift[] => {
      const [from, to] = [momentOf(period.startDate, 'UTC'), momentOf(period.endDate, 'UTC')];
      const { recipient } = period;
      if (!from || !to || !recipient || recipient.type === 'none') return [];
      const name = recipient.username ?? recipient.name ?? recipient.id ?? recipient.type;
      return [{ people: [people.keyOf(recipient.id) ?? people.keyOf(name) ?? name], from, to }];
    });
  const from = momentOf(startDate, 'UTC') ?? shifts.map((shift) => shift.from).sort((a, b) => a.getTime() - b.getTime())[0];
  const to = momentOf(endDate, 'UTC') ?? shifts.map((shift) => shift.to).sort((a, b) => b.getTime() - a.getTime())[0];
  return from && to && { from, to, shifts };
}

/** The backup tool's `{schedule, scheduleOverrideList}`: its overrides, which name their schedule in newer versions only. */
function withParent(file: string, value: unknown): { file: string; value: unknown }[] {
  const { schedule } = (value ?? {}) as { schedule?: { id?: unknown; name?: unknown } };
  return listIn(value, 'scheduleOverrideList').map((one) => ({
    file,
    value: { _parent: { id: schedule?.id, name: schedule?.name }, ...(one as object) },
  }));
}

function readTeams(found: Found, remarks: Remark[]) {
  const teams = shaped(unpack(found, 'teams', 'team'), 'teams', teamShape, remarks);
  const rules = new Map<string, { file: string; value: OpsgenieRoutingRule }[]>();
  for (const { file, value } of found.items.get('teams') ?? []) {
    const { team } = (value ?? {}) as { team?: { id?: string; name?: string } };
    if (!team) continue;
    const items = listIn(value, 'teamRoutingRules').map((one) => ({ file, value: one }));
    const read = shaped({ remarks, items: new Map([['routing rules', items]]) }, 'routing rules', routingRuleShape, remarks);
    const ordered = read.sort((a, b) => (a.value.order ?? 0) - (b.value.order ?? 0));
    for (const name of [team.id, team.name]) if (name !== undefined) rules.set(name, ordered);
    const roles = listIn(value, 'teamRoles').length;
    if (roles > 0)
      remarks.push({
        kind: 'lost',
        file,
        what: `${roles} roles of team "${team.name}"`,
        why: 'Roles are not carried: who may do what is said by leads and permissions.',
      });
  }
  for (const rule of shaped(found, 'routing-rules', routingRuleShape, remarks)) {
    // A list answer does not say whose rules they are: its file is named after the team.
    const name =
      rule.file
        .split('/')
        .pop()
        ?.replace(/\.json$/, '') ?? '';
    rules.set(
      name,
      [...(rules.get(name) ?? []), rule].sort((a, b) => (a.value.order ?? 0) - (b.value.order ?? 0)),
    );
  }
  return { teams, rules };
}

function unpack(found: Found, kind: string, inner: string): Found {
  const items = (found.items.get(kind) ?? []).map(({ file, value }) => ({
    file,
    value: typeof value === 'object' && value !== null && inner in value ? (value as Record<string, unknown>)[inner] : value,
  }));
  return { ...found, items: new Map([...found.items, [kind, items]]) };
}

function listIn(value: unknown, name: string): unknown[] {
  const list = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return Array.isArray(list) ? list : [];
}

/** Forwardings put one person in another's place wherever they are on call: here, by overrides of the schedules. */
function carryForwardings(found: Found, people: People, schedules: Iterable<ScheduleDraft>, remarks: Remark[], now: Date): void {
  for (const { file, value } of shaped(found, 'forwardings', forwardingShape, remarks)) {
    const [from, to] = [momentOf(value.startDate, 'UTC'), momentOf(value.endDate, 'UTC')];
    const [away, instead] = [value.fromUser, value.toUser].map((user) => people.keyOf(user.id) ?? people.keyOf(user.username));
    const what = `forwarding from ${away ?? value.fromUser.username ?? '?'} to ${instead ?? value.toUser.username ?? '?'}`;
    if (!from || !to || from >= to || away === undefined || instead === undefined) {
      remarks.push({
        kind: 'wrong',
        file,
        what,
        why: 'It was left out, because its times are none, or one of the two is not in the export.',
      });
    } else if (to <= now) remarks.push({ kind: 'lost', file, what, why: `It was over on ${to.toISOString().slice(0, 10)}.` });
    else {
      const carried = [...schedules].filter((schedule) => forward(schedule, { away, instead, from, to }));
      const names = carried.map(({ name }) => `"${name}"`).join(', ');
      remarks.push(
        carried.length === 0
          ? { kind: 'lost', file, what, why: `By no schedule that is carried ${away} is on call until ${to.toISOString()}.` }
          : {
              kind: 'changed',
              file,
              what,
              why: `It is written as overrides of ${names}; where ${away} is called by name, they still are.`,
            },
      );
    }
  }
}
