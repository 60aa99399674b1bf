import fc from 'fast-check';
import type { z } from 'zod';
import { aboutOf, examplesOf } from '../../../src/commands/arguments.ts';
import { COMMANDS } from '../../../src/commands/index.ts';
import { inputSchemaOf } from '../../../src/commands/json-schema.ts';
import { readLine } from '../../../src/commands/words/read-line.ts';
import { asTyped, exampleLine, typedArguments, usageOf } from '../../../src/commands/words/usage.ts';
import { testSeed } from '../../support/examples/seed.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

fc.configureGlobal({ seed: testSeed() });
const playbook = couponPlaybook();
/** Of an organisation with two services, so that a word may be one. */
const READING = readingOf(playbook);

function readingOf(one: typeof playbook) {
  const other = { ...one, service: { ...one.service, key: 'web-shop' } };
  return { playbook: one, services: { all: [{ playbook: one }, { playbook: other }] } };
}

/** What the runner would give the command: the words, read by the grammar and then by the schema. */
function read(line: string): { name: string; incident?: number; args: unknown } {
  const asked = readLine(COMMANDS, line, READING);
  if ('help' in asked) return { name: 'help', args: asked.help };
  const { command, incident } = asked;
  return { name: command.name, ...(incident !== undefined && { incident }), args: command.args.parse(asked.args) };
}

/** What whoever typed it is told. */
function refusal(line: string): string {
  try {
    const asked = readLine(COMMANDS, line, READING);
    if ('help' in asked) return 'help';
    return asked.command.args.safeParse(asked.args).success ? 'read' : 'refused by the schema';
  } catch (error) {
    expect(error).toMatchObject({ name: 'UserError', said: { en: expect.any(String), ko: expect.stringMatching(/[가-힣]/) } });
    return (error as Error).message;
  }
}

it('of a mitigation that the playbook does not have is answered with those that it has', () => {
  const only = (names: readonly string[]) => {
    const mitigations = Object.fromEntries(names.map((name) => [name, playbook.mitigations['scale-consumers']]));
    return () => readLine(COMMANDS, 'mitigate foo', readingOf({ ...playbook, mitigations } as typeof playbook));
  };
  expect(only(['restart-app'])).toThrow('There is no mitigation "foo"; it is one of restart-app: `mitigate restart-app`.');
  expect(only([])).toThrow('There is no mitigation "foo"; the playbook has none.');
});

describe('a line', () => {
  it.each([
    ['open', 'open', { private: false }],
    ['open --private', 'open', { private: true }],
    ['open SEV3 --private', 'open', { severity: 'sev3', private: true }],
    ['open --since 20m sev1', 'open', { severity: 'sev1', private: false, since: { agoMs: 1_200_000 } }],
    ['open SEV2 Late', 'open', { severity: 'sev2', title: 'Late', private: false }],
    ['open Coupons  are\nlate', 'open', { title: 'Coupons are late', private: false }],
    ['open Late since sev1 began', 'open', { title: 'Late since sev1 began', private: false }],
    ['open sev4 is no severity', 'open', { title: 'sev4 is no severity', private: false }],
    ['open Late —since 1h30m', 'open', { title: 'Late', private: false, since: { agoMs: 5_400_000 } }],
    ['open 쿠폰 발급 지연 –private', 'open', { title: '쿠폰 발급 지연', private: true }],
    ['list', 'list', { scope: 'active', page: 1 }],
    ['list all 2', 'list', { scope: 'all', page: 2 }],
    ['LIST 2 ALL', 'list', { scope: 'all', page: 2 }],
    ['graph kafka_lag', 'graph', { signal: 'kafka_lag', back: 3_600_000 }],
    ['graph 2h  Kafka lag', 'graph', { signal: 'Kafka lag', back: 7_200_000 }],
    ['graph', 'graph', { signal: '', back: 3_600_000 }],
    ['note  pool enlarged\nto 40 ', 'note', { text: 'pool enlarged\nto 40' }],
    ['keep r2 traffic replayed', 'keep', { row: 'R2', note: 'traffic replayed' }],
    ['keep A10 said so', 'keep', { row: 'A10', note: 'said so' }],
    ['assign', 'assign', {}],
    ['assign Commander me', 'assign', { role: 'commander' }],
    ['assign scribe <@U0JUNHO|junho>', 'assign', { role: 'scribe', person: 'U0JUNHO' }],
    ['page ops needs hands', 'page', { whom: 'operations', reason: 'needs hands' }],
    ['page <@U0JUNHO|junho> sees p95', 'page', { whom: 'U0JUNHO', reason: 'sees p95' }],
    ['mitigate', 'mitigate', { chosen: {} }],
    [' Mitigate Scale-Consumers  to=20 ', 'mitigate', { name: 'scale-consumers', chosen: { to: '20' } }],
    [
      'mitigate delay-notice text=Coupons are late. Sorry! for=30m',
      'mitigate',
      { name: 'delay-notice', chosen: { text: 'Coupons are late. Sorry!', for: '30m' } },
    ],
    ['mitigate rate-limit to=', 'mitigate', { name: 'rate-limit', chosen: { to: '' } }],
    ['mitigate approve 12', 'mitigate approve', { run: 12 }],
    ['mitigate UNDO #12', 'mitigate undo', { run: 12 }],
    ['mitigate done Rate-Limit 300/s\nby nginx', 'mitigate done', { name: 'rate-limit', note: '300/s\nby nginx' }],
    ['analysis take R3 <@U0SORA|Lee Sora>', 'analysis take', { item: 'R3', owner: 'U0SORA' }],
    ['page <@U0MINJI|Kim Minji> sees p95', 'page', { whom: 'U0MINJI', reason: 'sees p95' }],
    ['analysis take R3 <@U0SORA>', 'analysis take', { item: 'R3', owner: 'U0SORA' }],
    ['analysis done R3 pool full, seen=40', 'analysis done', { item: 'R3', note: 'pool full, seen=40' }],
    ['diagnosis is connection-leak busy, seen=40', 'diagnosis is', { cause: 'connection-leak', note: 'busy, seen=40' }],
    ['retro propose', 'retro propose', {}],
    ['retro move 2026-11-25 15:00', 'retro move', { at: new Date('2026-11-25T06:00:00Z') }],
    ['override <@U0JUNHO> 2h', 'override', { person: 'U0JUNHO', lasting: 7_200_000, level: 'L1' }],
    ['override <@U0JUNHO> 30m l2', 'override', { person: 'U0JUNHO', lasting: 1_800_000, level: 'L2' }],
    ['override clear operations', 'override clear', { level: 'operations' }],
    ['freeze', 'freeze', {}],
    ['help Mitigate', 'help', 'mitigate'],
    ['mitigate help', 'help', 'mitigate'],
    ['', 'help', ''],
  ])('%j asks for %s', (line, name, args) => {
    expect(read(line)).toEqual({ name, args });
  });

  it('names its incident behind the first word, or behind the second where nothing else is read from it', () => {
    expect(read('status #7')).toEqual({ name: 'status', incident: 7, args: {} });
    expect(read('analysis #7 take R3')).toMatchObject({ name: 'analysis take', incident: 7 });
    expect(read('analysis take #7 R3')).toMatchObject({ name: 'analysis take', incident: 7, args: { item: 'R3' } });
    expect(read('update now #7')).toMatchObject({ name: 'update now', incident: 7 });
    expect(read('mitigate #7 undo #12')).toMatchObject({ name: 'mitigate undo', incident: 7, args: { run: 12 } });
    expect(read('mitigate undo #12')).toMatchObject({ name: 'mitigate undo', args: { run: 12 } });
    expect(read('note #7 #8 is the same')).toMatchObject({ incident: 7, args: { text: '#8 is the same' } });
    // A title may begin with a number.
    expect(read('open #7 again')).toMatchObject({ name: 'open', args: { title: '#7 again' } });
  });

  it.each([
    ['statu', /There is no `statu`\. Did you mean `status`\? `help` lists/],
    ['xyzzy', /There is no `xyzzy`\. `help` lists/],
    ['analysis burn R3', /There is no `analysis burn`\. Did you mean `analysis run`\? Write `analysis`, `analysis take R3`/],
    ['mitigate aprove 12', /There is no `mitigate aprove`\. Did you mean `mitigate approve`\?/],
    ['mitigate run scale-consumers {"chosen":{},"shown":"a"}', /A plan is run from its form, because it must be seen first: `mitigate/],
    ['status 7', /The number of an incident has `#` before it: `status #7`/],
    ['status please', /`status` needs nothing behind it/],
    ['graph kafka_lag 2h 1d', /Write how far back as one duration/],
    ['mitigate aprove', /Did you mean `mitigate approve`\?/],
    ['mitigate scale-consumer', /There is no mitigation "scale-consumer"; it is one of .*scale-consumers/],
    ['mitigate done nothing-like-it', /There is no mitigation "nothing-like-it"/],
    ['mitigate scale-consumers 20', /Write a choice as `key=value`/],
    ['mitigate scale-consumers please to=20', /Write a choice as `key=value`/],
    ['mitigate approve', /Say which run by its number.*: `mitigate approve 12`\./],
    ['mitigate undo scale-consumers', /Say which run by its number/],
    ['mitigate stop 12 now', /"now" is left over.*`mitigate stop 12`/],
    ['mitigate done', /Say which one: `mitigate done scale-consumers`/],
    ['retro perhaps', /There is no `retro perhaps`.*Write `retro`/],
    ['retro move', /`retro move` needs the time: `retro move 2026-11-25 15:00`/],
    ['retro move tomorrow', /"tomorrow" is no time here.*Asia\/Seoul/],
    ['severity', /Say which: `sev1` \(critical\).*: `severity sev1`\./],
    ['severity bad', /Say which: `sev1`/],
    ['keep R2', /Name the row and say what was done.*: `keep R2 traffic replayed in staging`/],
    ['keep', /Name the row and say what was done: `keep R2 traffic replayed in staging`\. `deadlines` lists the rows\./],
    ['note', /Write the note behind the word: `note pool/],
    ['assign king <@U0JUNHO>', /There is no role "king"; it is one of commander, communications/],
    ['assign scribe junho', /Name one person by mention: `assign commander @name`\. Without a name you take the role yourself/],
    ['page', /Say whom/],
    ['escalate step=2', /`escalate` needs nothing behind it\. To call one person: `page @name why`/],
    ['unfreeze now', /There is no service "now"/],
    ['override', /Name one person by mention, then for how long: `override @name 2h`/],
    ['override <@U0JUNHO>', /Say for how long, such as 30m, 2h or 1d/],
    ['override <@U0JUNHO> 2h L3', /There is no level "L3"; it is one of L1, L2, operations/],
    ['override <@U0JUNHO> 2h L1 please', /There is no service "please"; it is one of coupon, web-shop/],
    ['override clear L1 L2', /One level at a time/],
    ['list some', /There is no scope "some"/],
    ['open Late --hidden', /`open` has no option --hidden\. It knows --private and --since/],
  ])('%j is answered with what to write', (line, words) => {
    expect(refusal(line)).toMatch(words);
  });

  it.each([
    'open Late --since',
    'open Late --since yesterday',
    'open Late --since -5m',
    'open Late --since 9000w',
    'graph kafka_lag 2x',
    'keep RR x',
  ])('%j is refused by the schema of its argument', (line) => {
    expect(refusal(line)).toBe('refused by the schema');
  });

  it('never breaks, and keeps every word of a title that is not an option in its place', () => {
    const word = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
      fc.constantFrom('sev1', 'SEV3', '--private', '—private', 'Late'),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        const typed = words.join(' ');
        try {
          const asked = readLine(COMMANDS, `open ${typed}`, READING);
          if ('help' in asked) throw new Error('help');
          const { title = '', severity } = asked.args as { title?: string; severity?: string };
          const kept = typed.split(/\s+/).filter((it) => it && !/^(--|—|–)private$/i.test(it));
          if (severity && kept[0]?.toLowerCase() === severity) kept.shift();
          expect(title).toBe(kept.join(' '));
        } catch (error) {
          expect(error).toMatchObject({ name: 'UserError' });
        }
      }),
    );
  });
});

it('whatever is typed is read, or refused with what to write: nothing breaks, and nothing hidden is asked for', () => {
  const word = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom(
      '#7',
      'R3',
      '<@U0MINJI|minji>',
      'seen=nobody',
      'step=2',
      '--since',
      '2h',
      'all',
      'to=20',
      '{"chosen":{}}',
      'L2',
      'run',
      'form',
      'me',
    ),
  );
  const names = COMMANDS.flatMap(({ name }) => [name, name.replace(' ', ' #7 ')]);
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.array(word, { maxLength: 5 }), (name, words) => {
      try {
        const asked = readLine(COMMANDS, [name, ...words].join(' '), READING);
        if ('help' in asked) return;
        expect(asked.command.words).toBeDefined();
        expect(Object.keys(asked.command.words ?? {})).toEqual(expect.arrayContaining(Object.keys(asked.args)));
      } catch (error) {
        expect(error).toMatchObject({ name: 'UserError' });
      }
    }),
    { numRuns: 500 },
  );
});

const TYPEABLE = COMMANDS.filter(({ words }) => words !== undefined);

describe('what the usage line shows can be typed, and is read back', () => {
  it.each(TYPEABLE.map((command) => [usageOf(command), command] as const))('%s', (usage, command) => {
    expect(usage.split(' ')[0]).toBe(command.name.split(' ')[0]);
    for (const language of ['en', 'ko'] as const) {
      // As Slack sends a mention.
      const sent = (line: string) => line.replace(/@(name|이름)/, '<@U0MINJI|minji>');
      for (const { key, schema, reader } of typedArguments(command)) {
        const asked = readLine(COMMANDS, sent(exampleLine(command, language, key)), READING);
        if ('help' in asked) throw new Error('help');
        expect(asked.command.name).toBe(command.name);
        const args = command.args.parse(asked.args) as Record<string, unknown>;
        const typed = reader.read(sent(asTyped(schema, { ...reader, kind: 'word' }, language)).replace(/^--\S+ /, ''), READING);
        expect({ key, value: args[key] }).toEqual({ key, value: schema.parse(typed?.value) });
      }
      expect(refusal(sent(exampleLine(command, language)))).toMatch(/^read$/);
    }
  });
});

describe.each(COMMANDS.map((command) => [command.name, command] as const))('the arguments of %s', (_name, command) => {
  const shape = Object.entries(command.args.shape as Record<string, z.ZodType>);

  it('are a JSON Schema, with what each is and an example', () => {
    const schema = inputSchemaOf(command);
    expect(schema).toMatchObject({ type: 'object' });
    expect(Object.keys(schema.properties ?? {})).toEqual(shape.map(([key]) => key));
    for (const [key, argument] of shape) {
      expect(schema.properties?.[key]).toMatchObject({ description: aboutOf(argument).what.en });
      const examples = examplesOf(aboutOf(argument), 'en');
      if (examples.length > 0) expect(schema.properties?.[key]).toMatchObject({ examples });
    }
    // What has a default need not be sent.
    expect(schema.required ?? []).toEqual(shape.filter(([, argument]) => !argument.safeParse(undefined).success).map(([key]) => key));
  });

  it('are as their examples say, in both languages', () => {
    for (const [, argument] of shape) {
      const { what } = aboutOf(argument);
      expect(what.ko).toMatch(/[가-힣]/);
      expect(what.en).not.toMatch(/[가-힣]/);
      for (const language of ['en', 'ko'] as const)
        for (const example of examplesOf(aboutOf(argument), language)) expect(argument.safeParse(example)).toMatchObject({ success: true });
    }
  });

  it('that can be typed have an example, and what people read of them is in both languages', () => {
    for (const key of Object.keys(command.words ?? {})) {
      const about = aboutOf(command.args.shape[key] as z.ZodType);
      expect({ key, examples: examplesOf(about, 'en').length + examplesOf(about, 'ko').length }).not.toEqual({ key, examples: 0 });
      for (const said of [about.expects, about.without])
        if (said) expect([said.ko, said.en]).toEqual([expect.stringMatching(/[가-힣]/), expect.not.stringMatching(/[가-힣]/)]);
    }
  });
});
