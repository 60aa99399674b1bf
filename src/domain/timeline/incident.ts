import { z } from 'zod';
import { INCIDENT_STATES, ROLES, SEVERITIES } from '../incident/states.ts';

const severity = z.enum(SEVERITIES);
const moved = { from: z.enum(INCIDENT_STATES), note: z.string().optional() };

/** Alerts that came together: so many of them in full, and how many there were. */
const alerts = z.object({
  alerts: z.array(
    z.object({
      source: z.string(),
      fingerprint: z.string(),
      title: z.string(),
      startsAt: z.string().describe('ISO 8601.'),
      times: z.number(),
      news: z.unknown(),
    }),
  ),
  count: z.number(),
});

/** What becomes of an incident itself, and of where it lives. */
export const INCIDENT_EVENTS = {
  'incident.declared': z
    .object({ title: z.string(), severity, scenario: z.string().nullable(), private: z.boolean(), via: z.string() })
    .describe('An incident was declared.'),
  'incident.mitigated': z.object(moved).describe('It was said to be mitigated.'),
  'incident.resolved': z.object(moved).describe('It was said to be resolved.'),
  'incident.closed': z.object(moved).describe('It was closed.'),
  'incident.cancelled': z.object(moved).describe('It was cancelled as a false alarm.'),
  'incident.reopened': z.object(moved).describe('It goes on after all.'),
  'clocks.restarted': z.object({ restarted: z.array(z.string()) }).describe('The clocks of a reopened incident began anew.'),
  'severity.changed': z.object({ from: severity, to: severity, reason: z.string().optional() }).describe('It became more or less severe.'),
  'language.changed': z.object({ from: z.string(), to: z.string() }).describe('Its channel speaks another language.'),
  'role.assigned': z
    .object({ role: z.enum(ROLES), user: z.string(), before: z.string().optional() })
    .describe('Somebody was given a role, such as commander.'),
  note: z.object({ text: z.string() }).describe('Somebody wrote a note.'),
  'retry.asked': z
    .object({ steps: z.number(), messages: z.number(), places: z.number() })
    .describe('Somebody had what failed tried again.'),
  'alerts.joined': alerts.describe('Alerts became part of it.'),
  'alerts.ended': alerts.describe('Alerts of it ended.'),
  'channel.opened': z.object({ id: z.string(), name: z.string() }).describe('Its channel was opened.'),
  'incident.announced': z.object({ channel: z.string(), ts: z.string() }).describe('It was announced in the status channel.'),
  'briefing.posted': z
    .object({ channel: z.string(), ts: z.string(), anew: z.boolean().optional() })
    .describe('The live briefing was posted in its channel.'),
  'bridge.opened': z
    .object({ kind: z.enum(['zoom', 'fallback']), url: z.string() })
    .describe('There is a room to meet in: a Zoom meeting, or the standing one.'),
  'people.invited': z
    .object({
      users: z.array(z.string()),
      failed: z.array(z.object({ user: z.string(), code: z.string() })),
      /** Old entries do not say. */
      whom: z.enum(['declarer', 'team', 'paged']).optional(),
    })
    .describe('The team was invited into its channel, and somebody could be.'),
  'home.lost': z.object({ channel: z.string(), code: z.string() }).describe('Its channel is gone, or cannot be written to.'),
  'home.moved': z
    .object({ run: z.string(), channelId: z.string(), channelName: z.string().nullish(), threadTs: z.string().nullish() })
    .describe('It goes on in another place.'),
  'home.back': z.object({ channel: z.string() }).describe('Its channel is back.'),
} as const;
