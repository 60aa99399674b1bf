import { PassThrough } from 'node:stream';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { envText } from '../../../src/cli/init/env-text.ts';
import { FAMILIES } from '../../../src/cli/init/families/index.ts';
import { playbookText } from '../../../src/cli/init/playbook/playbook-text.ts';
import { proposalsOf } from '../../../src/cli/init/playbook/system.ts';
import type { TeamAnswers } from '../../../src/cli/init/playbook/team-text.ts';
import type { Limits } from '../../../src/cli/init/signals/limits-from-history.ts';
import { keyFrom } from '../../../src/cli/init/steps/service.ts';
import { TEMPLATES } from '../../../src/cli/init/templates/index.ts';
import { createTerminalAsker } from '../../../src/cli/init/terminal-asker.ts';
import { warningsOf } from '../../../src/domain/playbook/checks/warnings.ts';
import { parsePlaybook } from '../../../src/domain/playbook/parse.ts';
import { KNOWN_NAMES } from '../../../src/known-names.ts';

const NOW = new Date('2026-03-02T09:00:00Z');

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
      support: fc.option(fc.record({ id: id('C'), name: fc.constant('support') }), { nil: undefined }),
      language: fc.constantFrom('en', 'ko', 'ja', 'en-GB'),
      zone: fc.constantFrom('Asia/Seoul', 'America/New_York', 'UTC'),
      hosts: fc.constantFrom([], ['a@example.com', 'b@example.com']),
      fallback: fc.option(fc.constantFrom('https://meet.example.com/a#b', 'https://x.example/?a=1&b={c}'), { nil: undefined }),
    })
    .map(({ keys, people, fallback, support, ...rest }) => ({
      ...rest,
      people: Object.fromEntries(keys.map((key, index) => [key, people[index] as (typeof people)[number]])),
      oncall: { L1: keys.slice(0, 2), L2: keys.slice(-1), operations: keys },
      ...(fallback !== undefined && { fallback }),
      ...(support !== undefined && { support }),
    }));
  const limits = fc.constantFrom<Limits | undefined>(
    { warning: 2, critical: 3, usual: 1, worst: 1.5, hours: 168 },
    { none: 'young', hours: 3 },
    { none: 'full', usual: 0.99, worst: 1, hours: 40 },
  );
  /** Any part of what all families could give, each key once. */
  const found = fc.record({ keep: fc.func(fc.boolean()), limits: fc.func(limits) }).map(({ keep, limits: of }) => {
    const all = FAMILIES.flatMap((family) => proposalsOf(family, 'job="x"'));
    const once = all.filter(({ key }, index) => all.findIndex((other) => other.key === key) === index && keep(key));
    return once.map(({ limits: _none, ...proposal }) => {
      const { watched } = proposal.signal;
      const past = watched && !watched.any ? of(proposal.key) : undefined;
      const turned = past && past.none === undefined && watched?.side === 'below' ? { ...past, warning: 3, critical: 2 } : past;
      return { ...proposal, ...(turned && { limits: turned }) };
    });
  });
  const facts = fc.record({ template: fc.constantFrom(...TEMPLATES), name: names, proposals: found });

  it('starts, whatever was answered and found, with the team that was answered', () => {
    fc.assert(
      fc.property(team, facts, (answers, { template, name, proposals }) => {
        const wanted = proposals.filter(({ signal }) => template.components[signal.component] !== undefined);
        const hasBridge = answers.hosts.length > 0 || answers.fallback !== undefined;
        const hasSupport = answers.support !== undefined;
        const { text } = playbookText(answers, {
          name,
          key: 'shop',
          template,
          language: answers.language,
          proposals: wanted,
          hasBridge,
          hasSupport,
        });
        const made = parsePlaybook(text, 'made.yml', KNOWN_NAMES);
        expect(made.team.people).toEqual(
          Object.fromEntries(
            Object.entries(answers.people).map(([key, { id: slack, name: said, email }]) => [
              key,
              expect.objectContaining({ slack, name: said, ...(email !== undefined && { email }) }),
            ]),
          ),
        );
        expect(made.team).toMatchObject({ zone: answers.zone, language: answers.language, oncall: answers.oncall });
        expect(made.team.channels.status).toBe(answers.status.id);
        expect(made.team.bridge).toEqual({ hosts: answers.hosts, ...(answers.fallback !== undefined && { fallback: answers.fallback }) });
        expect(made.service).toMatchObject({ key: 'shop', name: { en: name, ko: name } });
        if (wanted.length > 0) expect(Object.keys(made.signals).sort()).toEqual(wanted.map(({ key }) => key).sort());
        for (const { enabled } of Object.values(made.mitigations)) expect(enabled).toBe(false);
        // Only where nothing that is watched has a threshold, the briefing shows something that has none.
        const withLimits = Object.values(made.signals).some(({ thresholds }) => thresholds.length > 0);
        expect(warningsOf(made, NOW).filter(({ path }) => path[0] !== 'team').length).toBe(withLimits ? 0 : 1);
      }),
      { numRuns: 60 },
    );
  });

  it.each(TEMPLATES.map((template) => [template.name, template] as const))(
    '%s: without a Prometheus it is right as it stands, and so is what it offers as comments',
    (_name, template) => {
      const [answers] = fc.sample(team, 1) as [TeamAnswers];
      const { text } = playbookText(
        { ...answers, fallback: 'https://meet.example.com/a' },
        { name: 'Shop', key: 'shop', template, language: 'en', proposals: [], hasBridge: true, hasSupport: false },
      );
      expect(warningsOf(parsePlaybook(text, 'made.yml', KNOWN_NAMES), NOW)).toEqual([]);
      const signals = text.slice(text.indexOf('\nsignals:'), text.indexOf('\nbriefing:'));
      const shown = signals.replace(/^ {2}# What such a service.*\n/m, '').replaceAll(/^ {2}# /gm, '  ');
      const offered = parsePlaybook(text.replace(signals, shown), 'made.yml', KNOWN_NAMES);
      const usual = template.usual.flatMap((family) => proposalsOf(family, '').map(({ key }) => key));
      expect(Object.keys(offered.signals).sort()).toEqual([...new Set(usual)].sort());
    },
  );

  it.each(TEMPLATES.filter(({ components }) => components.topics === undefined).map((template) => [template.name, template] as const))(
    '%s: speaks of no Kafka, whatever was found',
    (_name, template) => {
      const [answers] = fc.sample(team, 1) as [TeamAnswers];
      const all = FAMILIES.flatMap((family) => proposalsOf(family, 'job="x"'));
      const proposals = all.filter(
        ({ key, signal }, index) => template.components[signal.component] && all.findIndex((other) => other.key === key) === index,
      );
      for (const given of [proposals, []]) {
        const { text } = playbookText(answers, {
          name: 'Shop',
          key: 'shop',
          template,
          language: 'en',
          proposals: given,
          hasBridge: true,
          hasSupport: false,
        });
        expect(text.replaceAll(answers.status.name, '')).not.toMatch(/kafka/i);
      }
    },
  );

  it.each([
    ['Web Shop', 'web-shop'],
    ['  Zahlung & Café 2 ', 'zahlung-cafe-2'],
    ['정산 배치', 'service'],
    ['7 dwarfs', 'dwarfs'],
  ])('the key of %j is %s', (name, key) => {
    expect(keyFrom(name)).toBe(key);
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
