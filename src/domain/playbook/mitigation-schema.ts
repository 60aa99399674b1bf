import { z } from 'zod';
import { text } from '../language/text.ts';
import { nameOf } from './names-of.ts';
import { duration, personKey, rowId, scenarioId, signalKey, timeOfDay, weekdays } from './schema-parts.ts';
import { TARGET_KINDS, targetShapes } from './targets/index.ts';

/** What can be done about an incident, who may do it, and what it acts on. Everything is off until the playbook says otherwise. */

/** A value that something of the watched system can be set to. */
const dialValue = z.union([z.number(), z.string(), z.boolean()]);

/** What a mitigation acts on; each entry has exactly one of these keys. */
export const target = z
  .strictObject({
    title: text.optional().describe('What people call the value that is set, instead of its name in the system.'),
    ...targetShapes,
  })
  .describe(`Exactly one of ${TARGET_KINDS.join(', ')}; and what people call it.`);

const forbiddenHours = z.strictObject({
  from: timeOfDay('09:00').describe('Wall time in the team’s zone.'),
  to: timeOfDay('18:00').describe('Wall time; earlier than from: the next morning.'),
  days: weekdays.optional().describe('Days on which it begins; every day when absent.'),
  reason: text.describe('Told to whoever wants to run it.'),
});

const guard = z.strictObject({
  who: z
    .enum(['everyone', 'responder', 'oncall', 'lead'])
    .default('responder')
    .describe('Who may run it. oncall: whoever is on call now at any level.'),
  group: z
    .string()
    .regex(/^S[A-Z0-9]+$/, 'is not the id of a user group: it starts with S')
    .optional()
    .describe('Members of this Slack user group may as well.'),
  second: z.enum(['responder', 'oncall', 'lead']).optional().describe('Somebody else, of this kind, must approve it.'),
  secondWithin: duration.prefault('10m').describe('The plan lapses when nobody approves it in this time.'),
  cooldown: duration.prefault('2m').describe('How long after a run it cannot be run again.'),
  forbidden: z.array(forbiddenHours).prefault([]).describe("Hours, in the team's zone, in which it cannot be run."),
});

const verify = z.strictObject({
  signals: z.array(signalKey).default([]).describe("What must get better; the thresholds' signals of the briefing when empty."),
  after: duration.prefault('5m').describe('How long after it ran its effect is judged.'),
});

const auto = z.strictObject({
  scenarios: z.array(scenarioId).min(1).describe('Only for these scenarios.'),
  causes: z.array(personKey).default([]).describe('Only for these causes; for all of the scenario when empty.'),
  confidence: z.enum(['likely', 'possible']).default('likely').describe('How sure the diagnosis must be at least.'),
  countdown: duration.prefault('60s').describe('Announced this long before, with a button that stops it.'),
});

export const mitigationSchema = z.strictObject({
  title: text.describe('As people read it on buttons and in messages.'),
  rows: z.array(rowId).describe('The rows it keeps.'),
  effect: text.describe('What users and operators will notice.'),
  enabled: z.boolean().default(false).describe('Nothing is run unless this is true.'),
  does: nameOf('mitigations', z.string().regex(/^[a-z][a-z0-9-]*$/))
    .optional()
    .describe('Which of the mitigations that Bongsu knows it is (docs/mitigations.md); its own name when absent.'),
  on: z.array(target).prefault([]).describe('What it acts on, in this order; undone in the other.'),
  with: z.record(z.string(), dialValue).default({}).describe('What this kind of mitigation wants to know.'),
  limits: z
    .strictObject({
      min: z.number().optional().describe('The least number that may be set.'),
      max: z.number().optional().describe('The largest number that may be set.'),
      choices: z.array(z.string().min(1)).optional().describe('The texts that may be set.'),
    })
    .prefault({})
    .describe('Values outside are refused.'),
  guard: guard.prefault({}).describe('Who may run it, and when it is refused.'),
  verify: verify.prefault({}).describe('How it is judged whether it helped.'),
  expires: duration.optional().describe('Undone by itself after this, unless somebody keeps it.'),
  undo: z.enum(['offer', 'by-itself']).default('offer').describe('What follows when it made things worse or changed nothing.'),
  auto: auto.optional().describe('Run by itself when the diagnosis names one of these.'),
});

export const mitigatingSchema = z
  .strictObject({
    atOnce: z.int().min(1).default(2).describe('So many may be under way at the same time, over all incidents.'),
    timeout: duration.prefault('10s').describe('How long a target may take to answer.'),
  })
  .describe('What holds for all mitigations together.');
