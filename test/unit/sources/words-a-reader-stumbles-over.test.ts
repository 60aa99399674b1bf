import { readdir, readFile } from 'node:fs/promises';

/** Phrases that a native reader stumbled over, with their like, and what is said in their place. */
const STUMBLES: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/left so\b/, 'Done, kept'],
  [/; it showed after/, 'Improved 13 s after it ran'],
  [/would not be this/, 'Would rule this out'],
  [/\b(?:take|takes|taking|taken) (?:it |that one |one )?back\b/i, 'undo, undone, or removed'],
  [/never proved|the record:/i, 'Track record: none yet'],
  [/\b(?:assigned|made|started|done) anew\b/, 'reassigned, restarted, repeated'],
  [/messages in work/, 'in-flight messages'],
  [/really issued/, 'the counts of issued coupons do not match'],
  [/(?:collected|begins?|again|done|undone|tried again) by (?:itself|themselves)\b/i, 'automatically'],
  [/lines since then/, 'lines since 01:59'],
  [/stands out any more|this stood out/, 'Back to normal; last seen at 02:12'],
  [/\bis (?:delayed|affected|frozen) since/, 'has been delayed since'],
  [/\b(?:as|at|to) whole operations team/, 'as part of the operations team'],
  [/How (?:far|many|much) [^.:`']* is not known/, 'It is not known how …'],
  [/회고를 초대/, '회고에 초대'],
  [/해결 처리/, '복구 완료'],
  [/지킴|놓침|놓친 것으로|기한을 (?:놓쳤|지켰)/, '이행, 미이행'],
  [/총괄(?:은|이) (?:결정|시간을 옮)/, '리드'],
];

/** What is said to people: all that stands in the languages, the shipped playbook, the page of the demo. */
async function said(): Promise<{ where: string; line: string }[]> {
  const root = new URL('../../../', import.meta.url);
  const names = [
    ...(await readdir(new URL('src/languages/', root), { recursive: true }))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `src/languages/${name}`),
    ...(await readdir(new URL('sandbox/page/public/words/', root)))
      .filter((name) => name.startsWith('words'))
      .map((name) => `sandbox/page/public/words/${name}`),
    'playbooks/coupon.yml',
  ];
  const files = await Promise.all(names.map(async (where) => ({ where, text: await readFile(new URL(where, root), 'utf8') })));
  return files.flatMap(({ where, text }) => {
    const lines = text.split('\n').filter((line) => !/^\s*(?:\/\*\*|\*|\/\/|#)/.test(line));
    return lines.map((line) => ({ where, line: line.trim() }));
  });
}

it.each(STUMBLES)('says %p to nobody', async (phrase) => {
  expect((await said()).filter(({ line }) => phrase.test(line))).toEqual([]);
});

it('looks at everything that is said', async () => {
  const lines = await said();
  for (const part of [
    'src/languages/en/surfaces/',
    'src/languages/ko/surfaces/',
    'src/languages/ko/rules.ts',
    'playbooks/',
    'sandbox/page/',
  ])
    expect(lines.some(({ where }) => where.startsWith(part))).toBe(true);
});
