import { readFileSync } from 'node:fs';
import { referencePages } from '../../../scripts/reference/pages.ts';
import type { JsonSchema } from '../../../scripts/reference/playbook.ts';
import { declared, loadConfig, SECRETS, VARIABLES } from '../../../src/config.ts';
import { playbookJsonSchema } from '../../../src/domain/playbook/json-schema.ts';
import { KNOWN_NAMES } from '../../../src/known-names.ts';

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
  const required = VARIABLES.filter((name) => declared(name).required);
  const config = loadConfig({ SLACK_BOT_TOKEN: 'xoxb-1234567890', SLACK_APP_TOKEN: 'xapp-1234567890' });
  expect(required).toEqual(['SLACK_BOT_TOKEN']);
  expect(declared('PORT').usual).toBe(String(config.port));
  expect(declared('PLAYBOOK').usual).toBe(config.playbook);
  expect(declared('SMTP_URL').usual).toBeUndefined();
  expect(SECRETS).toContain('SMTP_URL');
});

/** What every duration says of itself is about durations, not about the field. */
const OF_ANY_DURATION = /^A duration such as/;

/** Paths of fields that nobody described. A text in two languages is one field. */
function undescribed({ properties = {}, additionalProperties, items, anyOf = [], oneOf = [] }: JsonSchema, path: string): string[] {
  if (Object.keys(properties).sort().join() === 'en,ko') return [];
  const inner = [additionalProperties, items, ...anyOf, ...oneOf].filter((each) => typeof each === 'object');
  return [
    ...Object.entries(properties).flatMap(([key, field]) => {
      const own = `${path}.${key}`;
      const isSaid = field.description !== undefined && !OF_ANY_DURATION.test(field.description);
      return [...(isSaid ? [] : [own]), ...undescribed(field, own)];
    }),
    ...inner.flatMap((each) => undescribed(each, `${path}[]`)),
  ];
}

it('says what every field of a playbook is, and every setting', () => {
  expect(undescribed(JSON.parse(playbookJsonSchema(KNOWN_NAMES)) as JsonSchema, 'playbook')).toEqual([]);
  for (const language of ['en', 'ko'] as const)
    expect(VARIABLES.filter((name) => declared(name).said[language].trim().length < 4)).toEqual([]);
});

it('notices a field that nobody described', () => {
  const schema = {
    properties: {
      said: { description: 'What it is.', items: { properties: { unsaid: {} } } },
      wait: { description: 'A duration such as 30s.' },
    },
  };
  expect(undescribed(schema as JsonSchema, 'p')).toEqual(['p.said[].unsaid', 'p.wait']);
});
