import type { StatusPageStandIn } from '../../../sandbox/status-pages/stand-in-page.ts';
import { add, addAll } from '../../support/scenario/edit-playbook.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';
import { STATUS_PAGE_STANDS } from '../../support/status-pages/stands.ts';

/** X1: the one text of each update on status pages that somebody else keeps; one that fails holds up no other; what was changed there by hand is found. */

const NAMES = ['statuspage', 'instatus', 'cachet'] as const;
type Name = (typeof NAMES)[number];
type Pages = Record<Name, StatusPageStandIn>;

let pages: Pages;

beforeEach(async () => {
  const started = await Promise.all(NAMES.map(async (name) => [name, await standOf(name).start()] as const));
  pages = Object.fromEntries(started) as Pages;
});
afterEach(async () => {
  await Promise.all(Object.values(pages).map((page) => page.close()));
});

function standOf(name: Name) {
  const found = STATUS_PAGE_STANDS[name];
  if (!found) throw new Error(`${name} has no stand-in`);
  return found;
}

async function begin(over: { environment?: Record<string, string> } = {}): Promise<Scenario> {
  const own = NAMES.map((name) => ({
    page: name,
    language: name === 'cachet' ? 'ko' : 'en',
    components: { coupon: standOf(name).components[0] },
  }));
  const environment = Object.assign({}, ...NAMES.map((name) => standOf(name).environment(pages[name].url)), over.environment);
  const playbook = [
    ...CALM.playbook,
    add('team.languages', { channels: { C0STATUS: 'en' }, incidents: 'en' }),
    addAll('statusPage', { external: own, compareEvery: '5m' }),
  ];
  return await scenario({ ...CALM, playbook, environment: { ...CALM.environment, LOG_LEVEL: 'fatal', ...environment } });
}

/** Somebody writes the update in both languages and has it told at once. */
async function tells(s: Scenario, en: string, ko: string): Promise<void> {
  await s.says('yuna', 'update #1');
  await s.submits('yuna', { 'text.en': en, 'text.ko': ko, now: ['now'] });
  s.expectPosted('status', new RegExp(en));
}

const texts = (name: Name) => pages[name].incidents.map(({ updates }) => updates.map(({ text }) => text));
const stateOf = (name: Name) => pages[name].components.get(standOf(name).components[0]);
const rowOf = async (s: Scenario, page: Name) => await s.app.runtime.storage.externalPages.find({ incidentId: 1, page });

it('tells four updates on every page in its language, while one is in trouble and one lets nobody in; the other surfaces never wait', async () => {
  const s = await begin();
  await s.opens('minji', 'sev1 Coupons late');
  await tells(s, 'We look into it.', '확인하고 있습니다.');
  expect([texts('statuspage'), texts('instatus'), texts('cachet')]).toEqual([
    [['We look into it.']],
    [['We look into it.']],
    [['확인하고 있습니다.']],
  ]);
  for (const name of NAMES) {
    expect(stateOf(name)).toBe(standOf(name).down);
    // Not what those who work on it call it.
    expect(pages[name].incidents[0]?.name).not.toContain('Coupons late');
  }

  pages.instatus.faults.inject({ call: standOf('instatus').calls.add, fault: { kind: 'http', status: 500 }, times: 3 });
  pages.cachet.faults.inject({ call: standOf('cachet').calls.add, fault: { kind: 'http', status: 401 }, times: 1 });
  await tells(s, 'We add capacity.', '증설하고 있습니다.');
  await s.advance('10s');
  expect(pages.instatus.calls.filter(({ status }) => status === 500)).toHaveLength(3);
  const refused = s.expectPosted('#1', /Cachet did not take what was told about #1/);
  expect(s.textNow(refused)).toMatch(/HTTP 401[\s\S]*CACHET_TOKEN, CACHET_URL/);
  expect(texts('statuspage')).toEqual([['We look into it.', 'We add capacity.']]);
  expect(texts('instatus')).toEqual([['We look into it.', 'We add capacity.']]);
  expect(texts('cachet')).toEqual([['확인하고 있습니다.']]);
  expect((await s.says('minji', 'update #1 show')).answer).toMatch(
    /✓ status page: told[\s\S]*✓ Statuspage: told[\s\S]*✓ Instatus: told[\s\S]*✕ Cachet: failed/,
  );
  expect((await s.says('minji', 'retry #1')).answer).toMatch(/tr/i);
  expect(texts('cachet')).toEqual([['확인하고 있습니다.', '증설하고 있습니다.']]);

  pages.statuspage.faults.inject({ call: standOf('statuspage').calls.add, fault: { kind: 'rate-limit', retryAfterSeconds: 40 }, times: 1 });
  await tells(s, 'It becomes better.', '나아지고 있습니다.');
  await s.advance('1m');
  expect(texts('statuspage')[0]).toHaveLength(3);

  await s.says('minji', 'resolve #1');
  s.expectPosted('#1', /is resolved/);
  s.expectPosted('status', /Update 4 ·[\s\S]*works as usual again/);
  s.expectReview(1);
  for (const name of NAMES) {
    const [incident, ...others] = pages[name].incidents;
    expect(others).toEqual([]);
    expect(incident?.updates).toHaveLength(4);
    expect(stateOf(name)).toBe(standOf(name).up);
    expect(await rowOf(s, name)).toMatchObject({ stage: 'resolved' });
  }
  expect(texts('cachet')[0]?.at(-1)).toMatch(/정상으로 돌아왔습니다/);
  const events = (await s.app.runtime.storage.timeline.ofKinds(1, ['page.told'])).length;
  expect(events).toBe(12);
  await s.advance('20m');
  s.expectNothingElse();
});

it.each(NAMES)('an answer of %s that was lost makes no second incident and no second update', async (name) => {
  const s = await begin();
  await s.opens('minji', 'sev1 Coupons late');
  pages[name].faults.inject({ call: standOf(name).calls.create, fault: { kind: 'cut-after' }, times: 1 });
  await tells(s, 'We look into it.', '확인하고 있습니다.');
  await s.advance('5s');
  pages[name].faults.inject({ call: standOf(name).calls.add, fault: { kind: 'lost-reply', status: 502 }, times: 1 });
  await tells(s, 'We add capacity.', '증설하고 있습니다.');
  await s.advance('5s');
  // Both were done there although we were told otherwise.
  expect(pages[name].calls.filter(({ applied }) => applied)).toHaveLength(2);
  expect(pages[name].incidents).toHaveLength(1);
  expect(pages[name].incidents[0]?.updates).toHaveLength(2);
  expect((await rowOf(s, name))?.told.map(({ sequence }) => sequence)).toEqual([1, 2]);
});

it('a correction changes the words on every page', async () => {
  const s = await begin();
  await s.opens('minji', 'sev1 Coupons late');
  await tells(s, 'Ten minutes.', '10분 걸립니다.');
  await s.says('minji', 'update #1 correct');
  await s.submits('minji', { 'text.en': 'Twenty minutes.', 'text.ko': '20분 걸립니다.' });
  expect([texts('statuspage'), texts('instatus'), texts('cachet')]).toEqual([
    [['Twenty minutes.']],
    [['Twenty minutes.']],
    [['20분 걸립니다.']],
  ]);
  await s.advance('6m');
  s.expectNothingElse();
});

it('says once what the vendor will not take, in its words', async () => {
  const s = await begin();
  await s.opens('minji', 'sev1 Coupons late');
  pages.statuspage.faults.inject({ call: standOf('statuspage').calls.create, fault: { kind: 'error', code: 'Component is archived' } });
  await tells(s, 'We look into it.', '확인하고 있습니다.');
  expect(s.textNow(s.expectPosted('#1', /Statuspage did not take/))).toContain('Component is archived');
  await s.says('minji', 'retry #1');
  s.expectNothingElse();
});

it('a page that nothing sets up is said once, with what it needs', async () => {
  const s = await begin({ environment: { STATUSPAGE_API_KEY: '', STATUSPAGE_PAGE_ID: '' } });
  await s.opens('minji', 'sev1 Coupons late');
  await tells(s, 'We look into it.', '확인하고 있습니다.');
  expect(s.textNow(s.expectPosted('#1', /Statuspage did not take/))).toMatch(/set STATUSPAGE_API_KEY and STATUSPAGE_PAGE_ID/);
  await tells(s, 'We add capacity.', '증설하고 있습니다.');
  expect(texts('instatus')[0]).toHaveLength(2);
});

it('what somebody changed by hand is said once beside ours, and put back by whoever is first', async () => {
  const s = await begin();
  await s.opens('minji', 'sev1 Coupons late');
  await tells(s, 'We look into it.', '확인하고 있습니다.');
  await s.advance('6m');
  s.expectNothingElse();
  const [incident] = pages.statuspage.incidents;
  const [first] = incident?.updates ?? [];
  if (!incident || !first) throw new Error('nothing was told');
  first.text = 'All is well.';
  incident.updates.push({ id: 'theirs', text: 'Fixed!', status: 'resolved', notified: true });
  pages.statuspage.components.set(standOf('statuspage').components[0], 'operational');
  await s.advance('6m');
  const said = s.expectPosted('#1', /Statuspage does not say about #1 what we told there/);
  expect(s.textNow(said)).toMatch(
    /State: Resolved there, Investigating here\.[\s\S]*operational there, major outage here[\s\S]*All is well\.[\s\S]*We look into it\./,
  );
  await s.advance('13m');
  s.expectNothingElse();

  await s.clicks('yuna', said, 'command.update-keep-ours.statuspage');
  s.expectTold('yuna', /is being put back on Statuspage/);
  expect((await s.says('minji', 'update #1 take-theirs statuspage')).answer).toMatch(/was faster.*Nothing of #1 is changed by hand/);
  expect(texts('statuspage')).toEqual([['We look into it.', 'Fixed!', 'We look into it.']]);
  expect(incident.updates.at(-1)).toMatchObject({ status: 'investigating', notified: false });
  expect(stateOf('statuspage')).toBe('major_outage');
  expect(s.textNow(said)).toMatch(/has ours put back/);
  await s.advance('8m');
  s.expectPosted('status', /Update 2/);
  expect(await rowOf(s, 'statuspage')).toMatchObject({ drift: null, settledBy: 'U0YUNA', settledHow: 'ours' });
});

it('what somebody wrote there is taken as a correction on every surface', async () => {
  const s = await begin();
  await s.opens('minji', 'sev1 Coupons late');
  await tells(s, 'We look into it.', '확인하고 있습니다.');
  const first = pages.instatus.incidents[0]?.updates[0];
  if (!first) throw new Error('nothing was told');
  first.text = 'Coupons are late by ten minutes.';
  await s.advance('6m');
  const said = s.expectPosted('#1', /Instatus does not say about #1/);
  await s.clicks('minji', said, 'command.update-take-theirs.instatus');
  s.expectTold('minji', /What Instatus says about #1 is ours now/);
  expect(texts('statuspage')).toEqual([['Coupons are late by ten minutes.']]);
  expect(texts('instatus')).toEqual([['Coupons are late by ten minutes.']]);
  expect(texts('cachet')).toEqual([['확인하고 있습니다.']]);
  const text = await s.app.runtime.storage.updateTexts.of(1, 1);
  expect(text).toMatchObject({
    version: 2,
    correctedBy: 'U0MINJI',
    texts: { en: 'Coupons are late by ten minutes.', ko: '확인하고 있습니다.' },
  });
  await s.advance('10m');
  s.expectNothingElse();
});

it('an incident that was deleted there is made anew if somebody wants it, and else told there no more', async () => {
  const s = await begin();
  await s.opens('minji', 'sev1 Coupons late');
  await tells(s, 'We look into it.', '확인하고 있습니다.');
  pages.cachet.incidents.splice(0);
  pages.instatus.incidents.splice(0);
  await tells(s, 'We add capacity.', '증설하고 있습니다.');
  const cachet = s.expectPosted('#1', /Cachet does not say[\s\S]*The whole incident was deleted/);
  s.expectPosted('#1', /Instatus does not say[\s\S]*The whole incident was deleted/);
  expect((await s.says('minji', 'update #1 take-theirs instatus')).answer).toMatch(/is ours now/);
  await s.clicks('minji', cachet, 'command.update-keep-ours.cachet');
  s.expectTold('minji', /is being put back on Cachet/);
  expect(texts('cachet')).toEqual([['확인하고 있습니다.', '증설하고 있습니다.']]);
  await tells(s, 'It becomes better.', '나아지고 있습니다.');
  expect(texts('cachet')[0]).toHaveLength(3);
  expect(texts('instatus')).toEqual([]);
  expect(texts('statuspage')[0]).toHaveLength(3);
});

it('tells nothing of a private incident', async () => {
  const s = await begin();
  await s.says('minji', 'open sev1 --private Coupons late');
  await s.advance('61m');
  s.takeAll();
  for (const name of NAMES) expect(pages[name].calls).toEqual([]);
});

it('what was changed back there by hand is no longer asked, and nothing is done to it', async () => {
  const s = await begin();
  await s.opens('minji', 'sev1 Coupons late');
  await tells(s, 'We look into it.', '확인하고 있습니다.');
  const { updates } = pages.cachet.incidents[0] ?? { updates: [] };
  const [first] = updates;
  if (!first) throw new Error('nothing was told');
  first.text = '모두 정상입니다.';
  await s.advance('6m');
  const said = s.expectPosted('#1', /Cachet does not say/);
  first.text = '확인하고 있습니다.';
  const before = pages.cachet.calls.filter(({ name }) => !name.startsWith('GET')).length;
  await s.clicks('yuna', said, 'command.update-keep-ours.cachet');
  s.expectTold('yuna', /being put back/);
  expect(pages.cachet.calls.filter(({ name }) => !name.startsWith('GET'))).toHaveLength(before);
  first.text = '또 다릅니다.';
  await s.advance('6m');
  const again = s.expectPosted('#1', /Cachet does not say/);
  first.text = '확인하고 있습니다.';
  await s.advance('6m');
  expect(s.textNow(again)).toMatch(/changed there again meanwhile/);
  expect((await s.says('minji', 'update #1 keep-ours cachet')).answer).toMatch(/Nothing of #1 is changed by hand on Cachet/);
});

it('a page that does not answer is compared the next time, and nobody is told', async () => {
  const s = await begin();
  await s.opens('minji', 'sev1 Coupons late');
  await tells(s, 'We look into it.', '확인하고 있습니다.');
  pages.statuspage.faults.inject({ call: standOf('statuspage').calls.read, fault: { kind: 'http', status: 500 }, times: 1 });
  pages.instatus.faults.inject({ call: standOf('instatus').calls.read, fault: { kind: 'http', status: 401 }, times: 1 });
  const update = pages.statuspage.incidents[0]?.updates[0];
  if (update) update.text = 'Theirs.';
  await s.advance('6m');
  s.expectNothingElse();
  await s.advance('6m');
  s.expectPosted('#1', /Statuspage does not say/);
});
