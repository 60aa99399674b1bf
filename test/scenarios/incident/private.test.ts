import { CALM, scenario } from '../../support/scenario/scenario.ts';

it('a private incident is seen by nobody it does not concern', async () => {
  const s = await scenario(CALM);
  const { users, botUserId } = s.slack;
  const { channel } = await s.opens('sora', 'sev1 Leaked key --private');
  expect(s.slack.channels().find(({ id }) => id === channel)).toMatchObject({ isPrivate: true });
  expect(new Set(s.slack.channels().find(({ id }) => id === channel)?.members)).toEqual(new Set([botUserId, users.sora, users.minji]));

  for (const stranger of ['jisoo', 'junho']) {
    expect((await s.says(stranger, 'list')).answer).not.toMatch(/Leaked key/);
    expect((await s.says(stranger, 'list all')).answer).not.toMatch(/Leaked key/);
    expect((await s.says(stranger, 'status')).answer).not.toMatch(/Leaked key/);
    for (const words of ['status #1', 'note #1 hello', 'resolve #1', 'assign #1 commander'])
      expect((await s.says(stranger, words)).answer).toMatch(/There is no incident #1\./);
  }
  // The declarer, whoever was paged for it, and a lead.
  for (const insider of ['sora', 'minji', 'dohyun']) {
    expect((await s.says(insider, 'list')).answer).toMatch(/Leaked key/);
    expect((await s.says(insider, 'status #1')).answer).toMatch(/Leaked key/);
  }
  await s.says('sora', 'assign #1 scribe @yuna');
  s.expectPosted('#1', /Scribe/);
  expect((await s.says('yuna', 'status #1')).answer).toMatch(/Leaked key/);
});

it('says nothing in the status channel, from the announcement to the end', async () => {
  const s = await scenario(CALM);
  const { page } = await s.opens('sora', 'sev1 Leaked key --private');
  await s.clicks('minji', page, 'command.page-acknowledge');
  s.expectTold('minji', /You have acknowledged/);
  s.expectPosted('#1', /has acknowledged/);
  await s.says('sora', 'severity #1 sev2');
  s.expectPosted('#1', /lowered/);
  await s.advance('2h');
  for (const [move, said, cancels] of [
    ['mitigated', /is mitigated/],
    ['reopen', /is open again/],
    ['resolve', /is resolved/],
    ['reopen', /is open again/, true],
    ['cancel', /false alarm/],
  ] as const) {
    await s.says('sora', `${move} #1`);
    s.expectPosted('#1', said);
    if (move === 'resolve') s.expectReview(1);
    if (cancels) s.expectReviewCancelled(1);
    if (move === 'reopen') s.expectDirect('minji', /paged/);
    await s.advance('35m');
  }
  expect(s.slack.messages(s.channelId('status'))).toEqual([]);
});

it('owes nothing to people outside: X1 to X3 and C3', async () => {
  const s = await scenario(CALM);
  await s.opens('sora', 'sev1 Leaked key --private');
  const { storage, playbook } = s.app.runtime;
  expect(Object.entries(playbook.rows).flatMap(([id, { publicOnly }]) => (publicOnly ? [id] : []))).toEqual(['C3', 'X1', 'X2', 'X3']);
  const outside = (await storage.deadlines.of(1)).filter(({ rowId }) => /^(C3|X[123])$/.test(rowId));
  expect(outside.filter(({ state }) => state !== 'waived')).toEqual([]);
  expect((await storage.updates.of(1))?.nextAt ?? null).toBeNull();
});
