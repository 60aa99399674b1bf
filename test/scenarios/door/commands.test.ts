import { CALM, scenario } from '../../support/scenario/scenario.ts';

describe('help', () => {
  it('lists every subcommand, for the bare command too', async () => {
    const s = await scenario(CALM);
    for (const words of ['help', '', 'HELP']) {
      const { answer } = await s.says('minji', words);
      for (const word of ['open', 'list', 'status', 'note', 'severity', 'assign', 'mitigated', 'resolve', 'close', 'cancel', 'reopen'])
        expect(answer).toContain(word);
    }
  });

  it.each([
    ['resolv', /There is no `resolv`\. Did you mean `resolve`\?/],
    ['Statu', /Did you mean `status`\?/],
    ['opne sev1 Late', /Did you mean `open`\?/],
    ['xyzzy', /There is no `xyzzy`\. `help` lists/],
  ])('answers %p with the nearest word, if one is near', async (words, answer) => {
    const s = await scenario(CALM);
    const said = await s.says('minji', words);
    expect(said.answer).toMatch(answer);
    expect(said.answer).not.toMatch(/Did you mean `xyzzy/);
  });
});

describe('open', () => {
  it('opens the channel, the bridge and the briefing, tells, invites and pages', async () => {
    const s = await scenario(CALM);
    const { channel, briefing, page } = await s.opens('sora', 'sev1 Coupons are issued late');
    const room = s.slack.channels().find(({ id }) => id === channel);
    expect(room).toMatchObject({ name: 'inc-1-coupons-are-issued-late', isPrivate: false, pins: [briefing.ts] });
    expect(room?.topic).toMatch(/SEV1/);
    const { users, botUserId } = s.slack;
    expect(new Set(room?.members)).toEqual(new Set([botUserId, users.sora, users.minji, users.junho, users.yuna, users.taeho]));
    const [meeting] = s.world.zoom.meetings;
    expect(room?.bookmarks).toMatchObject([{ link: meeting?.joinUrl }]);
    expect(s.textNow(briefing)).toContain(meeting?.joinUrl);
    expect(s.textNow(page)).toMatch(/Coupons are issued late/);
    expect(JSON.stringify(s.slack.messages(channel))).not.toContain('/s/');
  });

  it('takes a title as it was typed, not as Slack escapes it', async () => {
    const s = await scenario(CALM);
    const title = 'Latency > 2 s & lag < 10 after &lt;release&gt; &amp; rollback';
    const { id, briefing } = await s.opens('minji', `sev2 ${title}`);
    expect((await s.incident(id)).title).toBe(title);
    expect(s.world.zoom.meetings[0]?.topic).toContain(title);
    // Escaped once more for Slack, and so shown as it was typed.
    expect(JSON.stringify(s.current(briefing).blocks)).toContain('&amp;lt;release&amp;gt;');
    await s.says('minji', 'note a < b && c > d', '#1');
    s.expectPosted('#1', /a &lt; b &amp;&amp; c &gt; d|a < b && c > d/);
    expect(await s.app.runtime.storage.timeline.of(id)).toContainEqual(
      expect.objectContaining({ kind: 'note', data: expect.objectContaining({ text: 'a < b && c > d' }) }),
    );
  });

  it('takes sev2 when none is typed', async () => {
    const s = await scenario(CALM);
    const { id } = await s.opens('minji', 'Answers are slow');
    expect(await s.incident(id)).toMatchObject({ title: 'Answers are slow', severity: 'sev2' });
  });

  it('sets the onset by --since, and counts deadlines and updates from now all the same', async () => {
    const s = await scenario(CALM);
    const before = s.now().getTime();
    const { id, briefing } = await s.opens('minji', 'sev2 Late —since 1h20m');
    const incident = await s.incident(id);
    expect(incident.title).toBe('Late');
    expect(incident.detectedAt.getTime()).toBeGreaterThanOrEqual(before);
    expect(incident.detectedAt.getTime() - incident.onsetAt.getTime()).toBeCloseTo(80 * 60_000, -3);
    const { storage, playbook } = s.app.runtime;
    const deadline = (await storage.deadlines.of(id)).find(({ rowId }) => rowId === 'I1');
    expect(deadline?.dueAt?.getTime()).toBe(incident.detectedAt.getTime() + (playbook.rows.I1?.within ?? 0));
    expect(s.textNow(briefing)).toMatch(/1 h 20 min/);
    await s.advance('30m');
    s.expectPosted('status', /Update 1/);
  });

  it.each([
    ['open Late --since soon', /how long ago it began/],
    ['open Late --silent', /no option --silent/],
  ])('refuses %p and opens nothing', async (words, answer) => {
    const s = await scenario(CALM);
    expect((await s.says('minji', words)).answer).toMatch(answer);
    expect(await s.app.runtime.storage.incidents.list(['open'], 10)).toEqual([]);
  });
});

describe('list and status', () => {
  it('list what is under way, worst first, or everything, newest first', async () => {
    const s = await scenario(CALM);
    expect((await s.says('jisoo', 'list')).answer).toMatch(/No incident is open/);
    await s.opens('minji', 'sev1 Coupons late');
    await s.opens('minji', 'sev3 Lock contended');
    await s.opens('minji', 'sev1 Queue stuck');
    const inOrder = async (words: string) => [
      ...new Set((await s.says('jisoo', words)).answer.match(/Lock contended|Coupons late|Queue stuck/g)),
    ];
    expect(await inOrder('list')).toEqual(['Queue stuck', 'Coupons late', 'Lock contended']);
    expect(await inOrder('list all')).toEqual(['Queue stuck', 'Lock contended', 'Coupons late']);
    await s.says('minji', 'cancel #1');
    s.expectPosted('#1', /false alarm/);
    s.expectPosted('status', /false alarm/);
    expect((await s.says('jisoo', 'list')).answer).not.toMatch(/Coupons late/);
    expect((await s.says('jisoo', 'list all')).answer).toMatch(/Coupons late/);
    expect((await s.says('jisoo', 'list everything')).answer).toMatch(/list all/);
  });

  it('status shows one incident, by number or by the channel it is typed in', async () => {
    const s = await scenario(CALM);
    await s.opens('minji', 'sev1 Coupons late');
    for (const said of [await s.says('jisoo', 'status #1'), await s.says('minji', 'status', '#1')]) {
      expect(said.answer).toMatch(/Coupons late/);
      expect(said.answer).toMatch(/Rate limit on the issuing API/);
      expect(said.answer).toMatch(/Commander: nobody yet/);
    }
    expect((await s.says('minji', 'status')).answer).toMatch(/belongs to no incident.*#1 Coupons late/);
    expect((await s.says('minji', 'status #99')).answer).toMatch(/There is no incident #99/);
  });
});

describe('note, severity and assign', () => {
  it('note goes into the timeline and into the channel', async () => {
    const s = await scenario(CALM);
    await s.opens('minji', 'sev1 Coupons late');
    const { answer } = await s.says('jisoo', 'note #1 pool enlarged to 40');
    expect(answer).toMatch(/Noted in the timeline of #1/);
    s.expectPosted('#1', /pool enlarged to 40/);
    const timeline = await s.app.runtime.storage.timeline.of(1);
    expect(timeline.filter(({ kind }) => kind === 'note')).toMatchObject([
      { actor: s.slack.users.jisoo, data: { text: 'pool enlarged to 40' } },
    ]);
    expect((await s.says('minji', 'note', '#1')).answer).toMatch(/Write the note behind the word/);
    expect((await s.says('minji', `note ${'x'.repeat(2_001)}`, '#1')).answer).toMatch(/holds 2000 characters and this has 2001/);
  });

  it('severity changes how bad it is and says why', async () => {
    const s = await scenario(CALM);
    const { briefing } = await s.opens('minji', 'sev2 Coupons late');
    expect((await s.says('minji', 'severity sev1 lag above 5000', '#1')).answer).toMatch(/#1 is now SEV1/);
    s.expectPosted('#1', /raised from SEV2.*to SEV1.*[\s\S]*lag above 5000/);
    expect((await s.incident(1)).severity).toBe('sev1');
    await s.advance('16s');
    expect(s.textNow(briefing)).toMatch(/SEV1/);
    const topic = () => s.slack.channels().find(({ id }) => id === briefing.channel)?.topic;
    expect(topic()).toMatch(/SEV1 critical · Coupons late/);
    expect((await s.says('minji', 'severity sev1', '#1')).answer).toMatch(/is SEV1 already/);
    expect((await s.says('minji', 'severity bad', '#1')).answer).toMatch(/Say which: `sev1` \(critical\).*: `severity sev1`/);
    await s.says('minji', 'mitigated', '#1');
    await s.advance('5s');
    expect(topic()).toMatch(/SEV1 critical, mitigated · Coupons late/);
    s.takeAll();
  });

  it('assign gives roles, takes them over, and shows them in the briefing', async () => {
    const s = await scenario(CALM);
    const { briefing } = await s.opens('minji', 'sev2 Coupons late');
    expect((await s.says('minji', 'assign commander', '#1')).answer).toMatch(/Commander of #1/);
    s.expectPosted('#1', /takes the role Commander/);
    await s.says('minji', 'assign #1 scribe @junho');
    s.expectPosted('#1', /has the role Scribe/);
    await s.says('minji', 'assign commander @dohyun', '#1');
    s.expectPosted('#1', /has the role Commander/);
    expect(await s.app.runtime.storage.roles.of(1)).toEqual({ commander: s.slack.users.dohyun, scribe: s.slack.users.junho });
    await s.advance('16s');
    expect(s.textNow(briefing)).toMatch(/Commander: @U0DOHYUN\n\s*Scribe: @U0JUNHO/);
    expect((await s.says('minji', 'assign king @junho', '#1')).answer).toMatch(/There is no role "king".*commander/);
    expect((await s.says('minji', 'assign scribe junho', '#1')).answer).toMatch(/Name one person by mention/);
  });
});
