import type { Language, Playbook } from './playbook/schema.ts';

/** Who reads a message: Slack ids. What has no one reader has no person. */
export interface Reader {
  person?: string | undefined;
  channel?: string | undefined;
}

/** The language in which somebody is spoken to: their own, else that of the channel, else the team's (`team.languages`, `team.language`). */
export function languageFor({ language, languages, people }: Playbook['team'], { person, channel }: Reader): Language {
  const [key] = Object.entries(people).find(([, { slack }]) => slack === person) ?? [];
  return (
    (key === undefined ? undefined : languages.people[key]) ?? (channel === undefined ? undefined : languages.channels[channel]) ?? language
  );
}
