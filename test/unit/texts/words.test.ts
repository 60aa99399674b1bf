import { STATE_WORDS } from '../../../src/domain/language/state-words.ts';
import { mention, plainTold, plainWords, says } from '../../../src/domain/language/words.ts';
import { presenterIn } from '../../support/examples/view-examples.ts';

/** People stand in what is said as themselves; whatever else looks like one is what somebody typed, and stays text. */

const typed = '<@U0KIM> and <!channel>';
const said = { en: says`${mention('U0LEE')} wrote ${typed}: ${7} times.`, ko: says`${mention('U0LEE')} 님: ${typed}` };

it('a refusal mentions whom it names, and nobody whom somebody typed', () => {
  expect(presenterIn('en').userError({ said }).text).toBe('⚠ <@U0LEE> wrote &lt;@U0KIM&gt; and &lt;!channel&gt;: 7 times.');
  expect(presenterIn('ko').userError({ said }).text).toBe('⚠ <@U0LEE> 님: &lt;@U0KIM&gt; and &lt;!channel&gt;');
});

it('what asks without being a person is named, not mentioned', () => {
  const by = { en: says`${mention('token:deploy')} was faster.`, ko: '' };
  expect(presenterIn('en').userError({ said: by }).text).toBe('⚠ token:deploy was faster.');
});

it('words stand in words, and people in both', () => {
  const both = says`${said.en} ${says`Ask ${mention('U0PARK')}.`}`;
  expect(plainWords(both, (id) => ({ U0LEE: 'Lee', U0PARK: 'Park' })[id] ?? id)).toBe(`Lee wrote ${typed}: 7 times. Ask Park.`);
});

it('a terminal reads a name, or the id when nobody knows one', () => {
  expect(plainTold(said)).toEqual({ en: `U0LEE wrote ${typed}: 7 times.`, ko: `U0LEE 님: ${typed}` });
});

it.each(['en', 'ko'] as const)('the guard’s refusal is worded from its fact: %s', (language) => {
  const words = (refusal: Parameters<ReturnType<typeof presenterIn>['refusal']>[0]) =>
    plainWords(presenterIn('en').refusal(refusal)[language]);
  expect(words({ code: 'not-active', incident: 7, state: 'resolved' })).toContain(STATE_WORDS.resolved[language]);
  expect(words({ code: 'too-many', atOnce: 2, names: ['a', 'b'] })).toMatch(/2.*a, b/);
  expect(words({ code: 'busy', by: 'bongsu' })).toMatch(/^Bongsu/);
  expect(words({ code: 'busy', by: 'U0LEE', held: 12 })).toMatch(/12/);
  expect(words({ code: 'frozen', by: 'U0LEE', reason: typed })).toContain(`: ${typed}`);
});
