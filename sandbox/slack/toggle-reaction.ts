import type { Conversation } from './workspace.ts';

/** A person's reaction comes, or goes when it was there. Throws when there is no such message, or no emoji can be called that. */
export function toggleReaction({ id, messages, peopleReacted }: Conversation, input: { ts: string; emoji: string; user: string }): void {
  const { ts, emoji, user } = input;
  if (!messages.has(ts)) throw new Error(`there is no message ${ts} in ${id}`);
  if (!/^[a-z0-9_+-]{1,50}$/.test(emoji)) throw new Error(`${emoji} is not the name of an emoji`);
  const all = peopleReacted.get(ts) ?? new Map<string, Set<string>>();
  const users = all.get(emoji) ?? new Set<string>();
  if (!users.delete(user)) users.add(user);
  if (users.size > 0) all.set(emoji, users);
  else all.delete(emoji);
  peopleReacted.set(ts, all);
}
