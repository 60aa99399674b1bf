import { METRICS_VENDORS, type MetricsVendor } from '../../src/integrations/metrics/index.ts';
import { table } from './table.ts';

const HEAD = `# Sources: everything that can be asked

What a signal's \`source\` may name, and what it is asked. How they are set up, which rights they need and what no value means is said in [sources](../sources.md).
A query of readings is a name, or a name with arguments, in this order or by their names: \`lag(issuer, requests)\`, \`lag(issuer, topic=requests)\`. What stands as \`topic=…\` below may be left out, and \`window=1m\` is 1m when it is.
`;

/** docs/reference/sources.md. */
export function sourcesPage(): string {
  const rows = METRICS_VENDORS.map(({ name, variable, readings }) => [
    `\`${name}\``,
    `\`${variable}\``,
    readings ? 'readings' : 'its own language',
  ]);
  return `${HEAD}\n${table(['source', 'set up by', 'asked in'], rows)}\n${METRICS_VENDORS.map(sectionOf).join('')}`;
}

function sectionOf({ title, example, readings }: MetricsVendor): string {
  if (!readings) return `\n## ${title}\n\nAsked in its own language, such as \`${example}\`; the answer must be one number.\n`;
  const rows = readings.map(({ usage, unit, doc }) => [`\`${usage}\``, unit, doc]);
  return `\n## ${title}\n\n${table(['reading', 'unit', 'what it gives'], rows)}\n`;
}
