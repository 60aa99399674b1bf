import '../../support/examples/pseudo-language.ts';
import { aboutOf, examplesOf } from '../../../src/commands/arguments.ts';
import { COMMANDS } from '../../../src/commands/index.ts';
import { missing, tooMany, unknownOption, wrong } from '../../../src/commands/words/mistakes.ts';
import { typedArguments, usageOf } from '../../../src/commands/words/usage.ts';
import { ADVISED, slackAdvice } from '../../../src/domain/chat/slack-advice.ts';
import { UserError } from '../../../src/domain/errors.ts';
import { MOVES, statesAfter } from '../../../src/domain/incident/incident.ts';
import { INCIDENT_STATES } from '../../../src/domain/incident/states.ts';
import { PRODUCT_LANGUAGES, productLanguage } from '../../../src/domain/language/bilingual.ts';
import { pick } from '../../../src/domain/language/pick.ts';
import { says } from '../../../src/domain/language/words.ts';
import { LANGUAGES } from '../../../src/languages/index.ts';
import { worded, wordedEach } from '../../../src/languages/worded.ts';
import { englishLeft, PSEUDO } from '../../support/examples/pseudo-locale.ts';
import { presenterIn } from '../../support/examples/view-examples.ts';

/** What a third folder gives to what is said beside the surfaces: everything that is made here is made in a language of which the code knows nothing. */

const present = presenterIn(PSEUDO);
const typeable = COMMANDS.filter(({ words }) => words !== undefined);

it('is one of those that Bongsu speaks, and what is said is there in it', () => {
  expect(PRODUCT_LANGUAGES).toEqual(['en', 'ko', PSEUDO]);
  expect(productLanguage(PSEUDO)).toBe(PSEUDO);
  expect(worded(({ mitigationRuns }) => mitigationRuns.nothingIsFrozen)).toEqual({
    en: LANGUAGES.en.mitigationRuns.nothingIsFrozen,
    ko: LANGUAGES.ko.mitigationRuns.nothingIsFrozen,
    [PSEUDO]: expect.stringMatching(/^\[Ñöţĥîñĝ/),
  });
  expect(Object.keys(wordedEach(({ rules }) => rules.stateWords).open)).toEqual(['en', 'ko', PSEUDO]);
});

describe.each(COMMANDS.map((command) => [command.name, command] as const))('%s', (_name, command) => {
  const args = Object.keys(command.args.shape).map((key) => aboutOf(command.args.shape[key] as never));

  it('says in it what it is, and what its arguments are', () => {
    const said = [command.summary, command.hint, ...args.flatMap(({ what, expects, without }) => [what, expects, without])];
    for (const text of said) if (text) expect(englishLeft(pick(text, PSEUDO), [])).toEqual([]);
    expect(args.flatMap((about) => examplesOf(about, PSEUDO).map(String)).join()).not.toMatch(/undefined/);
  });

  it('is refused in it, whatever is wrong with it', () => {
    const keys = typedArguments(command).map(({ key }) => key);
    const errors = [
      tooMany(command, 'zzzz'),
      tooMany(command, '7'),
      unknownOption(command, '--zzzz'),
      ...keys.flatMap((key) => [missing(command, key), wrong(command, key, 'zzzz')]),
    ];
    for (const error of errors) {
      expect(Object.keys(error.said)).toEqual(['en', 'ko', PSEUDO]);
      expect(englishLeft(present.userError(error), ['zzzz', choicesOf(command)])).toEqual([]);
    }
  });
});

/** What can only be typed as it is. */
function choicesOf(command: (typeof COMMANDS)[number]): string[] {
  return typedArguments(command).flatMap(({ reader, key }) => [...(reader.choices ?? []), reader.option ?? '', key]);
}

it('has a help of its own, in which only what is typed is as everywhere', () => {
  const help = typeable.map((command) => ({ usage: usageOf(command, PSEUDO), summary: pick(command.summary, PSEUDO) }));
  expect(englishLeft(present.help(help), [typeable.map(choicesOf), '/incident'])).toEqual([]);
  expect(usageOf(typeable.find(({ name }) => name === 'keep') as never, PSEUDO)).toMatch(/^keep \[#7\] <\[ŕöŵ…\]> <\[ŵĥàţ ŵàš đöñé…+\]>$/);
});

it.each(INCIDENT_STATES)('says what cannot be done in the state %s', (state) => {
  for (const move of MOVES) {
    try {
      statesAfter(state, move);
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      expect(englishLeft(present.userError(error as UserError), [])).toEqual([]);
    }
  }
});

it.each([...ADVISED, 'missing_scope'])('says what to do about %s', (code) => {
  const advice = slackAdvice(code, { method: 'conversations.create' });
  // What Slack's pages and the environment call something is called so everywhere.
  expect(advice && pick(advice, PSEUDO)).toMatch(/^\[.*…\]$/);
});

it('reads what was stored before Bongsu spoke it in English', () => {
  const stored = { en: 'Posted before.', ko: '이전에 게시됨.' };
  expect(pick(stored, PSEUDO)).toBe('Posted before.');
  expect(present.userError({ said: { en: says`Posted before.`, ko: '이전' } }).text).toContain('Posted before.');
});
