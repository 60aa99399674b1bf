import type { Actor } from '../domain/permissions.ts';

/** The parts of a click or form that say whose it is. */
interface Sent {
  user: { id: string; team_id?: string };
  team?: { id: string } | null;
}

/** Who clicked or submitted. Slack names the workspace that they are from; whether they are a guest it does not say here. */
export function actorOf({ user, team }: Sent): Actor {
  const elsewhere = user.team_id !== undefined && team !== null && team !== undefined && user.team_id !== team.id;
  return { id: user.id, standing: elsewhere ? 'outsider' : 'unknown' };
}
