import type { Incident } from '../domain/incident.ts';
import type { Playbook } from '../domain/playbook/schema.ts';

/** Slack ids of people the playbook names by key, each once. */
export function slackIds(playbook: Playbook, keys: readonly string[]): string[] {
  const ids = keys.flatMap((key) => playbook.team.people[key]?.slack ?? []);
  return [...new Set(ids)];
}

/**
 * Who is invited into the incident's channel: responders, QA and planning (C3) and the first on-call person. A private incident is shared
 * with nobody but the person it must page.
 */
export function invited(playbook: Playbook, incident: Pick<Incident, 'private'>): string[] {
  const { notify, oncall } = playbook.team;
  const paged = oncall.L1.slice(0, 1);
  return slackIds(playbook, incident.private ? paged : [...paged, ...notify.responders, ...notify.qa, ...notify.planning]);
}
