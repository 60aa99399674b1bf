import fc from 'fast-check';
import { asRead, takenIn, unnamedIn } from '../../../src/domain/chat/typed-text.ts';
import { testSeed } from '../../support/examples/seed.ts';

fc.configureGlobal({ seed: testSeed() });

const read = (text: string, how?: 'prose' | 'name', names?: Map<string, string>) => asRead(takenIn(text, names), how);

it.each([
  ['<@U0JUNHO|junho> sees errors', '@junho sees errors'],
  ['ask <@W0JUNHO|@junho>, now', 'ask @junho, now'],
  ['in <#C0GENERAL|general>', 'in #general'],
  ['<!subteam^S0OPS|@ops> please', '@ops please'],
  ['<!here> <!channel> <!everyone>', '@here @channel @everyone'],
  ['<!here|here>', '@here'],
  ['<!date^1392734382^{date}|February 18>', 'February 18'],
  ['<https://grafana.example.com/d/1>', 'https://grafana.example.com/d/1'],
  ['<http://example.com|example.com> is slow', 'example.com is slow'],
  ['<https://example.com/a?b=1&amp;c=2>', 'https://example.com/a?b=1&c=2'],
  ['<mailto:ops@example.com|ops@example.com>', 'ops@example.com'],
  ['<mailto:ops@example.com>', 'ops@example.com'],
  ['<tel:+8210|+82 10>', '+82 10'],
  ['p95 &lt; 200 &amp;&amp; rising &gt;&gt;', 'p95 < 200 && rising >>'],
  ['&amp;lt; is how it is written', '&lt; is how it is written'],
  ['a &lt;@U0JUNHO&gt; typed by hand', 'a @U0JUNHO typed by hand'],
  ['쿠폰 <@U0MINJI|민지> 지연', '쿠폰 @민지 지연'],
])('met-C3: %s reads as people read it', (escaped, expected) => {
  expect(read(escaped)).toBe(expected);
});

it('met-C3: a link with words of its own keeps its address in prose, and only its words in a name', () => {
  const text = 'see <https://grafana.example.com/d/1|the dashboard>';
  expect(read(text)).toBe('see the dashboard (https://grafana.example.com/d/1)');
  expect(read(text, 'name')).toBe('see the dashboard');
});

it('met-C3: names that Slack did not send are filled in, and are asked for by id', () => {
  const text = '<@U0JUNHO> in <#C0GENERAL|> and <#C0OPS|ops> with <@U0JUNHO>';
  expect(unnamedIn(text)).toEqual(['U0JUNHO', 'C0GENERAL']);
  expect(
    read(
      text,
      'prose',
      new Map([
        ['U0JUNHO', 'junho'],
        ['C0GENERAL', 'general'],
      ]),
    ),
  ).toBe('@junho in #general and #ops with @junho');
  // Not known in time: still no markup.
  expect(read(text)).toBe('@U0JUNHO in #C0GENERAL and #ops with @U0JUNHO');
});

it('people stay tokens until the text is finished, so that a command can take them', () => {
  expect(takenIn('commander <@U0JUNHO|junho>')).toBe('commander <@U0JUNHO|junho>');
  expect(takenIn('commander <@U0JUNHO>', new Map([['U0JUNHO', 'junho']]))).toBe('commander <@U0JUNHO|junho>');
});

it('what is no markup of Slack’s stays as it is', () => {
  for (const text of ['a <b> c', '1 < 2 > 0', '<>', '<!unknown>', 'x <@> y', '<<@U1|a>>', '<javascript:alert(1)|x>', '<@u1|lower>'])
    expect(asRead(text)).toBe(text.replace('<@U1|a>', '@a'));
});

it('never leaves markup that Slack would act on, whatever was typed, and takes no longer for more', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '|',
    '@U0JUNHO',
    '<@U0JUNHO|x>',
    '<!here>',
    '<https://a.b|c>',
    '&lt;',
    '&amp;',
    '#C1',
    ' ',
    'a',
    '^',
    '!',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const said = read(pieces.join(''));
      expect(said).not.toMatch(/<(?:@[UW][A-Z0-9]+|#C[A-Z0-9]+|!here)(?:\|[^<>]*)?>/);
      expect(asRead(said)).toBe(said);
    }),
  );
  for (const hostile of ['<', '<@U1', '<a|', '<@U1|a>', '&lt;']) expect(read(hostile.repeat(100_000)).length).toBeGreaterThan(0);
});
