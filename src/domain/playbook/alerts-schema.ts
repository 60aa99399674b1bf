import { z } from 'zod';
import { duration, scenarioId, severity } from './schema-parts.ts';

const label = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_.-]*$/, 'is not the name of a label');

const match = z
  .record(
    label,
    z.string().refine((text) => !/^\/.*\/$/.test(text) || isPattern(text.slice(1, -1)), 'is not a regular expression that can be used'),
  )
  .describe('Labels and their values, all of which must fit: a text, or /a regular expression/ for the whole value.');

const route = z.strictObject({
  match,
  scenario: scenarioId.optional().describe('Declares with this scenario, and at its severity unless severity says otherwise.'),
  severity: severity.optional().describe('Declares at this severity; otherwise at that of the scenario, or what the alert itself says.'),
  ignore: z.boolean().default(false).describe('Counted, and nothing else.'),
});

const moment = z
  .string()
  .meta({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2})?(Z|[+-]\\d{2}:\\d{2})$' })
  .transform((text, context) => {
    const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
    if (!Number.isNaN(at)) return new Date(at);
    context.addIssue({
      code: 'custom',
      message: `is not a moment with its offset from UTC, such as 2026-03-03T22:00+09:00 (found "${text}")`,
    });
    return z.NEVER;
  });

const maintenance = z.strictObject({
  from: moment.describe('With its offset from UTC, such as 2026-03-03T22:00+09:00.'),
  to: moment.describe('Alerts that still fire then count from then on.'),
  match: match.default({}).describe('Every alert when empty, those of the watcher included.'),
  reason: z.string().min(1).max(300).describe('Said once in the status channel, when it mutes something.'),
});

const path = z.string().regex(/^[^.\s]+(\.[^.\s]+)*$/, 'is not a path such as alert.title or items.0.name');

/** Where the fields of an alert stand in somebody's JSON. */
const generic = z
  .strictObject({
    alerts: path.optional().describe('Where the list of alerts is; the whole body is one alert (or a list of them) when absent.'),
    fingerprint: path.default('id').describe('What is the same for the same trouble. Made from title and labels where there is none.'),
    title: path.default('title').describe('What is wrong.'),
    status: path.default('status').describe('Whether it goes on; over when its value is one of resolved.'),
    resolved: z.array(z.string()).default(['resolved', 'ok', 'closed', 'recovered']).describe('Values of status that say it is over.'),
    startsAt: path.default('startsAt').describe('ISO 8601, or seconds or milliseconds since 1970.'),
    description: path.default('description').describe('More words about it.'),
    url: path.default('url').describe('Where to look further.'),
    labels: z
      .record(label, path)
      .default({})
      .describe('Labels by where their values stand; beside these an object "labels" is taken over.'),
  })
  .describe('How POST /alerts/generic and the Kafka topic are read.');

/** What happens to alerts. Without any of it they open one incident of the service, and later ones join it. */
export const alertsSchema = z
  .strictObject({
    groupBy: z
      .array(label)
      .default(['service'])
      .describe(
        "Alerts that have the same values of these labels share an incident. Without a label service an alert is the playbook's service's.",
      ),
    routes: z.array(route).default([]).describe('The first that matches counts.'),
    declare: z
      .strictObject({
        atMost: z.int().min(1).max(100).default(5).describe('How many incidents.'),
        per: duration.prefault('10m').describe('In how much time.'),
      })
      .prefault({})
      .describe('At most so many incidents are declared by alerts in this time; the others wait, and lose nothing.'),
    maintenance: z.array(maintenance).default([]).describe('Times in which matching alerts open nothing.'),
    generic: generic.prefault({}),
    kafka: z
      .strictObject({
        topic: z.string().min(1).describe('Its name.'),
        group: z.string().min(1).default('bongsu-alerts').describe('The consumer group in which Bongsu keeps its place.'),
      })
      .optional()
      .describe('A topic with alerts as JSON, read as generic says; the brokers are KAFKA_BROKERS.'),
  })
  .describe('What happens to alerts from outside and from the watcher.');

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}
