import { ask, statusNow, TWO_COMPONENTS, wordsOfPage } from '../../support/examples/public-status.ts';
import { add, set } from '../../support/scenario/edit-playbook.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** What the public reads of incidents: what was told of them, and how the components are. */

const TOLD = { ...CALM, playbook: [...CALM.playbook, ...TWO_COMPONENTS, set('statusPage.automatic', 'unstated')] };
const ofComponents = async (s: Scenario) =>
  Object.fromEntries((await statusNow(s)).components.map(({ key, state }: { key: string; state: string }) => [key, state]));

it('shows an incident with its updates from the first one on, then among what is over, and nothing of who and what it is to us', async () => {
  const s = await scenario(TOLD);
  const { id } = await s.opens('minji', 'sev1 Database password leaked');
  // Until something is told, it is not said that something is wrong, and not that all is well.
  expect(await statusNow(s)).toMatchObject({ state: 'unstated', incidents: [] });
  expect(await ofComponents(s)).toEqual({ requests: 'unstated', issuing: 'unstated' });
  expect(await wordsOfPage(s)).toMatch(/Nothing has been announced.*Nothing announced/);

  await s.advance('30m');
  const told = await statusNow(s);
  expect(told).toMatchObject({
    state: 'investigating',
    investigating: { on: true },
    incidents: [{ stage: 'investigating', endedAt: null, effect: 'major-outage' }],
  });
  expect(told.incidents[0].updates).toHaveLength(1);
  expect(told.incidents[0].updates[0].text.ko).toMatch(/[가-힣]/);
  expect(await ofComponents(s)).toEqual({ requests: 'major-outage', issuing: 'major-outage' });
  const words = await wordsOfPage(s);
  expect(words).toMatch(/We are looking into a problem with Coupon issuing.*What is going on Problem with Coupon issuing.*Investigating/);
  expect(words).not.toMatch(/No known problems/);

  const again = await s.app.runtime.storage.updateTexts.of(id, 1);
  await s.app.runtime.storage.updateTexts.correct(again?.id ?? '', 1, {
    texts: { en: 'Only some of it.', ko: '일부만.' },
    by: 'U0MINJI',
    at: s.now(),
  });
  expect(await wordsOfPage(s)).toMatch(/\(corrected 3 Mar, 14:30\) Only some of it\./);
  await s.says('minji', `resolve #${id}`);
  const over = await statusNow(s);
  expect(over).toMatchObject({ state: 'ok', incidents: [{ stage: 'resolved', endedAt: expect.any(String) }] });
  expect(await ofComponents(s)).toEqual({ requests: 'operational', issuing: 'operational' });
  const after = await wordsOfPage(s, 'ko');
  expect(after).toMatch(/알려진 문제가 없습니다.*지난 장애.*해결됨.*30분 동안 이어졌습니다/);
  for (const all of [after, words, JSON.stringify([told, over])]) expect(all).not.toMatch(/password|#1\b|sev1|minji|U0MINJI/i);
  await s.advance('8d');
  expect((await statusNow(s)).incidents).toEqual([]);
  expect(await wordsOfPage(s)).toMatch(/None in the last 7 days/);
  s.takeAll();
});

it('affects the components of its scenario, counts what lies between onset and recovery, and leaves out what is private or held', async () => {
  const hold = add('updates.unapproved', { 'status-page': 'wait' });
  const s = await scenario({ ...TOLD, playbook: [...TOLD.playbook, hold] });
  await s.opens('minji', '--private sev1 Password leaked');
  const { id } = await s.opens('minji', 'sev2 --since 30m Requests fail');
  await s.app.runtime.storage.transaction((stores) => stores.incidents.change(id, { scenario: 'S1' }));
  await s.advance('31m');
  expect(await ofComponents(s)).toEqual({ requests: 'unstated', issuing: 'operational' });
  expect((await statusNow(s)).incidents).toEqual([]);
  const text = await s.app.runtime.storage.updateTexts.of(id, 1);
  expect(text?.held).toEqual(['status-page']);
  await s.app.runtime.storage.updateTexts.approve(text?.id ?? '', { by: 'U0MINJI', at: s.now() });
  expect(await ofComponents(s)).toEqual({ requests: 'partial-outage', issuing: 'operational' });
  await s.says('minji', `resolve #${id}`);
  const { components } = await statusNow(s, '?history=yes');
  const [requests, issuing] = components;
  const today = requests.history.at(-1);
  expect(today).toMatchObject({ date: '2026-03-03', state: 'partial-outage', degradedSeconds: 0 });
  expect(today.downSeconds).toBeGreaterThanOrEqual(61 * 60);
  expect(today.downSeconds).toBeLessThan(63 * 60);
  expect(issuing).toMatchObject({ uptime: 1, group: { key: 'coupons' } });
  // What came before the first record is no uptime.
  expect(requests.history.slice(0, -1).every(({ state }: { state: string }) => state === 'no-data')).toBe(true);
  const { text: html } = await ask(s, '/status');
  expect(html).toMatch(/aria-label="The last 90 days: [\d.]+% uptime, disruptions on 1 day, no data for 89 days"/);
  s.takeAll();
});
