import { CALM, scenario } from '../../support/scenario/scenario.ts';

it('figures say how incidents went, to whoever asks; a private one counts for its own people, a false alarm for nobody', async () => {
  const s = await scenario(CALM);
  expect((await s.says('jisoo', 'stats')).answer).toMatch(/There was no incident within this time/);

  const { id, page } = await s.opens('minji', 'sev1 Coupons late');
  await s.advance('4m');
  await s.clicks('minji', page, 'command.page-acknowledge');
  s.expectTold('minji', /You have acknowledged #1/);
  s.expectPosted(`#${id}`, /acknowledged/);
  await s.advance('16m');
  await s.says('minji', `resolve #${id}`);
  for (const where of [`#${id}`, 'status']) s.expectPosted(where, /is resolved/);
  s.expectReview(id);

  const { answer: own } = await s.says('minji', 'stats');
  expect(own).toMatch(/\*1 incident\*/);
  expect(own).toMatch(/\*Acknowledged after:\* 4 min/);
  expect(own).toMatch(/\*Resolved after:\* 20 min/);
  expect(own).toMatch(/\*SEV1:\* 1 · acknowledged 4 min/);
  expect(own).toMatch(/@U0MINJI 1\n/);
  expect(own).toMatch(/\*Follow-ups:\* 0 done in time, 0 late, 0 overdue, 3 to come/);

  await s.opens('minji', 'sev2 Nothing');
  await s.says('minji', 'cancel #2');
  for (const where of ['#2', 'status']) s.expectPosted(where, /false alarm/);
  await s.opens('minji', 'sev3 Secret --private');
  expect((await s.says('minji', 'stats week 30d')).answer).toMatch(
    /\*2 incidents\* · 1 of them under way · besides 1 false alarm[\s\S]*\*week of 2026-03-02:\* 2 ·/,
  );
  expect((await s.says('jisoo', 'stats')).answer).toMatch(/\*1 incident\* · besides 1 false alarm/);
  expect((await s.says('jisoo', 'stats 9999d')).answer).toMatch(/between 1d and 10 years/);
});
