import { ask, statusNow, TWO_COMPONENTS, wordsOfPage } from '../../support/examples/public-status.ts';
import { alertsOf, fire, openIncidents, quiet } from '../../support/scenario/alert-sender.ts';
import { type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** Planned work: told on the page, muted while it goes on, begun and ended by itself. The clock begins at two in the afternoon in Seoul. */

const works = async (s: Scenario) =>
  (await statusNow(s)).maintenance.map(({ state, text }: { state: string; text: { en: string } }) => [state, text.en]);
const plan = async (s: Scenario, words = '2026-03-03T15:00 1h Database upgrade') => await s.says('dohyun', `maintenance plan ${words}`);

it('is planned, begins and ends by itself, and each is told once', async () => {
  const s = await scenario(quiet());
  const said = await plan(s);
  expect(said.answer).toMatch(/Maintenance 1 is planned[\s\S]*Database upgrade · planned[\s\S]*the whole service/);
  s.expectPosted('status', /Maintenance is planned: Database upgrade[\s\S]*U0DOHYUN/);
  await s.again(said);
  expect(await works(s)).toEqual([['planned', 'Database upgrade']]);
  expect((await statusNow(s)).components).toMatchObject([{ state: 'operational' }]);
  expect(await wordsOfPage(s)).toMatch(/No known problems.*Planned maintenance Database upgrade … Planned 3 Mar, 15:00 to 3 Mar, 16:00/);
  await s.advance('1h');
  s.expectPosted('status', /Maintenance has begun: Database upgrade[\s\S]*call nobody until it ends/);
  expect(await works(s)).toEqual([['under-way', 'Database upgrade']]);
  expect((await statusNow(s)).components).toMatchObject([{ state: 'under-maintenance' }]);
  expect(await wordsOfPage(s)).toMatch(/Planned maintenance is under way/);
  expect(await wordsOfPage(s, 'ko')).toMatch(/예정된 점검을 진행하고 있습니다.*진행 중/);
  await s.advance('1h');
  s.expectPosted('status', /Maintenance is completed/);
  expect(await works(s)).toEqual([['completed', 'Database upgrade']]);
  expect(await wordsOfPage(s)).toMatch(/No known problems/);
  const [audit] = [await s.app.runtime.storage.maintenances.changesOf(1)];
  expect(audit.map(({ what, actor }) => [what, actor])).toEqual([
    ['planned', 'U0DOHYUN'],
    ['started', 'system:clock'],
    ['completed', 'system:clock'],
  ]);
});

it('mutes what its components cause, and what still fires counts when it is completed', async () => {
  const edits = quiet(...TWO_COMPONENTS);
  const s = await scenario(edits);
  await plan(s, '2026-03-03T14:10 1h New queue --components issuing');
  s.expectPosted('status', /New queue · .* · Issuing/);
  await s.advance('11m');
  s.expectPosted('status', /has begun/);
  await fire(s, { name: 'IssuingSlow' }, { name: 'Late', labels: { scenario: 'S2' } });
  s.expectPosted('status', /Maintenance until .*New queue/);
  expect(await openIncidents(s)).toEqual([]);
  expect((await alertsOf(s)).map(({ mutedBy }) => mutedBy)).toEqual(['New queue', 'New queue']);
  // What it does not concern calls people.
  await fire(s, { name: 'RequestsFail', labels: { scenario: 'S1' } });
  expect(await openIncidents(s)).toHaveLength(1);
  s.takeAll();
  expect((await s.says('minji', 'maintenance complete 1')).answer).toMatch(/Maintenance 1 is completed/);
  s.expectPosted('status', /is completed/);
  await s.advance('3s');
  expect((await alertsOf(s)).map(({ mutedBy }) => mutedBy)).toEqual([null, null, null]);
  s.takeAll();
  expect((await s.says('minji', 'maintenance complete 1')).answer).toMatch(/Maintenance 1 is over/);
});

it('is moved, begun early and cancelled by those who may, and nothing else happens to it', async () => {
  const s = await scenario(quiet());
  expect((await s.says('minji', 'maintenance plan 2026-03-03T15:00 1h x')).answer).toMatch(/lead/i);
  expect((await s.says('dohyun', 'maintenance plan 2026-03-02T15:00 1h x')).answer).toMatch(/within the next year/);
  expect((await plan(s, '2026-03-03T15:00 1h x --components nothing')).answer).toMatch(/There is no component `nothing`/);
  expect((await s.says('dohyun', 'maintenance move 7 2026-03-03T16:00')).answer).toMatch(/There is no maintenance 7/);
  await plan(s);
  s.expectPosted('status', /is planned/);
  expect((await s.says('dohyun', 'maintenance move 1 2026-03-03T17:00 30m')).answer).toMatch(/Maintenance 1 is moved/);
  s.expectPosted('status', /is moved: Database upgrade/);
  await s.advance('90m');
  expect(await works(s)).toEqual([['planned', 'Database upgrade']]);
  expect((await s.says('minji', 'maintenance complete 1')).answer).toMatch(/has not begun yet/);
  await s.says('dohyun', 'maintenance start 1');
  s.expectPosted('status', /has begun/);
  expect((await s.says('minji', 'maintenance cancel 1')).answer).toMatch(/is under way.*maintenance complete/);
  await s.advance('31m');
  s.expectPosted('status', /is completed/);
  await plan(s, '2026-03-03T18:00 1h Another');
  s.expectPosted('status', /is planned/);
  const listed = await s.says('minji', 'maintenance list');
  expect(listed.answer).toMatch(/Another/);
  await s.says('minji', 'maintenance cancel 2');
  s.expectPosted('status', /is cancelled: Another/);
  await s.advance('3h');
  expect(await works(s)).toEqual([
    ['cancelled', 'Another'],
    ['completed', 'Database upgrade'],
  ]);
});

it('is planned in a form, in every language of the page and for what was chosen', async () => {
  const s = await scenario(quiet(...TWO_COMPONENTS));
  await s.says('dohyun', 'maintenance plan New queue');
  const startsAt = new Date('2026-03-03T08:00:00.000Z');
  const filled = { moment: `${startsAt.getTime() / 1_000}`, 'text.en': 'New queue', 'text.ko': '큐 교체', components: ['issuing'] };
  const wrong = await s.submits('dohyun', { ...filled, lasting: 'long' });
  expect(JSON.stringify(wrong.body)).toMatch(/"lasting":/);
  await s.submits('dohyun', { ...filled, lasting: '90m' });
  s.expectPosted('status', /Maintenance is planned: New queue/);
  expect((await statusNow(s)).maintenance).toMatchObject([
    {
      text: { en: 'New queue', ko: '큐 교체' },
      components: ['issuing'],
      startsAt: startsAt.toISOString(),
      endsAt: '2026-03-03T09:30:00.000Z',
    },
  ]);
});

it('is told as over where its whole time was slept through', async () => {
  const s = await scenario(quiet());
  await plan(s);
  s.expectPosted('status', /is planned/);
  await s.stopBot();
  s.clock.moveTo(new Date(s.now().getTime() + 3 * 3_600_000));
  await s.startBot();
  await s.settle();
  s.expectPosted('status', /is completed/);
  expect(await works(s)).toEqual([['completed', 'Database upgrade']]);
});

it('is told to subscribers with each change, once', async () => {
  const s = await scenario(quiet());
  await s.says('jisoo', 'follow');
  await plan(s);
  await s.says('dohyun', 'maintenance move 1 2026-03-03T16:00');
  await s.settle();
  const told = s.takeAll().flatMap(({ place, text }) => (place === '@jisoo' ? [text] : []));
  expect(told.filter((text) => /Database upgrade/.test(text))).toHaveLength(2);
  expect(told.join(' ')).toMatch(
    /is planned\s+Database upgrade\s+From 3 Mar, 15:00 [\s\S]*is moved\s+Database upgrade\s+From 3 Mar, 16:00 /,
  );
});

it('can be followed in a calendar, in which it is moved and cancelled', async () => {
  const s = await scenario(quiet());
  await plan(s);
  const calendar = async () => {
    await s.advance('2s');
    return (await ask(s, '/status.ics', { 'accept-language': 'ko' })).text;
  };
  const first = await calendar();
  expect(first).toMatch(
    /METHOD:PUBLISH[\s\S]*UID:(\S+)[\s\S]*SEQUENCE:0[\s\S]*DTSTART:20260303T060000Z\r\nDTEND:20260303T070000Z\r\nSUMMARY:Database upgrade/,
  );
  await s.says('dohyun', 'maintenance move 1 2026-03-03T16:00');
  await s.says('dohyun', 'maintenance cancel 1');
  const last = await calendar();
  expect(last).toMatch(/SEQUENCE:2[\s\S]*DTSTART:20260303T070000Z[\s\S]*STATUS:CANCELLED/);
  expect(/UID:(\S+)/.exec(last)?.[1]).toBe(/UID:(\S+)/.exec(first)?.[1]);
  s.takeAll();
});
