import { z } from 'zod';
import { text } from '../language/text.ts';
import { parseDuration } from '../time/duration.ts';
import { nameOf } from './names-of.ts';
import { personKey, requestAddress, rowId, signalKey, zoneName } from './schema-parts.ts';

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, 'is not a name here: use lower-case letters, digits and -');
const BASELINE_AT_LEAST_MS = 600_000;

/** Becomes milliseconds; `never` is infinite. */
const baselinePace = z
  .string()
  .meta({ pattern: '^(never|(\\d+(\\.\\d+)?(ms|[smhdw]))+)$' })
  .transform((text, context) => {
    const ms = text === 'never' ? Number.POSITIVE_INFINITY : parseDuration(text);
    if (ms === undefined) {
      context.addIssue({ code: 'custom', message: 'is not a duration: write it like 6h or 1d, or never' });
      return z.NEVER;
    }
    if (ms < BASELINE_AT_LEAST_MS) {
      context.addIssue({ code: 'custom', message: 'is too often: a count stops the JVM for a moment, so 10m is the least' });
      return z.NEVER;
    }
    return ms;
  });

const pattern = z.strictObject({
  title: text.describe('What the lines are about.'),
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
    actuator: requestAddress
      .refine((text) => !new URL(text).searchParams.has('live'), 'sets live itself: use `live` beside it')
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
    baselineEvery: baselinePace
      .optional()
      .describe(
        'Counts it so often in calm times too, so that an incident can say since when something grows; each count stops the JVM. Absent: once a day, and more rarely where a count takes longer than 4 s. never: not at all.',
      ),
  })
  .refine(({ actuator, jcmd }) => (actuator === undefined) !== (jcmd === undefined), 'needs either actuator or jcmd');

const pools = z
  .strictObject({
    row: rowId.describe('The row of the analysis that it is read for.'),
    name: name.describe('As people read whose pool it is.'),
    prometheus: z
      .string()
      .regex(/^\s*\{.*\}\s*$/s, 'is not a selector such as {job="coupon-api"}')
      .optional()
      .describe(
        'A selector of PromQL for its hikaricp_connections_… series, such as {job="coupon-api"}; tells what it was before as well.',
      ),
    actuator: requestAddress
      .optional()
      .describe('Where Spring Boot Actuator answers with /metrics; credentials come from ACTUATOR_AUTHORIZATION.'),
  })
  .refine(({ prometheus, actuator }) => (prometheus === undefined) !== (actuator === undefined), 'needs either prometheus or actuator');

/** Kinds of what is collected, as they are called below `analysis`. */
export const SOURCE_KINDS = ['signals', 'inspect', 'logs', 'jvm', 'pools', 'traffic'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];
const labelName = z.string().regex(/^[a-zA-Z_]\w*$/, 'is not the name of a label');

/** What is looked at while an incident is analysed, by the rows of the phase `analyse`; docs/analysis.md. */
export const analysisSchema = z
  .strictObject({
    signals: z
      .record(rowId, z.array(signalKey).min(1).max(12))
      .default({})
      .describe('Numbers of a row: before the incident, at their worst since, and now.'),
    inspect: z
      .record(rowId, z.array(nameOf('inspectors', name)).min(1))
      .default({})
      .describe('Who looks closely for a row.'),
    logs: z.array(logs).prefault([]).describe('Logs that are read, from Loki or from files.'),
    needs: z
      .record(rowId, z.array(z.enum(SOURCE_KINDS)).min(1))
      .default({})
      .describe(
        'What must have been read for a row to be kept by it; what else is collected is shown beside it. Unless given: logs for a row that is kept by logs.collected, signals for metrics.collected, jvm for heap-dump.analysed, traffic for path.proposed.',
      ),
    pools: z.array(pools).default([]).describe('Connection pools of the service itself: in use, idle, waiting, size, timeouts.'),
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
          title: text.describe('As people read it.'),
          query: z.string().min(1).describe('What Prometheus is asked.'),
          labels: z
            .strictObject({
              route: labelName.optional().describe('What is asked for, as a path with placeholders.'),
              method: labelName.optional().describe('GET, POST …'),
              status: labelName.optional().describe('How it was answered; 5xx is a failure.'),
              client: labelName.optional().describe('Who asks.'),
            })
            .prefault({})
            .describe('Which label is which, where they are not called as usual (uri, method, status, client and the like).'),
          address: z
            .url({ protocol: /^https?$/, error: 'is not an http(s) address' })
            .optional()
            .describe('Where the proposed request may be tried, such as your staging; $SERVICE stands for it when absent.'),
        }),
      )
      .prefault([])
      .describe(
        'PromQL that gives one series for each label set, such as requests by route, method, status and client; the way to reproduce is proposed from it.',
      ),
    review: z
      .array(
        z.strictObject({
          key: name.describe('Short name, by which `analysis done` takes it.'),
          title: text.describe('What is looked at.'),
          owner: personKey.optional().describe('Who looks at it, until somebody else takes it.'),
        }),
      )
      .max(20)
      .prefault([])
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
