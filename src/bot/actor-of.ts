import type { Actor } from '../domain/incident/actor.ts';

/** The parts of a click or form that say whose it is. */
interface Sent {
  user: { id: string; team_id?: string };
  team?: { id: string } | null;
  /** The organisation, on Enterprise Grid. */
  enterprise?: { id: string } | null;
}

/**
 * Who clicked or submitted. Slack names the workspace that they are from; whether they are a guest it does not say here. In an organisation
 * people of another workspace may belong to this one as well, which only a look-up tells.
 */
export function actorOf({ user, team, enterprise }: Sent): Actor {
  const elsewhere = user.team_id !== undefined && team !== null && team !== undefined && user.team_id !== team.id;
  const workspace = user.team_id ?? team?.id;
  const mayBelongHere = enterprise !== null && enterprise !== undefined;
  return {
    kind: 'person',
    ...(workspace !== undefined && { workspace }),
    id: user.id,
    standing: elsewhere && !mayBelongHere ? 'outsider' : 'unknown',
  };
}
