import { ASSIGN_CALLBACK } from '../../../src/bot/actions/forms/assign.ts';
import { OPEN_CALLBACK, OPEN_FIELDS, PRIVATE_OPTION } from '../../../src/bot/actions/forms/open.ts';
import { bareIncident } from '../../support/examples/bare-incident.ts';
import { CALM, scenario } from '../../support/scenario/scenario.ts';

describe('the form that declares', () => {
  it('opens as a skeleton at once and is filled in afterwards', async () => {
    const s = await scenario(CALM);
    const { answer } = await s.says('sora', 'open');
    expect(answer).toBe('');
    const calls = s.slack.calls.filter(({ method }) => method.startsWith('views.'));
    expect(calls.map(({ method }) => method)).toEqual(['views.open', 'views.update']);
    expect(JSON.stringify(calls[0]?.args.view)).toMatch(/One moment/);
    expect(JSON.stringify(calls[0]?.args.view)).not.toMatch(/plain_text_input/);
    expect(s.form('sora')).toMatchObject({ callbackId: OPEN_CALLBACK });
    expect(s.form('sora').blocks.map(({ block_id }) => block_id)).toEqual(
      Object.values(OPEN_FIELDS).filter((field) => field !== OPEN_FIELDS.service),
    );
  });

  it('declares what was filled in, and says so in the same window', async () => {
    const s = await scenario(CALM);
    await s.says('sora', 'open');
    await s.submits('sora', { title: 'Coupons late', severity: 'sev1' });
    expect(JSON.stringify(s.form('sora').blocks)).toMatch(/#1 is recorded/);
    const incident = await s.incident(1);
    expect(incident).toMatchObject({ title: 'Coupons late', severity: 'sev1', private: false, declaredBy: s.slack.users.sora });
    s.expectOpened('sora', incident);
  });

  it('met-B11: opens when a severity is typed without a title, with that severity chosen; nobody is paged before it is sent', async () => {
    const s = await scenario(CALM);
    await s.says('sora', 'open sev1 --since 20m');
    expect(await s.app.runtime.storage.incidents.list(['open'], 1)).toEqual([]);
    const severity = s.form('sora').blocks.find(({ block_id }) => block_id === OPEN_FIELDS.severity);
    expect(severity).toMatchObject({ element: { initial_option: { value: 'sev1' } } });
    await s.submits('sora', { title: 'Coupons late' });
    const incident = await s.incident(1);
    expect(incident).toMatchObject({ title: 'Coupons late', severity: 'sev1' });
    expect(incident.detectedAt.getTime() - incident.onsetAt.getTime()).toBeGreaterThanOrEqual(1_200_000);
    s.expectOpened('sora', incident);
  });

  it('declares privately when asked to', async () => {
    const s = await scenario(CALM);
    await s.says('sora', 'open --private');
    await s.submits('sora', { title: 'Leaked key', severity: 'sev2', visibility: [PRIVATE_OPTION] });
    const incident = await s.incident(1);
    expect(incident.private).toBe(true);
    s.expectOpened('sora', incident);
  });

  it('does not make anybody wait for metrics or Zoom before it opens', async () => {
    const s = await scenario();
    s.world.coupon.faults.inject({ call: '*', fault: { kind: 'hang' } });
    s.world.zoom.faults.inject({ call: '*', fault: { kind: 'hang' } });
    const { delivery } = await s.says('sora', 'open');
    expect(delivery.status).toBe(200);
    expect(s.form('sora').callbackId).toBe(OPEN_CALLBACK);
  });

  it('tells what to type when Slack does not open it', async () => {
    const s = await scenario(CALM);
    s.slack.faults.inject({ call: 'views.open', fault: { kind: 'http', status: 503 }, times: 1 });
    await s.says('sora', 'open');
    s.expectTold('sora', /Slack did not open the form. Type it instead/);
  });
});

describe('buttons and the form that assigns', () => {
  it('one click takes command, and the button is gone', async () => {
    const s = await scenario(CALM);
    const { briefing } = await s.opens('minji', 'sev1 Coupons late');
    await s.clicks('junho', briefing, 'command.assign.commander');
    s.expectPosted('#1', /takes the role Commander/);
    s.expectTold('junho', /Commander of #1/);
    await s.advance('16s');
    expect(s.textNow(briefing)).toMatch(/Commander: @U0JUNHO/);
    await expect(s.clicks('minji', briefing, 'command.assign.commander')).rejects.toThrow(/there is no command.assign.commander to click/);
  });

  it('the form shows who has which role, and gives several at once', async () => {
    const s = await scenario(CALM);
    const { briefing } = await s.opens('minji', 'sev1 Coupons late');
    await s.says('minji', 'assign commander @dohyun', '#1');
    s.expectPosted('#1', /Commander/);
    await s.clicks('junho', briefing, 'command.assign');
    expect(s.form('junho').callbackId).toBe(ASSIGN_CALLBACK);
    expect(JSON.stringify(s.form('junho').blocks)).toContain('"initial_user":"U0DOHYUN"');
    await s.submits('junho', { 'role.scribe': 'U0YUNA', 'role.operations': 'U0JUNHO' });
    s.expectPosted('#1', /role Scribe/);
    s.expectPosted('#1', /role Operations/);
    expect(await s.app.runtime.storage.roles.of(1)).toEqual({ commander: 'U0DOHYUN', scribe: 'U0YUNA', operations: 'U0JUNHO' });
    expect(s.slack.views('U0JUNHO')).toEqual([]);
  });

  it('moves do what the subcommands do', async () => {
    const s = await scenario(CALM);
    const { briefing } = await s.opens('minji', 'sev1 Coupons late');
    for (const [move, told, said] of [
      ['mitigated', /now mitigated/, /is mitigated/],
      ['resolve', /now resolved/, /is resolved/],
      ['reopen', /now reopened/, /is open again/],
      ['cancel', /now cancelled/, /false alarm/],
    ] as const) {
      await s.clicks('minji', briefing, `command.${move}`);
      s.expectTold('minji', told);
      for (const where of ['#1', 'status']) s.expectPosted(where, said);
      if (move === 'resolve') s.expectReview(1);
      if (move === 'reopen') s.expectReviewCancelled(1);
      if (move === 'reopen') s.expectDirect('minji', /paged/);
      await s.advance('16s');
    }
    expect(s.textNow(briefing)).not.toMatch(/\[ (Resolve|Reopen|Take command) \]/);
  });

  it('an old button is answered with what is possible now', async () => {
    const s = await scenario(CALM);
    const { briefing } = await s.opens('minji', 'sev1 Coupons late');
    // Slack does not take the edit, so that the old buttons stay.
    s.slack.faults.inject({ call: 'chat.update', when: ({ ts }) => ts === briefing.ts, fault: { kind: 'http', status: 503 } });
    await s.says('minji', 'cancel', '#1');
    for (const where of ['#1', 'status']) s.expectPosted(where, /false alarm/);
    await s.clicks('junho', briefing, 'command.resolve');
    s.slack.faults.clear();
    s.expectTold('junho', /This incident is cancelled/);
  });

  it('the first acknowledgement counts; the message says whose it was', async () => {
    const s = await scenario(CALM);
    const { page } = await s.opens('sora', 'sev1 Coupons late');
    const before = structuredClone(s.current(page));
    await s.clicks('minji', page, 'command.page-acknowledge');
    s.expectTold('minji', /You have acknowledged #1/);
    s.expectPosted('#1', /@U0MINJI has acknowledged/);
    expect(s.textNow(page)).toMatch(/Acknowledged by @U0MINJI/);
    expect(s.textNow(page)).not.toMatch(/\[ Acknowledge \]/);
    expect(before.ts).toBe(s.current(page).ts);
    expect(await s.app.runtime.storage.pages.of(1)).toMatchObject([{ acknowledgedBy: 'U0MINJI' }]);
  });

  it('turns the pages of a list in place', async () => {
    const s = await scenario(CALM);
    const { storage } = s.app.runtime;
    for (let n = 1; n <= 12; n += 1) {
      await storage.incidents.insert(bareIncident(s.now(), { title: `Trouble ${n}.` }));
    }
    expect((await s.says('minji', 'list')).answer).toMatch(/Trouble 12\.[\s\S]*Page 1 of 2/);
    const list = s.slack.ephemerals('minji').at(-1);
    if (!list) throw new Error('no list');
    await s.clicks('minji', list, 'command.list.next');
    const turned = s.slack.ephemerals('minji');
    expect(turned).toHaveLength(1);
    expect(JSON.stringify(turned)).toMatch(/Trouble 2\./);
    expect(JSON.stringify(turned)).not.toMatch(/Trouble 12\./);
  });
});
