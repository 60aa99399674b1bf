import { z } from 'zod';
import { ROW_ID } from '../deadlines/row-id.ts';
import { SEVERITIES } from '../incident/states.ts';
import { parseDuration } from '../time/duration.ts';

/** Shapes that several parts of the playbook share. */

/** Becomes milliseconds. */
export const duration = z
  .string()
  .meta({ pattern: '^(\\d+(\\.\\d+)?(ms|[smhdw]))+$', description: 'A duration such as 30s, 5m, 1h30m, 7d.' })
  .transform((text, context) => {
    const ms = parseDuration(text);
    if (ms !== undefined) return ms;
    context.addIssue({ code: 'custom', message: 'is not a duration: write it like 30s, 5m, 1h30m or 7d' });
    return z.NEVER;
  });

export const severity = z.enum(SEVERITIES);
export const rowId = z.string().regex(ROW_ID, 'is not a row id such as A1 (L is kept for the on-call levels)');
export const scenarioId = z.string().regex(/^S\d{1,6}$/, 'is not a scenario id such as S1');

/** `S2` for every cause that lies in that scenario, `S2/few-consumers` for one. */
export const causeName = z
  .string()
  .regex(/^S\d{1,6}(\/[a-z][a-z0-9_-]*)?$/, 'is not a scenario such as S2, nor a cause such as S2/few-consumers');

export const signalKey = z.string().regex(/^[a-z][a-z0-9_]*$/, 'is not a signal key: use lower-case letters, digits and _');
export const mitigationName = z.string().regex(/^[a-z][a-z0-9-]*$/, 'is not a mitigation name: use lower-case letters, digits and -');
export const messageKey = z.string().regex(/^[a-z][a-zA-Z0-9.]*$/, 'is not a message key: use letters, digits and dots');

/** An address to which requests go; its parameters go along, its credentials become a header. */
export const requestAddress = z
  .url({ protocol: /^https?$/, error: 'is not an http(s) address' })
  .refine((text) => !text.includes('#'), 'has a #…, which no request can carry: leave it out, and write a # in a password as %23');

export const personKey = z.string().regex(/^[a-z][a-z0-9_-]*$/, 'is not a key: use lower-case letters, digits, - and _');
export const zoneName = z.string().refine(isZone, 'is not an IANA time zone such as Asia/Seoul');
export const timeOfDay = (example: string) => z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, `is not a time such as ${example}`);
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const weekdays = z.array(z.enum(WEEKDAYS)).min(1);
export const workingHours = z.strictObject({
  from: timeOfDay('09:00').describe('Wall time, such as 09:00.'),
  to: timeOfDay('18:00').describe('Wall time, later than from.'),
  days: weekdays.describe('Days of the week on which people work.'),
});
export const calendarDate = z.string().meta({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }).refine(isDate, 'is not a date such as 2026-03-02');

/** Becomes a Date. */
export const moment = z
  .string()
  .meta({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2})?(Z|[+-]\\d{2}:\\d{2})$' })
  .transform((text, context) => {
    const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
    if (!Number.isNaN(at)) return new Date(at);
    context.addIssue({
      code: 'custom',
      message: 'is not a moment with its offset from UTC, such as 2026-03-03T22:00+09:00',
    });
    return z.NEVER;
  });

export const slackUser = z
  .string()
  .regex(/^[UW][A-Z0-9]+$/, 'is not a Slack user id: it starts with U or W, such as U012AB3CD (Slack profile → ⋮ → Copy member ID)');

export const slackChannel = z
  .string()
  .regex(/^[CG][A-Z0-9]+$/, 'is not a Slack channel id: it starts with C, such as C012AB3CD (channel name → About, at the bottom)');

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** Also refuses days that no month has. */
function isDate(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
