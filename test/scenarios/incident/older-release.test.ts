import { asLastReleaseLeftIt, type OldReason, type OldRow } from '../../support/bots/last-release.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

const RECOVERED: OldReason = { en: 'Recovered before it was due.', ko: '기한 전에 복구되었습니다.' };
const MITIGATED: OldReason = { en: 'Mitigated before it was due.', ko: '기한 전에 완화되었습니다.' };
const both = (text: string): OldReason => ({ en: text, ko: text });

/** A resolved incident as the last release wrote it, and what becomes of its rows when it is reopened after the upgrade. */
const ROWS: readonly (readonly [...OldRow, after: string])[] = [
  ['A1', 'kept', null, 'kept'],
  ['A2', 'waived', MITIGATED, 'pending'],
  // Of a release that kept one language.
  ['A3', 'waived', both('기한 전에 완화되었습니다.'), 'pending'],
  ['I1', 'waived', RECOVERED, 'pending'],
  ['I2', 'kept', both('Recovered before it was due.'), 'kept'],
  ['I3', 'missed', null, 'missed'],
  ['P1', 'waived', both('Recovered before it was due.'), 'pending'],
  ['F3', 'waived', { en: 'GC is not the cause.', ko: 'GC가 원인이 아닙니다.' }, 'waived'],
  ['T1', 'pending', null, 'waived'],
];

async function upgraded(): Promise<Scenario> {
  const s = await scenario({ ...CALM, start: false });
  const detectedAt = new Date(s.now().getTime() - 3_600_000);
  const channelId = s.channelId('general');
  await asLastReleaseLeftIt(s.databaseUrl, [
    { state: 'resolved', scenario: 'S3', detectedAt, channelId, rows: ROWS.map(([row, state, reason]) => [row, state, reason]) },
  ]);
  await s.startBot();
  return s;
}

it('an incident of an older release that is reopened starts its clocks again', async () => {
  const s = await upgraded();
  await s.says('minji', 'reopen #1');
  const rows = await s.app.runtime.storage.deadlines.of(1);
  expect(Object.fromEntries(rows.map(({ rowId, state }) => [rowId, state]))).toEqual(
    Object.fromEntries(ROWS.map(([row, , , after]) => [row, after])),
  );
  for (const row of rows.filter(({ state }) => state === 'pending')) expect(row).toMatchObject({ reason: null, settledAt: null });
  expect(rows.find(({ rowId }) => rowId === 'A2')?.dueAt?.getTime()).toBeGreaterThan(s.now().getTime());
  s.takeAll();
});

it.each([
  [
    'en',
    /– A2 [^\n]*\(Mitigated before it was due\.\)/,
    /F3 [^\n]*\(GC is not the cause\.\)/,
    /✓ I2 [^\n]*\(Recovered before it was due\.\)/,
  ],
  [
    'ko',
    /– A2 [^\n]*\(기한 전에 완화되었습니다\.\)/,
    /F3 [^\n]*\(GC가 원인이 아닙니다\.\)/,
    /✓ I2 [^\n]*\(Recovered before it was due\.\)/,
  ],
])('its reasons are said in the language of whoever reads them: %s', async (language, ...lines) => {
  const s = await upgraded();
  await s.says('minji', `language #1 ${language}`, 'general');
  const { answer } = await s.says('minji', 'deadlines #1', 'general');
  for (const line of lines) expect(answer).toMatch(line);
  s.takeAll();
});
