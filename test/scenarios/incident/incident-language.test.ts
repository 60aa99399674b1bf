import { add, set } from '../../support/scenario/edit-playbook.ts';
import type { Outbound } from '../../support/scenario/outbound.ts';
import { CALM, type Scenario, scenario } from '../../support/scenario/scenario.ts';

const LIMIT = {
  does: 'rate-limit',
  title: { en: 'A limit in a file', ko: '파일의 제한' },
  rows: ['I1'],
  effect: { en: 'Some wait.', ko: '일부 대기' },
  enabled: true,
  on: [
    {
      command: {
        read: ['/bin/sh', '-c', 'cat "$TEST_RUN_DIR/limit-of-languages" 2>/dev/null || echo 0'],
        set: ['/bin/sh', '-c', 'printf %s "$1" > "$TEST_RUN_DIR/limit-of-languages"', 'sh', '{to}'],
      },
    },
  ],
  with: { rate: 50 },
};

/** Numbers, charts, a diagnosis and an analysis, and a deadline that is missed; everything else waits. */
const spoken = (languages: object) => ({
  calmMs: 300_000,
  playbook: [
    ...CALM.playbook,
    set('diagnosis.every', '60s'),
    add('team.languages', languages),
    add('mitigations.limit-file', LIMIT),
    add('rows.G1.after', '1m'),
    add('rows.M1.after', '1m'),
    set('rows.P2.within', '2m'),
  ],
});

/** What stands in the incident's channel and is heard in its meetings after a whole incident. */
async function everything(s: Scenario): Promise<{ here: string[]; elsewhere: Outbound[] }> {
  s.world.coupon.break('S3', { cause: 'connection-leak' });
  await s.advance('30s');
  await s.says('minji', 'open sev1 Coupons late');
  await s.says('jisoo', 'note #1 orders pile up');
  await s.says('minji', 'severity #1 sev2 fewer complaints');
  await s.says('sora', 'assign #1 commander');
  await s.says('sora', 'graph response_time_p95', '#1');
  await s.advance('5s');
  await s.says('minji', 'mitigate limit-file', '#1');
  await s.submits('minji', {});
  await s.says('sora', 'freeze to be safe', '#1');
  await s.says('sora', 'unfreeze', '#1');
  await s.advance('3m');
  await s.says('sora', 'diagnosis #1 is connection-leak');
  await s.says('sora', 'escalate #1');
  await s.says('sora', 'mitigated #1');
  await s.says('sora', 'resolve #1 rolled back');
  await s.says('minji', 'retro #1 propose 2026-03-04 15:00');
  await s.says('dohyun', 'retro #1 move 2026-03-05 15:00');
  await s.says('sora', 'followups #1 done N1');
  await s.says('sora', 'reopen #1');
  const all = s.takeAll();
  const ours = all.filter(({ place }) => /^#inc-1/.test(place) || place === 'zoom');
  const channel = s.slack.channels().find(({ name }) => name.startsWith('inc-1'));
  return { here: [...ours.map(({ text }) => text), channel?.topic ?? ''], elsewhere: all.filter((outbound) => !ours.includes(outbound)) };
}

/** What people typed, and names that are the same in both languages. */
const TYPED = /Coupons late|orders pile up|fewer complaints|to be safe|rolled back|`[^`]*`|https?:\S+/g;

it('everything in an incident channel and its meetings is in Korean, while the team speaks English elsewhere', async () => {
  const s = await scenario(spoken({ incidents: 'ko' }));
  const { here, elsewhere } = await everything(s);
  expect(here.length).toBeGreaterThan(20);
  const said = here.map((text) => text.replaceAll(TYPED, '·'));
  expect(said.filter((text) => !/[가-힣]{2}/.test(text) && /[a-z]{3}/.test(text))).toEqual([]);
  // Terms such as "JVM heap dump" stay; four words in a row are a sentence.
  expect(said.flatMap((text) => text.match(/[A-Za-z']+(?: [A-Za-z']+){3,}/g) ?? [])).toEqual([]);
  for (const { place, text } of elsewhere) expect(`${place}: ${text}`).not.toMatch(/[가-힣]{2}/);
});

it('answers there in Korean too, unless somebody has a language of their own, and elsewhere in English', async () => {
  const s = await scenario({
    ...CALM,
    playbook: [...CALM.playbook, add('team.languages', { incidents: 'ko', people: { minji: 'en' } })],
  });
  await s.says('sora', 'open sev1 Coupons late');
  s.takeAll();
  expect((await s.says('sora', 'note more', '#1')).answer).toMatch(/타임라인에 기록했습니다/);
  expect((await s.says('minji', 'note more', '#1')).answer).toMatch(/✓ Noted in the timeline of /);
  expect((await s.says('sora', 'keep', '#1')).answer).toMatch(/항목/);
  expect((await s.says('sora', 'help', '#1')).answer).toMatch(/장애를 선언합니다/);
  expect((await s.says('sora', 'note #1 more')).answer).toMatch(/timeline/i);
  await s.says('sora', 'assign', '#1');
  expect(JSON.stringify(s.form('sora'))).toMatch(/총괄/);
  await s.submits('sora', {});
  s.takeAll();
});

it('can be chosen for one incident, which changes over what is kept up to date there', async () => {
  const s = await scenario(CALM);
  const { briefing } = await s.opens('sora', 'sev1 Coupons late');
  expect((await s.says('sora', 'language fr', '#1')).answer).toMatch(/`en` \(English\) or `ko` \(Korean\): `language en`/);
  expect((await s.says('jisoo', 'language ko', '#1')).answer).toMatch(/responder/i);
  expect((await s.says('sora', 'language ko', '#1')).answer).toMatch(/What is posted for #1 is in Korean from now on/);
  s.expectPosted('#1', /<@U0SORA> 님이 한국어를 골랐습니다/);
  await s.advance('1m');
  expect(s.slack.channels().find(({ name }) => name.startsWith('inc-1'))?.topic).toMatch(/SEV1 심각/);
  expect(s.textNow(briefing)).toMatch(/심각/);
  await s.says('minji', 'severity #1 sev2');
  s.expectPosted('#1', /심각도/);
  expect((await s.says('sora', 'language en')).answer).toMatch(/belongs to no incident/);
  await s.says('sora', 'language #1 en');
  s.expectPosted('#1', /chose English/);
  await s.clicks('minji', s.current(briefing), 'command.assign.commander');
  s.expectTold('minji', /Commander/);
  s.expectPosted('#1', /takes the role Commander/);
});

it('tells what does not work in Korean too, from Slack and Zoom to the targets', async () => {
  const s = await scenario({
    ...CALM,
    environment: { ...CALM.environment, ZOOM_CLIENT_SECRET: 'not-the-secret' },
    playbook: [...CALM.playbook, add('team.languages', { incidents: 'ko', people: { minji: 'ko' } })],
  });
  s.slack.faults.inject({ call: 'pins.add', fault: { kind: 'error', code: 'restricted_action' } });
  await s.says('minji', 'open sev1 Coupons late');
  await s.advance('1m');
  const [briefing] = s.takeAll().filter(({ place, text }) => place.startsWith('#inc-1') && text.includes('SEV1'));
  expect(briefing?.text).toMatch(/Zoom이 클라이언트를 거부합니다\. ZOOM_CLIENT_ID와 ZOOM_CLIENT_SECRET을 확인해 주세요/);
  expect(briefing?.text).toMatch(/이 워크스페이스에서는 앱에 허용되지 않은 작업입니다/);
  expect(briefing?.text).not.toMatch(/Zoom refuses|The workspace does not let/);
  s.slack.faults.clear();
  const refusal = (await s.says('minji', 'mitigate scale-consumers', '#1')).answer;
  expect(`${refusal}${JSON.stringify(s.slack.views('minji'))}`).not.toMatch(/cannot be changed|is not set up/);
});
