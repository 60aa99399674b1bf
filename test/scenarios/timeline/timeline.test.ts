import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

const kinds = async (s: Scenario, kind: string) => (await s.app.runtime.storage.timeline.of(1)).filter((entry) => entry.kind === kind);
const idOf = async (s: Scenario, kind: string) => Number((await kinds(s, kind)).at(-1)?.id);

it('messages of the channel come into the timeline, once each, by reaction, pin and shortcut, and stay as they were read', async () => {
  const s = await scenario(CALM);
  const { channel } = await s.opens('minji', 'sev2 Coupons late');
  const said = await s.slack.say('junho', channel, 'lag grows on <@U0MINJI>');
  await s.slack.reactHeard({ by: 'sora', emoji: 'eyes', channel, ts: said.ts });
  await s.settle();
  expect(await kinds(s, 'message.added')).toEqual([]);
  await s.slack.reactHeard({ by: 'sora', emoji: 'pushpin', channel, ts: said.ts });
  await s.slack.pinHeard({ by: 'minji', channel, ts: said.ts });
  await s.settle();
  const [added, ...more] = await kinds(s, 'message.added');
  expect(more).toEqual([]);
  expect(added?.data).toMatchObject({ channel, ts: said.ts, author: 'U0JUNHO', permalink: expect.stringContaining('/archives/') });
  s.slack.deleteMessage(channel, said.ts);
  expect((await s.says('minji', 'timeline #1 notes')).answer).toMatch(/added a message of <@U0JUNHO>: lag grows/);

  // What Bongsu itself wrote is in the timeline in other ways; elsewhere there is none.
  const briefing = s.slack.messages(channel)[0];
  await s.slack.messageShortcut({ by: 'sora', callbackId: 'timeline.add', channel, ts: briefing?.ts ?? '' });
  await s.settle();
  s.expectTold('sora', /is added to the timeline of #1.*program wrote is left out/);
  const general = s.channelId('general');
  const elsewhere = await s.slack.say('junho', general, 'lunch?');
  await s.slack.messageShortcut({ by: 'junho', callbackId: 'timeline.add', channel: general, ts: elsewhere.ts });
  await s.slack.reactHeard({ by: 'junho', emoji: 'pushpin', channel: general, ts: elsewhere.ts });
  await s.settle();
  s.expectTold('junho', /belongs to no incident/);
  expect(await kinds(s, 'message.added')).toHaveLength(1);
});

it('is read by page, kind and person, edited with its history, struck out by who may, and private where it is', async () => {
  const s = await scenario(CALM);
  await s.opens('minji', 'sev2 Coupons late');
  await s.says('sora', 'note #1 the restart *helped*');
  s.expectPosted('#1', /the restart/);
  expect((await s.says('minji', 'timeline #1')).answer).toMatch(/declared it: Coupons late \(SEV2 high\)/);
  expect((await s.says('minji', 'timeline #1 notes <@U0SORA>')).answer).toMatch(/noted: the restart/);
  expect((await s.says('minji', 'timeline #1 notes <@U0JUNHO>')).answer).toMatch(/nothing of this/);
  for (let more = 0; more < 16; more += 1) await s.says('minji', `note #1 private aside ${more}`);
  const paged = (await s.says('minji', 'timeline #1 notes')).answer;
  expect(paged).toMatch(/aside 15/);
  expect(paged).not.toMatch(/aside 0\b/);
  expect((await s.says('minji', 'timeline #1 notes 1')).answer).toMatch(/aside 0\b/);
  expect((await s.says('sora', 'timeline #1 notes')).answer).not.toMatch(/aside|private/);

  const note = await idOf(s, 'note');
  expect((await s.says('jisoo', `timeline #1 edit ${note} no`)).answer).toMatch(/commander|lead|responder/i);
  await s.says('sora', `timeline #1 edit ${note}`);
  await s.submits('sora', { text: 'the restart did not help' });
  expect((await s.says('sora', 'timeline #1 notes')).answer).toMatch(/did not help.*edited by @U0SORA/s);
  const declared = await idOf(s, 'incident.declared');
  expect((await s.says('minji', `timeline #1 remove ${declared} a mistake`)).answer).toMatch(/says what happened, and stays/);
  const aside = await idOf(s, 'note.private');
  expect((await s.says('sora', `timeline #1 remove ${aside} I guess numbers`)).answer).toMatch(/no entry/);
  expect((await s.says('sora', `timeline #1 remove ${note} wrong incident`)).answer).toMatch(/struck out/);
  expect((await s.says('minji', 'timeline #1 notes <@U0SORA>')).answer).toMatch(
    /~.*did not help.*~.*struck out by @U0SORA: wrong incident/s,
  );
  expect((await s.says('sora', `timeline #1 edit ${note} again`)).answer).toMatch(/struck out already/);
  expect((await kinds(s, 'note'))[0]?.data).toEqual({ text: expect.stringContaining('helped') });
});

it('goes out as a file: to the channel without private notes, to whoever asks with theirs', async () => {
  const s = await scenario(CALM);
  const { channel } = await s.opens('minji', 'sev2 Coupons late');
  await s.says('sora', 'note #1 =HYPERLINK("http://evil")');
  s.expectPosted('#1', /HYPERLINK/);
  await s.says('minji', 'note #1 private between us');
  await s.says('minji', 'timeline #1 export csv', '#1');
  await s.says('minji', 'timeline #1 export json');
  await s.says('minji', 'timeline #1 export md notes');
  await s.advance('10s');
  const files = s.slack.files().filter(({ name }) => name.includes('timeline'));
  const [csv, json, md] = files.map(({ bytes }) => bytes?.toString('utf8') ?? '');
  expect(files.map(({ sharedIn }) => sharedIn[0] === channel)).toEqual([true, false, false]);
  expect(csv).toMatch(/noted: =HYPERLINK/);
  expect(csv).not.toMatch(/between us|note\.private/);
  const read = JSON.parse(json ?? '') as { entries: { kind: string; says: string }[] };
  expect(read.entries.find(({ kind }) => kind === 'note.private')?.says).toBe('noted privately: between us');
  expect(md).toMatch(/\| noted privately: between us \|/);
  expect(md).not.toMatch(/declared/);
});
