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
    throw new UserError('not_allowed', {
      en: 'Guests and people of other workspaces can follow an incident but not steer it. Ask a member of this workspace.',
      ko: '게스트와 다른 워크스페이스의 사람은 장애를 지켜볼 수 있지만 조작할 수는 없습니다. 이 워크스페이스의 구성원에게 요청하세요.',
    });
  }
  if (actor.standing === 'unknown' && !evenUnknown) {
    throw new UserError('standing_unknown', {
      en: 'Nothing was done: Slack does not say at the moment whether you are a full member of this workspace, and the playbook does not name you. Try again soon, or ask somebody whom the playbook names.',
      ko: '아무것도 하지 않았습니다. 이 워크스페이스의 정식 구성원인지 지금 Slack이 알려 주지 않고, 플레이북에도 이름이 없습니다. 곧 다시 시도하거나 플레이북에 있는 사람에게 요청하세요.',
    });
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
        ? {
            en: 'Only leads may do this; the playbook names them under `team.leads`.',
            ko: '리드만 할 수 있습니다. 리드는 플레이북의 `team.leads` 항목에 있습니다.',
          }
        : {
            en: 'Only the commander or a lead of the playbook may do this. `status` shows who the commander is.',
            ko: '총괄이나 플레이북의 리드만 할 수 있습니다. 총괄이 누구인지 보려면: `status`.',
          }
      : {
          en: 'Only responders may do this: people named in the playbook, the declarer, or whoever holds a role. Take one with `assign`.',
          ko: '대응자만 할 수 있습니다: 플레이북에 있는 사람, 선언한 사람, 역할을 맡은 사람. 역할을 맡으려면: `assign`.',
        };
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
