import { z } from 'zod';

/** What PagerDuty's REST API answers, as far as it is read: https://developer.pagerduty.com/api-reference (users, teams, schedules, overrides, escalation policies, services). */

const text = z.string();

const referenceShape = z.looseObject({ id: text, type: text.optional(), summary: text.nullish(), name: text.nullish() });

export const userShape = z.looseObject({
  id: text,
  name: text.nullish(),
  summary: text.nullish(),
  email: text.nullish(),
  teams: z.array(referenceShape).nullish(),
  role: text.nullish(),
  contact_methods: z
    .array(z.looseObject({ type: text.optional(), address: text.nullish(), country_code: z.union([z.number(), text]).nullish() }))
    .nullish(),
  notification_rules: z.array(z.unknown()).nullish(),
});

export const teamShape = z.looseObject({ id: text, name: text.nullish(), summary: text.nullish() });

/** Of `GET /teams/<id>/members`. */
export const memberShape = z.looseObject({ user: referenceShape, role: text.nullish() });

const entries = z.array(z.looseObject({ start: text, end: text.nullish(), user: referenceShape.nullish() }));

export const layerShape = z.looseObject({
  id: text.optional(),
  name: text.nullish(),
  start: text,
  end: text.nullish(),
  rotation_virtual_start: text,
  rotation_turn_length_seconds: z.number().positive(),
  users: z.array(z.looseObject({ user: referenceShape })).default([]),
  restrictions: z
    .array(
      z.looseObject({
        type: text,
        start_time_of_day: z.string().regex(/^\d{1,2}:\d{2}(:\d{2})?$/),
        duration_seconds: z.number().positive(),
        start_day_of_week: z.int().min(1).max(7).nullish(),
      }),
    )
    .nullish(),
});
export type PagerdutyLayer = z.output<typeof layerShape>;

export const scheduleShape = z.looseObject({
  id: text,
  name: text.nullish(),
  summary: text.nullish(),
  time_zone: text,
  teams: z.array(referenceShape).nullish(),
  schedule_layers: z.array(z.unknown()).nullish(),
  overrides_subschedule: z.looseObject({ rendered_schedule_entries: entries.nullish() }).nullish(),
  final_schedule: z.looseObject({ rendered_schedule_entries: entries.nullish() }).nullish(),
});
export type PagerdutySchedule = z.output<typeof scheduleShape>;

export const overrideShape = z.looseObject({ id: text.optional(), start: text, end: text, user: referenceShape });
export type PagerdutyOverride = z.output<typeof overrideShape>;

export const policyShape = z.looseObject({
  id: text,
  name: text.nullish(),
  summary: text.nullish(),
  num_loops: z.number().nullish(),
  teams: z.array(referenceShape).nullish(),
  escalation_rules: z
    .array(
      z.looseObject({
        escalation_delay_in_minutes: z.number().min(0),
        targets: z.array(referenceShape).default([]),
        escalation_rule_assignment_strategy: z.unknown().optional(),
      }),
    )
    .default([]),
});
export type PagerdutyPolicy = z.output<typeof policyShape>;

export const serviceShape = z.looseObject({
  id: text,
  name: text.nullish(),
  summary: text.nullish(),
  status: text.nullish(),
  escalation_policy: referenceShape.nullish(),
  teams: z.array(referenceShape).nullish(),
  integrations: z.array(referenceShape).nullish(),
  incident_urgency_rule: z.looseObject({ type: text.optional(), urgency: text.nullish() }).nullish(),
  support_hours: z.unknown().optional(),
  scheduled_actions: z.array(z.unknown()).nullish(),
  auto_resolve_timeout: z.number().nullish(),
  acknowledgement_timeout: z.number().nullish(),
});
export type PagerdutyService = z.output<typeof serviceShape>;
