import { z } from 'zod';

/** What Grafana OnCall's API answers, as far as it is read: https://grafana.com/docs/oncall/latest/oncall-api-reference (users, teams, schedules, shifts, chains, policies, routes, integrations). */

const text = z.string();

export const userShape = z.looseObject({
  id: text,
  email: text.nullish(),
  username: text.nullish(),
  name: text.nullish(),
  slack: z.union([z.array(z.looseObject({ user_id: text })), z.looseObject({ user_id: text })]).nullish(),
  teams: z.array(text).nullish(),
});

export const teamShape = z.looseObject({ id: text, name: text });

export const scheduleShape = z.looseObject({
  id: text,
  name: text,
  type: text.default('web'),
  team_id: text.nullish(),
  time_zone: text.nullish(),
  shifts: z.array(text).nullish(),
  ical_url_primary: text.nullish(),
  ical_url_overrides: text.nullish(),
});
export type GrafanaSchedule = z.output<typeof scheduleShape>;

const day = z.enum(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']);

export const shiftShape = z.looseObject({
  id: text,
  name: text.nullish(),
  type: z.enum(['single_event', 'recurrent_event', 'rolling_users', 'override']),
  schedule: text.nullish(),
  time_zone: text.nullish(),
  level: z.int().nullish(),
  start: text,
  rotation_start: text.nullish(),
  duration: z.number().positive(),
  frequency: z.enum(['hourly', 'daily', 'weekly', 'monthly']).nullish(),
  interval: z.int().min(1).nullish(),
  until: text.nullish(),
  week_start: day.nullish(),
  by_day: z.array(day).nullish(),
  by_month: z.array(z.int()).nullish(),
  by_monthday: z.array(z.int()).nullish(),
  users: z.array(text).nullish(),
  rolling_users: z.array(z.array(text)).nullish(),
  start_rotation_from_user_index: z.int().min(0).nullish(),
});
export type GrafanaShift = z.output<typeof shiftShape>;

export const finalShiftShape = z.looseObject({
  user_pk: text,
  user_email: text.nullish(),
  user_username: text.nullish(),
  shift_start: text,
  shift_end: text,
});

export const chainShape = z.looseObject({ id: text, name: text, team_id: text.nullish() });
export type GrafanaChain = z.output<typeof chainShape>;

export const policyShape = z.looseObject({
  id: text.optional(),
  escalation_chain_id: text,
  position: z.number().default(0),
  type: text.nullish(),
  duration: z.number().nullish(),
  persons_to_notify: z.array(text).nullish(),
  persons_to_notify_next_each_time: z.array(text).nullish(),
  notify_on_call_from_schedule: text.nullish(),
  notify_team_members: text.nullish(),
  team_to_notify: text.nullish(),
});

export const integrationShape = z.looseObject({
  id: text,
  name: text.nullish(),
  type: text.nullish(),
  team_id: text.nullish(),
  default_route: z.looseObject({ escalation_chain_id: text.nullish() }).nullish(),
});

export const routeShape = z.looseObject({
  id: text.optional(),
  integration_id: text.nullish(),
  escalation_chain_id: text.nullish(),
  routing_type: text.nullish(),
  routing_regex: text.nullish(),
  position: z.number().nullish(),
  is_the_last_route: z.boolean().nullish(),
});
