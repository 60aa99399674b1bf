import type { ExportFile, ImportDraft, LevelDraft, Remark, RouteDraft, ScheduleDraft, TeamDraft } from '../draft.ts';
import { exportItems, shaped } from '../export-items.ts';
import { levelsOf, type StepFound } from '../levels.ts';
import { freeKey, keyFrom, type People, peopleOf, phoneFrom } from '../people.ts';
import { listUncarried } from '../uncarried.ts';
import { readSchedule } from './schedules.ts';
import {
  memberShape,
  overrideShape,
  type PagerdutyPolicy,
  type PagerdutyService,
  policyShape,
  scheduleShape,
  serviceShape,
  teamShape,
  userShape,
} from './shapes.ts';

const KINDS = [
  'users',
  'teams',
  'members',
  'schedules',
  'overrides',
  'escalation_policies',
  'services',
  'business_services',
  'maintenance_windows',
  'rulesets',
  'orchestrations',
  'response_plays',
  'extensions',
  'addons',
  'notification_rules',
];
const UNCARRIED: Readonly<Record<string, string>> = {
  business_services: 'Business services are not carried.',
  maintenance_windows: 'Maintenance is not carried: write it as alerts.maintenance.',
  rulesets: 'Event rules are not carried: alerts are grouped, routed and muted by alerts in the playbook.',
  orchestrations: 'Event orchestrations are not carried: alerts are grouped, routed and muted by alerts in the playbook.',
  response_plays: 'Response plays are not carried: a playbook says what happens in an incident.',
  extensions: 'Extensions are not carried.',
  addons: 'Add-ons are not carried.',
  notification_rules: 'Notification rules are not carried: how people are paged is said by team.paging.order, for everybody.',
};

interface Placed<Value> {
  file: string;
  value: Value;
}

interface Account {
  people: People;
  remarks: Remark[];
  schedules: ReadonlyMap<string, ScheduleDraft>;
  /** Of those by which nobody is on call. */
  lost: ReadonlySet<string>;
  used: Set<object>;
}

/** Reads answers of PagerDuty's REST API: lists, or one file for each thing. A policy of each team is what it is paged by; one without a team is a team of its own. */
export function readPagerduty(files: readonly ExportFile[], now: Date): ImportDraft {
  const found = exportItems('pagerduty', files, KINDS);
  const { remarks } = found;
  const people = readPeople(found, remarks);
  listUncarried(found, UNCARRIED, remarks);
  const schedules = new Map<string, ScheduleDraft>();
  const lost = new Set<string>();
  const overrides = shaped(found, 'overrides', overrideShape, remarks);
  const read = shaped(found, 'schedules', scheduleShape, remarks);
  for (const { file, value } of read) {
    // The answer with the overrides of a schedule does not name it: its file does.
    const its = overrides.filter((one) => [value.id, value.name].some((name) => name && one.file.endsWith(`/${name}.json`)));
    const draft = readSchedule({ file, value }, its, { people, remarks, now });
    if (draft) schedules.set(value.id, draft);
    else lost.add(value.id);
  }
  const unplaced = overrides.filter(
    (one) => !read.some(({ value }) => [value.id, value.name].some((name) => name && one.file.endsWith(`/${name}.json`))),
  );
  for (const { file } of unplaced)
    remarks.push({
      kind: 'wrong',
      file,
      what: 'an override',
      why: 'It is not known of which schedule: name the file overrides/<id of the schedule>.json.',
    });
  const account: Account = { people, remarks, schedules, lost, used: new Set() };
  const teams = readTeams(found, account);
  for (const { file, value } of read) {
    const schedule = schedules.get(value.id);
    if (schedule && !account.used.has(schedule))
      remarks.push({ kind: 'lost', file, what: `schedule "${schedule.name}"`, why: 'No escalation policy that is carried calls it.' });
  }
  return { people: people.people, teams, remarks };
}

type Found = ReturnType<typeof exportItems>;

function readPeople(found: Found, remarks: Remark[]): People {
  return peopleOf(
    shaped(found, 'users', userShape, remarks).map(({ file, value }) => {
      const name = value.name ?? value.summary ?? '';
      const what = `user "${name}"`;
      const numbers = (value.contact_methods ?? []).filter(({ type }) => /^(sms|phone)_contact_method$/.test(type ?? ''));
      const phone = numbers
        .map(({ address, country_code }) => phoneFrom(`${country_code ?? ''}${address ?? ''}`))
        .find((number) => number !== undefined);
      if ((value.contact_methods ?? []).some(({ address }) => address === undefined))
        remarks.push({
          kind: 'lost',
          file,
          what,
          why: 'Their phone number is not in the answer: list users with ?include[]=contact_methods.',
        });
      if ((value.notification_rules ?? []).length > 0)
        remarks.push({ kind: 'lost', file, what: `notification rules of ${name}`, why: UNCARRIED.notification_rules ?? '' });
      const email = value.email ?? undefined;
      return { file, ids: [value.id], name, ...(email && { email }), ...(phone && { phone }) };
    }),
    remarks,
  );
}

function readTeams(found: Found, account: Account): TeamDraft[] {
  const { remarks, people } = account;
  const policies = shaped(found, 'escalation_policies', policyShape, remarks);
  const services = shaped(found, 'services', serviceShape, remarks);
  const teams = shaped(found, 'teams', teamShape, remarks);
  const members = shaped(found, 'members', memberShape, remarks);
  const users = shaped({ ...found, remarks: [] }, 'users', userShape, []);
  const drafts: TeamDraft[] = [];
  const add = (
    name: string,
    file: string,
    policy: Placed<PagerdutyPolicy> | undefined,
    its: { members: string[]; leads: string[]; services: Placed<PagerdutyService>[] },
  ): void => {
    const wanted = keyFrom(name) || 'team';
    const key = drafts.some((other) => other.key === wanted) ? freeKey(wanted, drafts) : wanted;
    if (key !== wanted)
      remarks.push({ kind: 'changed', file, what: `team "${name}"`, why: `The key ${wanted} is taken already; its key is ${key}.` });
    const paging = policy ? pagingBy(policy, account) : { levels: {}, steps: [] };
    const zone = Object.values(paging.levels).flatMap((level) => ('schedule' in level ? [level.schedule.zone] : []))[0] ?? 'UTC';
    drafts.push({
      key,
      name,
      file,
      zone,
      members: its.members,
      leads: its.leads,
      ...paging,
      routes: its.services.flatMap((service) => routesOf(service, remarks)),
    });
  };
  const servicesOf = (policy: PagerdutyPolicy): Placed<PagerdutyService>[] =>
    services.filter(({ value }) => value.escalation_policy?.id === policy.id);
  const taken = new Set<string>();
  for (const { file, value } of teams) {
    const name = value.name ?? value.summary ?? value.id;
    const own = policies.filter((policy) => policy.value.teams?.some(({ id }) => id === value.id));
    // Whom most services call is what the team is paged by.
    const [policy, ...others] = own.sort((a, b) => servicesOf(b.value).length - servicesOf(a.value).length);
    const listed = members.filter((one) => [value.id, name].some((id) => one.file.endsWith(`/${id}.json`)));
    const ids = [
      ...listed.map(({ value: { user } }) => user.id),
      ...users.filter((user) => user.value.teams?.some(({ id }) => id === value.id)).map((user) => user.value.id),
    ];
    const keys = [...new Set(ids.flatMap((id) => people.keyOf(id) ?? []))];
    const leads = listed.filter(({ value: { role } }) => role === 'manager').flatMap(({ value: { user } }) => people.keyOf(user.id) ?? []);
    if (policy) taken.add(policy.value.id);
    else remarks.push({ kind: 'changed', file, what: `team "${name}"`, why: 'It has no escalation policy: its members are its levels.' });
    for (const other of others)
      remarks.push({
        kind: 'changed',
        file: other.file,
        what: `escalation policy "${nameOf(other.value)}"`,
        why: `Team "${name}" has several; this one comes out as a team of its own.`,
      });
    add(name, file, policy, { members: keys, leads, services: policy ? servicesOf(policy.value) : [] });
  }
  for (const policy of policies) {
    if (taken.has(policy.value.id)) continue;
    add(nameOf(policy.value), policy.file, policy, { members: [], leads: [], services: servicesOf(policy.value) });
  }
  for (const service of services)
    if (!policies.some(({ value }) => value.id === service.value.escalation_policy?.id))
      remarks.push({
        kind: 'wrong',
        file: service.file,
        what: `service "${nameOf(service.value)}"`,
        why: 'Its escalation policy is not in the export.',
      });
  return drafts;
}

function pagingBy(
  { file, value }: Placed<PagerdutyPolicy>,
  { people, remarks, schedules, lost, used }: Account,
): Pick<TeamDraft, 'levels' | 'steps'> {
  const what = `escalation policy "${nameOf(value)}"`;
  if ((value.num_loops ?? 0) > 0)
    remarks.push({
      kind: 'lost',
      file,
      what,
      why: `It repeats ${value.num_loops} times. Here each page is repeated by itself (escalation.repeatEvery).`,
    });
  if (value.escalation_rules.length > 1)
    remarks.push({
      kind: 'changed',
      file,
      what,
      why: 'It goes on only while nobody has acknowledged. Here a level is called as long as the incident is not mitigated, except whoever has it already.',
    });
  let atMinutes = 0;
  const steps = value.escalation_rules.map(
    ({ escalation_delay_in_minutes, targets, escalation_rule_assignment_strategy }, index): StepFound => {
      const where = { file, what: `rule ${index + 1} of ${what}` };
      if (JSON.stringify(escalation_rule_assignment_strategy ?? '').includes('round_robin'))
        remarks.push({
          kind: 'changed',
          ...where,
          why: 'It calls its targets in turn from incident to incident; here the first of them is called first each time.',
        });
      const called = targets.flatMap(({ id, type, summary }): LevelDraft[] => {
        const label = summary ?? id;
        if (/^user/.test(type ?? '')) {
          const key = people.keyOf(id);
          if (key !== undefined) return [{ people: [key] }];
          remarks.push({ kind: 'wrong', ...where, why: `The user ${label} is not in the export.` });
          return [];
        }
        const schedule = schedules.get(id);
        if (schedule) {
          used.add(schedule);
          return [{ schedule }];
        }
        remarks.push({
          kind: lost.has(id) ? 'lost' : 'wrong',
          ...where,
          why: lost.has(id)
            ? `Nobody is on call by the schedule "${label}" that it calls.`
            : `The ${type ?? 'target'} ${label} is not in the export.`,
        });
        return [];
      });
      const step = { atMinutes, targets: called };
      // The delay is how long a rule waits before the next one.
      atMinutes += escalation_delay_in_minutes;
      return step;
    },
  );
  return levelsOf(steps, { file, what }, remarks);
}

/** A service as a route by the label `service`: muted when it is disabled, at SEV3 when all that it opens is of low urgency. */
function routesOf({ file, value }: Placed<PagerdutyService>, remarks: Remark[]): RouteDraft[] {
  const name = nameOf(value);
  const what = `service "${name}"`;
  const lose = (why: string) => remarks.push({ kind: 'lost', file, what, why });
  if ((value.integrations ?? []).length > 0) lose('Its integrations: point the senders at POST /alerts/… instead (docs/alerts.md).');
  if (value.support_hours) lose('Its support hours: routes know no times.');
  if ((value.scheduled_actions ?? []).length > 0) lose('Its scheduled changes of urgency: routes know no times.');
  if (value.auto_resolve_timeout)
    lose(`It resolves by itself after ${Math.round(value.auto_resolve_timeout / 60)} minutes; nothing is resolved by itself here.`);
  if (value.acknowledgement_timeout)
    lose(`An acknowledgement ends after ${Math.round(value.acknowledgement_timeout / 60)} minutes; it never does here.`);
  const rule = value.incident_urgency_rule;
  if (rule && rule.type !== 'constant') lose('Its urgency goes by time; its alerts have the severity that they say.');
  if (/^\/.*\/$/.test(name)) {
    lose('Its name cannot be the value of a label.');
    return [];
  }
  if (value.status === 'disabled') return [{ match: { service: name }, ignore: true }];
  if (rule?.type === 'constant' && rule.urgency === 'low') return [{ match: { service: name }, severity: 'sev3' }];
  remarks.push({
    kind: 'changed',
    file,
    what,
    why: `Its alerts need no route: they have the severity that they say. For a service of its own, take the key ${keyFrom(name) || 'service'}.`,
  });
  return [];
}

function nameOf({ id, name, summary }: { id: string; name?: string | null | undefined; summary?: string | null | undefined }): string {
  return name ?? summary ?? id;
}
