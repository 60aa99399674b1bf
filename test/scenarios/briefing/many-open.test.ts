import { memberHere } from '../../../src/domain/incident/actor.ts';
import type { Severity } from '../../../src/domain/incident/states.ts';
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

const REFRESHED = 40;

/** How long a number may be shown before it is asked for anew, as the shipped playbook has it. */
const ROUND_MS = 15_000;

/** In which each of them has a turn of the edits that Slack takes in a minute. */
const PERIOD = '80s';

/** So many open incidents of one service, each a little older than the one before, with a briefing in a channel of its own. */
async function openWithBriefings(s: Scenario, count: number): Promise<number[]> {
  const { storage, chat } = s.app.runtime;
  const ids: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const began = new Date(s.now().getTime() - n * 10_000);
    const channel = await s.slack.addChannel({ name: `inc-old-${n}`, botIsMember: true });
    const { ts } = await chat.post({ channel, message: { text: 'briefing' }, key: `old:${n}` }, { lane: 'page' });
    const { id } = await storage.incidents.insert(bareIncident(began, { severity: severityOf(n) }));
    await storage.incidents.place(id, { channelId: channel, briefingTs: ts, briefingDueAt: s.now(), briefingEditedAt: began });
    await storage.diagnoses.start(id, s.now());
    ids.push(id);
  }
  s.takeAll();
  return ids;
}

it(`met-K15: ${REFRESHED} open incidents ask for the numbers of their service no more often than one does, and are all looked after`, async () => {
  const s = await scenario();
  const ids = await openWithBriefings(s, REFRESHED);
  const edited = new Set<string>();
  s.slack.onCall(({ method, args }) => void (method === 'chat.update' && edited.add(String(args.channel))));
  const [before, from] = [s.world.coupon.calls.length, s.clock.nowMs()];
  const { runtime } = s.app;
  for (const topic of ['briefings', 'diagnoses'] as const) runtime.waker.wake(topic, s.now());
  await s.settle();
  await s.advance(PERIOD);

  const asked = new Map<string, number>();
  for (const { name, args } of s.world.coupon.calls.slice(before)) {
    if (!name.includes('/api/v1/query')) continue;
    // For which time is another one at every round; how much of it is part of the question.
    const question = `${name} ${args.query} every ${args.step} of ${Number(args.end) - Number(args.start)}`;
    asked.set(question, (asked.get(question) ?? 0) + 1);
  }
  const rounds = Math.ceil((s.clock.nowMs() - from) / ROUND_MS) + 1;
  expect(asked.size).toBeGreaterThan(0);
  expect([...asked].filter(([, times]) => times > rounds)).toEqual([]);
  // The present, its little trend and the past of each signal: however many ask, there are no other questions.
  expect(asked.size).toBeLessThanOrEqual(3 * Object.keys(runtime.playbook.signals).length);

  expect(edited.size).toBe(REFRESHED);
  const looks = await runtime.storage.diagnoses.ofMany(ids);
  const late = [...looks.values()].filter(({ readAt }) => s.now().getTime() - (readAt?.getTime() ?? 0) > runtime.playbook.diagnosis.every);
  expect(late.map(({ incidentId }) => incidentId)).toEqual([]);
}, 120_000);
