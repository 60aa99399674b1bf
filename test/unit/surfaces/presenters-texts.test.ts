import { LANGUAGES, type Speech } from '../../../src/languages/index.ts';
import { aBriefing, anIncident, NOW, presenterIn } from '../../support/examples/view-examples.ts';
import { renderText } from '../../support/scenario/render-text.ts';

/** Every text with its path; those with parameters are spoken with stand-ins for them. */
function spoken(node: unknown, path: string, standIns: readonly unknown[] = ['‹1›', '‹2›', '‹3›', '‹4›']): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') {
    const speak = node as (...args: unknown[]) => unknown;
    const text = ['list', 'withdrawn'].includes(path) ? speak(['a', 'b']) : path === 'speaksDone' ? speak('‹1›', 'ko') : speak(...standIns);
    return [[path, String(text)]];
  }
  return Object.entries(node as object).flatMap(([key, child]) => spoken(child, path ? `${path}.${key}` : key, standIns));
}

/** Each is a list and, in a sentence, its only item. */
const LISTS = [['‹1›'], ['‹2›'], ['‹3›'], ['‹4›'], ['‹5›']];

const english = new Map(spoken(LANGUAGES.en.surfaces.incident, ''));
const others = Object.entries(LANGUAGES).flatMap(([language, { surfaces }]) =>
  language === 'en' ? [] : [[language, surfaces.incident] as const],
);

describe.each(others)('the texts in %s', (_, texts) => {
  const own = spoken(texts, '');

  it('say everything that English says', () => {
    expect(own.map(([path]) => path).sort()).toEqual([...english.keys()].sort());
  });

  it('use every parameter that English uses', () => {
    const used = (text: string): string[] => [...new Set(text.match(/‹\d›/g) ?? [])].sort();
    const lost = own.filter(([path, text]) => used(english.get(path) ?? '').some((parameter) => !used(text).includes(parameter)));
    expect(lost).toEqual([]);
  });

  it('were not left in English', () => {
    const same = own.filter(([path, text]) => text === english.get(path) && /[a-z]{3}/i.test(text)).map(([path]) => path);
    expect(same).toEqual([]);
  });
});

/** The same in every language: names, and what is typed. */
const NAMES = /Bongsu|Alertmanager|Grafana|Kafka|JVM|@name|requests\/s/g;

/** What every language says: a table for each surface, and one for each other part, whose sentences take lists as well. */
const tablesOf = ({ surfaces, ...parts }: Speech): [string, [string, string][]][] => [
  ...Object.entries(surfaces).map(([name, table]) => [`surfaces.${name}`, spoken(table, '')] as [string, [string, string][]]),
  ...Object.entries(parts).map(([name, table]) => [name, spoken(table, '', LISTS)] as [string, [string, string][]]),
];

it('every table of texts says in each language what it says in English, with the same parameters, and nothing was left in English', () => {
  const english = new Map(tablesOf(LANGUAGES.en));
  expect([...english.keys()]).toEqual(expect.arrayContaining(['surfaces.incident', 'surfaces.publicNotices', 'rules', 'watched']));
  const wrong = Object.entries(LANGUAGES).flatMap(([language, speech]) =>
    tablesOf(speech).flatMap(([name, own]) => {
      if (language === 'en') return [];
      const [from, to] = [new Map(english.get(name)), new Map(own)];
      const missing = [...from.keys()].filter((path) => !to.has(path)).map((path) => `${language}: ${name}.${path} is missing`);
      const same = [...to].filter(([path, text]) => text === from.get(path) && /[a-z]{3}/i.test(text.replaceAll(NAMES, '')));
      return [...missing, ...same.map(([path, text]) => `${language}: ${name}.${path}: ${text}`)];
    }),
  );
  expect(wrong).toEqual([]);
});

describe.each(Object.entries(LANGUAGES))('the texts in %s', (_, { surfaces: { incident: texts } }) => {
  it('are never empty, save the separator of a number and its unit', () => {
    const empty = spoken(texts, '').filter(([path, text]) => text.trim() === '' && path !== 'duration.separator');
    expect(empty).toEqual([]);
  });

  it('fit where Slack allows little', () => {
    const { modal, button, move, confirm } = texts;
    for (const title of [modal.openTitle, modal.submit, modal.close, modal.done, modal.assign])
      expect(title.length).toBeLessThanOrEqual(24);
    for (const text of [...Object.values(move), button.takeCommand, button.roles]) expect(text.length).toBeLessThanOrEqual(30);
    for (const text of [modal.private, modal.privateHint, ...Object.values(modal.severityOption)])
      expect(text.length).toBeLessThanOrEqual(75);
    for (const text of [confirm.yes, confirm.no]) expect(text.length).toBeLessThanOrEqual(30);
    for (const label of Object.values(texts.moveLabel)) expect(label('#1234').length).toBeLessThanOrEqual(75);
  });
});

describe('Korean', () => {
  it('never puts a particle straight behind bold or code, where Slack would show the marks', () => {
    const p = presenterIn('ko');
    const shown = [
      p.briefing(aBriefing()),
      p.help([{ usage: 'open', summary: '장애를 엽니다' }]),
      p.list({ incidents: [], page: 1, scope: 'active', now: NOW }),
      p.update({ incident: anIncident(), sequence: 1, readings: aBriefing().readings, done: ['조치'], now: NOW }),
    ].map(renderText);
    for (const text of shown) expect(text).not.toMatch(/(?:\*[^*\n]+\*|`[^`\n]+`)[가-힣]/);
  });

  it('can be chosen for one message', () => {
    expect(presenterIn('en').in('ko').list({ incidents: [], page: 1, scope: 'active', now: NOW }).text).toMatch(
      /^진행 중인 장애가 없습니다\./,
    );
  });
});
