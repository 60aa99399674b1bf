import { simpleParser } from 'mailparser';
import { startMailServer } from '../../../sandbox/pagers/mail-server.ts';
import { add } from '../../support/scenario/edit-playbook.ts';
import { CALM, scenario } from '../../support/scenario/scenario.ts';

/** The team speaks English; Sora and the status channel speak Korean. */
const MIXED = {
  ...CALM,
  playbook: [...CALM.playbook, add('team.languages', { people: { sora: 'ko', minji: 'ko' }, channels: { C0STATUS: 'ko' } })],
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
    s.expectDirect('minji', /1차 온콜 엔지니어\(L1\)로 호출되었습니다/);
    s.expectTold('sora', /채널에서 대응을 시작했습니다/);
    expect((await s.says('sora', 'note 풀을 늘림', '#1')).answer).toContain('타임라인에 기록했습니다');
    s.expectPosted('#1', /note/i);
    expect((await s.says('junho', 'keep', '#1')).answer).toMatch(/Name the row/);
  });
});

it('opens the App Home to each in theirs', async () => {
  const s = await scenario(MIXED);
  await s.says('junho', 'open sev3 Coupons are late');
  s.takeAll();
  const home = async (name: string): Promise<string> => {
    const user = s.slack.users[name] ?? '';
    await s.slack.event('app_home_opened', { user, tab: 'home' });
    await s.slack.until(({ views }) => views(user).some(({ type }) => type === 'home'));
    await s.app.idle();
    return JSON.stringify(s.slack.views(user).find(({ type }) => type === 'home')?.blocks);
  };
  const [korean, english] = [await home('sora'), await home('junho')];
  for (const shown of [korean, english]) expect(shown).toContain('Coupons are late');
  expect(korean).toMatch(/진행 중인 장애/);
  expect(korean).toMatch(/장애 선언/);
  expect(english).not.toMatch(/[가-힣]{2}/);
});

it('invites each to the retrospective, and reminds each of a follow-up, in theirs', async () => {
  const server = await startMailServer({ user: 'bongsu', password: 'secret' });
  const s = await scenario({
    environment: { ...CALM.environment, SMTP_URL: server.smtpUrl, MAIL_FROM: 'bongsu@example.com' },
    calmMs: 0,
    playbook: [...CALM.playbook, add('team.languages', { people: { minji: 'ko', junho: 'ko' } })],
  });
  await s.says('minji', 'open sev1 Coupons late');
  await s.says('sora', 'note #1 users complain');
  await s.says('sora', 'resolve #1');
  const all = s.takeAll();
  expect(all.map(({ text }) => text).join()).toContain('Retrospective of #1');
  const mails = await Promise.all(server.mails.splice(0).map(({ raw }) => simpleParser(raw)));
  const to = (address: string) => {
    const mail = mails.find((each) => [each.to].flat()[0]?.text === address);
    return { subject: mail?.subject, text: mail?.text, entry: mail?.attachments[0]?.content.toString('utf8') };
  };
  const [korean, english] = [to('minji@example.com'), to('sora@example.com')];
  expect(english.subject).toBe('Retrospective of incident #1: Coupons late');
  expect(english.entry).toMatch(/SUMMARY:Retrospective of incident #1/);
  expect(`${english.text}${english.entry}`).not.toMatch(/[가-힣]{2}/);
  expect(korean.subject).toMatch(/회고.*Coupons late/);
  expect(korean.text).toMatch(/[가-힣]{2}/);
  expect(korean.entry).toMatch(/SUMMARY:.*회고/);
  // One event: only its words differ.
  const facts = (entry = '') => entry.match(/^(UID|SEQUENCE|DTSTART|DTEND|LOCATION)[^\r]*/gm);
  expect(facts(korean.entry)).toEqual(facts(english.entry));
  expect((await s.says('minji', 'retro #1')).answer).toMatch(/회고/);
  expect((await s.says('sora', 'retro #1')).answer).toMatch(/Retrospective/);

  await s.advance('6d');
  s.expectDirect('junho', /#1.*락/);
  s.expectDirect('sora', /N1.*Refactor Kafka partitions/);
  s.takeAll();
  await server.close();
});

it('goes on answering whoever declared in the language of the channel where they did', async () => {
  const s = await scenario(MIXED);
  await s.says('junho', 'open sev2 Coupons are late', 'status');
  s.expectTold('junho', /채널에서 대응을 시작했습니다/);
  s.takeAll();
});
