import { readdirSync, readFileSync } from 'node:fs';
import { COMMANDS } from '../../../src/commands/index.ts';
import { MOVES, type Move, statesAfter } from '../../../src/domain/incident/incident.ts';
import { INCIDENT_STATES } from '../../../src/domain/incident/states.ts';
import { ROW_STATE_WORDS, STATE_WORDS } from '../../../src/domain/language/state-words.ts';
import { MITIGATION_RUN_STATE_WORDS } from '../../../src/domain/mitigation/run-state-words.ts';
import { presenterIn } from '../../support/examples/view-examples.ts';

/** What a person in Slack may cause; elsewhere errors go to terminals and to other programs. */
const FOR_PEOPLE = ['src/bot', 'src/commands', 'src/domain', 'src/workflows'];
const FOR_PROGRAMS = ['src/domain/errors.ts', 'src/domain/alerts/read-generic.ts'];

/** Errors whose words come from a value, and where these words stand. */
const BY_VALUE = new Map([
  ['src/commands/incident/open.ts', 'TOO_FAR'],
  ['src/commands/words/mistakes.ts', 'said'],
  ['src/commands/words/read-line.ts', 'hidden.hint'],
  ['src/domain/incident/permissions.ts', 'who'],
  ['src/workflows/mitigation/guarded.ts', 'text'],
]);

const sources = FOR_PEOPLE.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
)
  .filter((path) => path.endsWith('.ts') && !FOR_PROGRAMS.includes(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

/** The arguments of every `new UserError(…)`, as they are written. */
const errors = sources.flatMap(({ path, text }) =>
  [...text.matchAll(/new UserError\(/g)].map(({ index }) => {
    const written = balanced(text.slice(index + 'new UserError'.length));
    return { where: `${path}:${text.slice(0, index).split('\n').length}`, path, written };
  }),
);

/** What stands within the first pair of brackets. Brackets in the texts come in pairs too. */
function balanced(text: string): string {
  let depth = 0;
  for (const [index, character] of [...text].entries()) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0) return [...text].slice(1, index).join('');
  }
  throw new Error(`no end: ${text.slice(0, 80)}`);
}

const HANGUL = /[가-힣]/;

describe('what a refused person reads', () => {
  it('is looked for in the right places', () => {
    expect(errors.length).toBeGreaterThan(60);
    expect(sources.filter(({ text }) => text.includes('OperatorError')).map(({ path }) => path)).toEqual([]);
  });

  it.each(errors)('stands in the languages at $where', ({ path, written }) => {
    const [, value] = /^\s*(?:'\w+'|code\..*?\)|code),\s*([\w.()]+)\s*(?:,|$)/.exec(written) ?? [];
    if (value !== undefined) return expect(value).toBe(BY_VALUE.get(path));
    expect(written).toMatch(/\b(?:worded|inEveryLanguage)\(/);
  });

  it.each(readdirSync('src/languages/ko', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')))(
    'shows no marks before a particle in %s',
    (name) => {
      const text = readFileSync(`src/languages/ko/${name}`, 'utf8');
      // Slack shows `code`는 with its marks.
      expect(text.replaceAll('\\`', '´').replaceAll(/´[^´\n]+´(?![가-힣])/g, '')).not.toMatch(/´[가-힣]/);
    },
  );

  it.each(INCIDENT_STATES)('says in both languages what cannot be done in the state %s', (state) => {
    for (const move of MOVES) {
      const error = refusalOf(state, move);
      if (error === undefined) continue;
      expect(presenterIn('en').userError(error).text).toContain(STATE_WORDS[state].en);
      expect(presenterIn('ko').userError(error).text).toContain(STATE_WORDS[state].ko);
    }
  });
});

describe('words that several texts share', () => {
  it.each([...Object.values(STATE_WORDS), ...Object.values(ROW_STATE_WORDS), ...Object.values(MITIGATION_RUN_STATE_WORDS)])(
    '$en',
    ({ en, ko }) => {
      expect(en).not.toMatch(HANGUL);
      expect(ko).toMatch(HANGUL);
    },
  );
});

it.each(COMMANDS)('help says what $name does in both languages', ({ summary }) => {
  expect(summary.en).not.toMatch(HANGUL);
  expect(summary.ko).toMatch(HANGUL);
});

function refusalOf(
  state: (typeof INCIDENT_STATES)[number],
  move: Move,
): Parameters<ReturnType<typeof presenterIn>['userError']>[0] | undefined {
  try {
    statesAfter(state, move);
    return undefined;
  } catch (error) {
    return error as never;
  }
}
