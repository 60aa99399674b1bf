import fc from 'fast-check';
import { cell, EXPORT_FORMATS, exportRecord, type Line } from '../../../src/domain/timeline/export-record.ts';
import { EVENTS } from '../../../src/domain/timeline/index.ts';
import { asEdited, type Entry, groupOf, readRecord } from '../../../src/domain/timeline/read-record.ts';

const AT = new Date('2026-03-03T05:00:00Z');
const entry = (id: string, kind: string, data: object, actor = 'U0MINJI'): Entry => ({ id, kind, data, actor, at: AT });
const words = {
  title: 'Timeline of #7: late',
  zone: 'Asia/Seoul',
  time: 'Time',
  actor: 'Who',
  event: 'What',
  edited: (by: string) => `(edited by ${by})`,
  removed: (by: string, reason: string) => `(struck out by ${by}: ${reason})`,
};
const RECORD = [
  entry('1', 'note', { text: 'lag' }),
  entry('2', 'note.private', { text: 'tired', for: ['U0MINJI'] }),
  entry('3', 'message.added', {
    channel: 'C1',
    ts: '1.1',
    author: 'U0SORA',
    text: 'hm',
    permalink: 'https://x.slack.com/archives/C1/p11',
    how: 'pin',
  }),
  entry('4', 'entry.edited', { entry: '1', text: 'lag grows' }),
  entry('5', 'entry.edited', { entry: '1', text: 'lag grew' }, 'U0SORA'),
  entry('6', 'entry.removed', { entry: '3', reason: 'not | ours' }, 'U0SORA'),
  entry('7', 'page.told', { page: 'statuspage', sequence: 1, version: 1 }, 'bongsu'),
];

it('reads what was made of entries later into them, and leaves out what is not for the reader', () => {
  const read = readRecord(RECORD);
  expect(read.map(({ id }) => id)).toEqual(['1', '3', '7']);
  expect(read[0]?.edits.map(({ text }) => text)).toEqual(['lag grows', 'lag grew']);
  expect(asEdited(read[0] as never).data).toMatchObject({ text: 'lag grew' });
  expect(read[1]?.removed).toEqual({ reason: 'not | ours', by: 'U0SORA', at: AT });
  const ids = (wanted: Parameters<typeof readRecord>[1]) => readRecord(RECORD, wanted).map(({ id }) => id);
  expect(ids({ reader: 'U0MINJI' })).toEqual(['1', '2', '3', '7']);
  expect(ids({ reader: 'U0SORA', group: 'notes' })).toEqual(['1', '3']);
  expect(ids({ person: 'U0SORA' })).toEqual(['3']);
  expect(ids({ group: 'updates' })).toEqual(['7']);
});

it('finds every kind in a group that fits it', () => {
  const beside = Object.keys(EVENTS).filter((kind) => groupOf(kind) === 'state' && !kind.startsWith('incident.'));
  expect(beside.sort()).toEqual([
    'bridge.opened',
    'briefing.posted',
    'channel.opened',
    'clocks.restarted',
    'home.back',
    'home.lost',
    'home.moved',
    'impact.stated',
    'language.changed',
    'recovery.overridden',
    'retry.asked',
    'severity.changed',
  ]);
});

it('no cell of a CSV is a formula, and each is read back as it was', () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '|cmd']) expect(cell(text).replace(/^"/, '')).toMatch(/^'/);
  fc.assert(
    fc.property(fc.string(), (text) => {
      const written = cell(text);
      const read = written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written;
      expect([text, `'${text}`]).toContain(read);
      if (!written.startsWith('"')) expect(written).not.toMatch(/[",\r\n]/);
    }),
  );
});

it('a table in Markdown holds what people typed as text', () => {
  const lines = readRecord(RECORD).map(
    (one): Line => ({ entry: one, at: AT.toISOString(), time: '14:00', actor: 'Minji', says: '[x](http://evil) | <b>' }),
  );
  const md = exportRecord(lines, 'markdown', words);
  expect(md.split('\n').filter((line) => line.startsWith('| '))).toHaveLength(1 + lines.length);
  expect(md).toContain(
    '~~\\[x\\](http://evil) \\| \\<b\\> [↗](https://x.slack.com/archives/C1/p11)~~ (struck out by U0SORA: not \\| ours)',
  );
  for (const format of EXPORT_FORMATS) expect(exportRecord(lines, format, words)).not.toContain('tired');
});
