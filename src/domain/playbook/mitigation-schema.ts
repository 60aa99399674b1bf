import { z } from 'zod';
import { text } from '../language/text.ts';
import { nameOf } from './names-of.ts';
import { duration, personKey, requestAddress, rowId, scenarioId, signalKey, timeOfDay, weekdays } from './schema-parts.ts';

/** What can be done about an incident, who may do it, and what it acts on. Everything is off until the playbook says otherwise. */

/** A value that something of the watched system can be set to. */
const dialValue = z.union([z.number(), z.string(), z.boolean()]);

const kubernetesName = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, 'is not the name of a Kubernetes object: use lower-case letters, digits, - and .');

/** What a mitigation acts on; each entry has exactly one of these keys. */
export const target = z
  .strictObject({
    title: text.optional().describe('What people call the value that is set, instead of its name in the system.'),
    kubernetes: z
      .strictObject({
        namespace: kubernetesName.describe('Where it is.'),
        deployment: kubernetesName.optional().describe('The deployment that is scaled or restarted; either this or configMap.'),
        set: z.enum(['replicas', 'restart']).default('replicas').describe('What of the deployment is changed.'),
        configMap: kubernetesName.optional().describe('The config map in which a value is set.'),
        key: z.string().min(1).optional().describe('The entry of the config map.'),
        thenRestart: kubernetesName.optional().describe('A deployment that reads the config map only when it starts.'),
      })
      .optional()
      .describe('A deployment or a config map, of the cluster that KUBECONFIG or the pod names.'),
    http: z
      .strictObject({
        url: requestAddress.describe('Answers GET with the present value, and PATCH sets it.'),
        field: z
          .string()
          .regex(/^[A-Za-z_][\w.-]*$/, 'is not a field: letters, digits, and dots between levels')
          .describe('Where the value stands in the JSON that GET answers; PATCH sends the same field.'),
      })
      .optional()
      .describe("The team's own address; requests are signed with WEBHOOK_SECRET."),
    redis: z
      .strictObject({
        key: z.string().min(1).describe('A string, or a hash with a field.'),
        field: z.string().min(1).optional().describe('Of a hash.'),
      })
      .optional()
      .describe('A key that the service reads, in the Redis at MITIGATE_REDIS_URL.'),
    postgres: z
      .strictObject({
        setting: z
          .string()
          .regex(/^[a-z][a-z0-9_.]*$/, 'is not the name of a setting')
          .optional()
          .describe('The name of a setting, as SHOW takes it; either this or sessions.'),
        role: z.string().min(1).optional().describe('The setting is that of a role; otherwise of the whole server.'),
        sessions: z.string().min(1).optional().describe('Name of the database whose sessions may be ended.'),
      })
      .optional()
      .describe('The Postgres at MITIGATE_DATABASE_URL.'),
    kafka: z
      .strictObject({
        topic: z.string().min(1).describe('Which topic.'),
        set: z
          .enum(['partitions', 'offsets'])
          .describe('What of it is changed: how many partitions it has, or where a group goes on reading.'),
        group: z.string().min(1).optional().describe('Whose offsets.'),
      })
      .optional()
      .describe('The Kafka at KAFKA_BROKERS.'),
    command: z
      .strictObject({
        read: z.array(z.string()).min(1).describe('Prints the value as it is now.'),
        set: z.array(z.string()).min(1).describe('Sets it; {to} stands for the value. No shell reads it.'),
      })
      .optional()
      .describe('A program on this machine, by its whole path.'),
  })
  .describe('Exactly one of kubernetes, http, redis, postgres, kafka, command; and what people call it.');

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
