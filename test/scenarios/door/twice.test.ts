import type { Delivery, MessageState } from '../../../sandbox/slack/index.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

/** How the same thing comes a second time: after the first was answered, or while it is being worked on. */
const WAYS = ['later', 'at the same moment'] as const;

/** Types a command and has it delivered a second time; both answers. */
async function twice(s: Scenario, way: (typeof WAYS)[number], by: string, words: string, where = 'general'): Promise<string[]> {
  if (way === 'later') {
    const first = await s.says(by, words, where);
    return [first.answer, (await s.again(first)).answer];
  }
  return (await s.atOnce(3, () => s.slack.slash(by, words, { channel: s.channelId(where) }))).map(({ answer }) => answer);
}

describe.each(WAYS)('the same thing delivered twice, %s, acts once', (way) => {
  it('a declaration', async () => {
    const s = await scenario(CALM);
    const answers = await twice(s, way, 'sora', 'open sev1 Coupons late');
    for (const answer of answers) expect(answer).toMatch(/#1 is (recorded|open in)/);
    expect(await s.app.runtime.storage.incidents.list(['open'], 10)).toHaveLength(1);
    s.expectOpened('sora', await s.incident(1));
  });

  it('a note, a move, a severity and a role', async () => {
    const s = await scenario(CALM);
    await s.opens('minji', 'sev2 Coupons late');
    for (const [words, answer, patterns] of [
      ['note #1 pool enlarged', /Noted/, { '#1': /pool enlarged/ }],
      ['severity #1 sev1', /#1 is now SEV1/, { '#1': /raised/ }],
      ['assign #1 scribe', /Scribe of #1/, { '#1': /Scribe/ }],
      ['mitigated #1', /#1 is now mitigated/, { '#1': /is mitigated/, status: /is mitigated/ }],
      ['cancel #1', /#1 is now cancelled/, { '#1': /false alarm/, status: /false alarm/ }],
    ] as const) {
      for (const said of await twice(s, way, 'minji', words)) expect(said).toMatch(answer);
      for (const [where, pattern] of Object.entries(patterns)) s.expectPosted(where, pattern);
      await s.advance('2s');
    }
    const kinds = (await s.app.runtime.storage.timeline.of(1)).map(({ kind }) => kind);
    for (const kind of ['note', 'severity.changed', 'role.assigned', 'incident.mitigated', 'incident.cancelled'])
      expect(kinds.filter((it) => it === kind)).toHaveLength(1);
  });

  it('a click and a form', async () => {
    const s = await scenario(CALM);
    const { briefing, page } = await s.opens('minji', 'sev2 Coupons late');
    const repeat = async (act: () => Promise<Delivery>): Promise<number> => {
      if (way === 'at the same moment') return (await s.atOnce(3, act)).length;
      await s.slack.redeliver(await act());
      await s.settle();
      return 2;
    };
    const at = (message: MessageState) => ({ channel: message.channel, ts: message.ts });
    const clicks = await repeat(() => s.slack.click({ by: 'junho', ...at(briefing), actionId: 'command.assign.commander' }));
    for (let n = 0; n < clicks; n += 1) s.expectTold('junho', /Commander of #1/);
    s.expectPosted('#1', /takes the role Commander/);

    const acknowledgements = await repeat(() => s.slack.click({ by: 'minji', ...at(page), actionId: 'command.page-acknowledge' }));
    for (let n = 0; n < acknowledgements; n += 1) s.expectTold('minji', /You have acknowledged #1/);
    s.expectPosted('#1', /@U0MINJI has acknowledged/);

    await repeat(() => s.slack.click({ by: 'junho', ...at(briefing), actionId: 'command.assign' }));
    expect(s.slack.views('junho')).toHaveLength(1);
    await repeat(() => s.slack.submit({ by: 'junho', viewId: s.form('junho').id, values: { 'role.scribe': 'U0YUNA' } }));
    s.expectPosted('#1', /role Scribe/);

    await s.says('sora', 'open');
    await repeat(() => s.slack.submit({ by: 'sora', viewId: s.form('sora').id, values: { title: 'Answers slow', severity: 'sev3' } }));
    s.expectOpened('sora', await s.incident(2));
    expect(await s.app.runtime.storage.incidents.list(['open'], 10)).toHaveLength(2);
  });
});

it('two different people may well say the same', async () => {
  const s = await scenario(CALM);
  await s.opens('minji', 'sev2 Coupons late');
  const answers = await s.sayTogether([
    ['minji', 'note #1 lag grows'],
    ['junho', 'note #1 lag grows'],
  ]);
  for (const { answer } of answers) expect(answer).toMatch(/Noted/);
  for (const who of ['MINJI', 'JUNHO']) s.expectPosted('#1', new RegExp(`Note by @U0${who}[\\s\\S]*lag grows`));
});

it('of two who move an incident at the same moment one succeeds and the other is told how it stands', async () => {
  const s = await scenario(CALM);
  await s.opens('minji', 'sev2 Coupons late');
  const answers = await s.sayTogether([
    ['minji', 'cancel #1'],
    ['junho', 'resolve #1'],
  ]);
  const { state } = await s.incident(1);
  expect(['resolved', 'cancelled']).toContain(state);
  const refused = answers.filter(({ answer }) => answer.includes(`This incident is ${state}`));
  expect(refused).toHaveLength(1);
  for (const where of ['#1', 'status']) s.expectPosted(where, state === 'resolved' ? /is resolved/ : /false alarm/);
  if (state === 'resolved') s.expectReview(1);
});
