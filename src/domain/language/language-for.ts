import type { Incident } from '../incident/incident.ts';
import type { Playbook } from '../playbook/schema.ts';
import type { Language } from './bilingual.ts';

/** Who reads a message: Slack ids. A message for several readers has no person. */
export interface Reader {
  person?: string | undefined;
  channel?: string | undefined;
  /** Where it is read belongs to this incident. */
  incident?: Pick<Incident, 'language' | 'channelId'> | undefined;
}

/**
 * The language in which somebody is spoken to: their own, else the one chosen for the incident, else that of the channel, else that of incident channels, else
 * the team's (`team.languages`, `team.language`).
 */
export function languageFor({ language, languages, people }: Playbook['team'], { person, incident, ...place }: Reader): Language {
  const [key] = Object.entries(people).find(([, { slack }]) => slack === person) ?? [];
  const channel = place.channel ?? incident?.channelId ?? undefined;
  return (
    (key === undefined ? undefined : languages.people[key]) ??
    incident?.language ??
    (channel === undefined ? undefined : languages.channels[channel]) ??
    (incident === undefined ? undefined : languages.incidents) ??
    language
  );
}
