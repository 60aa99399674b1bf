import { createLog } from '../../../src/integrations/log.ts';
import { openStorage, type Storage } from '../../../src/storage/index.ts';
import { bareIncident } from '../../support/examples/bare-incident.ts';
import { type FreshDatabase, freshDatabase } from '../../support/servers/database.ts';

/** What people wrote is in statements, and statements fail. */
const NOW = new Date('2026-03-03T05:00:00Z');
const WRITTEN = 'the customer Kim Minji';

let database: FreshDatabase;
let storage: Storage;
let lines: string[];
beforeEach(async () => {
  lines = [];
  database = await freshDatabase();
  storage = await openStorage({ url: database.url, log: createLog({ level: 'silent' }) });
});
afterEach(async () => {
  await storage.close();
  await database.drop();
});

const log = createLog({ level: 'debug', out: { write: (line) => lines.push(line) } });

const FAILURES: [name: string, fail: () => Promise<unknown>][] = [
  ['a value of megabytes that is no number', () => storage.incidents.find(`${WRITTEN} " `.repeat(150_000) as never)],
  ['a number that is none', () => storage.runs.take('run', `"${WRITTEN}"` as never)],
  ['a check', () => storage.incidents.insert(bareIncident(NOW, { title: WRITTEN, severity: WRITTEN as never }))],
  [
    'a key that is there',
    async () => {
      for (let n = 0; n < 2; n += 1) await storage.incidents.insert(bareIncident(NOW, { title: WRITTEN, dedupKey: WRITTEN }));
    },
  ],
  ['a row that points nowhere', () => storage.timeline.append({ incidentId: 4_711, at: NOW, kind: WRITTEN, actor: WRITTEN })],
];

it.each(FAILURES)('met-K10: %s is told without what people wrote', async (_, fail) => {
  const error = (await fail().then(
    () => new Error('nothing failed'),
    (thrown: unknown) => thrown,
  )) as Error;
  log.error({ err: error }, 'A statement failed.');
  expect(lines.join('')).toMatch(/"code":"[0-9A-Z]{5}"/);
  expect(lines.join('').length).toBeLessThan(6_000);
  expect(`${lines.join('')} ${error.message} ${error.stack}`).not.toContain('Kim Minji');
});
