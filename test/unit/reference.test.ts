import { readFileSync } from 'node:fs';
import { referencePages } from '../../scripts/reference/pages.ts';
import { loadConfig, VARIABLES, variableOf } from '../../src/config.ts';

describe('docs/reference', () => {
  // When this fails: npm run reference
  it.each(Object.entries(referencePages()))('%s is what the code says', (name, text) => {
    expect(readFileSync(`docs/reference/${name}`, 'utf8')).toBe(text);
  });

  it('tells a shape that stands in several places once', () => {
    const page = referencePages()['playbook.md'] ?? '';
    expect(page.match(/`team\.oncall\.\w+\.schedule\.layers` /g)).toHaveLength(1);
    expect(page).toContain('The same fields as `team.oncall.L1`.');
  });
});

it('tells the variables that must be set, and the defaults, as the configuration has them', () => {
  const required = VARIABLES.filter((name) => variableOf(name).required);
  const config = loadConfig({ ...Object.fromEntries(required.map((name) => [name, 'xoxb-1234567890'])) });
  expect(required).toEqual(['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']);
  expect(variableOf('PORT').default).toBe(String(config.port));
  expect(variableOf('PLAYBOOK').default).toBe(config.playbook);
  expect(variableOf('SMTP_URL')).toMatchObject({ secret: true, default: undefined });
});
