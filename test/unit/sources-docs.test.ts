import { readFileSync } from 'node:fs';
import { METRICS_VENDORS } from '../../src/integrations/metrics/index.ts';

const docs = readFileSync('docs/sources.md', 'utf8');
const configuration = readFileSync('docs/reference/configuration.md', 'utf8');

describe('docs/sources.md', () => {
  it.each(METRICS_VENDORS.map((vendor) => [vendor.name, vendor] as const))('names %s and its variable', (name, { variable }) => {
    expect(docs).toMatch(new RegExp(`^\\| \`${name}\` \\| \`${variable}\``, 'm'));
    expect(configuration).toMatch(new RegExp(`^\\| \`${variable}\``, 'm'));
  });

  it('has a row for every reading, in order, and no other', () => {
    const rows = docs.split('\n').filter((line) => /^\| `[a-z_]+(\(.*\))?` \| [a-z-]+ \| /.test(line));
    const sources = METRICS_VENDORS.flatMap(({ readings = [] }) => readings);
    expect(rows).toEqual(sources.map(({ usage, unit, doc }) => `| \`${usage}\` | ${unit} | ${doc} |`));
  });
});
