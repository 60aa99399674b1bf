import { personOf } from '../../domain/oncall/index.ts';
import type { Playbook } from '../../domain/playbook/schema.ts';
import type { Attendee, Span } from '../../domain/review/plan-retro.ts';
import { restAfterNight } from '../../domain/review/rest-after-night.ts';
import type { IncidentRow, RetroInviteeRow, Stores } from '../../storage/index.ts';
import { contactOf, slackIds } from '../oncall/people.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { respondersOf } from './responders.ts';

/** Everybody who is invited: all who responded, and as optional ones whoever is told of an incident and the leads. A private incident is told nobody who had nothing to do with it. */
export async function inviteesOf(
  { playbook }: Pick<Runtime, 'playbook'>,
  stores: Stores,
  incident: IncidentRow,
): Promise<Pick<RetroInviteeRow, 'incidentId' | 'userId' | 'name' | 'email' | 'optional'>[]> {
  const responders = await respondersOf(stores, incident);
  const { notify, leads } = playbook.team;
  const rest = incident.private ? [] : slackIds(playbook, [...notify.responders, ...notify.qa, ...notify.planning, ...leads]);
  const invite = (optional: boolean) => (userId: string) => {
    const { name, email } = contactOf(playbook, userId);
    return { incidentId: incident.id, userId, name, email: email ?? null, optional };
  };
  return [...responders.map(invite(false)), ...rest.filter((user) => !responders.includes(user)).map(invite(true))];
}

/** What is known of somebody who is to come. */
export interface AttendeeQuestion {
  incident: Pick<IncidentRow, 'id'>;
  invitees: readonly Pick<RetroInviteeRow, 'userId' | 'optional'>[];
  recoveredAt: Date;
  /** What was read of their calendars, by Slack id. */
  busy?: Readonly<Record<string, readonly Span[]>>;
}

/** Those without whom there is no retrospective, with what is known of their day. */
export async function attendeesOf({ playbook }: Pick<Runtime, 'playbook'>, stores: Stores, asked: AttendeeQuestion): Promise<Attendee[]> {
  const { incident, invitees, recoveredAt, busy = {} } = asked;
  const pages = await stores.pages.of(incident.id);
  return invitees
    .filter(({ optional }) => !optional)
    .map(({ userId: user }) => {
      const wokenAt = pages.flatMap(({ userId, sentAt, acknowledgedBy, acknowledgedAt }) => [
        ...(userId === user && sentAt ? [sentAt] : []),
        ...(acknowledgedBy === user && acknowledgedAt ? [acknowledgedAt] : []),
      ]);
      const { zone, workingHours } = hoursOf(playbook, user);
      const restsUntil = restAfterNight({ wokenAt, zone, recoveredAt, restMs: playbook.retro.rest });
      return { user, zone, workingHours, ...(restsUntil && { restsUntil }), busy: busy[user] ?? [] };
    });
}

/** When somebody works: as the playbook says of them, else of the team. */
function hoursOf(playbook: Playbook, user: string): Pick<Attendee, 'zone' | 'workingHours'> {
  const { team } = playbook;
  const person = team.people[personOf(playbook, user)];
  return { zone: person?.zone ?? team.zone, workingHours: person?.workingHours ?? team.workingHours };
}
