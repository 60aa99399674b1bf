import type { Incident } from '../domain/incident.ts';
import { peopleOf } from '../domain/oncall/index.ts';
import type { Playbook } from '../domain/playbook/schema.ts';
import type { Contact } from '../domain/ports.ts';
import type { OncallLevel } from '../domain/views.ts';
import type { Runtime } from './runtime/runtime.ts';

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
  const paged = peopleOf(oncall.L1).slice(0, 1);
  return slackIds(playbook, incident.private ? paged : [...paged, ...notify.responders, ...notify.qa, ...notify.planning]);
}

/** Slack ids of a level's people in the order in which they are asked: who is on call now comes first. */
export function levelMembers(runtime: Pick<Runtime, 'playbook'>, level: OncallLevel): string[] {
  return slackIds(runtime.playbook, peopleOf(runtime.playbook.team.oncall[level]));
}

/** How to reach somebody; people whom the playbook does not know are reached by Slack alone. */
export function contactOf(playbook: Playbook, user: string): Contact {
  const person = Object.values(playbook.team.people).find((candidate) => candidate.slack === user);
  return {
    name: person?.name ?? user,
    slack: user,
    ...(person?.email !== undefined && { email: person.email }),
    ...(person?.phone !== undefined && { phone: person.phone }),
  };
}
