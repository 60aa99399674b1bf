import { z } from 'zod';
import type { PersonDraft } from './draft.ts';

/** The answer of Slack's `users.list`, one page or several in a list. */
const answer = z.looseObject({ members: z.array(z.unknown()) });
const member = z.looseObject({
  id: z.string().regex(/^[UW][A-Z0-9]+$/),
  deleted: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  profile: z.looseObject({ email: z.string().optional() }),
});

/** Slack ids by address, of people who are neither deactivated nor bots; undefined when it is no such answer. */
export function slackIdsIn(value: unknown): Map<string, string> | undefined {
  const pages = (Array.isArray(value) ? value : [value]).map((page) => answer.safeParse(page));
  if (pages.length === 0 || pages.some(({ success }) => !success)) return undefined;
  const ids = new Map<string, string>();
  for (const one of pages.flatMap(({ data }) => data?.members ?? [])) {
    const read = member.safeParse(one);
    if (!read.success || read.data.deleted || read.data.is_bot) continue;
    const { id, profile } = read.data;
    if (profile.email !== undefined) ids.set(profile.email.toLowerCase(), id);
  }
  return ids;
}

/** The same people with the Slack ids that are known; whoever has one already keeps it. */
export function withSlackIds(people: readonly PersonDraft[], ids: ReadonlyMap<string, string>): PersonDraft[] {
  return people.map((person) => {
    const slack = person.slack ?? ids.get(person.email?.toLowerCase() ?? '');
    return slack === undefined ? person : { ...person, slack };
  });
}
