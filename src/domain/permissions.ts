import { UserError } from './errors.ts';
import type { Incident, Role } from './incident.ts';
import type { Playbook } from './playbook/schema.ts';

/**
 * Who may use a command. `everyone`: every full member of the workspace. `responder`: named in the playbook, holding a role, or the
 * declarer. `lead`: the incident's commander, or somebody the playbook calls a lead.
 */
export type Permission = 'everyone' | 'responder' | 'lead';

/**
 * Where somebody stands in the workspace. `outsider`: from another workspace or a guest, who sees but may not press (design.md, Slack as it
 * is). `unknown`: nobody has looked yet, or Slack did not say.
 */
export type Standing = 'member' | 'outsider' | 'unknown';

/** Whoever asks. */
export interface Actor {
  /** Slack user id, or `cli:name`, `alert:source`, `watch:threshold`. */
  id: string;
  standing: Standing;
}

/** The same person, taken for a member unless Slack's own words said otherwise. */
export function atHome(actor: Actor): Actor {
  return actor.standing === 'unknown' ? { ...actor, standing: 'member' } : actor;
}

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
  if (actor.standing === 'outsider') {
    throw new UserError(
      'not_allowed',
      'Guests and people of other workspaces can follow an incident but not steer it. Ask a member of this workspace.',
    );
  }
  if (actor.standing === 'unknown' && !evenUnknown) {
    throw new UserError(
      'standing_unknown',
      'Nothing was done: Slack does not say at the moment whether you are a full member of this workspace, and the playbook does not name you. Try again soon, or ask somebody whom the playbook names.',
    );
  }
  if (needed === 'everyone') return;
  const isLead = roles.commander === actor.id || playbook.team.leads.some((key) => playbook.team.people[key]?.slack === actor.id);
  if (isLead) return;
  const isResponder =
    Object.values(roles).includes(actor.id) ||
    incident?.declaredBy === actor.id ||
    Object.values(playbook.team.people).some((person) => person.slack === actor.id);
  // Without a commander somebody must be able to act, so responders stand in for the lead; what belongs to no incident, such as lifting a freeze, never has one.
  const standsIn = incident === undefined ? playbook.team.leads.length === 0 : roles.commander === undefined;
  if (isResponder && (needed === 'responder' || standsIn)) return;
  const who =
    needed === 'lead' && !standsIn
      ? incident === undefined
        ? 'Only leads may do this: whom the playbook names under `team.leads`.'
        : 'Only the commander or a lead of the playbook may do this. `status` shows who the commander is.'
      : 'Only responders may do this: people named in the playbook, the declarer, or whoever holds a role. Take one with `assign`.';
  throw new UserError('not_allowed', who);
}

/** A private incident is seen by its declarer, whoever holds a role in it or was paged for it, and the playbook's leads. */
export function maySee(
  incident: Incident,
  input: { actor: Actor; playbook: Playbook; roles: Partial<Record<Role, string>>; paged: readonly string[] },
): boolean {
  const { actor, playbook, roles, paged } = input;
  if (!incident.private || incident.declaredBy === actor.id) return true;
  if (Object.values(roles).includes(actor.id) || paged.includes(actor.id)) return true;
  return playbook.team.leads.some((key) => playbook.team.people[key]?.slack === actor.id);
}
