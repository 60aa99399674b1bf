import type { Actor } from '../incident/actor.ts';

/** Tells members of the workspace from guests and people of other workspaces. */
export interface Membership {
  /** The same actor with their standing, as far as it can be known soon enough for an answer in time; never rejects. */
  of(actor: Actor): Promise<Actor>;
}
