import { workspaceOf } from '../../../sandbox/people.ts';
import { add } from '../../support/scenario/edit-playbook.ts';
import { textOf } from '../../support/scenario/outbound.ts';
import { CALM, scenario } from '../../support/scenario/scenario.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

const { users } = workspaceOf(couponPlaybook());
const CHANGED = {
  yuna: { guest: 'several-channels' as const },
  taeho: { deactivated: true },
};
const people = users.map((user) => ({ ...user, ...CHANGED[user.name as keyof typeof CHANGED] }));

it('says in the channel and to the declarer whom Slack would not let in, and what to do', async () => {
  const s = await scenario({ ...CALM, slack: { users: people } });
  const { briefing } = await s.opens('sora', 'sev1 Coupons late');
  const told = s.expectTold('sora', /could not be invited/);
  await s.advance('1m');
  for (const text of [s.textNow(briefing), textOf(told)]) {
    expect(text).toMatch(/<?@U0YUNA>? could not be invited: Slack does not let apps invite guests\. .*\/invite/);
    expect(text).toMatch(/<?@U0TAEHO>? could not be invited: the account is deactivated.*Correct the playbook.*page @name/);
    expect(text).not.toMatch(/@U0JUNHO>? could not/);
  }
  expect((await s.says('minji', 'status #1')).answer).toMatch(/@U0YUNA>? could not be invited/);
});

it('says it in the language of the channel', async () => {
  const playbook = [...CALM.playbook, add('team.languages', { incidents: 'ko' })];
  const s = await scenario({ ...CALM, playbook, slack: { users: people } });
  await s.says('sora', 'open sev1 Coupons late');
  await s.advance('1m');
  const shown = s.takeAll().filter(({ place }) => place.startsWith('#inc-1'));
  expect(shown.map(({ text }) => text).join()).toMatch(/초대하지 못한 사람: <?@U0YUNA>?\. Slack 앱은 게스트를 초대할 수 없습니다/);
});

it('says nothing of it when everybody came in', async () => {
  const s = await scenario(CALM);
  const { briefing } = await s.opens('sora', 'sev1 Coupons late');
  await s.advance('1m');
  expect(s.textNow(briefing)).not.toMatch(/could not be invited|Not working/);
});
