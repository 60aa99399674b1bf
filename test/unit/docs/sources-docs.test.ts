import { readFileSync } from 'node:fs';
import { METRICS_VENDORS } from '../../../src/integrations/metrics/index.ts';

const page = readFileSync('docs/reference/sources.md', 'utf8');

describe('docs/reference/sources.md', () => {
  it.each(METRICS_VENDORS.map((vendor) => [vendor.name, vendor] as const))('names %s and what sets it up', (name, { variable }) => {
    expect(page).toContain(`\n| \`${name}\` | \`${variable}\` |`);
  });

  it('has a row for every reading, in order, and no other', () => {
    const rows = page.split('\n').filter((line) => /^\| `[a-z_]+(\(.*\))?` \| [a-z-]+ \| [A-Z]/.test(line));
    const readings = METRICS_VENDORS.flatMap(({ readings: all = [] }) => all);
    expect(rows).toEqual(readings.map(({ usage, unit, doc }) => `| \`${usage}\` | ${unit} | ${doc} |`));
  });

  it('is the only place that lists them', () => {
    expect(readFileSync('docs/sources.md', 'utf8')).not.toMatch(/^\| `/m);
  });
});
