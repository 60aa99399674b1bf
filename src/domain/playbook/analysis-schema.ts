import { z } from 'zod';
import { bilingual, duration, personKey, rowId, signalKey, zoneName } from './schema-parts.ts';

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, 'is not a name here: use lower-case letters, digits and -');

const BASELINE_AT_LEAST_MS = 600_000;

const pattern = z.strictObject({
  title: bilingual.describe('What the lines are about.'),
  match: z
    .string()
    .min(1)
    .max(500)
    .refine(isPattern, 'is not a regular expression of JavaScript')
    .describe('A regular expression; lines are counted, however often it stands in them.'),
});

const logs = z
  .strictObject({
    row: rowId.describe('The row of the analysis that they are read for.'),
    name: name.describe('As people read where the lines come from.'),
    loki: z.string().min(1).optional().describe('A log query of LogQL, such as {app="consumer"} |= "ERROR"; Loki\'s address is LOKI_URL.'),
    files: z.array(z.string().min(1)).min(1).optional().describe('Paths on this machine; * and ? stand for letters of a name.'),
    zone: zoneName.optional().describe('Zone of times without one in plain files; the team zone when absent.'),
    patterns: z.array(pattern).min(1).max(12).describe('What is counted in the lines, before the incident and since.'),
  })
  .refine(({ loki, files }) => (loki === undefined) !== (files === undefined), 'needs either loki or files');

const jvm = z
  .strictObject({
    name: name.describe('As people read whose heap it is.'),
    actuator: z
      .url({ protocol: /^https?$/, error: 'is not an http(s) address' })
      .optional()
      .describe('Where Spring Boot Actuator answers, such as http://api:8080/actuator; credentials come from ACTUATOR_AUTHORIZATION.'),
    jcmd: z
      .strictObject({
        pid: z.int().min(1).optional().describe('Its process id.'),
        match: z.string().min(1).optional().describe('Words of its command; exactly one JVM must fit.'),
      })
      .refine(({ pid, match }) => (pid === undefined) !== (match === undefined), 'needs either pid or match')
      .optional()
      .describe('A JVM on this machine, by its process id or by words of its command as `jcmd -l` shows it.'),
    live: z.boolean().default(true).describe('Count only what is still reachable: a full collection comes first.'),
    baselineEvery: duration
      .refine((ms) => ms >= BASELINE_AT_LEAST_MS, 'is too often: a count stops the JVM for a moment, so 10m is the least')
      .optional()
      .describe('Counts it so often while no incident is under way too, so that an incident has something to compare with. Absent: never.'),
  })
  .refine(({ actuator, jcmd }) => (actuator === undefined) !== (jcmd === undefined), 'needs either actuator or jcmd');

/** What is looked at while an incident is analysed, by the rows of the phase `analyse`; docs/analysis.md. */
export const analysisSchema = z
  .strictObject({
    signals: z
      .record(rowId, z.array(signalKey).min(1).max(12))
      .default({})
      .describe('Numbers of a row: before the incident, at their worst since, and now.'),
    inspect: z.record(rowId, z.array(name).min(1)).default({}).describe('Who looks closely for a row: kafka, postgres, redis.'),
    logs: z.array(logs).default([]).describe('Logs that are read, from Loki or from files.'),
    jvm: z.array(jvm).default([]).describe('Heaps to be counted for the row that is kept by heap-dump.analysed.'),
    keepHeapDumps: z
      .int()
      .min(0)
      .max(20)
      .default(0)
      .describe('So many heap dumps stay below DATA_DIR, for other tools; they hold whatever the service holds.'),
    traffic: z
      .array(
        z.strictObject({
          row: rowId.describe('The row of the analysis that it is asked for.'),
          title: bilingual.describe('As people read it.'),
          query: z.string().min(1).describe('What Prometheus is asked.'),
        }),
      )
      .default([])
      .describe('PromQL that gives one series for each label set, such as requests by route and status.'),
    review: z
      .array(
        z.strictObject({
          key: name.describe('Short name, by which `analysis done` takes it.'),
          title: bilingual.describe('What is looked at.'),
          owner: personKey.optional().describe('Who looks at it, until somebody else takes it.'),
        }),
      )
      .max(20)
      .default([])
      .describe('What people go through for the row that is kept by checklist.done.'),
  })
  .describe('What is looked at while an incident is analysed.');

export type AnalysisSpec = z.output<typeof analysisSchema>;
export type LogSpec = AnalysisSpec['logs'][number];
export type JvmSpec = AnalysisSpec['jvm'][number];

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
