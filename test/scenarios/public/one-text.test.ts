import { add, remove } from '../../support/scenario/edit-playbook.ts';
import { CALM, type Opened, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** X1, X2: one text, drafted by Bongsu and approved by a person, on every surface; corrected on all of them; and what waits for somebody. */

const SPOKEN = { channels: { C0STATUS: 'en', C0SUPPORT: 'ko' } };

async function begin(edits: Parameters<typeof scenario>[0] = {}): Promise<Scenario> {
  const playbook = [...CALM.playbook, add('team.languages', SPOKEN), ...(edits.playbook ?? [])];
  return await scenario({ ...CALM, offered: true, ...edits, playbook });
}

const TEXTS = { 'text.en': 'We add capacity; it takes ten minutes.', 'text.ko': '증설하고 있으며 10분쯤 걸립니다.' };

async function told(s: Scenario, sequence = 1) {
  const text = await s.app.runtime.storage.updateTexts.of(1, sequence);
  if (!text) throw new Error(`nothing was told in update ${sequence}`);
  return text;
}

async function opened(s: Scenario): Promise<Opened> {
  return await s.opens('minji', 'sev1 Coupons late');
}

it('is drafted five minutes before it is due, approved with a button, and told as it was read', async () => {
  const s = await begin();
  await opened(s);
  expect((await s.says('hana', 'support #1')).answer).toMatch(
    /guide for support[\s\S]*does not work as usual[\s\S]*Promise no time of recovery/,
  );
  await s.advance('24m');
  s.expectNothingElse();
  await s.advance('1m');
  const draft = s.expectPosted('#1', /please approve it, or change it/);
  const shown = /\n>(Coupon issuing does not work as usual\.[^\n]*)/.exec(s.textNow(draft))?.[1];
  expect(shown).toMatch(/Next update at \d\d:\d\d\./);
  await s.clicks('minji', draft, 'command.update-approve');
  s.expectTold('minji', /Approved\. The update of #1 goes out/);
  expect(s.textNow(draft)).toMatch(/is approved by @?U0MINJI/i);
  expect((await s.says('junho', 'update #1 approve')).answer).toMatch(/Approved/);
  await s.advance('5m');
  const posted = s.expectPosted('status', /Update 1 ·/);
  expect(s.textNow(posted)).toContain(shown);
  const guide = s.expectPosted('support', /고객센터 안내/);
  const text = await told(s);
  expect(text).toMatchObject({ kind: 'update', stage: 'investigating', held: [], texts: { en: shown } });
  expect(s.textNow(guide)).toContain(text.texts.ko);
  // In the thread of the announcement, which is the only message of the incident in the channel itself.
  const { runtime } = s.app;
  const channel = s.channelId('status');
  const top = s.slack.messages(channel).filter(({ thread_ts: thread }) => thread === undefined);
  expect(top).toHaveLength(1);
  expect(posted.thread_ts).toBe(top[0]?.ts);
  const row = (await runtime.storage.deadlines.of(1)).find(({ rowId }) => rowId === 'X2');
  expect(row?.state).toBe('kept');
});

it('posted at once without approval, its draft says who did that and has no buttons any more', async () => {
  const s = await begin();
  await opened(s);
  await s.advance('25m');
  const draft = s.expectPosted('#1', /please approve it, or change it/);
  await s.says('minji', 'update #1 now');
  s.expectPosted('status', /Update 1 ·/);
  s.expectPosted('support', /고객센터 안내/);
  expect(s.textNow(draft)).toMatch(/U0MINJI> had the update of #1 posted at once/);
  const now = s.slack.messages(s.channelId('#1')).find(({ ts }) => ts === draft.ts);
  expect(JSON.stringify(now?.blocks)).not.toContain('"actions"');
});

it('is written in a form with a field for each language, told at once if somebody says so, and corrected on every surface', async () => {
  const s = await begin();
  await opened(s);
  await s.says('yuna', 'update #1');
  expect(JSON.stringify(s.form('yuna'))).toMatch(/Coupon issuing does not work as usual\. [^"]*Next update/);
  await s.submits('yuna', { ...TEXTS, now: ['now'] });
  expect(JSON.stringify(s.form('yuna'))).toMatch(/An update of #1 is being posted/);
  const posted = s.expectPosted('status', /Update 1 ·[\s\S]*We add capacity/);
  const guide = s.expectPosted('support', /증설하고 있으며/);
  const first = await told(s);
  expect(first).toMatchObject({ version: 1, texts: { en: TEXTS['text.en'], ko: TEXTS['text.ko'] } });
  expect(first.approvedBy).toBe('U0YUNA');

  await s.says('minji', 'update #1 correct');
  await s.submits('minji', { 'text.en': 'We add capacity; it takes twenty minutes.', 'text.ko': '증설하고 있으며 20분쯤 걸립니다.' });
  expect(JSON.stringify(s.form('minji'))).toMatch(/Update 1 of #1 is being corrected/);
  expect(s.textNow(posted)).toContain('twenty minutes');
  expect(s.textNow(guide)).toContain('20분쯤');
  expect(await told(s)).toMatchObject({ version: 2, correctedBy: 'U0MINJI' });
  expect((await s.says('minji', 'update #1 show')).answer).toMatch(
    /Told in update 1:[\s\S]*twenty minutes[\s\S]*Corrected by[\s\S]*✓ status channel: told[\s\S]*✓ status page: told[\s\S]*✓ support guide: told/,
  );
});

it('a correction of what somebody else corrected meanwhile is refused', async () => {
  const s = await begin();
  await opened(s);
  expect((await s.says('minji', 'update #1 edit We add capacity.')).answer).toMatch(/Approved/);
  expect((await s.says('minji', 'update #1 now')).answer).toMatch(/is being posted/);
  s.expectPosted('status', /We add capacity/);
  s.expectPosted('support', /We add capacity/);
  await s.says('minji', 'update #1 correct');
  await s.says('yuna', 'update #1 correct');
  await s.submits('minji', { 'text.en': 'A', 'text.ko': '가' });
  await s.submits('yuna', { 'text.en': 'B', 'text.ko': '나' });
  expect(JSON.stringify(s.form('yuna'))).toMatch(/Somebody corrected update 1/);
  expect(await told(s)).toMatchObject({ version: 2, texts: { en: 'A', ko: '가' } });
});

it('waits where the playbook says so: the communications lead is asked, then the commander; the other surfaces do not wait', async () => {
  const s = await begin({
    playbook: [add('updates.unapproved', { 'status-page': 'wait', support: { sev1: 'wait', sev2: 'send', sev3: 'send' } })],
  });
  await opened(s);
  await s.says('minji', 'assign #1 communications @yuna');
  s.expectPosted('#1', /Communications/);
  await s.advance('30m');
  s.expectPosted('#1', /This update of #1 was due, and went out/);
  s.expectPosted('status', /Update 1 ·/);
  const asked = s.expectPosted('#1', /waits for approval: status page, support guide/);
  expect(asked.text).toContain(`<@${'U0YUNA'}>`);
  expect((await told(s)).held).toEqual(['status-page', 'support']);
  await s.advance('5m');
  s.expectPosted('#1', /waits for approval: status page, support guide/);
  await s.clicks('yuna', asked, 'command.update-approve');
  s.expectTold('yuna', /being posted/);
  s.expectPosted('support', /고객센터 안내/);
  expect(await told(s)).toMatchObject({ held: [], approvedBy: 'U0YUNA' });
  await s.advance('10m');
  s.expectNothingElse();
});

it('a press on words that were corrected since approves nothing', async () => {
  const s = await begin({ playbook: [add('updates.unapproved', { support: 'wait' })] });
  await opened(s);
  await s.advance('30m');
  s.expectPosted('#1', /This update of #1 was due, and went out/);
  s.expectPosted('status', /Update 1 ·/);
  const asked = s.expectPosted('#1', /waits for approval: support guide/);
  await s.says('minji', 'update #1 correct');
  await s.submits('minji', TEXTS);
  await s.clicks('yuna', asked, 'command.update-approve');
  s.expectTold('yuna', /That update of #1/);
  expect(await told(s)).toMatchObject({ version: 2, held: ['support'], approvedBy: null });
  expect((await s.says('yuna', 'update #1 approve')).answer).toMatch(/is being posted/);
  s.expectPosted('support', /증설하고 있으며/);
});

it('says that it is over everywhere with cause and duration, and nothing where nothing was told', async () => {
  const s = await begin();
  await opened(s);
  await s.advance('30m');
  s.expectPosted('#1', /This update of #1 was due, and went out/);
  s.expectPosted('status', /Update 1/);
  const guide = s.expectPosted('support', /확인 중/);
  await s.says('minji', 'diagnosis #1 is few-consumers');
  s.expectPosted('#1', /few|Too few/i);
  await s.says('minji', 'resolve #1');
  s.expectPosted('#1', /is resolved/);
  s.expectPosted('status', /Update 2 ·[\s\S]*works as usual again, after 30 min\. The cause: Too few consumer instances\./);
  s.expectReview(1);
  expect(s.textNow(guide)).toMatch(/복구 완료/);
  expect(await told(s, 2)).toMatchObject({ kind: 'end', stage: 'resolved', nextAt: null });
  const [announcement] = s.slack.messages(s.channelId('status'));
  expect(announcement && s.textNow(announcement)).toMatch(/resolved/);
});

it('tells nobody outside about a private incident, nor customer support where there is none', async () => {
  const s = await begin({ playbook: [remove('team.channels.support')] });
  await s.says('minji', 'open sev1 --private Coupons late');
  await s.advance('61m');
  expect(await s.app.runtime.storage.updateTexts.ofIncidents([1])).toEqual([]);
  s.takeAll();
});
