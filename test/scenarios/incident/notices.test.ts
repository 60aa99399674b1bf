import { CALM, scenario } from '../../support/scenario/scenario.ts';

describe('met-B13: small words', () => {
  it('a notice whose reply was lost does not report itself as failed', async () => {
    const s = await scenario(CALM);
    s.slack.faults.inject({ call: 'response_url', fault: { kind: 'lost-reply', status: 503 }, times: 2 });
    await s.says('sora', 'open sev2 Coupons late');
    await s.advance('1m');
    const told = s.takeAll().filter(({ place, text }) => place === 'to sora' && /#1 is open in/.test(text));
    expect(told.length).toBeGreaterThan(0);
    expect(told.map(({ text }) => text).join('\n')).not.toMatch(/⚠ Notice/);
  });

  it('what follows from the end stands after it', async () => {
    const s = await scenario(CALM);
    await s.opens('minji', 'sev2 Coupons late');
    await s.says('minji', 'resolve #1');
    await s.says('minji', 'reopen #1');
    const texts = s.slack.messages(s.channelId('#1')).map(({ text }) => text);
    const at = (pattern: RegExp) => texts.findIndex((text) => pattern.test(text));
    expect(at(/is resolved/)).toBeGreaterThan(0);
    expect(at(/Follow-ups of #1/)).toBeGreaterThan(at(/is resolved/));
    expect(at(/is open again/)).toBeGreaterThan(at(/Follow-ups of #1/));
    expect(at(/retrospective of #1.* is cancelled/)).toBeGreaterThan(at(/is open again/));
    s.takeAll();
  });

  it('whoever acknowledges or finishes twice is not told of themselves as of somebody else', async () => {
    const s = await scenario(CALM);
    const { page } = await s.opens('sora', 'sev2 Coupons late');
    const again = { by: 'minji', channel: page.channel, ts: page.ts, actionId: 'command.page-acknowledge' };
    const held = await s.slack.undelivered(() => s.slack.click(again));
    await s.clicks('minji', page, 'command.page-acknowledge');
    s.expectTold('minji', /You have acknowledged #1/);
    s.expectPosted('#1', /has acknowledged/);
    await s.slack.redeliver({ ...held, raw: held.raw.replace(/trigger_id%22%3A%22[^%]+/, 'trigger_id%22%3A%22another') });
    await s.settle();
    s.expectTold('minji', /You have acknowledged #1 already/);
    await s.says('minji', 'resolve #1');
    s.takeAll();
    await s.says('minji', 'followups #1 done N1');
    expect((await s.says('minji', 'followups #1 done N1')).answer).toMatch(/You have marked N1 of #1 as done already/);
    expect((await s.says('junho', 'followups #1 done N1')).answer).toMatch(/marked as done by <@U0MINJI> already/);
    s.takeAll();
  });

  it.each([
    ['cancel', /false alarm/],
    ['resolve', /is resolved/],
  ])('nobody is told of the end (%s) who never heard that it began', async (move, said) => {
    const s = await scenario(CALM);
    s.slack.faults.inject({ call: 'conversations.create', fault: { kind: 'slow', ms: 1_000 }, times: 1 });
    await s.slack.slash('minji', 'open sev3 Coupons late');
    await s.slack.slash('minji', `${move} #1`);
    await s.settle();
    await s.advance('1m');
    const everything = s.takeAll();
    expect(everything.filter(({ place }) => place === '#status')).toEqual([]);
    expect(everything.some(({ place, text }) => place.startsWith('#inc-1') && said.test(text))).toBe(true);
  });

  it('who heard that it began hears of the end, also when both were typed at once', async () => {
    const s = await scenario(CALM);
    s.slack.faults.inject({
      call: 'chat.postMessage',
      fault: { kind: 'slow', ms: 500 },
      when: ({ channel }) => channel === s.channelId('status'),
    });
    await s.says('minji', 'open sev3 Coupons late');
    await s.says('minji', 'cancel #1');
    await s.advance('10s');
    const told = s.slack.messages(s.channelId('status')).map(({ text }) => text);
    expect(told.map((text) => (/New incident/.test(text) ? 'begins' : /false alarm/.test(text) ? 'ends' : text))).toEqual([
      'begins',
      'ends',
    ]);
    s.takeAll();
  });
});
