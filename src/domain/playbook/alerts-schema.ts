import { z } from 'zod';
import { PATH_PATTERN } from '../foreign/path.ts';
import { SEVERITIES } from '../incident/states.ts';
import { duration, moment, scenarioId, severity, zoneName } from './schema-parts.ts';

const label = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_.-]*$/, 'is not the name of a label');

/** What an alert must say to be meant. */
export const labelMatch = z
  .record(
    label,
    z.string().refine((text) => !/^\/.*\/$/.test(text) || isPattern(text.slice(1, -1)), 'is not a regular expression that can be used'),
  )
  .describe('Labels and their values, all of which must fit: a text, or /a regular expression/ for the whole value.');

const route = z.strictObject({
  match: labelMatch,
  scenario: scenarioId.optional().describe('Declares with this scenario, and at its severity unless severity says otherwise.'),
  severity: severity.optional().describe('Declares at this severity; otherwise at that of the scenario, or what the alert itself says.'),
  ignore: z.boolean().default(false).describe('Counted, and nothing else.'),
});

const maintenance = z.strictObject({
  from: moment.describe('With its offset from UTC, such as 2026-03-03T22:00+09:00.'),
  to: moment.describe('Alerts that still fire then count from then on.'),
  match: labelMatch.default({}).describe('Every alert when empty, those of the watcher included.'),
  reason: z.string().min(1).max(300).describe('Said once in the status channel, when it mutes something.'),
});

const path = z
  .string()
  .regex(PATH_PATTERN, 'is not a path such as alert.title, items.0.name or labels."k8s.pod.name" (quotes around a key with dots)');

/** Where the fields of an alert stand in somebody's JSON. */
export const generic = z
  .strictObject({
    alerts: path.optional().describe('Where the list of alerts is; the whole body is one alert (or a list of them) when absent.'),
    fingerprint: path.default('id').describe('What is the same for the same trouble. Made from title and labels where there is none.'),
    title: path.default('title').describe('What is wrong.'),
    status: path.default('status').describe('Whether it goes on; over when its value is one of resolved.'),
    firing: z
      .array(z.string())
      .min(1)
      .optional()
      .describe('Values of status that say it goes on; with it every other one changes nothing. Without it all but resolved go on.'),
    resolved: z.array(z.string()).default(['resolved', 'ok', 'closed', 'recovered']).describe('Values of status that say it is over.'),
    startsAt: path.default('startsAt').describe('When it began: ISO 8601, RFC 2822, or a number since 1970 in seconds or less.'),
    zone: zoneName.default('UTC').describe('IANA time zone of times that name none.'),
    description: path.default('description').describe('More words about it.'),
    url: path.default('url').describe('Where to look further.'),
    labels: z
      .record(label, path)
      .default({})
      .describe('Labels by where their values stand; beside these an object "labels" is taken over.'),
  })
  .describe('How POST /alerts/generic and the Kafka topic are read.');

/** Of one sender: alerts, not requests. */
const quota = (perSecond: number, burst: number) =>
  z.strictObject({
    perSecond: z.number().positive().max(100_000).default(perSecond).describe('Alerts a second in the long run.'),
    burst: z.int().min(1).max(1_000_000).default(burst).describe('Alerts at once after a calm.'),
  });

export const quotas = z
  .strictObject({
    default: quota(2_000, 60_000).prefault({}).describe('Of every sender, each for itself.'),
    senders: z
      .record(
        z.string().regex(/^(alertmanager|grafana|generic|kafka)(\/\S{1,60})?$/, 'is not a sender such as grafana or generic/10.0.0.7'),
        quota(2_000, 60_000),
      )
      .default({})
      .describe('Of every sender at a door (`grafana`), or of one: the door, a slash, and its user name or address (`generic/zabbix`).'),
  })
  .describe('How much a sender may send; above it a request is answered with 429 and Retry-After, and a topic is read more slowly.');

export const kafka = z
  .strictObject({
    topic: z.string().min(1).describe('Its name.'),
    group: z.string().min(1).default('bongsu-alerts').describe('The consumer group in which Bongsu keeps its place.'),
  })
  .describe('A topic with alerts as JSON, read as generic says; the brokers are KAFKA_BROKERS.');

/** How the words of senders are understood. */
const severities = z
  .strictObject({
    default: severity
      .default('sev2')
      .describe(
        'Of an alert that says nothing about its severity, or a word that nobody knows; such a word is said once in the status channel.',
      ),
    words: z
      .record(z.string().regex(/[\p{L}\p{N}]/u, 'is not a word'), z.enum([...SEVERITIES, 'info', 'none']))
      .default({})
      .describe(
        "Your senders' own words for it, before those that are known; case, spaces and punctuation do not count. `none` calls nobody.",
      ),
  })
  .describe('What the label severity means where neither a route nor a scenario decides.');

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
    severity: severities.prefault({}),
    quotas: quotas.prefault({}),
    maintenance: z.array(maintenance).default([]).describe('Times in which matching alerts open nothing.'),
    generic: generic.prefault({}),
    kafka: kafka.optional(),
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
