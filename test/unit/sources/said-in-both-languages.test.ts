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
