import { z } from 'zod';

/**
 * What Opsgenie's API answers, as far as it is read: https://docs.opsgenie.com/docs (users, teams, team routing rules, schedules, schedule rotations, schedule overrides,
 * escalations), and the files of its backup tool, which write the same things beside each other. Fields that are not named are looked at nowhere.
 */

const text = z.string();
const word = z.string().transform((value) => value.toLowerCase());
/** ISO 8601, or what the backup tool's JSON makes of a time; read by `momentOf`. */
const time = z.union([z.string(), z.number()]);

const recipientShape = z.looseObject({
  type: word,
  id: text.optional(),
  name: text.optional(),
  username: text.optional(),
});
export type OpsgenieRecipient = z.output<typeof recipientShape>;

const contact = z.looseObject({
  contactMethod: word.optional(),
  method: word.optional(),
  to: text.optional(),
  enabled: z.boolean().optional(),
});

export const userShape = z.looseObject({
  id: text,
  username: text,
  fullName: text.nullish(),
  blocked: z.boolean().nullish(),
  userContacts: z.array(contact).nullish(),
  contacts: z.array(contact).nullish(),
});

const restrictionHours = {
  startHour: z.int().min(0).max(24),
  startMin: z.int().min(0).max(59).default(0),
  endHour: z.int().min(0).max(24),
  endMin: z.int().min(0).max(59).default(0),
};
const day = word.pipe(z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']));

const timeRestrictionShape = z.looseObject({
  type: word,
  restriction: z.looseObject(restrictionHours).nullish(),
  restrictions: z.array(z.looseObject({ startDay: day, endDay: day, ...restrictionHours })).nullish(),
});
export type OpsgenieRestriction = z.output<typeof timeRestrictionShape>;

export const rotationShape = z.looseObject({
  id: text.optional(),
  name: text.nullish(),
  startDate: time,
  endDate: time.nullish(),
  type: word,
  length: z.int().min(1).nullish(),
  participants: z.array(recipientShape).default([]),
  timeRestriction: timeRestrictionShape.nullish(),
});

const team = z.looseObject({ id: text.optional(), name: text.optional() });

export const scheduleShape = z.looseObject({
  id: text,
  name: text,
  timezone: text.nullish(),
  enabled: z.boolean().nullish(),
  ownerTeam: team.nullish(),
  rotations: z.array(z.unknown()).nullish(),
});
export type OpsgenieSchedule = z.output<typeof scheduleShape>;

export const overrideShape = z.looseObject({
  _parent: z.looseObject({ id: text.optional(), name: text.optional() }).optional(),
  parent: z.looseObject({ id: text.optional(), name: text.optional() }).optional(),
  alias: text.nullish(),
  user: recipientShape.partial({ type: true }),
  startDate: time,
  endDate: time,
  rotations: z.array(z.looseObject({ id: text.optional(), name: text.optional() })).nullish(),
});
export type OpsgenieOverride = z.output<typeof overrideShape>;

const conditions = z.looseObject({
  type: word.optional(),
  conditions: z
    .array(
      z.looseObject({
        field: word.optional(),
        key: text.nullish(),
        not: z.boolean().nullish(),
        operation: word.optional(),
        expectedValue: text.nullish(),
      }),
    )
    .nullish(),
});

export const routingRuleShape = z.looseObject({
  id: text.optional(),
  name: text.nullish(),
  isDefault: z.boolean().nullish(),
  order: z.number().nullish(),
  criteria: conditions.nullish(),
  timeRestriction: timeRestrictionShape.nullish(),
  notify: recipientShape.nullish(),
});
export type OpsgenieRoutingRule = z.output<typeof routingRuleShape>;

export const teamShape = z.looseObject({
  id: text,
  name: text,
  members: z.array(z.looseObject({ user: recipientShape.partial({ type: true }).optional(), role: word.nullish() })).nullish(),
});
export type OpsgenieTeam = z.output<typeof teamShape>;

export const escalationShape = z.looseObject({
  id: text,
  name: text,
  ownerTeam: team.nullish(),
  rules: z
    .array(
      z.looseObject({
        condition: word.default('if-not-acked'),
        notifyType: word.default('default'),
        delay: z.looseObject({ timeAmount: z.number().min(0).default(0), timeUnit: word.nullish() }).nullish(),
        recipient: recipientShape,
      }),
    )
    .default([]),
  repeat: z
    .looseObject({
      waitInterval: z.number().nullish(),
      count: z.number().nullish(),
      resetRecipientStates: z.boolean().nullish(),
      closeAlertAfterAll: z.boolean().nullish(),
    })
    .nullish(),
});
export type OpsgenieEscalation = z.output<typeof escalationShape>;

export const forwardingShape = z.looseObject({
  fromUser: recipientShape.partial({ type: true }),
  toUser: recipientShape.partial({ type: true }),
  startDate: time,
  endDate: time,
});

export const timelineShape = z.looseObject({
  _parent: z.looseObject({ id: text.optional(), name: text.optional() }).optional(),
  startDate: time.nullish(),
  endDate: time.nullish(),
  finalTimeline: z.looseObject({
    rotations: z
      .array(
        z.looseObject({
          periods: z.array(z.looseObject({ startDate: time, endDate: time, recipient: recipientShape.nullish() })).default([]),
        }),
      )
      .default([]),
  }),
});
