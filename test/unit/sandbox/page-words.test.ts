import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PUBLIC = join(import.meta.dirname, '../../../sandbox/page/public');
const LANGUAGES = ['en', 'ko'];
/** What is Korean without a Korean letter: names, signs of units, and what is not for eyes. */
const NAMES = new Set(['API', 'Kafka', 'JVM', 'Consumer', '7%', '7ms', 'ko-KR']);

type Said = string | ((input: unknown) => string) | { [key: string]: Said };

const areas = new Map<string, Record<string, Record<string, Said>>>();
beforeAll(async () => {
  for (const name of files().filter((each) => each.startsWith('words/words-'))) {
    const area = name.replace(/^words\/words-(.*)\.js$/, '$1');
    const module = (await import(pathToFileURL(join(PUBLIC, name)).href)) as Record<string, Record<string, Record<string, Said>>>;
    areas.set(area, module[area.toUpperCase()] ?? {});
  }
});

function files(): string[] {
  return readdirSync(PUBLIC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
}

/** What is said, with the way to it; a function is called with something that answers to any name. */
function leaves(said: Said | undefined, path: string): [string, string][] {
  if (said === undefined) return [];
  if (typeof said === 'string') return [[path, said]];
  if (typeof said === 'function')
    return [[path, said(new Proxy({}, { get: (_target, name) => (name === Symbol.toPrimitive ? () => 7 : 7) }))]];
  return Object.entries(said).flatMap(([key, inside]) => leaves(inside, `${path}.${key}`));
}

/** `area.key` of all words. */
function keys(): string[] {
  return [...areas].flatMap(([area, pairs]) => Object.keys(pairs).map((key) => `${area}.${key}`));
}

describe('the words of the sandbox page', () => {
  it('are said in every language, by the same keys', () => {
    expect([...areas.keys()].sort()).toEqual(['behind', 'chat', 'frame', 'tour']);
    for (const [area, pairs] of areas) {
      for (const [key, said] of Object.entries(pairs)) {
        expect([`${area}.${key}`, Object.keys(said)]).toEqual([`${area}.${key}`, LANGUAGES]);
        expect(leaves(said.ko, key).map(([path]) => path)).toEqual(leaves(said.en, key).map(([path]) => path));
      }
    }
  });

  it('are Korean in Korean and not in English, and take the same places', () => {
    const holes = (text: string) => [...text.matchAll(/\{\w+\}|`[^`]+`/g)].map(([all]) => all).sort();
    for (const [area, pairs] of areas) {
      for (const [key, said] of Object.entries(pairs)) {
        const korean = leaves(said.ko, `${area}.${key}`);
        leaves(said.en, `${area}.${key}`).forEach(([path, english], index) => {
          const text = korean[index]?.[1] ?? '';
          expect([path, /\p{Script=Hangul}/u.test(english)]).toEqual([path, false]);
          expect([path, text, NAMES.has(text) || /\p{Script=Hangul}/u.test(text)]).toEqual([path, text, true]);
          expect([path, holes(text)]).toEqual([path, holes(english)]);
        });
      }
    }
  });

  it('are those that the page asks for: none is missing, none is left over', () => {
    const sources = files().filter((name) => !name.startsWith('words/'));
    const inScripts = sources.flatMap((name) => [
      ...readFileSync(join(PUBLIC, name), 'utf8').matchAll(/\bwords\.(\w+)\.(\w+)|\{ (\w+)(?:: \w+)? \} = words\.(\w+)/g),
    ]);
    const asked = inScripts.map(([, area, key, taken, from]) => `${area ?? from}.${key ?? taken}`);
    const inPage = [...readFileSync(join(PUBLIC, 'index.html'), 'utf8').matchAll(/data-words[\w-]*="([\w.]+)"/g)].map(([, name]) => name);
    // Chosen by what is wrong with a part, and by whether a scenario is broken.
    const byState = ['behind.broken', 'behind.cured', 'behind.breakLabel', 'behind.healLabel'];
    expect([...new Set([...asked, ...inPage, ...byState])].sort()).toEqual(keys().sort());
  });

  it('stand in English in the page itself, for those whose script has not run', () => {
    const page = readFileSync(join(PUBLIC, 'index.html'), 'utf8');
    const english = (name = '') => {
      const [area = '', key = ''] = name.split('.');
      return areas.get(area)?.[key]?.en;
    };
    const texts = [...page.matchAll(/data-words="([\w.]+)"[^>]*>(.*?)<\/(?:a|span|button|div|label)>/g)];
    expect(texts.length).toBeGreaterThan(10);
    for (const [, name, text = ''] of texts) expect([name, text.replace(/<\/?code>/g, '`')]).toEqual([name, english(name)]);
    const attributes = [...page.matchAll(/(?:aria-label|placeholder)="([^"]*)" data-words-\w+="([\w.]+)"/g)];
    expect(attributes.length).toBeGreaterThan(8);
    for (const [, text, name] of attributes) expect([name, text]).toEqual([name, english(name)]);
    expect(page.match(/(?<!-)\b(?:aria-label|placeholder)="/g)).toHaveLength(attributes.length);
  });
});
