import { readdir, readFile } from 'node:fs/promises';

/** Whose words no one in Slack sees: terminals, logs, `/readyz`, and pages that stand in the timeline alone. */
const UNSEEN =
  /src\/(?:integrations\/(?:pagers\/|reach\.ts|kafka\/alert-topic\.ts)|workflows\/(?:paging\/(?:page-effects|unreached)|runtime\/(?:outbox|runs|run-kind|timer))\.ts)/;

/** Errors whose text stands there as it is, in one language, by the file and the line's own words. */
async function inOneLanguage(folder: URL): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts')).sort();
  const found = await Promise.all(
    files.map(async (name) => {
      const text = await readFile(new URL(name, folder), 'utf8');
      const errors = text.matchAll(/new (?:Transient|Permanent)Error\(\s*(?:'[^']*'|`[^`]*`|[\w.$]+(?:\(\))?),\s*(['"`][^'"`]{12,80})/g);
      return [...errors].map(([, words]) => `src/${folder.pathname.split('/src/')[1]}${name}: ${words}`);
    }),
  );
  return found.flat();
}

it.each(['integrations/', 'workflows/'])('what people in Slack see of errors in src/%s is in both languages', async (folder) => {
  const found = await inOneLanguage(new URL(`../../../src/${folder}`, import.meta.url));
  // Those that nobody sees are found, so that one that somebody sees would be.
  expect(found.length).toBeGreaterThan(0);
  expect(found.filter((line) => !UNSEEN.test(line))).toEqual([]);
});

/** Beside the languages: rows as they were, what the public notices keep since their first day, and words that senders of alerts use. What `init` writes (`src/cli`) is text of a playbook. */
const BESIDE = new Set([
  'src/domain/alerts/severity-words.ts',
  'src/domain/timeline/mitigation.ts',
  'src/storage/tables/mitigation/public-notices.ts',
  'src/workflows/mitigation/kinds/post-publicly.ts',
  'src/workflows/runtime/stored.ts',
]);

it('no sentence stands beside the code in several languages: a further language is one folder', async () => {
  const root = new URL('../../../src/', import.meta.url);
  const names = (await readdir(root, { recursive: true })).filter(
    (name) => name.endsWith('.ts') && !/^(?:languages|cli|storage.migrations)\b/.test(name),
  );
  const texts = await Promise.all(names.map(async (name) => [`src/${name}`, await readFile(new URL(name, root), 'utf8')] as const));
  const found = texts.filter(([, text]) => /[가-힣]|\bko: (?!ProductLanguage)/.test(text.replace(/^\s*(?:\/\*\*|\*|\/\/).*$/gm, '')));
  expect(found.map(([name]) => name).sort()).toEqual([...BESIDE].sort());
});
