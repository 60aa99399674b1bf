/**
 * Where somebody stands in the workspace. `outsider`: from another workspace or a guest, who sees but may not press (design.md, Slack as it
 * is). `unknown`: nobody has looked yet, or Slack did not say.
 */
export type Standing = 'member' | 'outsider' | 'unknown';

/** Somebody of the chat. */
export interface PersonActor {
  kind: 'person';
  /** The chat's id of the workspace from which they ask; the bot's own when absent. */
  workspace?: string;
  /** The chat's id of the person. */
  id: string;
  standing: Standing;
}

/** A program that shows a token. */
export interface TokenActor {
  kind: 'token';
  workspace?: string;
  /** As whoever made the token named it. */
  name: string;
  /** The most that it was given: it may do what needs this, and what needs less. */
  may: 'everyone' | 'responder' | 'lead';
}

/** Bongsu itself, for a cause of its own: `alert:source`, `watch:threshold`. */
export interface SystemActor {
  kind: 'system';
  name: string;
}

/** Whoever asks. */
export type Actor = PersonActor | TokenActor | SystemActor;

/** A full member of the bot's own workspace: whoever stands in a row was looked at when it was written. */
export function memberHere(id: string): PersonActor {
  return { kind: 'person', id, standing: 'member' };
}

/** How an actor stands in the timeline, the audit and every other row: a person by their id, a token as `token:name`, Bongsu by the name of the cause. */
export function writtenAs(actor: Actor): string {
  if (actor.kind === 'person') return actor.id;
  return actor.kind === 'token' ? `token:${actor.name}` : actor.name;
}

/** The person who asks; undefined when it is none. */
export function personOf(actor: Actor): string | undefined {
  return actor.kind === 'person' ? actor.id : undefined;
}

/** What is not a person of the chat was let in by us. */
export function standingOf(actor: Actor): Standing {
  return actor.kind === 'person' ? actor.standing : 'member';
}

/** The same person, taken for a member unless Slack's own words said otherwise. */
export function atHome(actor: Actor): Actor {
  return standingOf(actor) === 'unknown' ? { ...(actor as PersonActor), standing: 'member' } : actor;
}
