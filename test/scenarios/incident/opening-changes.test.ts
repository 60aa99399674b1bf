import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** What happens to an incident while it is still being opened. */

function topicOf(s: Scenario): string | undefined {
  return s.slack.channels().find(({ id }) => id === s.channelId('#1'))?.topic;
}

it('what is raised while the channel is being made stands in the topic and in the announcement', async () => {
  const s = await scenario(CALM);
  s.slack.faults.inject({ call: 'conversations.create', fault: { kind: 'slow', ms: 1_000 }, times: 1 });
  await s.slack.slash('minji', 'open sev3 Coupons late');
  await s.slack.slash('minji', 'severity #1 sev1');
  expect((await s.incident(1)).channelId).toBeNull();
  await s.settle();
  await s.advance('1m');
  expect(topicOf(s)).toMatch(/SEV1/);
  expect(s.textNow(s.expectPosted('status', /New incident/))).toMatch(/SEV1/);
  s.takeAll();
});

it('what is raised while the topic is being set stands in it in the end', async () => {
  const s = await scenario(CALM);
  const raised: Promise<unknown>[] = [];
  s.slack.faults.inject({
    call: 'conversations.setTopic',
    fault: { kind: 'slow', ms: 1_000 },
    times: 1,
    when: () => raised.push(s.slack.slash('minji', 'severity #1 sev1')) > 0,
  });
  await s.opens('minji', 'sev3 Coupons late');
  await Promise.all(raised);
  await s.advance('1m');
  expect(raised).toHaveLength(1);
  expect(topicOf(s)).toMatch(/SEV1/);
  s.takeAll();
});

it('no beginning is announced after the end', async () => {
  const s = await scenario(CALM);
  s.slack.faults.inject({ call: 'conversations.create', fault: { kind: 'slow', ms: 1_000 }, times: 1 });
  await s.slack.slash('minji', 'open sev3 Coupons late');
  await s.slack.slash('minji', 'cancel #1');
  await s.settle();
  await s.advance('1m');
  const said = s.takeAll();
  expect(said.filter(({ text }) => /New incident/.test(text))).toEqual([]);
  expect(said.filter(({ text }) => /false alarm/.test(text)).length).toBeGreaterThan(0);
});

it('what changes while the link is being written into the briefing is shown as soon as the pace allows', async () => {
  const s = await scenario(CALM);
  const changed: Promise<unknown>[] = [];
  s.slack.faults.inject({
    call: 'chat.update',
    fault: { kind: 'slow', ms: 1_000 },
    times: 1,
    when: () => changed.push(s.slack.slash('minji', 'assign #1 commander')) > 0,
  });
  const { briefing } = await s.opens('minji', 'sev3 Coupons late');
  await Promise.all(changed);
  expect(s.textNow(briefing)).not.toMatch(/Commander: @U0MINJI/);
  await s.advance('20s');
  expect(changed).toHaveLength(1);
  expect(s.textNow(briefing)).toMatch(/Commander: @U0MINJI/);
  s.takeAll();
});

it('what was said while there was no place stands in it in its order as soon as there is one', async () => {
  const s = await scenario(CALM);
  s.slack.faults.inject({ call: '*', fault: { kind: 'http', status: 503 } });
  await s.says('minji', 'open sev3 Coupons late');
  for (const severity of ['sev2', 'sev1', 'sev2', 'sev3']) {
    await s.says('minji', `severity #1 ${severity}`);
    await s.advance('30s');
  }
  s.slack.faults.clear();
  while ((await s.incident(1)).channelId === null) await s.advance('1s');
  await s.advance('40s');
  // Nothing got through for two minutes, and then what is best is had.
  const said = s.slack.messages(s.channelId('#1')).flatMap(({ text }) => / to (SEV\d)/.exec(text)?.[1] ?? []);
  expect(said).toEqual(['SEV2', 'SEV1', 'SEV2', 'SEV3']);
  s.takeAll();
});

it('a page that cannot leave stands in the briefing and is told the declarer, until it has left', async () => {
  const s = await scenario(CALM);
  const { faults } = s.slack;
  faults.inject({ call: 'conversations.open', fault: { kind: 'http', status: 503 } });
  await s.says('minji', 'open sev3 Coupons late');
  // Told once it lasts, and shown with the next edit that the pace of the briefing allows.
  await s.advance('35s');
  const briefing = s.expectPosted('#1', /Coupons late/);
  expect(s.textNow(briefing)).toMatch(/Page to on-call: .*HTTP 503.* Bongsu keeps trying/);
  s.expectTold('minji', /Page to on-call: .*HTTP 503.* Bongsu keeps trying/);
  faults.clear();
  await s.advance('2m');
  s.expectDirect('minji', /You are paged as first on-call/);
  expect(s.textNow(briefing)).not.toMatch(/Bongsu keeps trying/);
  s.takeAll();
});
