import { memberHere } from '../../../src/domain/incident/actor.ts';
import type { Severity } from '../../../src/domain/incident/incident.ts';
import { listIncidents } from '../../../src/workflows/incident/list-incidents.ts';
import { bareIncident } from '../../support/examples/bare-incident.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

const OPEN = 500;
/** The worst are the oldest: where a list that is cut by age loses them. */
const severityOf = (n: number): Severity => (n < 12 ? 'sev1' : n < 120 ? 'sev2' : 'sev3');

async function manyOpen(s: Scenario): Promise<void> {
  const { incidents } = s.app.runtime.storage;
  for (let n = 0; n < OPEN; n += 1) await incidents.insert({ ...bareIncident(s.now(), { severity: severityOf(n) }), title: `Case ${n}.` });
  // Of nobody's business here, and worse than all: neither shown nor counted.
  await incidents.insert({ ...bareIncident(s.now(), { severity: 'sev1', private: true, declaredBy: 'U0NOBODY' }), title: 'Secret.' });
}

/** Each once, although a message says it in words and in blocks. */
const cases = (text: string): number[] => [...new Set([...text.matchAll(/Case (\d+)\./g)].map(([, n]) => Number(n)))];

it('met-K14: `list` shows all of 500 that are open, the worst first, page by page, and counts them all', async () => {
  const s = await scenario(CALM);
  await manyOpen(s);
  const first = (await s.says('jisoo', 'list')).answer;
  expect(first).toMatch(/500/);
  expect(first).toMatch(/SEV1 critical: 12.*SEV2 high: 108.*SEV3 medium: 380/);
  expect(first).toMatch(/Page 1 of 50/);
  expect(cases(first)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
  expect(cases((await s.says('jisoo', 'list 2')).answer)).toEqual([1, 0, 119, 118, 117, 116, 115, 114, 113, 112]);

  const actor = memberHere(s.slack.users.jisoo ?? '');
  const seen: number[] = [];
  for (let page = 1; page <= 50; page += 1) {
    const { incidents } = await listIncidents(s.app.runtime, { scope: 'active', actor, page });
    seen.push(...incidents.flatMap(({ title }) => cases(title)));
  }
  expect(seen).toEqual([...seen].sort((a, b) => severityOf(a).localeCompare(severityOf(b)) || b - a));
  expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: OPEN }, (_, n) => n));
  expect((await s.says('jisoo', 'list 99')).answer).toMatch(/Page 50 of 50/);
  const everything = (await s.says('jisoo', 'list all 50')).answer;
  expect([cases(everything), /Secret/.test(first + everything)]).toEqual([[9, 8, 7, 6, 5, 4, 3, 2, 1, 0], false]);
});
