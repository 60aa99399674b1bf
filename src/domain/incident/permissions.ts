import { worded } from '../../languages/worded.ts';
import { UserError } from '../errors.ts';
import type { Bilingual } from '../language/bilingual.ts';
import type { Playbook } from '../playbook/schema.ts';
import { own } from '../text/own.ts';
import { type Actor, personOf, standingOf } from './actor.ts';
import type { Incident } from './incident.ts';
import type { Role } from './states.ts';

/**
 * Who may use a command. `everyone`: every full member of the workspace. `responder`: named in the playbook, holding a role, or the
 * declarer. `lead`: the incident's commander, or somebody the playbook calls a lead. What changes the watched service is not asked here but with `powerOf`.
 */
export type Permission = 'everyone' | 'responder' | 'lead';

export interface Asked {
  actor: Actor;
  playbook: Playbook;
  incident?: Incident;
  roles?: Partial<Record<Role, string>>;
  /** Done for people of unknown standing too, so that Slack being slow hides nothing and keeps nobody from declaring. */
  evenUnknown?: boolean;
}

/** Throws UserError that says who may: `not_allowed`, or `standing_unknown` when it is not known whether this person is a member. */
export function requirePermission(needed: Permission, { actor, playbook, incident, roles = {}, evenUnknown = false }: Asked): void {
  if (standingOf(actor) === 'outsider') {
    throw new UserError(
      'not_allowed',
      worded(({ rules }) => rules.guestsAndPeopleOfOtherWorkspacesCan),
    );
  }
  if (standingOf(actor) === 'unknown' && !evenUnknown) {
    throw new UserError(
      'standing_unknown',
      worded(({ rules }) => rules.nothingWasDoneSlackDoes),
    );
  }
  // Bongsu asks nobody for what it does by itself, and what a token may was said when it was made.
  if (needed === 'everyone' || actor.kind === 'system') return;
  if (actor.kind === 'token') {
    requireToken(needed, actor.may);
    return;
  }
  if (roles.commander === actor.id || isLeadIn(playbook, actor.id)) return;
  const isNamed = isNamedIn(playbook, actor.id);
  const isResponder = Object.values(roles).includes(actor.id) || incident?.declaredBy === actor.id || isNamed;
  if (needed === 'responder' && isResponder) return;
  // Without a commander somebody must be able to act, so people of the playbook stand in for the lead; what belongs to no incident, such as lifting a freeze, never has
  // one. Opening an incident, or taking a role in it, makes nobody a lead: anybody can do that.
  const standsIn = incident === undefined ? playbook.team.leads.length === 0 : roles.commander === undefined;
  if (isNamed && standsIn) return;
  const who = needed === 'responder' ? RESPONDERS : whoLeads({ ofIncident: incident !== undefined, standsIn });
  throw new UserError('not_allowed', who);
}

const RANKS: readonly Permission[] = ['everyone', 'responder', 'lead'];

function requireToken(needed: Permission, may: Permission): void {
  if (RANKS.indexOf(may) >= RANKS.indexOf(needed)) return;
  throw new UserError(
    'not_allowed',
    worded(({ rules }) => rules.thisTokenMayDoWhatNeedsAndThisNeeds(may, needed)),
  );
}

const RESPONDERS = worded(({ rules }) => rules.responders);

function whoLeads({ ofIncident, standsIn }: { ofIncident: boolean; standsIn: boolean }): Bilingual {
  if (standsIn && ofIncident) return worded(({ rules }) => rules.onlyRespondersMayDoThis);
  if (standsIn) return worded(({ rules }) => rules.onlyRespondersMayDoThisPeople);
  if (ofIncident) return worded(({ rules }) => rules.onlyTheCommanderOrALeadOfThePlaybook);
  return worded(({ rules }) => rules.onlyLeadsMayDoThis);
}

/** A role of an incident, with who gave it. */
export interface GivenRole {
  role: Role;
  userId: string;
  assignedBy: string;
  /** Whether whoever gave it had power over production at that time; null when that was not written down yet. */
  withPower: boolean | null;
}

/** What is known about power over production besides the playbook, by the rows alone. */
export interface PowerFacts {
  /** Slack user ids of whoever is on call now, at any level. */
  oncall: readonly string[];
  /** Of the incident. */
  roles: readonly GivenRole[];
  /** Members of the user group that the mitigation's guard names. */
  group?: readonly string[];
}

/** Which power over production somebody has. */
export interface Power {
  isResponder: boolean;
  isLead: boolean;
  isOncall: boolean;
  inGroup: boolean;
}

/**
 * Power over production comes from the playbook's people, from being on call, or from a role that somebody else with such power gave. Declaring an incident gives none, and
 * neither does taking a role oneself: anybody can do either.
 */
export function powerOf(id: string, playbook: Playbook, { oncall, roles, group = [] }: PowerFacts): Power {
  const hadPower = ({ assignedBy, withPower }: GivenRole) =>
    group.includes(assignedBy) || (withPower ?? (isNamedIn(playbook, assignedBy) || oncall.includes(assignedBy)));
  const given = roles.filter((role) => role.userId === id && role.assignedBy !== id && hadPower(role));
  return {
    isResponder: isNamedIn(playbook, id) || given.length > 0,
    isLead: isLeadIn(playbook, id) || given.some(({ role }) => role === 'commander'),
    isOncall: oncall.includes(id),
    inGroup: group.includes(id),
  };
}

/** Whether a role that this person gives now gives power over production with it. */
export function canGivePower(id: string, playbook: Playbook, facts: Omit<PowerFacts, 'group'>): boolean {
  const { isResponder, isLead, isOncall } = powerOf(id, playbook, facts);
  return isResponder || isLead || isOncall;
}

function isNamedIn({ team }: Playbook, id: string): boolean {
  const named = team.members ?? Object.keys(team.people);
  return named.some((key) => own(team.people, key)?.slack === id);
}

function isLeadIn({ team }: Playbook, id: string): boolean {
  return team.leads.some((key) => team.people[key]?.slack === id);
}

/** A private incident is seen by its declarer, whoever holds a role in it or was paged for it, and the playbook's leads. */
export function maySee(
  incident: Incident,
  input: { actor: Actor; playbook: Playbook; roles: Partial<Record<Role, string>>; paged: readonly string[] },
): boolean {
  const { actor, playbook, roles, paged } = input;
  if (!incident.private || actor.kind === 'system') return true;
  const id = personOf(actor);
  // A token concerns nobody, however much it may do.
  if (id === undefined) return false;
  if (incident.declaredBy === id || Object.values(roles).includes(id) || paged.includes(id)) return true;
  return isLeadIn(playbook, id);
}
