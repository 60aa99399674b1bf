import { workspaceOf } from '../../../sandbox/people.ts';
import { add } from '../../support/scenario/edit-playbook.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';
import { couponPlaybook } from '../../support/scenario/shipped-playbook.ts';

/** C3: audiences inside, each told as much and as often as the team says, from the one text of each update. */

const AUDIENCES = {
  executives: { name: 'Executives', people: ['sora', 'hana'], detail: 'headline', from: 'sev2', every: { sev1: '1h', sev2: '2h' } },
  qa: { name: 'QA', channel: 'C0QA', detail: 'full' },
  partners: { name: { en: 'Partners', ko: '제휴사' }, channel: 'C0PARTNERS', from: 'sev1' },
};

async function begin(): Promise<Scenario> {
  const languages = { channels: { C0STATUS: 'en', C0QA: 'en', C0PARTNERS: 'ko' }, people: { sora: 'en', hana: 'ko' }, incidents: 'en' };
  const playbook = [...CALM.playbook, add('team.audiences', AUDIENCES), add('team.languages', languages)];
  const own = ['qa', 'partners'].map((name) => ({ id: `C0${name.toUpperCase()}`, name }));
  return await scenario({ ...CALM, playbook, slack: { channels: [...workspaceOf(couponPlaybook()).channels, ...own] } });
}

async function tells(s: Scenario, en: string, ko: string): Promise<void> {
  await s.says('yuna', 'update #1');
  await s.submits('yuna', { 'text.en': en, 'text.ko': ko, now: ['now'] });
  s.expectPosted('status', new RegExp(en));
}

it('hear as much, as often and of what they want: the first one, what became worse and the end always', async () => {
  const s = await begin();
  await s.opens('minji', 'sev2 Coupons late');
  await tells(s, 'We look into it.', '확인하고 있습니다.');
  const headline = s.expectDirect('sora', /Coupon issuing\* · SEV2 high · Coupons late/);
  expect(s.textNow(headline)).not.toContain('We look into it.');
  expect(s.textNow(s.expectDirect('hana', /쿠폰 발급\* · SEV2/))).not.toContain('확인하고');
  s.expectPosted('qa', /SEV2 high[\s\S]*We look into it\./);

  // Nothing for whoever hears every two hours, nor for partners, who hear of what is critical.
  await s.advance('5m');
  await tells(s, 'We add capacity.', '증설하고 있습니다.');
  s.expectPosted('qa', /We add capacity\./);
  s.expectNothingElse();

  await s.says('minji', 'severity #1 sev1');
  s.takeAll();
  await tells(s, 'It is worse.', '더 나빠졌습니다.');
  for (const who of ['sora', 'hana']) s.expectDirect(who, /SEV1/);
  s.expectPosted('qa', /It is worse\./);
  const partners = s.expectPosted('partners', /더 나빠졌습니다/);
  expect((await s.says('minji', 'update #1 show')).answer).toMatch(/✓ Executives: Lee Sora: told[\s\S]*✓ QA: told[\s\S]*✓ Partners: told/);

  // A correction replaces what stands there.
  await s.says('minji', 'update #1 correct');
  await s.submits('minji', { 'text.en': 'It is a little worse.', 'text.ko': '조금 더 나빠졌습니다.' });
  expect(s.textNow(partners)).toContain('조금 더 나빠졌습니다.');
  s.expectNothingElse();

  await s.says('minji', 'resolve #1');
  for (const [who, said] of [
    ['sora', /Coupon issuing\* · SEV1 critical, resolved/],
    ['hana', /쿠폰 발급\* · SEV1/],
  ] as const)
    s.expectDirect(who, said);
  s.expectPosted('qa', /resolved[\s\S]*works as usual again/);
  s.expectPosted('partners', /정상/);
  s.takeAll();
});

it('hear nothing of a private incident', async () => {
  const s = await begin();
  await s.opens('minji', 'sev1 Coupons late --private');
  await s.advance('31m');
  expect((await s.app.runtime.storage.outbox.of(1)).filter(({ kind }) => kind === 'update.audience')).toEqual([]);
});

it('who left is told nothing, which is said with the update; the others are told', async () => {
  const s = await begin();
  s.slack.deactivate('hana');
  await s.opens('minji', 'sev2 Coupons late');
  await tells(s, 'We look into it.', '확인하고 있습니다.');
  s.expectDirect('sora', /SEV2 high/);
  s.expectPosted('qa', /We look into it/);
  expect((await s.says('minji', 'update #1 show')).answer).toMatch(
    /✓ Executives: Lee Sora: told\n✕ Executives: Jung Hana: failed \(That user is deactivated/,
  );
});
