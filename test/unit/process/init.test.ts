import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { envText } from '../../../src/cli/init/env-text.ts';
import { playbookText, type TeamAnswers } from '../../../src/cli/init/playbook-text.ts';
import { createTerminalAsker } from '../../../src/cli/init/terminal-asker.ts';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { KNOWN_NAMES } from '../../../src/known-names.ts';

const template = readFileSync('playbooks/coupon.yml', 'utf8');

describe('.env', () => {
  it('is read back by Node as it was written, or not written at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'aB1 #=$\\n\'"`{}한\t') }), (value) => {
        let written: string;
        try {
          written = envText({ NAME: value, AFTER: 'x' });
        } catch (error) {
          expect(error).toMatchObject({ code: 'unwritable', message: expect.stringContaining('NAME_FILE') });
          // Only what every kind of quote occurs in, the last one also for a backslash.
          return ["'", '`'].every((quote) => value.includes(quote)) && /["\\]/.test(value);
        }
        return parseEnv(written).NAME === value && parseEnv(written).AFTER === 'x';
      }),
    );
  });

  it.each(['two\nlines', 'a\rb', 'a\0b'])('refuses %j', (value) => {
    expect(() => envText({ SMTP_URL: value })).toThrow('SMTP_URL_FILE');
  });
});

describe('the playbook that is made', () => {
  const names = fc.string({ unit: fc.constantFrom(...'abc #:{}[]"\'\\가나,&*!|>%@`'), minLength: 1 });
  const id = (prefix: string) => fc.stringMatching(/^[A-Z0-9]{6,9}$/).map((rest) => prefix + rest);
  const person = fc.record({
    id: id('U'),
    handle: fc.constant('x'),
    name: names,
    email: fc.option(fc.constantFrom('a@example.com', "o'neil+1@example.co.kr"), { nil: undefined }),
    state: fc.constant('active' as const),
  });
  const team: fc.Arbitrary<TeamAnswers> = fc
    .record({
      keys: fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/), { minLength: 1, maxLength: 4 }),
      people: fc.array(person, { minLength: 4, maxLength: 4 }),
      status: fc.record({ id: id('C'), name: fc.constantFrom('status', '장애-공지') }),
      language: fc.constantFrom('en', 'ko'),
      zone: fc.constantFrom('Asia/Seoul', 'America/New_York', 'UTC'),
      hosts: fc.constantFrom([], ['a@example.com', 'b@example.com']),
      fallback: fc.option(fc.constantFrom('https://meet.example.com/a#b', 'https://x.example/?a=1&b={c}'), { nil: undefined }),
    })
    .map(({ keys, people, fallback, ...rest }) => ({
      ...rest,
      people: Object.fromEntries(keys.map((key, index) => [key, people[index] as (typeof people)[number]])),
      oncall: { L1: keys.slice(0, 2), L2: keys.slice(-1), operations: keys },
      ...(fallback !== undefined && { fallback }),
    }));

  it('starts, with the team that was answered and everything else as it was', () => {
    const shipped = parsePlaybook(template, 'coupon.yml', KNOWN_NAMES);
    fc.assert(
      fc.property(team, (answers) => {
        const made = parsePlaybook(playbookText(template, answers), 'made.yml', KNOWN_NAMES);
        expect(made.team.people).toEqual(
          Object.fromEntries(
            Object.entries(answers.people).map(([key, { id: slack, name, email }]) => [
              key,
              expect.objectContaining({ slack, name, ...(email !== undefined && { email }) }),
            ]),
          ),
        );
        expect(made.team).toMatchObject({ zone: answers.zone, language: answers.language, oncall: answers.oncall });
        expect(made.team.channels.status).toBe(answers.status.id);
        expect(made.team.bridge).toEqual({ hosts: answers.hosts, ...(answers.fallback !== undefined && { fallback: answers.fallback }) });
        const [owner] = answers.oncall.L2;
        expect(Object.values(made.followUps).map((followUp) => followUp.owner)).toEqual(Object.keys(made.followUps).map(() => owner));
        // The status page begins in the language of the team.
        expect(made.statusPage).toEqual({ ...shipped.statusPage, languages: answers.language === 'ko' ? ['ko', 'en'] : ['en', 'ko'] });
        const { team: ours, followUps, analysis, statusPage } = shipped;
        expect({ ...made, team: ours, followUps, analysis, statusPage }).toEqual(shipped);
      }),
      { numRuns: 15 },
    );
  });

  it('keeps the comments of what it does not replace', () => {
    const answers = fc.sample(team, 1)[0] as TeamAnswers;
    const lines = new Set(playbookText(template, answers).split('\n'));
    const system = template.slice(template.indexOf('# ── The system'));
    const comments = system.split('\n').filter((line) => line.startsWith('#'));
    expect(comments.length).toBeGreaterThan(5);
    expect(comments.filter((line) => !lines.has(line))).toEqual([]);
  });
});

it('a secret is not shown while it is typed at a terminal, what is no secret is', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = '';
  output.on('data', (chunk) => {
    shown += String(chunk);
  });
  const asker = createTerminalAsker({ input, output, interactive: 'terminal' });
  const secret = asker.ask({ key: 'botToken', text: 'Bot token', secret: true });
  // Typed wrongly, corrected: a terminal redraws the line.
  input.write('xoxb-hidden!\x7f\r');
  expect(await secret).toBe('xoxb-hidden');
  const plain = asker.ask({ key: 'zone', text: 'Zone', proposed: 'UTC' });
  input.write('\x1b[A\x1b[AAsia/Seoul\r');
  expect(await plain).toBe('Asia/Seoul');
  const never = asker.ask({ key: 'language', text: 'Language' });
  input.write('\x03');
  await expect(never).rejects.toMatchObject({ code: 'stopped' });
  expect(shown).toContain('Asia/Seoul');
  expect(shown).not.toMatch(/hidden|xoxb/);
});
