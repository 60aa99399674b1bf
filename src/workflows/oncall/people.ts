import type { Incident } from '../../domain/incident/incident.ts';
import { contactOf as contactOfPerson, personOf } from '../../domain/oncall/index.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import type { Contact } from '../../domain/ports/pagers.ts';

/** Slack ids of people the playbook names by key, each once. */
export function slackIds(playbook: Playbook, keys: readonly string[]): string[] {
  const ids = keys.flatMap((key) => playbook.team.people[key]?.slack ?? []);
  return [...new Set(ids)];
}

/**
 * Who is invited into the incident's channel: whoever was `paged`, responders, QA and planning (C3). A private incident is shared with
 * nobody but the people it must page.
 */
export function invited(playbook: Playbook, incident: Pick<Incident, 'private'>, paged: readonly string[]): string[] {
  const { notify } = playbook.team;
  const told = incident.private ? [] : slackIds(playbook, [...notify.responders, ...notify.qa, ...notify.planning]);
  return [...new Set([...paged, ...told])];
}

/** How to reach somebody; people whom the playbook does not know are reached by Slack alone. */
export function contactOf(playbook: Playbook, user: string): Contact {
  return contactOfPerson(playbook, personOf(playbook, user));
}
