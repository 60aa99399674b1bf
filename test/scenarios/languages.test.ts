import { CALM, scenario } from '../support/scenario.ts';

/** The team speaks English; Sora and the status channel speak Korean. */
const MIXED = {
  ...CALM,
  playbook: (text: string) =>
    CALM.playbook(text).replace(
      '  language: en ',
      '  languages: { people: { sora: ko, minji: ko }, channels: { C0STATUS: ko } }\n  language: en ',
    ),
};

describe('everybody is spoken to in their language', () => {
  it('when they are refused, or ask for help', async () => {
    const s = await scenario(MIXED);
    expect((await s.says('sora', 'resolv')).answer).toMatch(/`resolv` 명령은 없습니다\. 혹시 `resolve` 인가요\?/);
    expect((await s.says('junho', 'resolv')).answer).toMatch(/There is no `resolv`\. Did you mean `resolve`\?/);
    expect((await s.says('sora', 'help')).answer).toContain('장애를 선언합니다');
    expect((await s.says('sora', 'status #77')).answer).toContain('장애 #77 기록이 없습니다');
  });

  it('when an incident is opened: the page and the announcement in Korean, the channel in English', async () => {
    const s = await scenario(MIXED);
    await s.says('sora', 'open sev1 Coupons are late');
    s.expect('channels', /^inc-1\b/);
    s.expect('zoom', /#1\b/);
    s.expectPosted('#1', /Mark mitigated/);
    s.expectPosted('status', /새 장애 · 쿠폰 발급/);
    s.expectDirect('minji', /지금 호출되었습니다/);
    s.expectTold('sora', /채널에서 대응을 시작했습니다/);
    expect((await s.says('sora', 'note 풀을 늘림', '#1')).answer).toContain('타임라인에 기록했습니다');
    s.expectPosted('#1', /note/i);
    expect((await s.says('junho', 'keep', '#1')).answer).toMatch(/Name the row/);
  });
});
