import { ACTIVE_STATES, type Incident } from '../incident/incident.ts';
import type { IncidentState } from '../incident/states.ts';
import type { Bilingual } from '../language/bilingual.ts';
import { DAY_MS, dayOf, timeOfDayMs, wallTimeAt } from '../oncall/wall-time.ts';
import type { MitigationSpec } from '../playbook/schema.ts';
import { WEEKDAYS } from '../playbook/schema-parts.ts';
import type { MitigationRunState } from './plan.ts';

/**
 * Who may do what with which mitigation when: every rule in one place (docs/guarantees.md has a test for each). The same rule is asked before a run is begun, before each of its
 * actions, and after every wait. Pure; whoever calls it holds the lock under which the answer stays true.
 */

type Who = MitigationSpec['guard']['who'];

/** What is known of whoever presses. */
export interface Presser {
  /** Slack user id; `bongsu` for what runs by itself. */
  id: string;
  /** A guest, or from another workspace; or nobody could say. */
  external: boolean;
  /** Nobody could say whether they are external. */
  unknown?: true;
  /** Named in the playbook, or given a role by somebody with power over production (`powerOf`). */
  isResponder: boolean;
  isLead: boolean;
  /** On call, at any level. */
  isOncall: boolean;
  /** Member of the group that the guard names. */
  inGroup: boolean;
}

/** An earlier or present run of any mitigation. */
export interface KnownRun {
  id: number;
  name: string;
  state: MitigationRunState;
  /** When it was last begun; absent while it has not. */
  beganAt?: Date;
  by: string;
}

/** Why something may not be done now, as a fact; its words are made when it is shown. `by`: a Slack user id, or `bongsu`. */
export type Refusal =
  | { code: 'stopped'; by: string }
  | { code: 'not-active'; incident: number; state: IncidentState }
  | { code: 'off' }
  /** Who may. */
  | { code: 'not-allowed'; who: Who }
  /** `reason`: what whoever froze everything gave for it. */
  | { code: 'frozen'; by: string; reason?: string }
  /** Times of day; `reason` is the playbook's. */
  | { code: 'forbidden-hours'; from: string; to: string; reason: Bilingual }
  /** Somebody was first; `held`: the number of their run, when that is held half-way. */
  | { code: 'busy'; by: string; held?: number }
  | { code: 'cooling-down'; seconds: number }
  /** So many may be under way at once, and these are. */
  | { code: 'too-many'; atOnce: number; names: readonly string[] }
  | { code: 'same-person' };

/** Runs that occupy a mitigation: nobody else can begin it meanwhile. */
export const OCCUPYING: readonly MitigationRunState[] = ['waiting', 'announced', 'executing', 'undoing', 'held'];

/** Runs that are changing the system at this moment. */
const UNDER_WAY: readonly MitigationRunState[] = ['executing', 'undoing'];

export interface GuardInput {
  name: string;
  spec: MitigationSpec;
  atOnce: number;
  presser: Presser;
  now: Date;
  /** IANA zone of the forbidden hours. */
  zone: string;
  /** Absent when it is tried outside of an incident. */
  incident?: Pick<Incident, 'id' | 'state'>;
  /** Who asked for this run to be stopped, if anybody did. */
  stopBy?: string;
  /** Who froze everything, if anybody did. */
  frozen?: { by: string; reason: string | null };
  /** Runs of all incidents that have not ended, and the last ones of this mitigation. */
  runs: readonly KnownRun[];
  /** The run that is asking to go on, which does not stand in its own way. */
  self?: number;
  /** Who approved it, when it has been. */
  second?: Presser;
}

/** Why this may not be run, or go on, now, the most lasting reason first; undefined when it may. */
export function whyNot(input: GuardInput): Refusal | undefined {
  return (
    stopped(input) ??
    over(input) ??
    off(input) ??
    notAllowed(input) ??
    notSecond(input) ??
    frozen(input) ??
    forbiddenNow(input) ??
    busy(input) ??
    coolingDown(input) ??
    tooMany(input)
  );
}

/** A wish to take a run back. */
export interface UndoInput {
  frozen?: { id: number; by: string; reason: string | null } | undefined;
  /** The freeze that was in force, as they could see, when a person asked for it. */
  under: number | null;
}

/**
 * Why the next action that takes a run back may not begin. A freeze stops these as well, but not a person who saw it and asks all the same: what they take back ends
 * something.
 */
export function whyNotUndo({ frozen: freeze, under }: UndoInput): Refusal | undefined {
  return freeze && freeze.id !== under ? frozenBy(freeze) : undefined;
}

/** What somebody can do with a run that is there already. */
export const STEERINGS = ['approve', 'refuse', 'stop', 'undo', 'keep'] as const;
export type Steering = (typeof STEERINGS)[number];

/**
 * Why this person may not do that with a run; undefined when they may. Stopping needs less than starting: any full member may stop or refuse, whoever has power over production
 * may take back, and keeping what would end by itself needs what running it needs. `first` asked for the run.
 */
export function whyNotSteer(what: Steering, spec: Pick<MitigationSpec, 'guard'>, presser: Presser, first: string): Refusal | undefined {
  switch (what) {
    case 'approve':
      return whyNotSecond(spec, presser, first);
    case 'refuse':
    case 'stop':
      return !presser.external || presser.unknown ? undefined : denied('everyone');
    case 'undo':
      return mayRun('responder', spec, presser) || (presser.id === first && !presser.external) ? undefined : denied('responder');
    case 'keep':
      return mayRun(spec.guard.who, spec, presser) ? undefined : denied(spec.guard.who);
  }
}

/** Why this person may not be the second one; undefined when they may. */
export function whyNotSecond(spec: Pick<MitigationSpec, 'guard'>, presser: Presser, first: string): Refusal | undefined {
  // The playbook may have been edited since it waits and want no second person any more: then it takes whoever may run it.
  const { who, second = who } = spec.guard;
  if (presser.id === first) {
    return { code: 'same-person' };
  }
  return isOf(second, presser) ? undefined : denied(second);
}

function stopped({ stopBy }: GuardInput): Refusal | undefined {
  if (stopBy === undefined) return undefined;
  return { code: 'stopped', by: stopBy };
}

function over({ incident }: GuardInput): Refusal | undefined {
  if (!incident || ACTIVE_STATES.includes(incident.state)) return undefined;
  return { code: 'not-active', incident: incident.id, state: incident.state };
}

function off({ spec }: GuardInput): Refusal | undefined {
  if (spec.enabled) return undefined;
  return { code: 'off' };
}

function notAllowed({ spec, presser }: GuardInput): Refusal | undefined {
  return presser.id === 'bongsu' || mayRun(spec.guard.who, spec, presser) ? undefined : denied(spec.guard.who);
}

function notSecond({ spec, presser, second }: GuardInput): Refusal | undefined {
  return second && whyNotSecond(spec, second, presser.id);
}

function mayRun(who: Who, { guard: { group } }: Pick<MitigationSpec, 'guard'>, presser: Presser): boolean {
  return isOf(who, presser) || (group !== undefined && presser.inGroup && !presser.external);
}

function isOf(who: Who, { external, isResponder, isLead, isOncall }: Presser): boolean {
  if (external) return false;
  return { everyone: true, responder: isResponder || isLead || isOncall, oncall: isOncall || isLead, lead: isLead }[who];
}

function denied(who: Who): Refusal {
  return { code: 'not-allowed', who };
}

function frozen({ frozen: freeze }: GuardInput): Refusal | undefined {
  return freeze && frozenBy(freeze);
}

function frozenBy({ by, reason }: { by: string; reason: string | null }): Refusal {
  return { code: 'frozen', by, ...(reason !== null && reason !== '' && { reason }) };
}

function forbiddenNow({ spec, now, zone }: GuardInput): Refusal | undefined {
  const wall = wallTimeAt(now.getTime(), zone);
  const hours = spec.guard.forbidden.find(({ from, to, days }) => covers({ from, to, days }, wall));
  return hours && { code: 'forbidden-hours', from: hours.from, to: hours.to, reason: hours.reason };
}

/** Hours that go over midnight belong to the day on which they begin. */
function covers({ from, to, days }: { from: string; to: string; days?: readonly string[] | undefined }, wall: number): boolean {
  const [begin, end] = [timeOfDayMs(from), timeOfDayMs(to)];
  const today = dayOf(wall);
  const allowed = (day: number) => days === undefined || days.includes(WEEKDAYS[(new Date(day).getUTCDay() + 6) % 7] ?? '');
  const within = wall - today;
  if (begin < end) return within >= begin && within < end && allowed(today);
  return (within >= begin && allowed(today)) || (within < end && allowed(today - DAY_MS));
}

function busy({ name, runs, self }: GuardInput): Refusal | undefined {
  const other = runs.find((run) => run.name === name && run.id !== self && OCCUPYING.includes(run.state));
  if (!other) return undefined;
  return { code: 'busy', by: other.by, ...(other.state === 'held' && { held: other.id }) };
}

function coolingDown({ name, spec, runs, now, self }: GuardInput): Refusal | undefined {
  const last = Math.max(
    ...runs.filter((run) => run.name === name && run.id !== self).map(({ beganAt }) => beganAt?.getTime() ?? Number.NEGATIVE_INFINITY),
  );
  const left = last + spec.guard.cooldown - now.getTime();
  if (!(left > 0)) return undefined;
  return { code: 'cooling-down', seconds: Math.ceil(left / 1_000) };
}

function tooMany({ runs, atOnce, self }: GuardInput): Refusal | undefined {
  // What is being carried out has its place already; what is taken back beside it takes it from nobody.
  if (runs.some(({ id, state }) => id === self && state === 'executing')) return undefined;
  const underWay = runs.filter((run) => run.id !== self && UNDER_WAY.includes(run.state));
  if (underWay.length < atOnce) return undefined;
  return { code: 'too-many', atOnce, names: [...new Set(underWay.map(({ name }) => name))] };
}
