import { existsSync, readFileSync } from 'node:fs';

it('the files that begin first are there, each once', () => {
  const names = JSON.parse(readFileSync('test/support/run/longest-first.json', 'utf8')) as string[];
  expect(names.filter((name) => !existsSync(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});
